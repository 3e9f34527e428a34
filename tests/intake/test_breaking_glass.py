"""An emergency opening: one request, for an hour, and it costs."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import guard, signs, trail
from audit.models import Event, Item, Outgoing, Round
from audit.services import accounting
from audit.wording import WORDS
from intake.models import GlassOpening, HelpRequest
from intake.services import (
    assigning,
    breaking_glass,
    conflicting,
    protecting,
    reading,
    triaging,
)
from intake.services.breaking_glass import Blocked
from tests.conftest import _person
from tests.stage import stopped

MINUTE = timedelta(minutes=1)


clock = stopped("2027-03-01 22:00+01:00")


@pytest.fixture
def ludde(house, south):
    """The other team's lead, who is on call tonight."""
    return _person("ludde", "team_lead", house, [south])


@pytest.fixture
def opening(clock, help_request, bjorn, lena, loke):
    """Björn of the other team has opened it."""
    return open_it(help_request, bjorn)


def open_it(help_request, by, reason="life") -> GlassOpening:
    return breaking_glass.break_glass(reference=help_request.reference, reason=reason, by=by)


def reaches(user) -> bool:
    return HelpRequest.objects.visible_to(user).exists()


def heard(notice) -> set[str]:
    return set(Outgoing.objects.filter(notice=f"intake.{notice}").values_list("to", flat=True))


def found(help_request, user, finding="explained") -> Item:
    """The log's reviewer has said what it was."""
    drawn = Round.objects.create(
        first=timezone.localdate(), last=timezone.localdate(), drawn_at=timezone.now(),
        drawn_by="user/0", share=20, candidates=1,
    )  # fmt: skip
    return Item.objects.create(
        round=drawn, position=1, actor=f"user/{user.pk}", role="social_worker",
        deed="helprequest.break_glass", about=trail.name_of(help_request), number=1,
        at=timezone.now(), day=timezone.localdate(), times=1, weight=6, by_chance=False,
        finding=finding, found_by="user/0" if finding else "",
        found_at=timezone.now() if finding else None,
    )  # fmt: skip


# --- One request, one hour ------------------------------------------------------------------------


def test_it_opens_exactly_one_request_for_an_hour(clock, tell, told, bjorn):
    other = tell().help_request
    open_it(told.help_request, bjorn)
    assert list(HelpRequest.objects.visible_to(bjorn)) == [told.help_request]
    assert other not in HelpRequest.objects.first_visible(guard.place_of(bjorn), "pk", most=9)
    clock.shift(59 * MINUTE)
    assert reading.read(told.help_request.pk, by=bjorn, purpose="triage").story
    clock.shift(MINUTE)
    assert not reaches(bjorn)
    with pytest.raises(guard.OutOfReach):
        reading.read(told.help_request.pk, by=bjorn, purpose="triage")


def test_the_grant_says_why_and_until_when(opening, help_request, bjorn):
    given = help_request.grants.get()
    assert (given.source, given.reason) == ("break_glass", "life")
    assert given.until - given.given_at == timedelta(minutes=60)
    assert given.group.user_set.get() == bjorn


def test_a_reason_is_a_code_and_must_be_said(help_request, bjorn):
    for reason in ("", "because I want to"):
        with pytest.raises(ValidationError):
            open_it(help_request, bjorn, reason=reason)
    assert not reaches(bjorn)


def test_only_who_may_read_at_all_may_break_it(help_request, clara, stina, loke, adam, sofia):
    for who in (clara, stina, loke, adam, sofia):
        with pytest.raises(guard.Refused):
            open_it(help_request, who)


def test_what_one_reaches_anyway_is_not_broken_open(help_request, amina):
    with pytest.raises(ValidationError) as refusal:
        open_it(help_request, amina)
    assert refusal.value.code == "in_reach"
    assert not GlassOpening.objects.exists()


