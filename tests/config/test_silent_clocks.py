"""A timer that has died is an alarm on every page of ours; partners are not told."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from config.clock import alarms
from config.clock.models import Run

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def watched(settings, house):
    settings.TIMER_SILENT_MINUTES = 5
    settings.SECOND_FACTOR_REQUIRED = False

    def ran(ago, job="deliver", **fields):
        caches["nearby"].clear()
        Run.objects.update_or_create(job=job, defaults={"begun_at": timezone.now() - ago, **fields})

    return ran


def page_of(user, url="/accounts/profile/") -> str:
    client = Client()
    client.force_login(user)
    return client.get(url, follow=True).content.decode()


@pytest.mark.parametrize(("ago", "rings"), [(4, False), (6, True)])
def test_a_silent_worker_is_on_every_page_of_ours(watched, amina, lena, loke, adam, ago, rings):
    watched(ago * MINUTE)
    for who in (amina, lena, loke, adam):
        assert ('data-alarm="worker_silent"' in page_of(who, "/desk/")) is rings


def test_a_worker_that_never_ran_is_silent(watched, amina):
    assert "worker_silent" in alarms.silent()


def test_partners_see_none_of_it(watched, clara, stina):
    for who in (clara, stina):
        assert alarms.ringing(who) == []


def test_a_guard_that_breaks_down_is_said_though_the_worker_lives(watched, amina, client):
    watched(MINUTE, "nobody unread", has_failed=True)
    assert alarms.silent() == ["guard_failing"]
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["nobody_unread"]) == (503, False)


def test_a_log_that_is_not_sealed_is_said(watched, monkeypatch):
    watched(MINUTE)
    monkeypatch.setattr("config.clock.alarms.freshness.age", lambda: 6 * MINUTE)
    assert alarms.silent() == ["sealer_silent"]


def test_it_is_asked_once_for_many_pages(watched, amina, django_assert_num_queries):
    watched(MINUTE)
    assert alarms.ringing(amina) == []
    with django_assert_num_queries(0):
        assert alarms.ringing(amina) == []
