"""Whoever tries the invented town meets every part of the network there, at work."""

import pytest
import time_machine
from django.utils import timezone

from config.demo import around, kept, network, town
from config.demo.telling import one_more
from config.demo.town import person
from config.deviations.models import Deviation
from config.incidents.models import Clock, Incident
from config.police.lifecycle import Status as Asked
from config.police.models import ContactRequest
from config.threats.models import Threat
from intake.models import AgeBand
from partners.lifecycle import ProposalState
from partners.models import AgreementTerm, Proposal
from referrals import periods
from referrals.models import (
    AnswerLink,
    Arrival,
    Guidance,
    NextStep,
    Publication,
    Referral,
    SuggestionRule,
)
from referrals.safe_cells import SMALL
from referrals.services import digesting
from tests.stage import cast

MONDAY = "2027-03-01 10:00+01:00"


@cast
def tallsunda(db):
    with time_machine.travel(MONDAY, tick=False):
        town.build()
        network.knit()
        around.tell_them()
        kept.tell_them()
    return True


@pytest.fixture
def here(tallsunda, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_partners_propose_and_are_answered(here):
    states = sorted(Proposal.objects.values_list("status", flat=True))
    assert states == ["approved", "proposed", "proposed", "proposed", "refused"]
    assert Proposal.objects.get(status=ProposalState.REFUSED).reason_words


def test_some_partners_are_told_things_for_a_purpose_alone(here):
    assert AgreementTerm.objects.exclude(items=[]).count() == 3


def test_a_change_of_the_rules_is_on_its_way_and_can_be_tried(here, client):
    assert SuggestionRule.days_to_come(timezone.localdate())
    one_more(
        "Pengarna tar slut den tjugonde varje månad.", area="soderang", age=AgeBand.FROM_25,
        topic="economy", by=person("bjorn"),
    )  # fmt: skip
    client.force_login(person("lena"))
    moved = client.get("/desk/rules/").context["tried"].moved
    assert moved == 1


def test_two_quarters_are_public_and_no_number_is_of_fewer_than_five(here, client):
    made = list(Publication.objects.all())
    assert len(made) == 2
    assert min(many for one in made for many in one.blocks.values()) >= SMALL
    latest = periods.before(periods.before(periods.quarter_of(timezone.localdate())))
    page = client.get("/figures/")
    assert page.context["quarter"] == latest.code
    assert page.context["together"] == sum(made[0].blocks.values())
    assert "Sällskap och promenader (Föreningen Fikabänken)" in page.content.decode()


def test_somebody_answers_by_link_and_the_next_are_written_beforehand(here):
    asked = AnswerLink.objects.get().referral
    assert asked.to.name == "Tallsundabostäder"
    assert asked.help_request.referrals.filter(status="draft").count() == 2


def test_ways_were_shown_and_one_person_got_there(here):
    assert {one.kind for one in Guidance.objects.all()} == {"signpost", "warm_handover"}
    assert Guidance.objects.filter(persons_answer=Arrival.ARRIVED).count() == 1


def test_three_said_no_and_the_lead_is_called(here):
    steps = list(NextStep.objects.order_by("nth"))
    assert [step.nth for step in steps] == [1, 2, 3]
    assert steps[-1].is_often
    assert steps[-1].is_due


def test_a_partner_has_written_what_nobody_has_read(here):
    talks = Referral.objects.get(status="active")
    assert digesting.unread_by(person("amina"), [talks.pk])


def test_an_authority_waits_for_an_answer_that_two_people_give(here):
    states = sorted(ContactRequest.objects.values_list("status", flat=True))
    assert states == sorted([Asked.DECIDED, Asked.RECEIVED])


def test_what_went_wrong_stands_in_both_its_states(here, client):
    """Those who keep such records open each of them: one under way, one that has ended."""
    for model, who in ((Deviation, "lena"), (Incident, "loke")):
        name = model._meta.model_name
        assert sorted(model.objects.values_list("status", flat=True)) == ["closed", "open"]
        client.force_login(person(who))
        for row in model.objects.all():
            assert row.reference in client.get(f"/desk/{name}s/{row.pk}/paper/").content.decode()
    assert Clock.objects.running().filter(due_at__gt=timezone.now()).exists()


def test_a_colleague_is_threatened_and_residents_read_another_name(here):
    threat = Threat.objects.get(against=person("bjorn"))
    assert (threat.risk, threat.police, threat.evidence.count()) == ("raised", "reported", 1)
    assert person("bjorn").shielded_at