def test_who_is_related_opens_nothing_and_is_told_what_a_stranger_is_told(help_request, amina):
    conflicting.declare(help_request.pk, by=amina)
    refusals = set()
    for reference in (help_request.reference, "AAA-AAA"):
        with pytest.raises(ValidationError) as refusal:
            breaking_glass.break_glass(reference=reference, reason="life", by=amina)
        refusals.add((refusal.value.code, refusal.value.message))
    assert len(refusals) == 1
    missed = Event.objects.filter(deed="helprequest.miss_glass")
    assert [(one.about, one.decision, one.facts) for one in missed] == [
        ("intake.helprequest/none", "refused", {"reason": "life"})
    ] * 2  # also that is seen, and never which number


def test_what_is_erased_cannot_be_opened(help_request, bjorn):
    now = timezone.now()
    HelpRequest.objects.update(status="closed", closed_at=now, erased_at=now)
    with pytest.raises(ValidationError):
        open_it(help_request, bjorn)


def test_it_is_not_taken_through_the_glass(opening, help_request, bjorn):
    with pytest.raises(ValidationError):
        triaging.take(help_request.pk, by=bjorn)
    assert HelpRequest.objects.get().assigned_to is None


def test_nothing_done_through_the_glass_lasts_longer_than_the_hour(
    opening, help_request, amina, bjorn, areas, clock
):
    """Neither by passing it on to one's own team, nor by closing it, nor by lending it out."""
    triaging.take(help_request.pk, by=amina)
    tries = {
        "weigh": lambda: triaging.weigh(
            help_request.pk, by=bjorn, urgency="normal", area=areas["south"], pass_on=True
        ),
        "close": lambda: triaging.close(
            help_request.pk, by=bjorn, reason="advised", children="none"
        ),
        "release": lambda: triaging.release(help_request.pk, by=bjorn),
    }
    for name, attempt in tries.items():
        with pytest.raises(ValidationError) as refusal:
            attempt()
        assert refusal.value.code == "glass", name
    clock.shift(60 * MINUTE)
    assert not reaches(bjorn)
    assert HelpRequest.objects.get().assigned_to == amina


def test_a_lead_gives_nothing_away_through_the_glass(clock, help_request, amina, lena, ludde):
    open_it(help_request, ludde)
    with pytest.raises(ValidationError) as refusal:
        assigning.give_to(help_request.pk, colleague=amina, by=ludde)
    assert refusal.value.code == "glass"


def test_who_marks_a_protected_identity_through_the_glass_is_not_named_by_it(
    opening, help_request, amina, bjorn, lena
):
    triaging.take(help_request.pk, by=amina)
    protecting.protect(help_request.pk, by=bjorn)
    assert protecting.named(help_request) == [amina]
    assert not reaches(bjorn)
    assert heard("PROTECTED") == {f"accounts.user/{lena.pk}"}


# --- Who is told ----------------------------------------------------------------------------------


def test_the_teams_lead_and_the_reviewers_are_told_at_once_and_nothing_of_whom(opening, lena, loke):
    assert heard("GLASS_BROKEN") == {f"accounts.user/{lena.pk}"}
    assert heard("GLASS_TO_REVIEW") == {f"accounts.user/{loke.pk}"}
    for event in Event.objects.filter(deed="outbox.post"):
        assert set(event.facts) == {"notice", "to"}


def test_the_person_sees_an_emergency_opening(opening, help_request, inside, bjorn):
    reading.read(help_request.pk, by=bjorn, purpose="triage")
    lines = accounting.what_happened(help_request.subject)
    assert {line.deed for line in lines if line.is_emergency} >= {
        "helprequest.break_glass", "helprequest.opened",
    }  # fmt: skip
    page = inside.get(reverse("mailbox:who")).content.decode()
    assert "data-emergency" in page


