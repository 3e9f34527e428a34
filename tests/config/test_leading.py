"""A partner's lead lets their own people in and out: nobody else's, and at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.models import Invitation, User
from config.accounts.roles import Role
from config.accounts.services import changing, inviting, joining, leading, leaving
from config.api import issuing
from referrals.models import Referral
from referrals.services import following_up
from tests.conftest import _person
from tests.referrals.conftest import *  # noqa: F403 – the referral in its states
from tests.stage import cast

BY_DAY = datetime(2099, 3, 2, 10, tzinfo=ZoneInfo("Europe/Stockholm"))
NEW = {"email": "nils@bryggan.example", "name": "Nils", "role": Role.PARTNER_MEMBER}


@cast
def wera(debt_advice):
    return _person("wera", Role.PARTNER_LEAD, debt_advice)


def codes(refusal) -> set[str]:
    return {one.code for one in refusal.value.error_dict["email"]}


# --- In -------------------------------------------------------------------------------------------


def test_whom_a_lead_invites_comes_into_the_leads_own_organisation(carl, youth_centre):
    invitation = leading.invite(by=carl, **NEW)
    user = joining.accept(invitation.token(), password="a quite different and long one")
    assert (user.organisation, user.role) == (youth_centre, Role.PARTNER_MEMBER)
    assert list(user.groups.all()) == [youth_centre.group]
    assert Event.objects.get(deed="account.invite").actor == f"user/{carl.pk}"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SOCIAL_WORKER, Role.PARTNER_SYSTEM])
def test_a_lead_gives_no_role_of_ours_and_none_of_a_machine(carl, role):
    with pytest.raises(ValidationError) as refusal:
        leading.invite(by=carl, **NEW | {"role": role})
    assert "role" in refusal.value.error_dict
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["clara", "stina", "amina", "adam", "loke"])
def test_nobody_but_a_lead_leads(who, request, carl, clara):
    somebody = request.getfixturevalue(who)
    for deed in (
        lambda: leading.invite(by=somebody, **NEW),
        lambda: leading.remove(carl.pk, by=somebody),
        lambda: leading.people(somebody),
        lambda: leading.invitations(somebody),
    ):
        with pytest.raises(Refused):
            deed()


def test_an_address_that_is_known_elsewhere_is_refused_and_not_explained(carl, dag, amina, adam):
    """Neither that there is an account, nor that somebody else has invited it."""
    inviting.invite(
        by=adam, email="vera@tallsunda.example", name="Vera", role=Role.SOCIAL_WORKER,
        organisation=adam.organisation,
    )  # fmt: skip
    leaving.end_access(amina.pk, by=adam)
    said = set()
    for email in (dag.email, amina.email, "VERA@tallsunda.example "):
        with pytest.raises(ValidationError) as refusal:
            leading.invite(by=carl, **NEW | {"email": email})
        assert codes(refusal) == {"elsewhere"}
        said |= set(refusal.value.messages)
    assert len(said) == 1
    assert Invitation.objects.get().is_open


def test_one_of_the_own_people_is_said_to_be_one(carl, clara):
    with pytest.raises(ValidationError) as refusal:
        leading.invite(by=carl, **NEW | {"email": clara.email})
    assert codes(refusal) == {"taken"}


def test_who_has_left_comes_back_by_a_new_invitation(carl, clara):
    leading.remove(clara.pk, by=carl)
    invitation = leading.invite(by=carl, **NEW | {"email": clara.email})
    back = joining.accept(invitation.token(), password="a quite different and long one")
    assert (back.pk, back.is_active) == (clara.pk, True)


def test_an_invitation_is_sent_again_and_taken_back_by_the_own_lead_only(carl, wera):
    invitation = leading.invite(by=carl, **NEW)
    first = invitation.token()
    for deed in (leading.invite_again, leading.revoke):
        with pytest.raises(OutOfReach):
            deed(invitation.pk, by=wera)
    again = leading.invite_again(invitation.pk, by=carl)
    assert (again.is_opened_by(first), again.is_opened_by(again.token())) == (False, True)
    leading.revoke(invitation.pk, by=carl)
    with pytest.raises(joining.NotInvited):
        joining.invited(again.token())
    with pytest.raises(OutOfReach):  # it waits for nothing any more
        leading.revoke(invitation.pk, by=carl)


# --- Out ------------------------------------------------------------------------------------------


def test_nobody_is_removed_from_another_organisation_and_nobody_removes_themselves(
    carl, dag, clara, amina
):
    for somebody in (dag, amina):
        with pytest.raises(OutOfReach):
            leading.remove(somebody.pk, by=carl)
    with pytest.raises(ValidationError):
        leading.remove(carl.pk, by=carl)
    assert User.objects.filter(is_active=True, pk__in=[dag.pk, amina.pk, carl.pk]).count() == 3


def test_who_is_removed_is_told_by_mail_and_nothing_but_that(carl, clara):
    """Neither by whom, nor where they worked. The mail goes though they cannot sign in."""
    leading.remove(clara.pk, by=carl)
    told = Outgoing.objects.get(notice="config.accounts.ENDED")
    assert told.to == f"accounts.leaver/{clara.pk}"
    with time_machine.travel(BY_DAY, tick=False):
        outbox.deliver(BY_DAY)
    [letter] = mail.outbox
    assert letter.to == [clara.email]
    assert letter.subject == "Din åtkomst har upphört"
    told_of = f"{letter.subject} {letter.body}"
    names = (carl.name, clara.name, clara.organisation.name)
    assert not [word for word in names if word in told_of]


def test_who_has_come_back_before_the_mail_leaves_is_not_told(carl, clara):
    leading.remove(clara.pk, by=carl)
    User.objects.filter(pk=clara.pk).update(is_active=True)
    outbox.deliver(BY_DAY)
    assert Outgoing.objects.get(notice="config.accounts.ENDED").reason == "no_route"
    assert not mail.outbox


def test_a_key_of_a_machine_is_not_one_of_the_people(carl, adam, youth_centre):
    issued = issuing.issue(
        by=adam, name="Systemet", role="partner_system", organisation=youth_centre,
        scopes=["referrals.receive_referral"], days=9,
    )  # fmt: skip
    with pytest.raises(OutOfReach):
        leading.remove(issued.token.account_id, by=carl)


def test_sessions_groups_and_reach_go_in_the_same_moment(accepted, clara, carl, at):
    browser = at(clara)
    UserSession.objects.create(
        user=clara, session_key=browser.session.session_key, ip="::1", user_agent="x"
    )
    leading.remove(clara.pk, by=carl)
    clara = User.objects.get(pk=clara.pk)
    assert (clara.is_active, clara.groups.count()) == (False, 0)
    assert not UserSession.objects.filter(user=clara).exists()
    assert not Referral.objects.visible_to(clara).exists()


def test_who_is_removed_while_reading_gets_a_plain_page_and_no_word_more(accepted, clara, carl, at):
    browser = at(clara)
    package = reverse("portal:package", args=[accepted.pk])
    assert "Kim Exempel" in browser.get(package).content.decode()
    leading.remove(clara.pk, by=carl)
    answer = browser.get(package, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/accounts/login/")
    assert 'data-test="out"' in page
    assert "Kim Exempel" not in page


def test_what_was_being_written_when_the_access_ended_is_still_there(accepted, clara, carl, at):
    browser = at(clara)
    leading.remove(clara.pk, by=carl)
    told = {"reason": "capacity", "something": "Två rader som tog sin tid."}
    answer = browser.post(reverse("portal:decline", args=[accepted.pk]), told)
    assert answer.status_code == 401
    assert "Två rader som tog sin tid." in answer.content.decode()


def test_who_was_never_in_is_not_told_that_they_are_out(db):
    page = Client().get(reverse("portal:inbox"), follow=True).content.decode()
    assert 'data-test="out"' not in page


@pytest.mark.parametrize("how", ["lead", "administrator", "moved"])
def test_what_somebody_took_care_of_is_with_nobody_and_their_side_is_told(
    how, active, clara, carl, adam, school
):
    following_up.assign(active.pk, to_user_pk=clara.pk, by=carl)
    {
        "lead": lambda: leading.remove(clara.pk, by=carl),
        "administrator": lambda: leaving.end_access(clara.pk, by=adam),
        "moved": lambda: changing.change(
            clara.pk, role=Role.PARTNER_MEMBER, organisation=school, by=adam
        ),
    }[how]()
    row = Referral.objects.get(pk=active.pk)
    assert (row.assigned_to, row.status) == (None, "active")
    assert Event.objects.get(deed="referral.unassign").facts["user"] == clara.pk
    told = Outgoing.objects.filter(notice="referrals.WITH_NOBODY")
    assert list(told.values_list("to", flat=True)) == [name_of(row.to)]


def test_what_has_ended_keeps_who_took_care_of_it(active, clara, carl):
    following_up.assign(active.pk, to_user_pk=clara.pk, by=carl)
    following_up.give_back(active.pk, reason="capacity", by=carl)
    leading.remove(clara.pk, by=carl)
    assert Referral.objects.get(pk=active.pk).assigned_to == clara


# --- The pages ------------------------------------------------------------------------------------


@pytest.fixture
def portal(at, carl):
    return at(carl)


def test_the_page_shows_the_own_people_and_nobody_else(portal, clara, carl, dag, wera, adam):
    leading.invite(by=carl, **NEW)
    leading.invite(by=wera, **NEW | {"email": "x@post.example", "name": "Någon annan"})
    page = portal.get(reverse("portal:members")).content.decode()
    assert [name in page for name in ("Clara", "Carl", "Nils")] == [True] * 3
    assert [name in page for name in ("Dag<", "Wera", "Adam", "Någon annan")] == [False] * 4
    assert reverse("portal:member_remove", args=[carl.pk]) not in page


def test_inviting_through_the_page(portal):
    form = portal.get(reverse("portal:member_invite")).content.decode()
    assert "administrator" not in form.split("<form", 2)[-1].split("</form")[0]
    told = {"email": "nils@bryggan.example", "name": "Nils", "role": "registrar", "language": "sv"}
    assert portal.post(reverse("portal:member_invite"), told).status_code == 302
    assert Invitation.objects.get().role == Role.REGISTRAR
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    wrong = portal.post(reverse("portal:member_invite"), told | {"account_expires_at": yesterday})
    assert (wrong.status_code, wrong.context["form"]["name"].value()) == (200, "Nils")


def test_removing_is_asked_about_first(portal, clara):
    door = reverse("portal:member_remove", args=[clara.pk])
    assert clara.name in portal.get(door).content.decode()
    assert User.objects.get(pk=clara.pk).is_active
    assert portal.post(door).url == reverse("portal:members")
    assert not User.objects.get(pk=clara.pk).is_active
    assert portal.get(door).status_code == 404


def test_another_organisations_people_are_not_there(portal, dag, wera):
    invitation = leading.invite(by=wera, **NEW)
    for name, pk in (
        ("member_remove", dag.pk), ("member_revoke", invitation.pk),
        ("member_invite_again", invitation.pk),
    ):  # fmt: skip
        assert portal.post(reverse(f"portal:{name}", args=[pk])).status_code == 404
