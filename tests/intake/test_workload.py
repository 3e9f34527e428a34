"""How much everybody has, and handing out what one of them has."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import guard, trail
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from config.accounts.roles import Role
from intake.lifecycle import OfferState, Status
from intake.models import HandingReason, HelpRequest, LoadWeight, Offer, Urgency
from intake.services import (
    answering,
    assigning,
    balancing,
    conflicting,
    offering,
    protecting,
    putting_off,
    reading,
    redistributing,
    triaging,
)
from tests.conftest import _person
from tests.stage import cast


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def told(who) -> list[str]:
    return list(Outgoing.objects.filter(to=trail.name_of(who)).values_list("notice", flat=True))


@cast
def astrid(house, north):
    return _person("astrid", Role.SOCIAL_WORKER, house, [north])


@pytest.fixture
def reasons(house):
    for code in ("leaves", "away"):
        HandingReason.objects.create(code=code, title={"sv": code}, valid_from="2020-01-01")


@pytest.fixture
def three(tell, taken, amina):
    """Three that Amina has: one for today, one within five days, one that is answered."""
    rows = [triaging.take(tell().help_request.pk, by=amina) for _n in range(2)]
    triaging.weigh(rows[0].pk, urgency=Urgency.SAME_DAY, by=amina)
    answering.answer(taken.pk, text="Hej.", by=amina)
    return [fresh(row) for row in (rows[0], rows[1], taken)]


def load_of(user, *, by):
    return next(one for one in balancing.look(by=by) if one.user == user)


# --- The sum --------------------------------------------------------------------------------------


def test_what_waits_weighs_otherwise_than_what_is_to_be_done(three, amina, lena):
    load = load_of(amina, by=lena)
    assert (load.open, load.urgent, load.waiting, load.put_off) == (2, 1, 1, 0)
    assert load.weight == 4 + 2 + 1
    assert load_of(lena, by=lena).weight == 0
    event = Event.objects.filter(deed="workload.list").last()
    assert event.facts == {"count": 2}


def test_what_is_put_off_is_counted_by_itself(three, amina, lena, monkeypatch):
    reading.read(three[1].pk, by=amina, purpose="triage")
    day = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(putting_off, "_require_a_day", lambda until: None)
    putting_off.put_off(three[1].pk, until=day, why="person", by=amina)
    load = load_of(amina, by=lena)
    assert (load.open, load.put_off, load.weight) == (1, 1, 4 + 1 + 1)


def test_the_municipality_says_what_each_weighs_and_how_much_is_much(three, amina, lena):
    today = timezone.localdate()
    for code, weight in (("same_day", 10), ("limit", 13)):
        LoadWeight.objects.create(code=code, weight=weight, valid_from=today)
    assert (load_of(amina, by=lena).weight, load_of(amina, by=lena).is_much) == (13, True)
    LoadWeight.objects.create(code="limit", version=2, weight=14, valid_from=today)
    LoadWeight.objects.create(
        code="limit", version=3, weight=1, valid_from=today + timedelta(days=1)
    )
    assert not load_of(amina, by=lena).is_much


@pytest.mark.parametrize(("code", "weight"), [("normal", 21), ("limit", 0)])
def test_a_weight_that_makes_no_sense_is_refused(db, code, weight):
    with pytest.raises(IntegrityError), transaction.atomic():
        LoadWeight.objects.create(code=code, weight=weight, valid_from="2020-01-01")


def test_only_a_lead_sees_it_and_only_of_their_own_teams(three, amina, bjorn, lena):
    with pytest.raises(Refused):
        balancing.look(by=amina)
    assert bjorn not in [one.user for one in balancing.look(by=lena)]
    with pytest.raises(OutOfReach):
        redistributing.look(bjorn.pk, by=lena)


# --- Handing out ----------------------------------------------------------------------------------


def test_a_plan_that_somebody_else_was_quicker_than_takes_nothing_from_them(
    three, reasons, amina, astrid, lena
):
    given = {"holder_pk": amina.pk, "reason": "leaves", "by": lena}
    redistributing.give(three[0].pk, colleague=astrid, **given)
    for late in (
        lambda: redistributing.give(three[0].pk, colleague=lena, **given),
        lambda: redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=lena, by=lena),
    ):
        with pytest.raises(ValidationError) as refusal:
            late()
        assert refusal.value.code == "moved_on"
    assert fresh(three[0]).assigned_to == astrid
    assert not Offer.objects.exists()


def test_given_at_once_it_is_theirs_with_a_reason_in_the_log(three, reasons, amina, astrid, lena):
    row = redistributing.give(
        three[0].pk, holder_pk=amina.pk, colleague=astrid, reason="leaves", by=lena
    )
    assert (row.assigned_to, row.status) == (astrid, Status.OPEN)
    facts = Event.objects.get(deed="helprequest.reassign").facts
    assert (facts["reason"], facts["from_colleague"]) == ("leaves", amina.pk)
    for more in three[1:]:
        redistributing.give(more.pk, holder_pk=amina.pk, colleague=astrid, reason="leaves", by=lena)
    assert told(astrid) == ["intake.GIVEN"], "three requests, one notice"


def test_nobody_is_asked_beside_another_nor_given_what_they_have(
    three, reasons, amina, astrid, lena
):
    redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=astrid, by=lena)
    own = {"holder_pk": amina.pk, "colleague": amina, "reason": "leaves"}
    for deed, code in (
        (lambda: redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=lena, by=lena),
         "asked_already"),
        (lambda: redistributing.give(three[1].pk, by=lena, **own), "moved_on"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.code == code
    assert not Event.objects.filter(deed="helprequest.reassign").exists()


def test_what_was_asked_for_somebody_else_is_in_nobodys_way(three, reasons, amina, astrid, lena):
    """The list says that nobody is asked, before the clock has said so, too."""
    first = redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=astrid, by=lena)
    redistributing.give(three[0].pk, holder_pk=amina.pk, colleague=lena, reason="leaves", by=lena)
    asked = redistributing.ask(three[0].pk, holder_pk=lena.pk, colleague=astrid, by=lena)
    assert (fresh(first).status, asked.status) == (OfferState.LAPSED, OfferState.WAITING)


@pytest.mark.parametrize("reason", ["", "boredom"])
def test_at_once_takes_a_reason_that_the_municipality_knows(
    three, reasons, amina, astrid, lena, reason
):
    with pytest.raises(ValidationError):
        redistributing.give(
            three[0].pk, holder_pk=amina.pk, colleague=astrid, reason=reason, by=lena
        )
    assert fresh(three[0]).assigned_to == amina


def test_asked_first_it_stays_until_they_say_yes(three, amina, astrid, lena):
    asked = redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=astrid, by=lena)
    assert fresh(three[0]).assigned_to == amina
    assert (asked.made_by, asked.asker) == (amina, lena)
    offering.accept(asked.pk, by=astrid)
    assert fresh(three[0]).assigned_to == astrid
    assert "intake.OFFER_ANSWERED" in told(amina)
    assert "intake.OFFER_ANSWERED" in told(lena)


def test_the_lead_who_asked_takes_it_back(three, amina, astrid, bjorn, lena):
    asked = redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=astrid, by=lena)
    with pytest.raises(OutOfReach):
        offering.take_back(three[0].pk, by=bjorn)
    with pytest.raises(ValidationError):
        offering.take_back(three[0].pk, by=astrid)
    offering.take_back(three[0].pk, by=lena)
    assert fresh(asked).status == OfferState.TAKEN_BACK


def test_the_same_plan_sent_twice_changes_nothing_and_says_so(three, reasons, amina, astrid, lena):
    """As after a browser that lost its connection halfway: come back, and what is left is left."""
    plan = [(row, astrid) for row in three]
    given = {"holder_pk": amina.pk, "reason": "away", "by": lena}
    redistributing.hand_out(plan[:1], **given)
    left = redistributing.look(amina.pk, by=lena).rows
    assert {row.pk for row in left} == {three[1].pk, three[2].pk}
    done, undone = redistributing.hand_out(plan, **given)
    assert (done, [one.reference for one in undone]) == (2, [three[0].reference])
    before = Event.objects.filter(deed="helprequest.reassign").count()
    assert redistributing.hand_out(plan, **given)[0] == 0
    assert Event.objects.filter(deed="helprequest.reassign").count() == before


def test_one_that_cannot_be_handed_out_holds_up_none(three, reasons, amina, astrid, lena, tell):
    conflicting.declare(three[0].pk, by=astrid)
    triaging.close(three[1].pk, reason="advised", children="none", by=amina)
    plan = [(row, astrid) for row in three]
    done, undone = redistributing.hand_out(plan, holder_pk=amina.pk, reason="away", by=lena)
    assert (done, {one.reference for one in undone}) == (
        1, {three[0].reference, three[1].reference},
    )  # fmt: skip


def test_the_proposal_levels_what_everybody_has(tell, three, amina, astrid, lena):
    triaging.take(tell().help_request.pk, by=lena)
    who_may = redistributing.able(three, amina)
    found = redistributing.spread(three, [astrid, lena], who_may, by=lena)
    assert [found[row.pk] for row in three] == [astrid, lena, astrid]
    trail.act(lambda: guard.stand_aside(three[0], by=astrid))()
    who_may = redistributing.able(three, amina)
    assert redistributing.spread(three, [astrid], who_may, by=lena)[three[0].pk] is None


def test_a_protected_identity_is_counted_and_not_shown(three, amina, lena):
    protecting.protect(three[0].pk, by=amina)
    held = redistributing.look(amina.pk, by=lena)
    assert (len(held.rows), held.beyond) == (2, 1)
    assert load_of(amina, by=lena).in_all == 3
    with pytest.raises(OutOfReach):
        redistributing.ask(three[0].pk, holder_pk=amina.pk, colleague=lena, by=lena)


def test_who_may_be_given_one_is_the_same_for_one_and_for_many(
    three, amina, astrid, lena, django_assert_num_queries
):
    protecting.protect(three[0].pk, by=amina)
    rows = [fresh(row) for row in three]
    with django_assert_num_queries(4):
        many = assigning.colleagues_of(rows)
    assert many == {row.pk: assigning.colleagues(row) for row in rows}
    assert many[three[0].pk] == [amina]
    assert many[three[1].pk] == [amina, astrid, lena]


# --- The pages ------------------------------------------------------------------------------------


def test_the_lead_chooses_looks_and_hands_out(at, page, three, reasons, amina, astrid, lena):
    client, url = at(lena), page("hand_out", amina)
    seen = client.get(page("workload"))
    assert url in seen.content.decode()
    chosen = {
        "requests": [str(three[0].pk), str(three[1].pk)], "receivers": [astrid.pk],
        "how": "now", "reason": "leaves",
    }  # fmt: skip
    preview = client.post(url, chosen)
    assert HelpRequest.objects.filter(assigned_to=astrid).count() == 0
    proposed = {name: field.initial for name, field in preview.context["plan"].fields.items()}
    assert set(proposed.values()) == {str(astrid.pk)}
    proposed[f"to-{three[1].pk}"] = ""
    assert client.post(url, chosen | proposed | {"go": "yes"}).url == page("workload")
    assert [row.pk for row in HelpRequest.objects.filter(assigned_to=astrid)] == [three[0].pk]
    assert fresh(three[1]).assigned_to == amina


def test_what_is_missing_is_said_and_what_was_chosen_is_kept(
    at, page, three, reasons, amina, astrid, lena
):
    client, url = at(lena), page("hand_out", amina)
    assert "(frivilligt)" not in client.get(url).content.decode()
    chosen = {"requests": [str(three[0].pk)], "receivers": [astrid.pk], "how": "now"}
    form = client.post(url, chosen).context["form"]
    assert form.has_error("reason")
    assert form["requests"].value() == [str(three[0].pk)]
    assert set(client.post(url, {"how": "ask"}).context["form"].errors) == {"requests", "receivers"}
    nobody = {f"to-{three[0].pk}": "", "go": "yes", "how": "ask"}
    assert client.post(url, chosen | nobody).context["plan"].non_field_errors()
    back = client.post(url, chosen | {"how": "ask", "change": "yes"})
    assert back.context["form"]["requests"].value() == [str(three[0].pk)]
    assert not Offer.objects.exists()
