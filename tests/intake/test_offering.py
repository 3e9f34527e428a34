"""Asked to take a request over: it stays with whoever asks until somebody says yes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard, trail
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from intake.lifecycle import OfferState, Status
from intake.models import HelpRequest, NotNow, Offer
from intake.services import assigning, conflicting, offering, protecting, triaging


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


@pytest.fixture
def asked(taken, amina, lena):
    return offering.offer(taken.pk, receiver=lena, by=amina)


@pytest.fixture
def asked_team(taken, amina, south):
    return offering.offer(taken.pk, receiver=south, by=amina)


def told(who) -> list[str]:
    return list(Outgoing.objects.filter(to=trail.name_of(who)).values_list("notice", flat=True))


def test_it_stays_with_whoever_asks_and_the_colleague_is_told(asked, taken, amina, lena):
    assert (fresh(taken).assigned_to, fresh(taken).status) == (amina, Status.OPEN)
    assert told(lena).count("intake.OFFERED") == 1
    event = Event.objects.get(deed="helprequest.offer")
    assert event.facts == {"offer": str(asked.pk), "to_user": lena.pk}


def test_whoever_says_yes_has_it_and_the_other_is_told(asked, taken, amina, lena):
    row = offering.accept(asked.pk, by=lena)
    assert (row.assigned_to, row.status) == (lena, Status.OPEN)
    assert fresh(asked).status == OfferState.ACCEPTED
    assert "intake.OFFER_ANSWERED" in told(amina)
    assert Event.objects.get(deed="helprequest.take_over").facts["from_colleague"] == amina.pk


def test_no_takes_a_reason_and_leaves_it_where_it_is(at, page, asked, taken, amina, lena):
    client = at(lena)
    empty = client.post(page("offer_decline", asked), {"reason": ""})
    assert empty.context["form"].has_error("reason")
    assert client.post(page("offer_decline", asked), {"reason": "no_time"}).status_code == 302
    assert (fresh(asked).status, fresh(asked).declined_because) == (OfferState.DECLINED, "no_time")
    assert fresh(taken).assigned_to == amina
    assert str(NotNow.NO_TIME.label) in at(amina).get(page("request", taken)).content.decode()


def test_only_whoever_was_asked_answers(asked, amina, bjorn, stina):
    for who in (amina, bjorn):
        with pytest.raises(OutOfReach):
            offering.accept(asked.pk, by=who)
    with pytest.raises(Refused):
        offering.accept(asked.pk, by=stina)
    assert fresh(asked).status == OfferState.WAITING


def test_another_team_reaches_nothing_before_it_has_said_yes(at, page, asked_team, taken, bjorn):
    client = at(bjorn)
    assert client.get(page("request", taken)).status_code == 404
    seen = client.get(page("mine")).content.decode()
    assert taken.reference in seen
    assert page("request", taken) not in seen
    assert client.post(page("offer_accept", asked_team)).status_code == 302
    assert client.get(page("request", taken)).status_code == 200


def test_then_it_is_the_other_teams_alone(at, page, asked_team, taken, amina, bjorn, south):
    row = offering.accept(asked_team.pk, by=bjorn)
    assert (row.unit, row.assigned_to) == (south.group, bjorn)
    assert at(amina).get(page("request", taken)).status_code == 404


def test_two_cannot_say_yes(asked_team, bjorn):
    offering.accept(asked_team.pk, by=bjorn)
    with pytest.raises(MoveNotAllowed):
        offering.accept(asked_team.pk, by=bjorn)


def test_what_has_gone_another_way_is_not_taken_over(asked, taken, amina, lena):
    triaging.release(taken.pk, by=amina)
    triaging.take(taken.pk, by=amina)
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    with pytest.raises(ValidationError) as refusal:
        offering.accept(asked.pk, by=lena)
    assert refusal.value.code == "moved_on"
    offering.sweep()
    assert fresh(asked).status == OfferState.LAPSED


def test_what_was_overtaken_does_not_keep_the_next_one_from_asking(asked, taken, amina, lena):
    assigning.give_to(taken.pk, colleague=lena, by=lena)
    again = offering.offer(taken.pk, receiver=amina, by=lena)
    assert fresh(asked).status == OfferState.LAPSED
    assert offering.accept(again.pk, by=amina).assigned_to == amina


def test_one_is_asked_at_a_time_and_may_be_taken_back(asked, taken, amina, lena, south):
    with pytest.raises(ValidationError) as refusal:
        offering.offer(taken.pk, receiver=south, by=amina)
    assert refusal.value.code == "asked_already"
    offering.take_back(taken.pk, by=amina)
    with pytest.raises(MoveNotAllowed):
        offering.accept(asked.pk, by=lena)
    assert offering.offer(taken.pk, receiver=south, by=amina).status == OfferState.WAITING


def test_nobody_gives_away_what_they_do_not_have(taken, lena, amina):
    with pytest.raises(ValidationError) as refusal:
        offering.offer(taken.pk, receiver=amina, by=lena)
    assert refusal.value.code == "not_yours"


def test_who_is_related_is_neither_asked_nor_shown_it(asked, taken, amina, lena):
    conflicting.declare(taken.pk, by=lena)
    assert not Offer.objects.visible_to(lena).exists()
    with pytest.raises(OutOfReach):
        offering.accept(asked.pk, by=lena)
    assert lena not in offering.receivers(fresh(taken), by=amina)


def test_who_reaches_it_no_more_is_not_shown_what_they_were_asked(asked, taken, amina, lena):
    assert Offer.objects.visible_to(lena).exists()
    protecting.protect(taken.pk, by=amina)
    assert not Offer.objects.visible_to(lena).exists()


def test_who_stands_aside_is_not_asked_through_their_team_either(asked_team, taken, bjorn):
    trail.act(lambda: guard.stand_aside(taken, by=bjorn))()
    assert not Offer.objects.visible_to(bjorn).exists()
    with pytest.raises(OutOfReach):
        offering.accept(asked_team.pk, by=bjorn)


def test_a_protected_identity_goes_to_nobody_who_is_not_named(asked_team, taken, amina, bjorn):
    protecting.protect(taken.pk, by=amina)
    with pytest.raises(OutOfReach):
        offering.accept(asked_team.pk, by=bjorn)
    assert offering.receivers(fresh(taken), by=amina) == []


def test_after_a_working_day_the_lead_is_told_once(at, page, asked_team, taken, lena):
    offering.sweep(asked_team.made_at + timedelta(minutes=5))
    assert "intake.OFFER_WAITS" not in told(lena)
    for _n in range(2):
        offering.sweep(asked_team.made_at + timedelta(days=10))
    assert told(lena).count("intake.OFFER_WAITS") == 1
    assert taken.reference in at(lena).get(page("mine")).content.decode()


@pytest.mark.parametrize(
    ("asked_at", "still_quiet", "told_by"),
    [
        ("2026-03-04 10:00+01:00", "2026-03-05 09:00+01:00", "2026-03-05 11:00+01:00"),
        ("2026-03-06 15:00+01:00", "2026-03-09 14:00+01:00", "2026-03-09 16:00+01:00"),  # Friday
        ("2026-04-02 10:00+02:00", "2026-04-06 12:00+02:00", "2026-04-07 12:00+02:00"),  # Easter
    ],
)
def test_a_working_day_is_one_on_which_we_are_open(
    taken, amina, lena, asked_at, still_quiet, told_by
):
    with time_machine.travel(asked_at, tick=False):
        offering.offer(taken.pk, receiver=lena, by=amina)
    at_ = timezone.datetime.fromisoformat
    assert offering.sweep(at_(still_quiet)) == 0
    assert offering.sweep(at_(told_by)) == 1


def test_the_page_offers_colleagues_and_teams(at, page, taken, amina, lena, south):
    client = at(amina)
    form = client.get(page("offer", taken)).context["form"]
    assert {one.name for one in form.asked.values()} == {"Lena", south.name}
    sent = client.post(page("offer", taken), {"receiver": f"team-{south.pk}"})
    assert sent.url == page("request", taken)
    assert HelpRequest.objects.get().assigned_to == amina
    assert client.post(page("offer_take_back", taken)).status_code == 302
