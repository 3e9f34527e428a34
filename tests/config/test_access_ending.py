"""Whoever is here for a while: the end comes by itself, everywhere, and is no surprise."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from audit.models import Event, Outgoing
from config.access.models import AnnouncedEnd
from config.access.services import ending
from config.accounts.models import User
from config.accounts.roles import Role
from intake.models import HelpRequest, HelpRequestGrant
from tests.config.conftest import a_machine
from tests.conftest import PASSWORD
from tests.stage import stopped

DAY = timedelta(days=1)
ENDED = "config.accounts.ENDED"


clock = stopped("2027-03-01 09:00+01:00")


@pytest.fixture
def consultant(clock, bjorn):
    """bjorn is here for thirty days."""
    bjorn.expires_at = timezone.now() + 30 * DAY
    bjorn.save()
    return bjorn


@pytest.fixture
def inside(consultant, settings):
    """A browser in which the consultant has signed in by the front door."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SESSION_COOKIE_AGE = 60 * 24 * 3600
    client = Client()
    client.post(reverse("account_login"), {"login": consultant.email, "password": PASSWORD})
    assert client.get(reverse("desk:queue")).status_code == 200
    return client


def test_at_the_very_moment_every_door_is_shut_before_any_job_has_run(
    clock, inside, consultant, help_request, amina
):
    @trail.act
    def lend():
        guard.grant(guard.group_of_one(consultant), help_request, by=amina)

    lend()
    clock.shift(30 * DAY - timedelta(seconds=1))
    assert inside.get(reverse("desk:queue")).status_code == 200
    clock.shift(timedelta(seconds=1))
    consultant.refresh_from_db()
    assert inside.get(reverse("desk:queue")).url.startswith(reverse("account_login"))
    assert not consultant.has_perm("intake.see_queue")
    assert guard.groups_of(consultant) == []
    assert not HelpRequest.objects.visible_to(consultant).exists()
    new = Client()
    new.post(reverse("account_login"), {"login": consultant.email, "password": PASSWORD})
    assert "_auth_user_id" not in new.session


def test_the_clock_ends_the_account_with_all_it_had(clock, inside, consultant, help_request, amina):
    @trail.act
    def lend():
        guard.grant(guard.group_of_one(consultant), help_request, by=amina)

    lend()
    assert UserSession.objects.filter(user=consultant).exists()
    assert ending.sweep() == 0
    clock.shift(30 * DAY)
    assert ending.sweep() == 1
    assert ending.sweep() == 0
    consultant.refresh_from_db()
    assert not consultant.is_active
    assert not consultant.has_usable_password()
    assert not consultant.groups.exists()
    assert not UserSession.objects.filter(user=consultant).exists()
    assert not HelpRequestGrant.objects.exists()
    assert Event.objects.get(deed="account.leave").actor == "clock"
    assert Outgoing.objects.get(notice=ENDED).to == f"accounts.leaver/{consultant.pk}"


def test_a_machines_key_goes_with_its_account(clock, client, adam, youth_centre):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, days=365)
    inbox = reverse("referral-list")
    assert system.get(inbox).status_code == 200
    User.objects.filter(pk=system.token.account_id).update(expires_at=timezone.now() + DAY)
    clock.shift(DAY)
    assert system.get(inbox).status_code == 401
    ending.sweep()
    system.token.refresh_from_db()
    assert system.token.revoked_at == timezone.now()
    assert not Outgoing.objects.filter(notice=ENDED).exists()


def test_the_administrators_are_told_two_weeks_before_and_once(clock, consultant, adam, amina):
    assert ending.announce() == 0
    clock.shift(16 * DAY)
    assert ending.announce() == 1
    assert ending.announce() == 0
    told = Outgoing.objects.get(notice="config.access.ENDS_SOON")
    assert (told.to, told.about) == (f"accounts.user/{adam.pk}", f"accounts.user/{consultant.pk}")


def test_a_new_date_is_told_anew(clock, consultant, adam):
    clock.shift(16 * DAY)
    ending.announce()
    consultant.expires_at += 7 * DAY
    consultant.save()
    assert ending.announce() == 0
    clock.shift(7 * DAY)
    assert ending.announce() == 1
    assert AnnouncedEnd.objects.get().expires_at == consultant.expires_at


def test_whoever_ends_is_not_the_one_who_is_told(clock, adam):
    adam.expires_at = timezone.now() + DAY
    adam.save()
    assert ending.announce() == 1
    assert not Outgoing.objects.filter(notice="config.access.ENDS_SOON").exists()


def test_the_list_marks_who_ends_soon(clock, client, settings, consultant, adam):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(adam)
    assert b'data-test="ends-soon"' not in client.get(reverse("desk:people")).content
    clock.shift(17 * DAY)
    client.force_login(adam)
    page = client.get(reverse("desk:people")).content.decode()
    assert page.count('data-test="ends-soon"') == 1
