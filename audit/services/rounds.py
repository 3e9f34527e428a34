"""A round of the review: drawn for whole days that have ended, by chance and by what stands out.

The law asks for recurring checks (SoLPuL 10 §): so the clock draws the last week by itself, and
a reviewer may draw any other period. Chance comes first, out of
everything; what stands out most fills the rest. Whoever reviews never sees their own items.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import days, deeds, guard, rights, signs, trail
from audit.actors import CLOCK, actor_of
from audit.models import Event, Item, ReviewPlan, Round
from audit.services import surroundings

LONGEST = 92  # days
IN_FULL = 3  # of one person and day; the next three count half, then a third
WEEK = timedelta(days=7)
LISTS = Q(deed__endswith=".list") | Q(deed__in=["log.viewed", "log.export", "trail.export"])
MARKS = Q(deed__in=[surroundings.SAME_NAME, "helprequest.break_glass"])
LOOKED_AT = deeds.READS | deeds.REFUSED | LISTS | MARKS
REFUSED = "door/refused"


@dataclass
class Candidate:
    """One person, one row, one day. *event* is the line that carries most signs: *codes*."""

    event: Event
    about: str
    day: date
    codes: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    times: int = 0
    weight: int = 0


@trail.act
def draw(first: date, last: date, *, by) -> Round:
    """Draw a round. That it was drawn, and which lines, is a line of the log itself."""
    guard.require(by, rights.REVIEW)
    if not first <= last < timezone.localdate() or (last - first).days >= LONGEST:
        raise ValidationError(_("Choose whole days that have ended, at most three months."))
    drawn = _draw(first, last, by=by)
    if drawn is None:
        raise ValidationError(_("There is nothing left to review in that period."), code="nothing")
    return drawn


def last_week() -> tuple[date, date]:
    """The latest whole week, Monday to Sunday."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday()) - WEEK
    return monday, monday + timedelta(days=6)


@trail.act
def draw_last_week() -> Round | None:
    """Every night: last week's round, if nobody has drawn it yet."""
    monday, sunday = last_week()
    if Round.objects.filter(first__lte=monday, last__gte=sunday).exists():
        return None
    return _draw(monday, sunday, by=CLOCK)


def candidates(events: list[Event], weights: dict) -> list[Candidate]:
    """What could be reviewed, with its signs: reads, refusals that pile up, long lists."""
    around = surroundings.around(events, weights)
    found: dict[tuple, Candidate] = {}
    for event in events:
        if event.deed == surroundings.SAME_NAME or not event.actor.startswith("user/"):
            continue
        codes = signs.found_on(event, around)
        if codes or deeds.is_read(event.deed):
            _add(found, event, codes, weights)
    return list(found.values())


def choose(found: list[Candidate], plan: ReviewPlan, weights: dict, chance) -> list[tuple]:
    """(candidate, is by chance), in the order of the queue. *chance* is told nothing of signs.

    What must always be reviewed comes on top of the plan's size, and chance grows with it: its
    share holds for the whole round and for every beginning of its queue.
    """
    always = {code for code, row in weights.items() if row.always}
    musts = sum(1 for one in found if always & set(one.signs))
    room = plan.size * (100 - plan.share) // 100
    by_chance = max(plan.size - room, _part(room + musts, plan.share, 100 - plan.share))
    lucky = chance.sample(range(len(found)), min(by_chance, len(found)))
    drawn = set(lucky)
    ranked = ranked_of(one for n, one in enumerate(found) if n not in drawn and one.signs)
    risky = [
        one for n, one in enumerate(ranked)
        if (n < room and one.weight) or always & set(one.signs)
    ]  # fmt: skip
    return _interleaved([found[n] for n in lucky], risky, plan.share)


