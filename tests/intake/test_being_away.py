"""Somebody is away: who steps in is asked and told, and nobody reaches more by it than before."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import trail
from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from config.accounts.roles import Role
from intake import circumstances, tickets
from intake.models import Absence, HelpRequest, Offer
from intake.services import (
    assigning,
    balancing,
    being_away,
    conversing,
    guarding,
    offering,
    planning,
    protecting,
    putting_off,
    reading,
    rostering,
    standing_in,
)
from partners.working_time import Calendar
from tests.conftest import _person
from tests.stage import cast

DAY = timedelta(days=1)


@cast
def astrid(house, north):
    return _person("astrid", Role.SOCIAL_WORKER, house, [north])


@cast
def liv(house, north):
    """A second lead of the north's."""
    return _person("liv", Role.TEAM_LEAD, house, [north])


@pytest.fixture
def today():
    return timezone.localdate()


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def told(who) -> list[str]:
    sent = Outgoing.objects.filter(to=trail.name_of(who)).order_by("pk")
    return list(sent.values_list("notice", flat=True))


def away(user, *, instead=None, by=None, days=3):
    first = timezone.localdate()
    return being_away.note(
        user_pk=user.pk, substitute_pk=instead and instead.pk, first=first,
        last=first + days * DAY, by=by or user,
    )  # fmt: skip


@trail.act
def write(help_request):
    return conversing.hear(
        HelpRequest.objects.get(pk=help_request.pk), text="Hej?", ticket=tickets.new(), by=ANYBODY
    )


# --- Noting it ------------------------------------------------------------------------------------


def test_who_steps_in_is_told_and_the_log_knows(amina, astrid, today):
    row = away(amina, instead=astrid)
    assert told(astrid) == ["intake.STEP_IN"]
    facts = Event.objects.get(deed="absence.note").facts
    assert (facts["user"], facts["substitute"]) == (amina.pk, astrid.pk)
    assert [one.pk for one in being_away.coming(astrid)] == [row.pk]


def test_one_notes_ones_own_and_the_lead_that_of_the_team(amina, astrid, bjorn, lena, stina):
    with pytest.raises(ValidationError):
        away(amina, by=astrid)
    with pytest.raises(ValidationError):
        away(bjorn, by=lena)
    with pytest.raises(Refused):
        away(stina)
    row = away(amina, by=lena)
    with pytest.raises(OutOfReach):
        being_away.end(row.pk, by=astrid)
    being_away.end(row.pk, by=amina)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"), [(0, -1), (-40, 1), (-5, -2), (0, 400)],
    ids=["ends before it begins", "began long ago", "is over", "never ends"],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused(amina, today, first, last):
    with pytest.raises(ValidationError) as refusal:
        being_away.note(
            user_pk=amina.pk, first=today + first * DAY, last=today + last * DAY, by=amina
        )
    assert refusal.value.error_dict["last"][0].code == "no_days"


def test_an_absence_that_is_over_stays_as_it_was(amina, today):
    row = Absence.objects.create(user=amina, first=today - 9 * DAY, last=today - 4 * DAY)
    with pytest.raises(OutOfReach):
        being_away.end(row.pk, by=amina)
    assert fresh(row).last == today - 4 * DAY


def test_nobody_is_away_twice_and_who_is_away_does_not_step_in(amina, astrid, bjorn, today):
    away(astrid, days=2)
    for instead, code in ((astrid, "away_too"), (bjorn, "no_fit"), (amina, "no_fit")):
        with pytest.raises(ValidationError) as refusal:
            away(amina, instead=instead)
        assert refusal.value.error_dict["substitute_pk"][0].code == code
    with pytest.raises(ValidationError) as refusal:
        away(astrid, days=9)
    assert refusal.value.error_dict["first"][0].code == "away_then"


def test_who_comes_back_sooner_has_been_away_until_yesterday(amina, today):
    row = being_away.note(user_pk=amina.pk, first=today - DAY, last=today + DAY, by=amina)
    being_away.end(row.pk, by=amina)
    assert fresh(row).last == today - DAY
    assert standing_in.away() == {}


def test_it_is_forgotten_after_a_quarter_of_a_year(amina, today):
    away(amina, days=1)
    assert being_away.forget(today + 91 * DAY) == 0
    assert being_away.forget(today + 92 * DAY) == 1
    assert not Absence.objects.exists()


# --- What follows it ------------------------------------------------------------------------------


def test_a_message_is_told_to_whoever_steps_in(answered, amina, astrid):
    away(amina, instead=astrid)
    write(answered)
    assert "intake.PERSON_WROTE" in told(astrid)
    assert "intake.PERSON_WROTE" not in told(amina)


@pytest.mark.parametrize("why", ["nobody steps in", "not named", "away too", "access ended"])
def test_where_the_substitute_cannot_the_lead_is_told(answered, amina, astrid, lena, why):
    away(amina, instead=None if why == "nobody steps in" else astrid)
    if why == "not named":
        protecting.protect(answered.pk, by=amina)
    elif why == "away too":
        away(astrid, by=lena)
    elif why == "access ended":
        astrid.is_active = False
        astrid.save()
    write(answered)
    assert "intake.PERSON_WROTE" in told(lena)
    assert "intake.PERSON_WROTE" not in told(astrid)


def test_what_a_person_writes_to_somebody_whose_access_has_ended_is_not_lost(answered, amina, lena):
    amina.is_active = False
    amina.save()
    write(answered)
    assert "intake.PERSON_WROTE" in told(lena)


