"""Saying yes to a referral takes somebody who has just shown who they are."""

# ruff: noqa: F811 – a fixture is named as the test's argument

from time import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as told
from django.test import Client
from django.urls import reverse

from config.accounts.roles import Role
from tests.config.conftest import a_machine
from tests.conftest import PASSWORD
from tests.referrals.conftest import a_day, at, consent, draft, opened, sent  # noqa: F401

TOO_LONG = 901


@pytest.fixture
def stale(at, clara) -> Client:
    """Signed in sixteen minutes ago, and the screen left open."""
    client = at(clara)
    age(client)
    return client


def age(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time() - TOO_LONG}]
    session.save()


def door(referral) -> str:
    return reverse("portal:accept", args=[referral.pk])


def test_it_is_a_quarter_of_an_hour():
    assert told.ACCOUNT_REAUTHENTICATION_TIMEOUT == 900


def test_whoever_has_just_signed_in_is_not_asked(at, opened, clara):
    assert at(clara).get(door(opened)).status_code == 200


def test_an_open_screen_is_asked_before_the_form_is_shown(stale, opened):
    asked = stale.get(door(opened))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    back = stale.post(asked.url, {"password": PASSWORD})
    assert back.url == door(opened)
    assert stale.get(door(opened)).status_code == 200


def test_what_was_filled_in_when_the_time_ran_out_is_sent_on(stale, opened):
    day = a_day(30)
    asked = stale.post(door(opened), {"expected_start": day.isoformat()})
    opened.refresh_from_db()
    assert opened.status == "opened"
    stale.post(asked.url, {"password": PASSWORD})
    opened.refresh_from_db()
    assert (opened.status, opened.expected_start) == ("accepted", day)


def test_a_wrong_password_says_no_and_changes_nothing(stale, opened):
    asked = stale.post(door(opened), {})
    assert stale.post(asked.url, {"password": "a wrong one"}).status_code == 200
    opened.refresh_from_db()
    assert opened.status == "opened"


def test_nobody_is_asked_for_a_password_who_does_not_hold_the_right(at, opened, amina):
    client = at(amina)
    age(client)
    assert client.get(door(opened)).status_code == 403


def test_other_deeds_do_not_ask(stale, opened):
    assert stale.get(reverse("portal:decline", args=[opened.pk])).status_code == 200


def test_whoever_came_by_a_provider_has_nothing_of_ours_to_show(stale, opened, clara):
    SocialAccount.objects.create(user=clara, provider="house", uid="clara")
    clara.set_unusable_password()
    clara.save()
    stale.force_login(clara)
    age(stale)
    assert stale.get(door(opened)).status_code == 200


def test_a_machine_shows_its_key_in_each_call(client, adam, youth_centre, opened):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    assert system.post(f"/api/v1/referrals/{opened.pk}/accept/").status_code == 200
