"""Somebody at a partner is away: who steps in is told, and reaches no more by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import trail
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from config.accounts.roles import Role
from config.accounts.services import leading
from intake.models import Absence
from partners.models import Organisation
from referrals.models import Referral
from referrals.services import being_away, conflicting, following_up, pausing
from tests.conftest import _person
from tests.referrals.conftest import a_day
from tests.stage import cast

DAY = timedelta(days=1)


@cast
def cecil(youth_centre):
    return _person("cecil", Role.PARTNER_MEMBER, youth_centre)


@cast
def claras(active, clara, carl):
    """Under way, and Clara takes care of it."""
    return following_up.assign(active.pk, to_user_pk=clara.pk, by=carl)


def told(who) -> list[str]:
    rows = Outgoing.objects.filter(to=trail.name_of(who)).order_by("pk")
    return list(rows.values_list("notice", flat=True))


def away(user, *, instead=None, by=None, first=0, last=3) -> Absence:
    today = timezone.localdate()
    return being_away.note(
        user_pk=user.pk, substitute_pk=instead and instead.pk, first=today + first * DAY,
        last=today + last * DAY, by=by or user,
    )  # fmt: skip


def news(referral, by) -> None:
    """We pause it, of which the partner is told."""
    pausing.pause_from_us(referral.pk, reason="away", review_at=a_day(9), by=by)


NEWS = "referrals.NEWS_FOR_PARTNER"


def test_who_takes_care_of_it_is_told_beside_the_mailbox(claras, clara, cecil, amina):
    assert told(clara) == ["referrals.GIVEN"]
    news(claras, amina)
    assert told(clara)[-1] == told(claras.to)[-1] == NEWS
    assert NEWS not in told(cecil)


def test_who_is_away_is_not_told_but_who_steps_in(claras, clara, cecil, amina):
    away(clara, instead=cecil)
    assert told(cecil) == ["referrals.STEP_IN"]
    news(claras, amina)
    assert (NEWS in told(cecil), NEWS in told(clara), NEWS in told(claras.to)) == (
        True, False, True,
    )  # fmt: skip


def test_what_is_given_to_somebody_who_is_away_tells_who_steps_in(active, clara, cecil, carl):
    away(clara, instead=cecil)
    following_up.assign(active.pk, to_user_pk=clara.pk, by=carl)
    assert (told(cecil), told(clara)) == (["referrals.STEP_IN", "referrals.GIVEN"], [])


@pytest.mark.parametrize("why", ["nobody", "related", "removed", "away too", "tomorrow"])
def test_where_nobody_is_there_the_mailbox_is_enough(why, claras, clara, cecil, carl, amina):
    away(clara, instead=None if why == "nobody" else cecil, first=why == "tomorrow")
    if why == "related":
        conflicting.declare(claras.pk, by=cecil)
    elif why == "removed":
        leading.remove(cecil.pk, by=carl)
    elif why == "away too":
        Absence.objects.create(user=cecil, first=timezone.localdate(), last=a_day(2))
    news(claras, amina)
    assert NEWS not in told(cecil)
    assert (NEWS in told(clara)) == (why == "tomorrow")
    assert NEWS in told(claras.to)


def test_an_organisation_without_a_mailbox_has_its_leads_told(active, carl, cecil, amina):
    Organisation.objects.filter(pk=active.to_id).update(email="")
    news(active, amina)
    assert (NEWS in told(carl), NEWS in told(cecil)) == (True, False)


def test_of_its_leads_those_who_are_there_are_told_and_all_if_nobody_is(
    active, youth_centre, carl, amina
):
    carla = _person("carla", Role.PARTNER_LEAD, youth_centre)
    Organisation.objects.filter(pk=active.to_id).update(email="")
    away(carl)
    news(active, amina)
    assert (NEWS in told(carl), NEWS in told(carla)) == (False, True)
    away(carla)
    pausing.resume_from_us(active.pk, by=amina)
    assert NEWS in told(carl)


def test_a_member_notes_their_own_absence_and_a_lead_everybodys(clara, cecil, carl, dag):
    with pytest.raises(ValidationError):
        away(cecil, by=clara)
    row = away(cecil, by=carl)
    with pytest.raises(OutOfReach):
        being_away.end(row.pk, by=clara)
    with pytest.raises(OutOfReach):
        being_away.end(row.pk, by=dag)
    assert not being_away.coming(dag)
    being_away.end(row.pk, by=carl)
    assert not Absence.objects.exists()
    deeds = Event.objects.filter(deed__startswith="absence.").values_list("deed", flat=True)
    assert set(deeds) == {"absence.note", "absence.end"}


@pytest.mark.parametrize("instead", ["dag", "amina", "clara"])
def test_nobody_else_than_a_colleague_steps_in(clara, instead, request):
    user, other = clara, request.getfixturevalue(instead)
    with pytest.raises(ValidationError) as refusal:
        away(user, instead=other)
    assert "substitute_pk" in refusal.value.error_dict


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -1), (-40, 3), (0, 400)])
def test_days_that_make_no_sense_are_refused(first, last, clara):
    with pytest.raises(ValidationError):
        away(clara, first=first, last=last)
    assert not Absence.objects.exists()


def test_one_is_not_away_twice_nor_stood_in_by_somebody_away(clara, cecil):
    away(cecil, first=2, last=2)
    with pytest.raises(ValidationError) as refusal:
        away(clara, instead=cecil)
    assert "substitute_pk" in refusal.value.error_dict
    away(clara)
    with pytest.raises(ValidationError):
        away(clara, first=3, last=5)


def test_stina_who_only_registers_has_no_referrals_to_be_away_from(stina):
    with pytest.raises(Refused):
        away(stina)


def test_stepping_in_gives_no_reach(claras, clara, dag, amina):
    """A row that says so, however it came about, opens nothing."""
    Absence.objects.create(
        user=clara, substitute=dag, first=timezone.localdate(), last=timezone.localdate()
    )
    news(claras, amina)
    assert NEWS not in told(dag)
    assert not Referral.objects.visible_to(dag).exists()


def test_the_inbox_and_the_package_say_who_steps_in(at, claras, clara, cecil):
    away(clara, instead=cecil)
    portal = at(cecil)
    inbox = portal.get(reverse("portal:inbox"), {"tab": "ours"}).content.decode()
    package = portal.get(reverse("portal:package", args=[claras.pk])).content.decode()
    for page in (inbox, package):
        assert 'data-test="away"' in page
        assert "Cecil" in page


def test_noting_it_through_the_page(at, clara, carl, cecil):
    portal, door = at(carl), reverse("portal:absences")
    told = {"user_pk": clara.pk, "first": timezone.localdate(), "last": a_day(3)}
    wrong = portal.post(door, told | {"last": "2020-01-01", "substitute_pk": cecil.pk})
    assert wrong.context["form"].errors["last"]
    assert wrong.context["form"]["substitute_pk"].value() == str(cecil.pk)
    assert portal.post(door, told | {"substitute_pk": cecil.pk}).status_code == 302
    row = Absence.objects.get()
    assert "Cecil" in portal.get(door).content.decode()
    assert portal.post(reverse("portal:absence_end", args=[row.pk])).status_code == 302
    assert not Absence.objects.exists()