def test_each_read_under_it_stands_out_in_the_review(opening, help_request, bjorn):
    reading.read(help_request.pk, by=bjorn, purpose="triage")
    broken, opened = Event.objects.filter(
        actor=f"user/{bjorn.pk}", deed__in=["helprequest.break_glass", "helprequest.opened"]
    ).order_by("pk")
    around = signs.Surroundings(is_at_work=lambda *_any: True)
    for event in (broken, opened):
        assert {"glass", "no_task"} <= set(signs.found_on(event, around))
    assert (broken.purpose, broken.decision, broken.facts["reason"]) == (
        "emergency", "allowed", "life",
    )  # fmt: skip


# --- The next one ---------------------------------------------------------------------------------


def test_the_next_one_is_blocked_until_somebody_has_looked(opening, tell, clock, bjorn):
    other = tell().help_request
    clock.shift(timedelta(days=3))
    with pytest.raises(Blocked):
        open_it(other, bjorn)
    assert not reaches(bjorn)


def test_a_lead_who_cosigns_unblocks_it(opening, tell, bjorn, lena):
    breaking_glass.cosign(opening.pk, by=lena)
    assert open_it(tell().help_request, bjorn).opened_at
    event = Event.objects.get(deed="helprequest.cosign_glass")
    assert event.actor == f"user/{lena.pk}"


def test_a_finding_of_the_reviewers_unblocks_it(opening, help_request, tell, bjorn):
    found(help_request, bjorn)
    assert open_it(tell().help_request, bjorn).opened_at


@pytest.mark.parametrize("what", ["still waiting", "somebody else's"])
def test_no_other_item_of_the_review_unblocks_it(opening, help_request, tell, bjorn, amina, what):
    found(help_request, *((bjorn, "") if what == "still waiting" else (amina,)))
    with pytest.raises(Blocked):
        open_it(tell().help_request, bjorn)


def test_nobody_cosigns_or_agrees_to_their_own(clock, help_request, ludde, lena):
    opening = open_it(help_request, ludde)
    for act in (breaking_glass.cosign, breaking_glass.agree):
        with pytest.raises(ValidationError):
            act(opening.pk, by=ludde)
    with pytest.raises(IntegrityError), transaction.atomic():
        GlassOpening.objects.update(cosigned_by=ludde)


def test_a_social_worker_neither_cosigns_nor_agrees(opening, amina):
    for act in (breaking_glass.cosign, breaking_glass.agree):
        with pytest.raises(guard.Refused):
            act(opening.pk, by=amina)


# --- A second hour --------------------------------------------------------------------------------


def test_a_second_hour_takes_a_leads_yes(opening, clock, bjorn, lena):
    clock.shift(50 * MINUTE)
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    assert heard("GLASS_ASKED") == {f"accounts.user/{lena.pk}"}
    clock.shift(11 * MINUTE)
    assert not reaches(bjorn)
    breaking_glass.agree(opening.pk, by=lena)
    assert reaches(bjorn)
    clock.shift(59 * MINUTE)
    assert reaches(bjorn)
    clock.shift(MINUTE)
    assert not reaches(bjorn)


def test_there_is_no_third_hour(opening, clock, bjorn, lena):
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    breaking_glass.agree(opening.pk, by=lena)
    clock.shift(90 * MINUTE)
    assert reaches(bjorn)
    with pytest.raises(ValidationError):
        breaking_glass.ask_longer(opening.pk, by=bjorn)
    with pytest.raises(ValidationError):
        breaking_glass.agree(opening.pk, by=lena)


def test_it_is_asked_for_while_the_first_hour_runs_and_by_nobody_else(opening, clock, bjorn, lena):
    with pytest.raises(guard.OutOfReach):
        breaking_glass.ask_longer(opening.pk, by=lena)
    clock.shift(61 * MINUTE)
    with pytest.raises(ValidationError):
        breaking_glass.ask_longer(opening.pk, by=bjorn)