def test_a_request_of_a_protected_identity_is_for_the_lead_from_the_first_day(
    taken, amina, astrid, lena
):
    protecting.protect(taken.pk, by=amina)
    away(amina, instead=astrid)
    assert told(lena).count("intake.LEFT_BEHIND") == 1
    assert not HelpRequest.objects.visible_to(astrid).filter(pk=taken.pk).exists()


def test_the_substitute_sees_the_day_of_whoever_is_away(at, page, taken, amina, astrid):
    client, url = at(astrid), page("mine")
    assert taken.reference not in client.get(f"{url}?for={amina.pk}").content.decode()
    away(amina, instead=astrid)
    seen = client.get(f"{url}?for={amina.pk}")
    assert [row.pk for row in seen.context["page"].object_list] == [taken.pk]
    assert seen.context["page"].object_list[0].step == planning.Next.READ
    assert not client.get(url).context["page"].object_list


def test_the_substitute_may_do_what_takes_having_it(taken, amina, astrid, lena, monkeypatch):
    """Put off, bring back, ask somebody. The request stays with whoever is away meanwhile."""
    reading.read(taken.pk, by=amina, purpose="triage")
    day = timezone.localdate() + DAY
    monkeypatch.setattr(putting_off, "_require_a_day", lambda until: None)
    with pytest.raises(ValidationError):
        putting_off.put_off(taken.pk, until=day, why="person", by=astrid)
    away(amina, instead=astrid)
    putting_off.put_off(taken.pk, until=day, why="person", by=astrid)
    putting_off.bring_back(taken.pk, by=astrid)
    asked = offering.offer(taken.pk, receiver=lena, by=astrid)
    assert (asked.made_by, asked.asker) == (amina, astrid)
    offering.take_back(taken.pk, by=astrid)
    assert fresh(taken).assigned_to == amina


def test_a_question_to_somebody_who_is_away_is_answered_by_whoever_steps_in(
    taken, amina, astrid, lena
):
    asked = offering.offer(taken.pk, receiver=lena, by=amina)
    assert not Offer.objects.visible_to(astrid).exists()
    away(lena, instead=astrid)
    assert list(Offer.objects.visible_to(astrid)) == [asked]
    assert offering.accept(asked.pk, by=astrid).assigned_to == astrid


def test_nothing_is_given_to_who_is_away_nor_are_they_asked(taken, amina, astrid, lena):
    assert astrid in offering.receivers(taken, by=amina)
    away(astrid)
    assert astrid not in offering.receivers(taken, by=amina)
    with pytest.raises(ValidationError):
        assigning.give_to(taken.pk, colleague=astrid, by=lena)


def test_reading_by_whoever_steps_in_is_a_task_in_the_log(taken, amina, astrid):
    def has_task():
        rows = circumstances.with_them(HelpRequest.objects.without_words(), astrid)
        return circumstances.of_request(rows.get(pk=taken.pk), astrid)["task"]

    assert not has_task()
    away(amina, instead=astrid)
    assert has_task()


def test_the_workload_says_who_is_away_and_who_steps_in(at, page, amina, astrid, lena):
    away(amina, instead=astrid)
    load = next(one for one in balancing.look(by=lena) if one.user == amina)
    assert (load.absence.substitute, load.is_gone) == (astrid, False)
    assert at(lena).get(page("workload")).status_code == 200


# --- Leads ----------------------------------------------------------------------------------------


def leads_told(unit):
    people = guarding._People(unit.group_id, timezone.now())
    one = guarding.Waits("request", "x/1", unit.group_id, timezone.now(), False, False)
    return people.for_step(guarding.SOON, one, Calendar({}, (), {}))


def test_what_waits_unread_is_told_to_a_lead_who_is_there(north, lena, liv, bjorn, south):
    assert leads_told(north) == [lena, liv]
    away(lena)
    assert leads_told(north) == [liv]
    assert protecting.leads_of(north.group, "intake.reassign_request") == [liv]
    away(liv)
    assert leads_told(north) == [lena, liv], "rather to two who are away than to nobody"


def test_a_lead_who_is_away_is_stood_in_for_by_a_lead(north, lena, liv, astrid):
    mona = _person("mona", Role.TEAM_LEAD, lena.organisation, [north])
    away(lena, instead=mona)
    away(liv, instead=astrid)
    assert leads_told(north) == [mona], "Astrid leads nobody, and is not asked to"


def test_nobody_is_on_call_who_is_away(lena, liv):
    now = timezone.now()
    for one in (lena, liv):
        rostering.add(user_pk=one.pk, begins_at=now - DAY, ends_at=now + DAY, by=lena)
    away(lena)
    assert rostering.on_call() == [liv]


# --- The page -------------------------------------------------------------------------------------


def test_the_page_notes_it_and_takes_it_back(at, page, amina, astrid, today):
    client, url = at(amina), page("absences")
    empty = client.post(url, {"user_pk": amina.pk, "first": today.isoformat()})
    assert empty.context["form"].has_error("last")
    sent = {
        "user_pk": amina.pk, "substitute_pk": astrid.pk, "first": today.isoformat(),
        "last": today.isoformat(),
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    row = Absence.objects.get()
    assert "Astrid" in at(astrid).get(url).content.decode()
    assert client.post(page("absence_end", row)).status_code == 302
    assert not Absence.objects.exists()


def test_whoever_looks_at_the_request_sees_who_steps_in(at, page, taken, amina, astrid):
    away(amina, instead=astrid)
    seen = at(astrid).get(page("request", taken))
    assert seen.context["absence"].substitute == astrid
    assert seen.context["has_it"]
