"""Rows that go in with one written statement are the same as those that Django would add."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import adding
from audit.models import Letter, Outgoing


def letter(about, sealed=b"\x00\xff"):
    return Letter(about=about, key_id="a" * 16, sealed=sealed)


def notice(about):
    when = {"queued_at": timezone.now(), "due_at": timezone.now()}
    return Outgoing(to="partners.team/1", notice="intake.NEW", about=about, **when)


def test_it_comes_back_as_it_went_in(db):
    first, second = letter("row/1"), letter("row/2", sealed=bytes(range(256)))
    adding.add(first, second)
    assert [bytes(one.sealed) for one in Letter.objects.order_by("about")] == [
        first.sealed, second.sealed,
    ]  # fmt: skip
    assert Letter.objects.get(pk=second.pk).about == "row/2"
    second.about = "row/3"
    second.save()
    assert set(Letter.objects.values_list("about", flat=True)) == {"row/1", "row/3"}


def test_what_is_not_said_is_as_the_model_says(db):
    adding.add(notice("row/1"))
    by_us = Outgoing.objects.values().get()
    notice("row/1").save()
    by_django = Outgoing.objects.values().latest("pk")
    assert {name for name in by_us if by_us[name] != by_django[name]} <= {
        "id", "queued_at", "due_at",
    }  # fmt: skip


def test_many_take_one_statement_and_none_takes_none(db):
    with CaptureQueriesContext(connection) as asked:
        adding.add()
        adding.add(*[letter(f"row/{number}") for number in range(30)])
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_in_which_it_failed_is_never_committed():
    """Whoever swallows the error: half an act is none."""
    with transaction.atomic():
        adding.add(letter("row/1"))
        with suppress(IntegrityError):
            adding.add(letter("row/2"), letter("row/1"))
    assert not Letter.objects.exists()