def test_a_yes_that_comes_too_late_opens_nothing(opening, clock, bjorn, lena):
    breaking_glass.ask_longer(opening.pk, by=bjorn)
    clock.shift(61 * MINUTE)
    with pytest.raises(ValidationError):
        breaking_glass.agree(opening.pk, by=lena)
    assert not reaches(bjorn)


# --- A protected identity -------------------------------------------------------------------------


def test_a_protected_identity_waits_for_a_lead(clock, help_request, amina, bjorn, lena, loke):
    protecting.protect(help_request.pk, by=amina)
    opening = open_it(help_request, bjorn)
    assert not reaches(bjorn)
    assert heard("GLASS_ASKED") == {f"accounts.user/{lena.pk}"}
    assert not heard("GLASS_TO_REVIEW")
    breaking_glass.agree(opening.pk, by=lena)
    assert reaches(bjorn)
    assert not reaches(lena)
    assert heard("GLASS_TO_REVIEW") == {f"accounts.user/{loke.pk}"}
    clock.shift(60 * MINUTE)
    assert not reaches(bjorn)


def test_a_colleague_of_the_same_team_who_is_not_named_takes_the_same_way(
    clock, house, north, help_request, amina, lena
):
    protecting.protect(help_request.pk, by=amina)
    berit = _person("berit", "social_worker", house, [north])
    assert open_it(help_request, berit).opened_at is None
    assert not reaches(berit)


def test_only_one_waits_for_a_yes_at_a_time(clock, tell, help_request, amina, bjorn, lena):
    other = tell().help_request
    for row in (help_request, other):
        protecting.protect(row.pk, by=amina)
    open_it(help_request, bjorn)
    with pytest.raises(ValidationError):
        open_it(other, bjorn)
    clock.shift(61 * MINUTE)
    assert open_it(other, bjorn).opened_at is None


# --- Through the pages ----------------------------------------------------------------------------


def test_the_way_through_the_pages(at, page, clock, help_request, bjorn, lena):
    client = at(bjorn)
    assert client.get(page("request", help_request)).status_code == 404
    body = {"reference": help_request.reference.lower().replace("-", ""), "reason": "child"}
    assert client.get(page("emergency"), body).status_code == 200
    assert not GlassOpening.objects.exists()
    assert client.post(page("emergency"), body).url == page("request", help_request)
    assert client.get(page("request", help_request)).status_code == 200
    opening = GlassOpening.objects.get()
    client.post(page("glass_longer", opening))
    at(lena).post(page("glass_agree", opening))
    at(lena).post(page("glass_cosign", opening))
    opening.refresh_from_db()
    assert (opening.longer_agreed_by, opening.cosigned_by) == (lena, lena)


def test_blocked_is_a_403_with_somebody_to_phone_and_is_in_the_log(at, page, opening, tell, bjorn):
    other = tell().help_request
    body = {"reference": other.reference, "reason": "life"}
    answer = at(bjorn).post(page("emergency"), body)
    assert answer.status_code == 403
    assert 'data-test="blocked"' in answer.content.decode()
    assert "tel:112" in answer.content.decode()
    refused = Event.objects.get(deed="guard.refuse")
    assert (refused.actor, refused.decision) == (f"user/{bjorn.pk}", "refused")


def test_nonsense_is_a_sentence_and_loses_nothing(at, page, bjorn):
    answer = at(bjorn).post(page("emergency"), {"reference": "nej tack", "reason": "life"})
    assert answer.status_code == 200
    assert "reference" in answer.context["form"].errors
    assert "nej tack" in answer.content.decode()


def test_nobody_has_looked_for_a_week_is_red(at, page, opening, clock, lena):
    assert 'data-color="danger" data-opening' not in at(lena).get(page("openings")).content.decode()
    clock.shift(timedelta(days=8))
    assert 'data-color="danger" data-opening' in at(lena).get(page("openings")).content.decode()
    assert set(Event.objects.values_list("deed", flat=True)) <= set(WORDS)
