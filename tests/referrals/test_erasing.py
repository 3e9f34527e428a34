"""Two people erase every word of a request: its own and its copies. What still runs ends first."""

import pytest
from django.db import IntegrityError, transaction

from audit import guard
from audit.models import Erasure
from audit.moves import MoveNotAllowed
from audit.services import erasing as register
from intake.models import HelpRequest
from intake.services import assessing, filing, raising_concern, reading, triaging
from referrals.services import drafting, erasing
from tests.audit.erasing import a_ground, refused
from tests.conftest import STORY

pytestmark = pytest.mark.django_db


# --- Two people and a ground ---------------------------------------------------------------------


def test_to_propose_destroys_nothing(proposed, ended, amina):
    assert reading.read(ended.pk, by=amina, purpose="follow_up").story == STORY
    assert proposed.status == "proposed"


def test_nobody_confirms_their_own_proposal(proposed, lena):
    refused(erasing.confirm, proposed.pk, by=lena, code="own_proposal")
    refused(register.decline, proposed.pk, by=lena, code="own_proposal")
    assert Erasure.objects.get().status == "proposed"


def test_nor_does_the_database_take_one_person_twice(proposed, lena):
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(status="done", decided_by=lena, decided_at=proposed.proposed_at)


def test_it_can_be_declined_and_proposed_anew(proposed, ended, right, adam, lena, amina):
    register.decline(proposed.pk, by=adam)
    assert reading.read(ended.pk, by=amina, purpose="follow_up").story
    with pytest.raises(MoveNotAllowed):
        erasing.confirm(proposed.pk, by=adam)
    assert erasing.propose(ended.pk, ground_pk=right.pk, by=lena).pk != proposed.pk


def test_only_who_proposed_it_takes_it_back(proposed, lena, adam):
    refused(register.take_back, proposed.pk, by=adam, code="not_own")
    assert register.take_back(proposed.pk, by=lena).status == "taken_back"


def test_it_takes_the_right_and_the_reach(ended, right, amina, lena, adam, bjorn, stina):
    for who in (amina, adam, bjorn, stina):
        with pytest.raises(guard.Refused):
            erasing.propose(ended.pk, ground_pk=right.pk, by=who)
    lena.groups.clear()
    with pytest.raises(guard.OutOfReach):
        erasing.propose(ended.pk, ground_pk=right.pk, by=lena)


def test_a_ground_must_be_in_force_and_cover_it(ended, right, lena):
    facts_only = a_ground("words_in_the_log", covers=["facts"])
    old = a_ground("old", valid_until="2020-01-01")
    for ground in (facts_only.pk, old.pk, 0):
        refused(erasing.propose, ended.pk, ground_pk=ground, by=lena, code="no_ground")
    newer = a_ground("persons_right", version=2)
    refused(erasing.propose, ended.pk, ground_pk=right.pk, by=lena, code="no_ground")
    assert erasing.propose(ended.pk, ground_pk=newer.pk, by=lena).ground.version == 2


def test_one_proposal_at_a_time(proposed, ended, right, lena):
    refused(erasing.propose, ended.pk, ground_pk=right.pk, by=lena, code="standing")
    proposed.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save(force_insert=True)


def test_who_is_related_does_not_decide(proposed, ended, adam):
    ended.conflicts.create(user=adam)
    refused(erasing.confirm, proposed.pk, by=adam, code="related")


# --- What must end first -------------------------------------------------------------------------


def test_an_open_request_is_closed_first(help_request, right, lena):
    assert refused(erasing.propose, help_request.pk, ground_pk=right.pk, by=lena, code="in_the_way")


def test_a_running_referral_ends_first(draft, right, amina, lena, adam, help_request):
    triaging.take(help_request.pk, by=amina)
    HelpRequest.objects.filter(pk=help_request.pk).update(
        status="closed", close_reason="advised", closed_at=help_request.received_at
    )
    said = refused(erasing.propose, help_request.pk, ground_pk=right.pk, by=lena, code="in_the_way")
    assert draft.reference in said[0]
    drafting.discard(draft.pk, by=amina)
    assert erasing.propose(help_request.pk, ground_pk=right.pk, by=lena)


def test_what_began_to_run_after_the_proposal_is_in_the_way_too(proposed, ended, adam):
    HelpRequest.objects.filter(pk=ended.pk).update(status="open", closed_at=None)
    refused(erasing.confirm, proposed.pk, by=adam, code="in_the_way")
    assert not HelpRequest.objects.get().erased_at


def test_a_concern_report_is_taken_over_first_and_is_kept(
    help_request, right, amina, lena, rut, adam, reception
):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    lena.groups.add(reception.group)
    said = refused(erasing.propose, help_request.pk, ground_pk=right.pk, by=lena, code="in_the_way")
    assert report.reference in said[0]
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg i dag.", by=rut)
    assessing.decide(report.pk, decision="opened", reasons="Det utreds.", by=rut)
    filing.hand_over(report.pk, case_number="IFO-2026-0017", by=rut)
    erasing.confirm(erasing.propose(help_request.pk, ground_pk=right.pk, by=lena).pk, by=adam)
    assert "Oro." in reading.read_concern(report.pk, by=rut, purpose="concern")[1]["concern"]
