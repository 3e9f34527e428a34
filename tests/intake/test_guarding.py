"""Nobody unread: what waits too long is told to a lead, then to the manager; each once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import outbox
from audit.actors import ANYBODY
from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.roles import Role
from config.starter import loading
from intake import tickets
from intake.models import (
    ConcernReport,
    Duty,
    Escalation,
    GuardTime,
    HelpRequest,
    Message,
    Remark,
    TeamManager,
)
from intake.services import (
    conflicting,
    conversing,
    greeting,
    guarding,
    raising_concern,
    reading,
    remarking,
    triaging,
    waiting,
)
from partners.models import ClosedDays, ShortDay
from partners.working_time import STOCKHOLM
from tests.conftest import _person
from tests.intake import guarded

pytestmark = pytest.mark.django_db

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
MONDAY, TUESDAY = "2026-11-23 08:00", "2026-11-24 12:00"


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


@pytest.fixture
def guards(house):
    """Guard times as a new house has them, for as long as anybody thinks back."""
    for one in loading.read("guard_times"):
        GuardTime.objects.create(**one, valid_from="2020-01-01")
    for day, closes in guarded.HALF_DAYS:
        ShortDay.objects.create(organisation=house, day=day, closes=time(closes))
    for first, last in guarded.CLOSED:
        ClosedDays.objects.create(organisation=house, first=first, last=last)


@pytest.fixture
def mona(house, north):
    """The manager of team North."""
    mona = _person("mona", Role.TEAM_LEAD, house)
    TeamManager.objects.create(team=north, user=mona, valid_from="2020-01-01")
    return mona


@pytest.fixture
def waits(tell, help_request, amina, reception):
    """Something that came in at a moment, and that nobody has read."""

    def came_in(what: str, since: str):
        at = moment(since)
        if what == guarded.CONCERN:
            told = raising_concern.tell(
                by=ANYBODY, ticket=tickets.new(), concern="Oro.", must_report=False
            )
            return _moved(ConcernReport, told.report, at)
        if what == guarded.REMARK:
            row = remarking.send(by=ANYBODY, ticket=tickets.new(), text="Syns inte.")
            return _moved(Remark, row, at)
        if what == guarded.MESSAGE:
            reading.read(help_request.pk, by=amina, purpose="triage")
            return _written(help_request, at)
        row = tell().help_request
        kinds = {guarded.ASIDE: ("normal", at), guarded.URGENT_ASIDE: ("same_day", at)}
        urgency, aside = kinds.get(what, (what, None))
        return _moved(
            HelpRequest, row, at, urgency=urgency, set_aside_at=aside,
            set_aside_for="trap" if aside else "",
        )  # fmt: skip

    help_request.first_read_at = timezone.now()  # the one that stands there does not wait
    help_request.save()
    return came_in


def _moved(model, row, at, **fields):
    model.objects.filter(pk=row.pk).update(received_at=at, **fields)
    return model.objects.get(pk=row.pk)


def _written(help_request, at, urgency="same_day"):
    @outbox.doors.trail.act
    def writing():
        return conversing.hear(help_request, text="Hej?", ticket=tickets.new(), by=ANYBODY)

    HelpRequest.objects.filter(pk=help_request.pk).update(urgency=urgency)
    message = writing()
    Message.objects.filter(pk=message.pk).update(written_at=at)
    return Message.objects.get(pk=message.pk)


def told(step: str) -> list[str]:
    sent = Outgoing.objects.filter(notice=f"intake.UNREAD_{step}")
    return list(sent.values_list("to", flat=True))


@pytest.mark.parametrize(("what", "since", "lead", "manager"), guarded.TABLE)
def test_each_step_comes_at_its_moment_and_once(
    guards, waits, lena, mona, monkeypatch, what, since, lead, manager
):
    """Also when the worker is killed in the middle, runs twice, or is late by a year."""
    waits(what, since)
    lead, manager = moment(lead), moment(manager)
    assert guarding.sweep(lead - SECOND) == 0
    for step, at, before in (("LEAD", lead, 0), ("MANAGER", manager, 1)):
        assert guarding.sweep(at - SECOND) == 0
        with monkeypatch.context() as killed:
            killed.setattr(guarding.outbox, "post", _break_down)
            with pytest.raises(KeyboardInterrupt):
                guarding.sweep(at)
        assert Event.objects.filter(deed__startswith="escalation.").count() == before
        assert guarding.sweep(at) == 1
        people = told(step)
        assert len(people) == len(set(people)) >= 1
        assert guarding.sweep(at) == guarding.sweep(at + SECOND) == 0
    assert guarding.sweep(manager + 365 * DAY) == 0
    assert told("MANAGER") == people


def _break_down(*args, **kwargs):
    raise KeyboardInterrupt


def test_the_table_is_long_enough():
    assert len(guarded.TABLE) == len(set(guarded.TABLE)) >= 60


def test_two_workers_who_found_the_same_tell_of_it_once(guards, waits, lena, mona):
    row, calendar = waits("same_day", MONDAY), greeting.front().calendar
    due = waiting.too_long(moment(TUESDAY), calendar)
    told_of = [
        guarding.escalate(row.unit_id, due, moment(TUESDAY), calendar) for _worker in range(2)
    ]
    assert told_of == [2, 0]
    assert (told("LEAD"), told("MANAGER")) == ([name_of(lena)], [name_of(mona)])


def test_the_lead_of_the_team_is_told_then_the_manager(guards, waits, lena, mona, amina):
    waits("same_day", MONDAY)
    guarding.sweep(moment("2026-11-23 10:00"))
    assert (told("LEAD"), told("MANAGER")) == ([name_of(lena)], [])
    guarding.sweep(moment("2026-11-23 12:00"))
    assert (told("LEAD"), told("MANAGER")) == ([name_of(lena)], [name_of(mona)])


def test_without_a_manager_every_lead_is_told(guards, waits, lena, south, house):
    ludde = _person("ludde", Role.TEAM_LEAD, house, [south])
    waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    assert told("LEAD") == [name_of(lena)]
    assert set(told("MANAGER")) == {name_of(lena), name_of(ludde)}


def test_the_newest_version_says_who_the_manager_is(guards, waits, lena, mona, north, house):
    other = _person("moa", Role.TEAM_LEAD, house)
    TeamManager.objects.create(team=north, version=2, user=other, valid_from="2026-11-01")
    TeamManager.objects.create(team=north, version=3, user=mona, valid_from="2027-01-01")
    waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    assert told("MANAGER") == [name_of(other)]


def test_a_manager_who_has_left_is_nobody(guards, waits, lena, mona):
    mona.is_active = False
    mona.save()
    waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    assert told("MANAGER") == [name_of(lena)]


def test_a_team_without_a_lead_has_its_mailbox_and_every_lead(guards, waits, north):
    waits("same_day", MONDAY)
    guarding.sweep(moment("2026-11-23 10:00"))
    assert told("LEAD") == [name_of(north)]


def test_a_lead_who_is_related_is_not_told_when_another_is_left(guards, waits, lena, south, house):
    ludde = _person("ludde", Role.TEAM_LEAD, house, [south])
    row = waits("same_day", MONDAY)
    conflicting.declare(row.pk, by=lena)
    guarding.sweep(moment(TUESDAY))
    assert told("LEAD") == told("MANAGER") == [name_of(ludde)]


@pytest.mark.parametrize(
    ("since", "who"), [("2026-11-28 22:00", "ludde"), ("2026-11-24 10:00", "lena")]
)
def test_at_night_whoever_is_on_call_is_told(guards, waits, lena, south, house, since, who):
    people = {"lena": lena, "ludde": _person("ludde", Role.TEAM_LEAD, house, [south])}
    Duty.objects.create(
        user=people["ludde"], begins_at=timezone.now() - DAY, ends_at=timezone.now() + DAY
    )
    waits("emergency", since)
    guarding.sweep(moment(since) + timedelta(hours=1))
    assert told("LEAD") == [name_of(people[who])]


def test_after_a_standstill_everybody_gets_one_notice(guards, waits, lena, mona):
    for _n in range(7):
        waits("same_day", MONDAY)
    assert guarding.sweep(moment(MONDAY) + 9 * DAY) == 14
    assert (told("LEAD"), told("MANAGER")) == ([name_of(lena)], [name_of(mona)])
    assert Escalation.objects.count() == 7


def test_reading_it_ends_it_and_nothing_else_does(guards, waits, lena, amina, at, page):
    row = waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    shown = at(amina).get(page("queue")).context["page"].object_list
    assert {one.pk: one.is_unread for one in shown}[row.pk]
    assert sum(one.is_unread for one in shown) == 1
    triaging.take(row.pk, by=amina)
    assert guarding.count_for(lena) == 1
    reading.read(row.pk, by=amina, purpose="triage")
    assert guarding.count_for(lena) == 0
    guarding.sweep(moment(TUESDAY) + DAY)
    assert Escalation.objects.get().ended_at == moment(TUESDAY) + DAY
    assert Event.objects.filter(deed="escalation.end").count() == 1


def test_a_concern_and_a_remark_are_read_when_the_log_says_so(guards, waits, lena, rut):
    concern, remark = waits(guarded.CONCERN, MONDAY), waits(guarded.REMARK, MONDAY)
    guarding.sweep(moment(MONDAY) + 30 * DAY)
    unread = Escalation.objects.unread()
    assert set(unread.values_list("kind", flat=True)) == {"concern", "remark"}
    reading.read_concern(concern.pk, by=rut, purpose="concern")
    assert set(unread.values_list("kind", flat=True)) == {"remark"}
    remarking.read(remark.pk, by=lena)
    assert not unread.exists()


def test_what_is_read_in_time_is_never_told(guards, waits, lena, amina):
    row = waits("same_day", MONDAY)
    reading.begin(row.pk, by=amina, purpose="triage")
    assert guarding.sweep(moment(TUESDAY)) == 0


def test_a_concern_and_a_remark_that_were_read_in_time_are_never_told(guards, waits, lena, rut):
    concern, remark = waits(guarded.CONCERN, MONDAY), waits(guarded.REMARK, MONDAY)
    reading.read_concern(concern.pk, by=rut, purpose="concern")
    remarking.read(remark.pk, by=lena)
    assert guarding.sweep(moment(MONDAY) + 30 * DAY) == 0


def test_a_thread_is_told_once_for_all_that_was_written_and_anew_after_it_was_read(
    guards, waits, help_request, lena, amina
):
    waits(guarded.MESSAGE, MONDAY)
    _written(help_request, moment(MONDAY) + MINUTE)
    guarding.sweep(moment("2026-11-23 10:30"))
    assert len(told("LEAD")) == 1
    reading.read(help_request.pk, by=amina, purpose="triage")
    _written(help_request, moment(TUESDAY))
    guarding.sweep(moment("2026-11-24 14:00"))
    assert len(told("LEAD")) == 2


def test_a_message_in_what_was_closed_meanwhile_is_not_lost(guards, waits, help_request, lena):
    waits(guarded.MESSAGE, MONDAY)
    closed = {"status": "closed", "closed_at": moment(MONDAY)}
    HelpRequest.objects.filter(pk=help_request.pk).update(**closed, close_reason="advised")
    guarding.sweep(moment("2026-11-23 10:00"))
    assert guarding.count_for(lena) == 1
    HelpRequest.objects.filter(pk=help_request.pk).update(close_reason="withdrawn")
    assert guarding.count_for(lena) == 0


def test_what_is_taken_up_again_waits_from_then_on(guards, waits, tell, help_request, lena, amina):
    """It was read in January and closed. Somebody writes again: the time begins anew."""
    old = {"received_at": moment("2026-01-07 10:00"), "status": "closed", "close_reason": "advised"}
    HelpRequest.objects.filter(pk=help_request.pk).update(**old, closed_at=timezone.now())
    help_request.refresh_from_db()
    _written(help_request, timezone.now())
    event = Event.objects.get(deed="helprequest.reopen")
    assert guarding.sweep(event.at + MINUTE) == 0
    assert guarding.sweep(event.at + 30 * DAY) == 2
    assert Escalation.objects.get().since == event.at


def test_what_goes_to_another_team_is_that_teams(guards, waits, lena, south):
    row = waits("same_day", MONDAY)
    guarding.sweep(moment("2026-11-23 10:00"))
    HelpRequest.objects.filter(pk=row.pk).update(unit=south.group)
    guarding.sweep(moment("2026-11-23 10:30"))
    assert Escalation.objects.get().unit_id == south.group_id
    assert guarding.count_for(lena) == 0


def test_a_new_version_holds_from_its_day(guards, waits, lena):
    GuardTime.objects.create(
        code="same_day", version=2, to_lead=30, to_manager=30, valid_from="2026-11-24"
    )
    waits("same_day", "2026-11-23 16:00")
    assert guarding.sweep(moment("2026-11-23 16:59")) == 0
    assert guarding.sweep(moment("2026-11-24 08:00")) == 2


def test_what_nobody_has_set_has_the_careful_time(waits, lena):
    waits("normal", "2026-11-28 02:00")
    assert guarding.sweep(moment("2026-11-28 02:59")) == 0
    assert guarding.sweep(moment("2026-11-28 03:00")) == 1


def test_a_house_that_is_never_open_is_no_reason_not_to_read(guards, waits, house, lena):
    ClosedDays.objects.create(organisation=house, first="2024-01-01", last="2028-01-01")
    waits("same_day", "2026-11-28 02:00")
    assert guarding.sweep(moment("2026-11-28 04:00")) == 1


def test_the_notice_says_nothing_and_the_log_keeps_codes(guards, waits, lena):
    row = waits("same_day", MONDAY)
    guarding.sweep(moment("2026-11-23 10:00"))
    outbox.deliver(timezone.now() + DAY)
    event = Event.objects.get(deed="escalation.lead")
    assert event.facts == {"kind": "request", "row": name_of(row)}
    assert row.reference not in str(event.facts)


@pytest.mark.parametrize("minutes", [0, 4, 10**6])
def test_the_database_refuses_a_guard_time_that_is_nothing_or_endless(guards, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardTime.objects.filter(code="normal").update(to_lead=minutes)
    with pytest.raises(ValidationError):
        GuardTime(code="normal", to_lead=60, to_manager=minutes).full_clean()


def test_a_guard_time_is_a_version_in_the_settings(guards, adam, at, page):
    client, row = at(adam), GuardTime.objects.get(code="emergency")
    url = f"/desk/settings/guard-times/{row.pk}/"
    answer = client.post(url, {"code": "emergency", "to_lead": 15, "to_manager": 15,
                               "is_always": "on", "valid_from": "2026-11-01"})  # fmt: skip
    assert answer.status_code == 302
    found = list(GuardTime.objects.filter(code="emergency").values_list("version", "to_lead"))
    assert found == [(2, 15), (1, 60)]


def test_only_somebody_who_leads_is_a_manager(mona, lena, amina, north, adam, at):
    client, row = at(adam), TeamManager.objects.get()
    form = client.get(f"/desk/settings/managers/{row.pk}/").context["form"]
    assert set(form.fields["user"].queryset) == {mona, lena}
    told = {"team": north.pk, "user": amina.pk, "valid_from": "2026-11-01"}
    assert client.post(f"/desk/settings/managers/{row.pk}/", told).status_code == 200
    told["user"] = lena.pk
    assert client.post(f"/desk/settings/managers/{row.pk}/", told).status_code == 302
    assert TeamManager.in_force(timezone.localdate())[north.group_id] == lena.pk
    assert "Lena" in client.get("/desk/settings/managers/").content.decode()


def test_the_leads_page_shows_numbers_of_all_and_opens_only_their_own(
    guards, waits, lena, south, house, at, page
):
    ludde = _person("ludde", Role.TEAM_LEAD, house, [south])
    row = waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    own, other = at(lena).get(page("unread")), at(ludde).get(page("unread"))
    assert [team.count for team in own.context["teams"]] == [1]
    assert [team.count for team in other.context["teams"]] == [1]
    assert row.reference in own.content.decode()
    assert row.reference not in other.content.decode()
    assert 'data-alarm="unread"' in own.content.decode()


def test_a_protected_identity_is_a_number_to_whoever_is_not_named(guards, waits, lena, at, page):
    row = waits("same_day", MONDAY)
    guarding.sweep(moment(TUESDAY))
    HelpRequest.objects.filter(pk=row.pk).update(is_protected=True)
    answer = at(lena).get(page("unread")).content.decode()
    assert row.reference not in answer
    assert 'data-test="teams"' in answer


def test_nobody_but_leads_has_the_page(amina, adam, loke, clara, at, page):
    for who in (amina, adam, loke, clara):
        assert at(who).get(page("unread")).status_code == 403
