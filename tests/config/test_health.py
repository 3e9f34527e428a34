"""/health/ says whether the process can work, and nothing about anybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from config.clock import worker
from config.clock.models import Run
from tests.conftest import STORY

DOOR = "/health/"


@pytest.fixture
def alive(house):
    worker.run_due([])
    Run.objects.create(job="deliver", begun_at=timezone.now())


def test_a_house_that_works_is_well(alive, client):
    answer = client.get(DOOR)
    assert answer.status_code == 200
    assert answer.json()["status"] == "well"


def test_it_counts_what_waits_and_never_how_much_is_done_here(alive, help_request, client):
    found = client.get(DOOR).json()
    assert found["trail"] is True
    assert found["outbox_waiting"] >= 0


def test_it_needs_no_account_and_names_nobody(alive, help_request, amina, client):
    text = client.get(DOOR).content.decode()
    for word in (STORY, help_request.reference, str(help_request.pk), amina.email, amina.name):
        assert word not in text


@pytest.mark.parametrize(
    ("part", "breaks"),
    [
        ("public_key", lambda box: (box / "current").unlink()),
        ("private_key", lambda box: next(box.glob("*.private")).unlink()),
    ],
)
def test_a_missing_key_is_said(part, breaks, alive, letter_box, client):
    breaks(letter_box)
    answer = client.get(DOOR)
    assert answer.status_code == 503
    assert answer.json()[part] is False


def test_a_worker_that_is_gone_is_said(alive, client):
    Run.objects.update(begun_at=timezone.now() - timedelta(minutes=5))
    answer = client.get(DOOR)
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_a_database_that_is_away_is_said(client, db, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr("config.overview.health._is_migrated", away)
    answer = client.get(DOOR)
    assert (answer.status_code, answer.json()["database"]) == (503, False)


def test_a_public_process_is_well_without_a_private_key(alive, letter_box, client, settings):
    next(letter_box.glob("*.private")).unlink()
    settings.LOTSEN_ROLE, settings.SERVES_DESK = "public", False
    answer = client.get(DOOR)
    assert answer.status_code == 200
    assert "private_key" not in answer.json()
