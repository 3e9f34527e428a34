"""A round: what is drawn, how much of it by chance, and that drawing leaves its line."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import signs
from audit.actors import ANYBODY, CLOCK
from audit.guard import Refused
from audit.models import Event, Item, ReviewPlan, Round, SignWeight
from audit.services import rounds, surroundings
from audit.services.rounds import Candidate
from audit.vault import receipts
from config.overview.sections import SECTIONS
from config.starter import loading
from intake.models import About, AgeBand, Channel
from intake.services import breaking_glass, reading, receiving
from partners.services import configuring

DAY = timedelta(days=1)


@pytest.fixture
def tell(north, areas):
    """Somebody else writes, to the north."""

    def telling():
        return receiving.submit(
            by=ANYBODY, ticket=receipts.new_ticket(), story="Hej.", about=About.SELF,
            age_band=AgeBand.FROM_25, area=areas["north"], language="sv", channel=Channel.WEB,
        )  # fmt: skip

    return telling


def draw_today(by, ago=0):
    """Tomorrow, on what was done today."""
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + DAY, tick=False):
        return rounds.draw(first=today, last=today, by=by)


def a_candidate(number, weight=0, codes=(), actor="user/1"):
    now = timezone.now()
    event = Event(pk=number, actor=actor, at=now, deed="helprequest.opened")
    return Candidate(event, f"row/{number}", now.date(), signs=list(codes), weight=weight)


def chosen_of(found, *, share=20, size=100, always=()):
    plan = ReviewPlan(share=share, size=size)
    weights = {code: SignWeight(code=code, always=code in always) for code in signs.SIGNS}
    return rounds.choose(found, plan, weights, random.Random(1))  # noqa: S311 – the same each time


@pytest.mark.parametrize("share", [20, 35, 50, 90])
@pytest.mark.parametrize("musts", [0, 30, 400])
@pytest.mark.parametrize("size", [10, 100])
def test_the_share_of_chance_holds_for_the_round_and_for_every_beginning_of_it(share, musts, size):
    found = [a_candidate(n, 3, ["no_task"]) for n in range(300)]
    found += [a_candidate(n, 9, ["glass"]) for n in range(300, 300 + musts)]
    found += [a_candidate(n) for n in range(700, 3700)]
    queue = chosen_of(found, share=share, size=size, always=("glass",))
    told = [by_chance for _one, by_chance in queue]
    assert len(queue) >= size
    for length in range(1, len(told) + 1):
        assert sum(told[:length]) * 100 >= share * length
    drawn = {one.event.pk for one, _by_chance in queue}
    assert set(range(300, 300 + musts)) <= drawn, "every one that must be reviewed is there"


def test_what_is_drawn_by_chance_is_drawn_out_of_everything():
    found = [a_candidate(n, 9, ["no_task"]) for n in range(500)]
    found += [a_candidate(n) for n in range(500, 1000)]
    lucky = [one.event.pk for one, by_chance in chosen_of(found, share=90) if by_chance]
    assert 25 < sum(pk >= 500 for pk in lucky) < 65


def test_a_small_log_is_drawn_whole():
    found = [a_candidate(n, 5, ["no_task"]) for n in range(4)]
    assert len(chosen_of(found)) == 4


def test_the_heaviest_come_first():
    found = [a_candidate(n, n, ["no_task"], actor=f"user/{n}") for n in range(200)]
    weights = [one.weight for one, by_chance in chosen_of(found) if not by_chance]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 80


def test_one_persons_hundred_reads_do_not_hide_what_others_did():
    flood = [a_candidate(n, 9, ["no_task"], actor="user/1") for n in range(200)]
    others = [a_candidate(n, 4, ["no_task"], actor=f"user/{n}") for n in range(500, 520)]
    first = [one.event.actor for one in rounds.ranked_of(flood + others)][:40]
    assert {f"user/{n}" for n in range(500, 520)} <= set(first)
    assert first[:3] == ["user/1"] * 3


def test_a_sign_of_no_weight_is_noted_and_moves_nothing_up():
    found = [a_candidate(n, 0, ["out_of_hours"]) for n in range(500)]
    assert all(by_chance for _one, by_chance in chosen_of(found))


# --- Drawing -------------------------------------------------------------------------------------


def test_all_reads_of_one_row_on_one_day_are_one_item(help_request, amina, lena, loke):
    for by in (amina, amina, amina, lena):
        reading.read(help_request.pk, by=by, purpose="triage")
    drawn = draw_today(loke)
    items = {item.actor: item for item in drawn.items.all()}
    assert {actor: item.times for actor, item in items.items()} == {
        f"user/{amina.pk}": 3, f"user/{lena.pk}": 1,
    }  # fmt: skip
    lines = Event.objects.filter(actor=f"user/{amina.pk}").values_list("link__number", flat=True)
    assert items[f"user/{amina.pk}"].number in set(lines)


def test_a_draw_is_a_line_that_says_what_was_drawn_and_how_it_weighed(help_request, amina, loke):
    reading.read(help_request.pk, by=amina, purpose="triage")
    drawn = draw_today(loke)
    line = Event.objects.get(deed="review.draw")
    assert (line.actor, line.about) == (f"user/{loke.pk}", f"audit.round/{drawn.pk}")
    assert line.facts["lines"] == [item.number for item in drawn.items.all()]
    assert line.facts["by_chance"] == 1
    assert "no_task:0:1" in line.facts["weights"]


def test_nothing_is_drawn_twice_and_more_of_the_same_day_is_a_round_of_its_own(
    help_request, tell, amina, loke
):
    reading.read(help_request.pk, by=amina, purpose="triage")
    first = draw_today(loke)
    with pytest.raises(ValidationError):
        draw_today(loke)
    reading.read(tell().help_request.pk, by=amina, purpose="triage")
    second = draw_today(loke)
    abouts = [set(one.items.values_list("about", flat=True)) for one in (first, second)]
    assert [len(about) for about in abouts] == [1, 1]
    assert abouts[0] != abouts[1]


def test_two_draws_at_once_cannot_take_the_same_item(help_request, amina, loke):
    reading.read(help_request.pk, by=amina, purpose="triage")
    item = draw_today(loke).items.get()
    item.pk, item.position, item._state.adding = None, 2, True
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, 0), (1, 2), (120, 1)])
def test_only_whole_days_that_have_ended(loke, first, last):
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        rounds.draw(first=today - first * DAY, last=today - last * DAY, by=loke)
    assert not Round.objects.exists()


def test_only_a_reviewer_draws(help_request, amina, adam, lena):
    for by in (amina, adam, lena):
        with pytest.raises(Refused):
            draw_today(by)


def test_the_clock_draws_last_week_once_and_nothing_out_of_nothing(help_request, amina):
    assert rounds.draw_last_week() is None
    reading.read(help_request.pk, by=amina, purpose="triage")
    today = timezone.localdate()
    monday = today + (7 - today.weekday()) * DAY
    for later in (0, 1, 6):
        with time_machine.travel(timezone.now() + (monday - today + later * DAY), tick=False):
            rounds.draw_last_week()
    drawn = Round.objects.get()
    assert (drawn.drawn_by, drawn.last) == ("clock", monday - DAY)
    assert drawn.first <= today <= drawn.last


def test_breaking_the_glass_is_an_item_even_if_nothing_was_read(help_request, bjorn, loke):
    breaking_glass.break_glass(reference=help_request.reference, reason="life", by=bjorn)
    item = draw_today(loke).items.get()
    assert (item.actor, item.deed) == (f"user/{bjorn.pk}", "helprequest.break_glass")
    assert "glass" in item.signs


def test_what_a_person_or_the_house_does_is_not_reviewed(told, amina, loke):
    vault_reads = Event.objects.filter(deed__endswith=".opened")
    reading.read(told.help_request.pk, by=amina, purpose="triage")
    draw_today(loke)
    assert vault_reads.exists()
    assert {item.actor for item in Item.objects.all()} == {f"user/{amina.pk}"}


# --- The municipality's own weights ------------------------------------------------------------


def a_weight(code, **values):
    defaults = {"version": 1, "valid_from": timezone.localdate() - DAY, "weight": 3}
    return SignWeight.objects.create(code=code, **defaults | values)


def test_the_newest_weight_in_force_counts_and_one_to_come_does_not(db):
    a_weight("no_task", weight=2)
    a_weight("no_task", version=2, weight=7)
    a_weight("no_task", version=3, weight=9, valid_from=timezone.localdate() + DAY)
    weights = surroundings.weights_on(timezone.localdate())
    assert (weights["no_task"].version, weights["no_task"].weight) == (2, 7)
    assert (weights["glass"].version, weights["glass"].weight) == (0, 1)


def test_a_new_house_has_a_weight_for_every_sign_and_keeps_what_was_changed(db):
    loading.fill_in("Tallsunda", by=CLOCK)
    assert {row.code for row in SignWeight.objects.all()} == set(signs.SIGNS)
    assert {row.code for row in SignWeight.objects.filter(always=True)} >= {"glass", "protected"}
    SignWeight.objects.filter(code="no_task").update(weight=11)
    loading.fill_in("Tallsunda", by=CLOCK)
    assert SignWeight.objects.get(code="no_task").weight == 11


def section(slug):
    return next(one for one in SECTIONS if one.slug == slug)


def test_an_administrator_changes_a_weight_as_a_new_version_with_its_difference(adam):
    row = a_weight("no_task")
    given = {"code": "no_task", "weight": "6", "valid_from": timezone.localdate().isoformat()}
    form = section("signs").form_class()(given, instance=row)
    assert form.is_valid(), form.errors
    configuring.save_version(form, by=adam, right="partners.configure", key="code")
    assert [(one.version, one.weight) for one in SignWeight.objects.all()] == [(2, 6), (1, 3)]
    assert Event.objects.get(deed="settings.change").facts["changes"]


@pytest.mark.parametrize(("share", "is_fine"), [(19, False), (20, True), (90, True), (91, False)])
def test_the_share_of_chance_is_never_below_a_fifth(db, share, is_fine):
    form = section("review").form_class()({"share": share, "size": 100}, instance=ReviewPlan())
    assert form.is_valid() is is_fine
    if not is_fine:
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewPlan.objects.create(share=share)


def test_a_round_is_drawn_as_the_plan_says(help_request, tell, amina, loke):
    ReviewPlan.objects.create(pk=1, share=50, size=10)
    for row in (help_request, *(tell().help_request for _n in range(19))):
        reading.read(row.pk, by=amina, purpose="triage")
    a_weight("many_reads", from_number=2)
    drawn = draw_today(loke)
    assert drawn.items.count() == 10
    assert drawn.items.filter(by_chance=True).count() == 5
    assert (drawn.share, drawn.candidates) == (50, 20)
    assert drawn.weights["many_reads"] == [1, 3]
