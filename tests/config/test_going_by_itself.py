"""Traces without words go at night, as the plan says: never a day too early, and only then."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK
from audit.models import Event, Outgoing
from audit.trail import name_of
from config.accounts.models import Invitation
from config.incidents.models import BreachCheck
from config.incidents.services import reporting
from config.retention import planning
from config.retention.codes import BY_ITSELF
from config.retention.models import LegalHold, RetentionRule, Tidied
from config.retention.services import tidying
from config.starter import loading
from partners.models import Proposal
from tests.audit.erasing import refused
from tests.config.test_register import at
from tests.referrals.conftest import accepted, consent, draft, opened, sent
from tests.stage import cast

__all__ = ["accepted", "at", "consent", "draft", "opened", "sent"]
pytestmark = pytest.mark.django_db

THEN = datetime(2026, 3, 15, 9, tzinfo=UTC)


@cast
def rules(house):
    loading.fill_in("Tallsunda", by=CLOCK)


@pytest.fixture
def traces(rules, youth_centre, help_request, loke, adam, carl):
    """Of each kind one that is over since *THEN*; and one that is not over at all."""
    Outgoing.objects.all().delete()
    about = {"about": name_of(help_request), "queued_at": THEN, "due_at": THEN}
    Outgoing.objects.create(to="x/1", notice="x", state="sent", settled_at=THEN, **about)
    Outgoing.objects.create(to="x/2", notice="x", **about)
    told = {"organisation": youth_centre, "values": {}, "before": {}, "proposed_by": carl}
    told["proposed_at"] = THEN
    service = youth_centre.services.get()
    Proposal.objects.create(status="approved", decided_at=THEN, decided_by=adam, **told)
    Proposal.objects.create(service=service, **told)
    checked = {"partner": youth_centre, "was_read": False, "noticed_at": THEN, "due_at": THEN}
    BreachCheck.objects.create(
        about="referrals.referral/1", reference="A", outcome="not_read", decided_at=THEN,
        decided_by=loke, **checked,
    )  # fmt: skip
    BreachCheck.objects.create(about="referrals.referral/2", reference="B", **checked)
    asked = {"role": "social_worker", "organisation": youth_centre, "created_by": adam}
    Invitation.objects.create(email="kim@example.org", name="Kim", expires_at=THEN, **asked)
    ahead = datetime(2040, 1, 1, tzinfo=UTC)
    Invitation.objects.create(email="noor@example.org", name="Noor", expires_at=ahead, **asked)


def left() -> dict:
    models = {"notice": Outgoing, "proposal": Proposal, "check": BreachCheck}
    return {kind: model.objects.count() for kind, model in models.items()} | {
        "invitation": Invitation.objects.count()
    }


def nights(day: date) -> int:
    with time_machine.travel(datetime(day.year, day.month, day.day, 4, 20, tzinfo=UTC), tick=False):
        return tidying.sweep()


@pytest.mark.parametrize(
    ("kind", "last_kept"),
    [
        ("notice", date(2027, 3, 15)), ("proposal", date(2028, 3, 15)),
        ("check", date(2031, 3, 15)), ("invitation", date(2027, 3, 15)),
    ],
)  # fmt: skip
def test_each_goes_when_its_time_is_over_and_not_the_day_before(traces, kind, last_kept):
    RetentionRule.objects.filter(kind__in=BY_ITSELF).exclude(kind=kind).delete()
    assert nights(last_kept) == 0
    assert nights(last_kept + timedelta(days=1)) == 1
    assert left()[kind] == 1  # what is not over
    assert nights(last_kept + timedelta(days=2)) == 0
    assert Tidied.objects.get().count == 1


def test_without_a_rule_nothing_goes_by_itself(traces):
    RetentionRule.objects.filter(kind__in=BY_ITSELF).delete()
    assert nights(date(2039, 1, 1)) == 0
    assert set(left().values()) == {2}
    assert tidying.tonight(timezone.localdate()) == []


def test_the_dry_run_says_what_the_night_does(traces):
    with time_machine.travel(datetime(2039, 1, 1, 4, tzinfo=UTC), tick=False):
        said = {one.rule.kind: one.count for one in tidying.tonight(timezone.localdate())}
    assert nights(date(2039, 1, 1)) == sum(said.values()) == 4
    lines = Event.objects.filter(deed="disposal.tidy")
    assert {line.facts["kind"]: line.facts["count"] for line in lines} == {
        kind: count for kind, count in said.items() if count
    }


def test_more_than_a_thousand_go_in_several_acts(rules, monkeypatch):
    monkeypatch.setattr(tidying, "AT_ONCE", 2)
    Outgoing.objects.all().delete()
    for _n in range(5):
        Outgoing.objects.create(
            to="x/1", notice="x", about="x/1", state="sent", queued_at=THEN, due_at=THEN,
            settled_at=THEN,
        )  # fmt: skip
    assert nights(date(2039, 1, 1)) == 5
    assert Event.objects.filter(deed="disposal.tidy").count() == 3
    assert Tidied.objects.get().count == 5


def test_what_is_about_something_that_is_held_stays(traces, help_request, lena):
    hold = LegalHold.objects.create(
        about=name_of(help_request), reason="court", until=date(2039, 6, 1), given_by=lena
    )
    RetentionRule.objects.filter(kind__in=BY_ITSELF).exclude(kind="notice").delete()
    assert nights(date(2039, 1, 1)) == 0
    assert nights(hold.until + timedelta(days=1)) == 1


def test_so_does_what_is_about_a_referral_because_of_it(traces, accepted, lena):
    Outgoing.objects.filter(settled_at=THEN).update(about=name_of(accepted))
    BreachCheck.objects.filter(decided_at=THEN).update(about=name_of(accepted))
    LegalHold.objects.create(
        about=name_of(accepted.help_request), reason="court", until=date(2039, 6, 1), given_by=lena
    )
    RetentionRule.objects.exclude(kind__in=["notice", "check"]).delete()
    assert nights(date(2039, 1, 1)) == 0
    LegalHold.objects.update(lifted_at=timezone.now(), lifted_by=lena)
    assert nights(date(2039, 1, 2)) == 2


def test_what_was_over_as_a_day_began_is_kept_for_the_whole_of_that_day(traces):
    begins = datetime(2026, 3, 15, 23, tzinfo=UTC)  # midnight here
    Outgoing.objects.filter(settled_at=THEN).update(settled_at=begins)
    RetentionRule.objects.exclude(kind="notice").delete()
    assert nights(date(2027, 3, 16)) == 0
    assert nights(date(2027, 3, 17)) == 1


def test_a_check_that_became_an_incident_goes_with_the_incident(traces, amina):
    incident = reporting.report(
        what="Fel adress.", covers=["breach"], noticed_at=timezone.now(), by=amina
    )
    BreachCheck.objects.filter(decided_at=THEN).update(outcome="incident", incident=incident)
    RetentionRule.objects.exclude(kind="check").delete()
    assert nights(date(2039, 1, 1)) == 0


def test_links_go_with_those_who_could_use_them(rules, accepted, lena):
    from_now = {"expires_at": THEN, "replaced_at": THEN}
    accepted.answer_links.create(**from_now)
    accepted.answer_links.create()
    RetentionRule.objects.filter(kind__in=BY_ITSELF).exclude(kind="link").delete()
    hold = LegalHold.objects.create(
        about=name_of(accepted.help_request), reason="court", until=date(2027, 6, 1), given_by=lena
    )
    assert nights(date(2027, 4, 1)) == 0
    assert nights(hold.until + timedelta(days=1)) == 1
    assert accepted.answer_links.count() == 1


@pytest.mark.parametrize("told", [{"until_age": 30}, {"export_first": True}])
def test_a_rule_for_them_asks_for_no_age_and_no_archive(rules, told):
    refused(planning.require_fit, {"kind": "notice", **told}, code="goes_by_itself")


def test_the_page_says_what_would_go_and_what_went(at, traces, adam):
    nights(date(2027, 3, 20))
    page = at(adam).get(reverse("desk:disposals")).text
    assert 'data-test="by-itself"' in page
    assert "ett år: avisering" in page
    assert "1, 20 mars 2027" in page
