"""The rules let go, two people approve the very same list, and exactly that goes."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import certificate
from audit.actors import ANYBODY, CLOCK, CONSOLE
from audit.models import Erasure, Event, Letter
from audit.moves import MoveNotAllowed
from audit.sealing import identity
from audit.vault import receipts
from config.backups import restoring
from config.retention.models import Disposal, DisposalItem, RetentionPlan, RetentionRule
from config.retention.services import (
    asking,
    deciding,
    disposing,
    knowing,
    proposing,
    telling,
    ways,
)
from config.starter import loading
from intake import tickets
from intake.models import About, AgeBand, Channel, HelpRequest, Keeping, ServiceStart, Way
from intake.services import (
    admitting,
    assessing,
    carrying_out,
    conversing,
    filing,
    raising_concern,
    receiving,
    triaging,
)
from partners.models import Mode, OpenService
from referrals.services import erasing
from tests.audit.erasing import refused
from tests.stage import cast

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=5 * 366)


@cast
def rules(house):
    loading.fill_in("Tallsunda", by=CLOCK)
    RetentionPlan.objects.create(county="AB", days_between=7)
    return RetentionRule.in_force(timezone.localdate())


def _closed(north, area, by, reason="advised", birth_day="other") -> receiving.Told:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Jag vill prata.", about=About.SELF,
        age_band=AgeBand.FROM_25, area=area, language="sv", channel=Channel.WEB,
        contact={"way": Way.EMAIL, "email": "kim@example.org", "name": "Kim Exempel"},
    )  # fmt: skip
    pk = told.help_request.pk
    triaging.take(pk, by=by)
    triaging.close(pk, reason=reason, children="none", by=by)
    if birth_day:
        telling.say_of_request(pk, birth_day=birth_day, birth_year=None, kept_for="", by=by)
    return told


@cast
def four(rules, north, areas, amina):
    """Closed the same day: two ordinary ones, one of the 15th, one of whom nothing is known."""
    return [
        _closed(north, areas["north"], amina, birth_day=day)
        for day in ("other", "nobody", "research", None)
    ]


@pytest.fixture
def clock(four):
    """Five years later, the morning after the nightly run."""
    with time_machine.travel(timezone.now() + YEARS, tick=False) as traveller:
        proposing.run_nightly()
        yield traveller


def the_list() -> Disposal:
    return Disposal.objects.get(status__in=("proposed", "prepared", "approved"))


def approved(lena, adam) -> Disposal:
    row = the_list()
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    return deciding.approve(row.pk, seen=row.digest, by=adam)


def wait(clock, days=7) -> int:
    clock.shift(timedelta(days=days))
    return disposing.sweep()


# --- The whole way -------------------------------------------------------------------------------


def test_what_was_listed_is_what_goes_and_a_second_run_does_nothing(clock, four, lena, adam):
    listed = sorted(the_list().items.values_list("about", flat=True))
    assert listed == sorted(f"intake.helprequest/{one.help_request.pk}" for one in four[:2])
    row = approved(lena, adam)
    assert wait(clock) == 2
    erased = HelpRequest.objects.filter(erased_at__isnull=False)
    assert sorted(f"intake.helprequest/{one.pk}" for one in erased) == listed
    assert not Letter.objects.filter(about__in=listed).exists()
    row.refresh_from_db()
    assert row.status == "done"
    proposing.run_nightly()
    assert disposing.sweep() == 0
    assert Disposal.objects.count() == 1
    assert Erasure.objects.filter(batch=row.pk).count() == 3  # two rows, and the list


def test_one_certificate_names_it_all_and_nobody(clock, lena, adam):
    row = approved(lena, adam)
    wait(clock)
    done = Erasure.objects.get(batch=row.pk, kind="disposal")
    body = certificate.verify(done.certificate, identity.public())
    assert body["counts"]["requests"] == 2
    assert body["people"] == ["team_lead", "administrator"]
    parts = Erasure.objects.filter(batch=row.pk, kind="request")
    assert set(body["commitments"]) == {one for part in parts for one in part.commitments}
    assert not [one.reference for one in parts if one.reference in done.certificate]


def test_nothing_goes_before_its_day(clock, lena, adam):
    approved(lena, adam)
    assert wait(clock, days=6) == 0
    assert wait(clock, days=1) == 2


def test_what_pointed_at_a_birth_goes_with_the_words(clock, four, lena, adam):
    approved(lena, adam)
    wait(clock)
    left = Keeping.objects.values_list("help_request", flat=True)
    assert list(left) == [four[2].help_request.pk]


def test_a_list_for_each_ground(rules, north, areas, amina, four):
    other = _closed(north, areas["north"], amina, reason="not_ours", birth_day=None)
    with time_machine.travel(timezone.now() + timedelta(days=800), tick=False):
        proposing.run_nightly()
        row = Disposal.objects.get()
        assert row.ground.code == "disposal_plan"
        assert [item.reference for item in row.items.all()] == [other.help_request.reference]
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        proposing.run_nightly()
        assert Disposal.objects.count() == 2


# --- Two people, and the very same list ----------------------------------------------------------


def test_nobody_approves_the_list_they_went_through(clock, lena, adam):
    row = the_list()
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    refused(deciding.approve, row.pk, seen=row.digest, by=lena, code="own_list")
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(status="approved", approved_by=lena)


def test_a_list_that_nobody_has_gone_through_is_not_approved(clock, adam):
    row = the_list()
    with pytest.raises(MoveNotAllowed):
        deciding.approve(row.pk, seen=row.digest, by=adam)


def test_both_say_yes_to_what_they_saw(clock, lena, adam):
    row = the_list()
    refused(deciding.prepare, row.pk, seen="another", by=lena, code="changed")
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    row.items.first().delete()  # somebody at the database
    refused(deciding.approve, row.pk, seen=row.digest, by=adam, code="changed")


def test_what_is_held_in_between_takes_the_list_back(clock, four, lena, adam):
    row, kept = the_list(), four[0].help_request
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    until = timezone.localdate() + timedelta(days=90)
    telling.hold_request(kept.pk, reason="court", until=until, by=lena)
    said = refused(deciding.approve, row.pk, seen=row.digest, by=adam, code="not_due")
    assert kept.reference in said[0]
    row = deciding.renew(row.pk, by=lena)
    assert row.status == "proposed"
    assert row.items.count() == 1


def test_who_is_related_to_one_of_them_has_no_say(clock, four, lena, adam):
    four[1].help_request.conflicts.create(user=lena)
    row = the_list()
    refused(deciding.prepare, row.pk, seen=row.digest, by=lena, code="related")


def test_who_is_related_to_a_concern_report_has_no_say_either(
    rules, help_request, amina, lena, rut, reception
):
    report = raising_concern.hand_over(
        help_request.pk, concern="Oro.", child="Ett barn, 20150131-9808.", by=amina
    )
    filed(report, rut, "opened")
    report.conflicts.create(user=lena)
    with time_machine.travel("2046-01-01 12:00", tick=False):
        proposing.run_nightly()
        row = the_list()
        refused(deciding.prepare, row.pk, seen=row.digest, by=lena, code="related")


def test_what_somebody_has_gone_through_is_not_written_anew_behind_their_back(clock, four, lena):
    row, until = the_list(), timezone.localdate() + timedelta(days=90)
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    telling.hold_request(four[0].help_request.pk, reason="court", until=until, by=lena)
    proposing.run_nightly()
    assert (the_list().digest, the_list().items.count()) == (row.digest, 2)


def test_what_is_turned_down_is_proposed_anew(clock, lena, adam):
    row = deciding.decline(the_list().pk, by=adam)
    assert wait(clock) == 0
    proposing.run_nightly()
    assert the_list().pk != row.pk
    assert the_list().items.count() == 2


# --- Between the second yes and the day ----------------------------------------------------------


def test_who_writes_the_day_before_is_kept(clock, four, lena, adam):
    approved(lena, adam)
    clock.shift(timedelta(days=6))
    resident = admitting.admit(four[0].code)
    conversing.write(resident, text="Jag är här igen.", ticket=tickets.new())
    assert wait(clock, days=1) == 1
    kept = HelpRequest.objects.get(pk=four[0].help_request.pk)
    assert kept.erased_at is None
    assert kept.status == "new"
    item = DisposalItem.objects.get(reference=kept.reference)
    assert (item.state, item.dropped_for) == ("dropped", "not_due")
    known = knowing.known(timezone.localdate())
    assert known.judge(knowing.facts_of(kept, known.day)).why == "under_way"


def test_what_is_held_the_day_before_is_kept_and_goes_when_the_hold_ends(clock, four, lena, adam):
    approved(lena, adam)
    clock.shift(timedelta(days=6))
    until = timezone.localdate() + timedelta(days=60)
    telling.hold_request(four[0].help_request.pk, reason="oversight", until=until, by=lena)
    assert wait(clock, days=1) == 1
    clock.shift(timedelta(days=59))
    proposing.run_nightly()
    assert not Disposal.objects.filter(status="proposed").exists()
    clock.shift(timedelta(days=1))
    proposing.run_nightly()
    assert the_list().items.get().reference == four[0].help_request.reference


def test_a_hold_that_is_lifted_lets_go(clock, four, lena):
    pk = four[0].help_request.pk
    until = timezone.localdate() + timedelta(days=60)
    hold = telling.hold_request(pk, reason="other", until=until, by=lena)
    proposing.run_nightly()
    assert the_list().items.count() == 1
    telling.lift_from_request(pk, hold_pk=hold.pk, by=lena)
    proposing.run_nightly()
    assert the_list().items.count() == 2
    refused(telling.lift_from_request, pk, hold_pk=hold.pk, by=lena, code="no_hold")


def test_what_was_learnt_of_a_birth_keeps_it_too(clock, four, amina, lena, adam):
    approved(lena, adam)
    pk = four[0].help_request.pk
    telling.say_of_request(pk, birth_day="research", birth_year=None, kept_for="", by=amina)
    assert wait(clock) == 1
    assert HelpRequest.objects.get(pk=pk).erased_at is None


# --- Started twice, stopped in the middle --------------------------------------------------------


def test_the_nightly_run_started_twice_makes_one_list(clock):
    proposing.run_nightly()
    assert Disposal.objects.count() == 1
    row = the_list()
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.create(ground=row.ground, day=row.day)


def test_a_run_that_was_stopped_goes_on_where_it_was(clock, lena, adam, monkeypatch):
    row, way = approved(lena, adam), ways.WAYS[HelpRequest]
    calls = []

    def stops(help_request, *, by):
        calls.append(help_request.pk)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return way.destroy(help_request, by=by)

    monkeypatch.setitem(ways.WAYS, HelpRequest, replace(way, destroy=stops))
    with pytest.raises(RuntimeError):
        wait(clock)
    assert sorted(row.items.values_list("state", flat=True)) == ["done", "waiting"]
    assert disposing.sweep() == 1
    assert Event.objects.filter(deed="helprequest.erase").count() == 2
    row.refresh_from_db()
    assert row.status == "done"


def test_two_runs_at_once_dispose_of_each_row_once(clock, lena, adam):
    row = approved(lena, adam)
    clock.shift(timedelta(days=7))
    first = row.items.values_list("pk", flat=True).first()
    assert disposing.dispose(first)
    assert not disposing.dispose(first)
    disposing.finish(row.pk)
    assert Disposal.objects.get(pk=row.pk).status == "approved"
    assert disposing.sweep() == 1


def test_what_begun_is_not_turned_down(clock, lena, adam):
    row = approved(lena, adam)
    disposing.dispose(row.items.first().pk)
    refused(deciding.decline, row.pk, by=adam, code="begun")


# --- What only a human can say -------------------------------------------------------------------


def test_what_is_not_known_is_kept_and_asked_about_within_reach(clock, four, lena, adam):
    known, asked = asking.questions(by=lena)
    assert [one.reference for one in asked] == [four[3].help_request.reference]
    lena.groups.clear()
    assert not asking.questions(by=lena)[1]


def test_where_nobody_is_named_somebody_says_so(clock, four, amina):
    pk = four[3].help_request.pk
    telling.say_of_request(pk, birth_day="nobody", birth_year=None, kept_for="", by=amina)
    proposing.run_nightly()
    assert the_list().items.count() == 3


def test_nothing_goes_until_somebody_has_said_where_we_are(four):
    RetentionPlan.objects.update(county="")
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        proposing.run_nightly()
        assert not Disposal.objects.exists()


def test_a_county_that_keeps_everything_keeps_it_but_what_was_no_request(four, north, areas, amina):
    RetentionPlan.objects.update(county="E")
    _closed(north, areas["north"], amina, reason="duplicate", birth_day=None)
    with time_machine.travel(timezone.now() + 2 * YEARS, tick=False):
        proposing.run_nightly()
        assert Disposal.objects.get().ground.code == "disposal_plan"


# --- Concern reports -----------------------------------------------------------------------------


def a_start(help_request, by) -> ServiceStart:
    """An open service that is documented in full."""
    today, decided = timezone.localdate(), {"decision_number": "SN 2025/238"}
    service = OpenService.objects.create(
        kind="advice_talks", name={"sv": "Samtal"}, mode=Mode.FULL, decided_on=today,
        provider=by.organisation, valid_from=today, **decided,
    )  # fmt: skip
    return ServiceStart.objects.create(
        help_request=help_request, open_service=service, mode=Mode.FULL, started_mode=Mode.FULL,
        age_band="25_64", age_confirmed_on=today, decided_on=today, decision_from=today,
        started_on=today, started_by=by, **decided,
    )  # fmt: skip


def filed(report, by, decision):
    assessing.assess(report.pk, outcome="not_at_once", reasons="Därför.", by=by)
    assessing.decide(report.pk, decision=decision, reasons="Därför.", by=by)
    return filing.hand_over(report.pk, case_number="2026-117", by=by)


def test_a_concern_report_and_its_request_wait_for_the_child_to_turn_thirty(
    rules, help_request, amina, lena, rut, adam, reception
):
    report = raising_concern.hand_over(
        help_request.pk, concern="Oro.", child="Ett barn, 20150131-9808.", by=amina
    )
    report = filed(report, rut, "opened")
    keeping = Keeping.objects.get(concern_report=report)
    assert (keeping.birth_day, keeping.birth_year) == ("other", 2015)
    with time_machine.travel("2045-12-31 12:00", tick=False):
        proposing.run_nightly()
        assert not Disposal.objects.exists()
    with time_machine.travel("2046-01-01 12:00", tick=False) as traveller:
        proposing.run_nightly()
        approved(lena, adam)
        assert wait(traveller) == 2
    abouts = [f"intake.judgement/{row.pk}" for row in report.judgements.all()]
    abouts.append(f"intake.concernreport/{report.pk}")
    assert not Letter.objects.filter(about__in=abouts).exists()
    assert not Keeping.objects.exists()
    report.refresh_from_db()
    assert report.erased_at
    assert (report.case_number, report.signs, report.language) == ("", [], "")
    # A backup from before is put back, with the letters of now: the row says so again.
    type(report).objects.update(erased_at=None, case_number="2026-117")
    restoring.erase_again()
    report.refresh_from_db()
    assert report.erased_at
    assert report.case_number == ""
    certified = Erasure.objects.get(kind="disposal")
    assert certified.counts["reports"] == certified.counts["requests"] == 1
    assert certified.counts["judgements"] == 2


def test_a_request_that_was_handed_over_waits_for_what_comes_last_in_either(
    rules, help_request, amina, rut, reception
):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    filed(report, rut, "opened")
    today = timezone.localdate()
    assert knowing.facts_of(help_request, today).has_ended
    later = timezone.now() + timedelta(days=40)
    HelpRequest.objects.filter(pk=help_request.pk).update(closed_at=later)
    assert knowing.facts_of(help_request, today).last_note == timezone.localdate(later)
    a_start(help_request, amina)
    assert not knowing.facts_of(help_request, today).has_ended


def test_where_no_inquiry_was_opened_it_is_five_years(rules, amina, rut, help_request, reception):
    report = raising_concern.hand_over(
        help_request.pk, concern="Oro.", child="20150131-9808", by=amina
    )
    report = filed(report, rut, "not_opened")
    known = knowing.known(timezone.localdate())
    verdict = known.judge(knowing.facts_of(report, known.day))
    assert (verdict.why, verdict.rule.code) == ("due", "not_opened")
    assert verdict.day.year == timezone.localdate().year + 5


def test_whoever_still_opens_is_not_said_to_be_erased(rules, amina, help_request, reception):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    refused(erasing.report_stays_erased, report.pk, by=CONSOLE, code="opens")


def test_an_open_service_that_runs_keeps_the_request(clock, four, amina):
    pk = four[0].help_request.pk
    started = a_start(four[0].help_request, amina)
    proposing.run_nightly()
    assert the_list().items.count() == 1
    carrying_out.end(started.pk, outcome="completed", by=amina)
    row = HelpRequest.objects.get(pk=pk)
    known = knowing.known(timezone.localdate())
    assert knowing.facts_of(row, known.day).last_note == timezone.localdate()


def test_a_personal_number_says_what_is_asked_and_no_more(four, amina):
    pk, told = four[3].help_request.pk, {"name": "Kim Exempel", "phone": ""}
    started = a_start(four[3].help_request, amina)
    carrying_out.identify(started.pk, personal_number="20170105-2381", by=amina, **told)
    keeping = Keeping.objects.get(help_request=pk)
    assert (keeping.birth_day, keeping.birth_year) == ("research", 2017)


def test_what_is_not_handed_over_yet_is_under_way(rules, amina, help_request, reception):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    known = knowing.known(timezone.localdate())
    for row in (report, HelpRequest.objects.get()):
        assert known.judge(knowing.facts_of(row, known.day)).why == "under_way"


def test_a_birth_on_the_fifth_is_read_off_a_personal_number(rules, amina, help_request, reception):
    report = raising_concern.hand_over(
        help_request.pk, concern="Oro.", child="20170105-2381", by=amina
    )
    assert Keeping.objects.get(concern_report=report).birth_day == "research"