def ranked_of(found: Iterable[Candidate]) -> list[Candidate]:
    """The heaviest first. One person's hundred reads of a night do not hide what others did."""
    by_person = sorted(found, key=lambda one: (*signs.day_of(one.event), -one.weight, one.event.pk))
    scored = []
    for _day, theirs in groupby(by_person, key=lambda one: signs.day_of(one.event)):
        scored += [(one.weight / (1 + n // IN_FULL), one) for n, one in enumerate(theirs)]
    return [one for _score, one in sorted(scored, key=lambda pair: (-pair[0], pair[1].event.pk))]


def _draw(first: date, last: date, *, by) -> Round | None:
    plan, _is_new = ReviewPlan.objects.select_for_update().get_or_create(pk=1)  # one at a time
    weights = surroundings.weights_on(timezone.localdate())
    taken = set(Item.objects.filter(day__range=(first, last)).values_list("actor", "about", "day"))
    events = list(_events(first, last))
    found = [
        one for one in candidates(events, weights)
        if (one.event.actor, one.about, one.day) not in taken
    ]  # fmt: skip
    if not found:
        return None
    drawn = Round.objects.create(
        first=first, last=last, drawn_at=timezone.now(), drawn_by=actor_of(by).name,
        share=plan.share, candidates=len(found),
        weights={code: [row.version, row.weight] for code, row in weights.items()},
    )  # fmt: skip
    chosen = choose(found, plan, weights, secrets.SystemRandom())
    items = Item.objects.bulk_create(
        _item(drawn, position, one, by_chance)
        for position, (one, by_chance) in enumerate(chosen, 1)
    )
    _record(drawn, items, by=by)
    return drawn


def _events(first: date, last: date) -> QuerySet[Event]:
    linked = Event.objects.filter(LOOKED_AT, link__isnull=False, **days.within("at", first, last))
    return linked.select_related("link").defer("header", "salt", "link__digest").order_by("pk")


def _add(found: dict, event: Event, codes: list[str], weights: dict) -> None:
    """All that somebody did with one row on one day. The line with most signs stands for it."""
    about = event.about if event.decision == "allowed" else REFUSED
    day = timezone.localdate(event.at)
    one = found.setdefault((event.actor, about, day), Candidate(event, about, day))
    one.times += 1
    if len(codes) > len(one.codes):
        one.event, one.codes = event, codes
    one.signs = [code for code in signs.SIGNS if code in {*one.signs, *codes}]
    one.weight = sum(weights[code].weight for code in one.signs)


def _interleaved(lucky: list[Candidate], risky: list[Candidate], share: int) -> list[tuple]:
    """Those by chance spread evenly, never fewer than their share so far."""
    order, told = [], 0
    while told < len(lucky) or len(order) - told < len(risky):
        is_due = told < _part(len(order) + 1, share, 100)
        by_chance = told < len(lucky) and (is_due or len(order) - told == len(risky))
        order.append((lucky[told] if by_chance else risky[len(order) - told], by_chance))
        told += by_chance
    return order


def _part(count: int, share: int, of: int) -> int:
    """A share of a number, rounded up."""
    return -(-count * share // of)


def _item(drawn: Round, position: int, one: Candidate, by_chance: bool) -> Item:
    event = one.event
    return Item(
        round=drawn, position=position, actor=event.actor, role=event.role,
        organisation=event.organisation, deed=event.deed, about=one.about, purpose=event.purpose,
        number=event.link.number, at=event.at, day=one.day, times=one.times, signs=one.signs,
        weight=one.weight, by_chance=by_chance,
    )  # fmt: skip


def _record(drawn: Round, items: list[Item], *, by) -> None:
    trail.record(
        by, "review.draw", drawn, first=drawn.first, last=drawn.last, share=drawn.share,
        candidates=drawn.candidates, lines=[item.number for item in items],
        by_chance=sum(item.by_chance for item in items),
        weights=[f"{code}:{version}:{weight}" for code, (version, weight) in drawn.weights.items()],
    )  # fmt: skip
