"""Requests that are joined are kept and disposed of as one: never one earlier or later."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.actors import ANYBODY, CLOCK
from audit.models import ErasureGround
from config.retention.models import Disposal, DisposalItem, RetentionPlan, RetentionRule
from config.retention.services import deciding, disposing, knowing, proposing, telling
from config.starter import loading
from intake import tickets
from intake.models import About, AgeBand, Channel, HelpRequest
from intake.services import (
    admitting,
    conversing,
    joining,
    reading,
    receiving,
    triaging,
)
from referrals.services import erasing
from tests.stage import cast

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=5 * 366)


@cast
def rules(house):
    loading.fill_in("Tallsunda", by=CLOCK)
    RetentionPlan.objects.create(county="AB", days_between=7)
    return RetentionRule.in_force(timezone.localdate())


def _told(area, by) -> receiving.Told:
    told = receiving.submit(
        by=ANYBODY, ticket=tickets.new(), story="Jag vill prata.", about=About.SELF,
        age_band=AgeBand.FROM_25, area=area, channel=Channel.WEB,
    )  # fmt: skip
    triaging.take(told.help_request.pk, by=by)
    reading.read(told.help_request.pk, by=by, purpose="triage")
    return told


@cast
def pair(rules, north, areas, amina):
    """One leads and knows a birth; the other is joined to it, and nothing is known of it."""
    lead, joined = (_told(areas["north"], amina) for _n in range(2))
    pk = lead.help_request.pk
    telling.say_of_request(pk, birth_day="other", birth_year=None, kept_for="", by=amina)
    reference = lead.help_request.reference
    joining.join(joined.help_request.pk, reference=reference, text="Tack.", by=amina)
    return lead, joined


def judged(told) -> tuple:
    row = HelpRequest.objects.get(pk=told.help_request.pk)
    known = knowing.known(timezone.localdate())
    verdict = known.judge(knowing.facts_of(row, known.day))
    return verdict.why, verdict.day


def listed() -> set:
    return set(DisposalItem.objects.values_list("reference", flat=True))


def approve(lena, adam) -> None:
    row = Disposal.objects.get(status="proposed")
    deciding.prepare(row.pk, seen=row.digest, by=lena)
    deciding.approve(row.pk, seen=row.digest, by=adam)


def run(clock) -> int:
    clock.shift(timedelta(days=7))
    return disposing.sweep()


@pytest.fixture
def later(pair, amina):
    """The one that leads is closed a year after; then five years pass."""
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False) as clock:
        triaging.close(pair[0].help_request.pk, reason="advised", children="none", by=amina)
        yield clock


@pytest.fixture
def due(later):
    later.shift(YEARS)
    proposing.run_nightly()
    return later


def test_the_joined_one_is_under_way_as_long_as_the_other_is(pair):
    assert [judged(one)[0] for one in pair] == ["under_way", "under_way"]


def test_both_have_the_same_day_counted_from_the_last_of_them(later, pair):
    """Joined a year before: alone it would have gone a year earlier, or asked for a birth."""
    assert judged(pair[0]) == judged(pair[1])
    assert judged(pair[0])[0] == "due"
    later.shift(YEARS - timedelta(days=366))
    proposing.run_nightly()
    assert listed() == set()


def test_they_go_in_the_same_run(due, pair, lena, adam):
    assert listed() == {one.help_request.reference for one in pair}
    approve(lena, adam)
    assert run(due) == 2
    assert not HelpRequest.objects.filter(erased_at=None).exists()
    assert disposing.sweep() == 0


@pytest.mark.parametrize("which", [0, 1])
def test_whichever_comes_first_takes_the_other_along(due, pair, lena, adam, which):
    """In the same act: alone, the one of which nothing is known would stay behind."""
    approve(lena, adam)
    item = DisposalItem.objects.get(reference=pair[which].help_request.reference)
    assert disposing.dispose(item.pk) == 2
    assert set(DisposalItem.objects.values_list("state", flat=True)) == {"done"}


def test_one_that_is_on_the_list_alone_does_not_go_alone(due, pair, lena, adam):
    approve(lena, adam)
    DisposalItem.objects.get(reference=pair[1].help_request.reference).delete()
    assert run(due) == 0
    assert DisposalItem.objects.get().dropped_for == "not_due"


@pytest.mark.parametrize("which", [0, 1])
def test_what_holds_either_keeps_both(due, pair, lena, adam, which):
    until = timezone.localdate() + timedelta(days=90)
    telling.hold_request(pair[which].help_request.pk, reason="court", until=until, by=lena)
    assert [judged(one)[0] for one in pair] == ["held", "held"]
    proposing.run_nightly()
    assert listed() == set()


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_in_the_way_of_either_at_the_last_moment_keeps_both(due, pair, lena, adam, which):
    approve(lena, adam)
    ground = ErasureGround.objects.get(code="persons_right")
    erasing.propose(pair[which].help_request.pk, ground_pk=ground.pk, by=lena)
    assert run(due) == 0
    assert HelpRequest.objects.filter(erased_at=None).count() == 2
    reasons = set(DisposalItem.objects.values_list("dropped_for", flat=True))
    assert reasons == {"in_the_way"}


@pytest.mark.parametrize("which", [0, 1])
def test_what_one_of_them_was_born_on_keeps_both(later, pair, amina, which):
    pk = pair[which].help_request.pk
    telling.say_of_request(pk, birth_day="research", birth_year=None, kept_for="", by=amina)
    assert [judged(one)[0] for one in pair] == ["born", "born"]


def test_whoever_writes_again_is_kept_and_the_other_goes_by_itself(due, pair, lena, adam):
    approve(lena, adam)
    conversing.write(admitting.admit(pair[1].code), text="Jag är här igen.", ticket=tickets.new())
    assert run(due) == 1
    kept = HelpRequest.objects.get(erased_at=None)
    assert (kept.pk, kept.status) == (pair[1].help_request.pk, "new")
