"""What a reviewer finds: explained, needs a talk, an incident. Codes only, no free words.

What is to be said about a colleague belongs where the talk is held; what is to be said about a
person belongs to their request. So a finding is a code, a reason is a code, and nothing here
needs to be sealed. Each finding is a line of the log, which nobody can take back: a later one
stands beside it.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, naming, rights, trail
from audit.actors import actor_of
from audit.models import Event, Finding, FindingReason, Item, Round

PAGE = 25
STATES = [("waiting", _("Waiting")), *Finding.choices]
WAYS = [("chance", _("By chance")), ("risk", _("Stood out"))]


@dataclass(frozen=True)
class Chosen:
    """Which items of a round somebody looks at: codes and keys."""

    state: str = ""
    sign: str = ""
    actor: str = ""
    how: str = ""


@dataclass(frozen=True)
class Protocol:
    """What is signed: how many of each, by whom, and every item that was more than explained."""

    round: Round
    items: list[Item]

    def counts(self) -> list[tuple]:
        """How many of each finding, and how many of them by chance."""
        states = [*Finding.choices, ("", _("Not reviewed yet"))]
        return [
            (label, len(same), sum(one.by_chance for one in same))
            for code, label in states
            for same in [[one for one in self.items if one.finding == code]]
        ]

    def by_chance(self) -> int:
        return sum(one.by_chance for one in self.items)

    def remarks(self) -> list[Item]:
        return [one for one in self.items if one.finding in (Finding.TALK, Finding.INCIDENT)]

    def reviewers(self) -> list[tuple]:
        """Who said what it was, and how often: each has a line to sign on."""
        return sorted(Counter(one.found_by for one in self.items if one.found_by).items())


def to_review(by) -> QuerySet[Item]:
    """Every item but those about oneself: a colleague reviews them, or nobody does."""
    return Item.objects.exclude(actor=actor_of(by).name)


def progress_of(rows: QuerySet[Round], by) -> QuerySet[Round]:
    """Rounds with their counts: all items, those that wait, and those that wait for another."""
    waiting = Q(items__finding="")
    return rows.annotate(
        total=Count("items"),
        found=Count("items", filter=~waiting),
        waiting=Count("items", filter=waiting),
        for_another=Count("items", filter=waiting & Q(items__actor=actor_of(by).name)),
    ).order_by("-drawn_at", "pk")


def waiting_for_another(*, by) -> int:
    """Items about oneself: a colleague's to review. With nobody else they stay, and are seen."""
    return Item.objects.filter(actor=actor_of(by).name, finding="").count()


def rounds(page, *, by) -> Page:
    """All rounds, the latest first."""
    guard.require(by, rights.REVIEW)
    return Paginator(progress_of(Round.objects.all(), by), PAGE).get_page(page)


@trail.act
def look(pk, chosen: Chosen, page, *, by) -> tuple[Round, Page]:
    """A round and a page of its queue. Looking is a line of the log."""
    drawn = _round(pk, by=by)
    found = Paginator(_narrowed(drawn, chosen, by), PAGE).get_page(page)
    asked = {name: value for name, value in vars(chosen).items() if value}
    trail.record(by, "review.viewed", drawn, page=found.number, shown=len(found), **asked)
    return drawn, found


@trail.act
def look_at(pk, *, by) -> tuple[Item, list[Event]]:
    """One item, and what was found before. One's own is out of reach."""
    item = _item(to_review(by), pk, by=by)
    trail.record(by, "review.viewed", item, line=item.number)
    before = Event.objects.filter(deed="review.find", about=trail.name_of(item))
    return item, list(before.order_by("pk").defer("header", "salt"))


@trail.act
def find(pk, *, finding: str, reason: str = "", turn: int, by) -> Item:
    """Say what it was. *turn* is how many findings the reviewer has seen: none is overwritten."""
    item = _item(to_review(by).select_for_update(of=("self",)), pk, by=by)
    if item.turn != turn:
        raise ValidationError(
            _("A colleague has just said “%(finding)s”. Look once more, then say what you find."),
            code="found_meanwhile", params={"finding": item.get_finding_display()},
        )  # fmt: skip
    if finding not in Finding.values or reason not in ("", *FindingReason.values):
        raise ValidationError(_("Say what it was: explained, needs a talk or an incident."))
    now = timezone.now()
    item.finding, item.reason, item.found_by = finding, reason, actor_of(by).name
    item.found_at, item.first_found_at = now, item.first_found_at or now
    item.turn = turn + 1
    item.save()
    trail.record(
        by, "review.find", item, finding=finding, reason=reason or None, line=item.number,
        turn=item.turn,
    )  # fmt: skip
    return item


@trail.act
def protocol(pk, *, by) -> Protocol:
    """A round on paper: no row, nobody but those who work here. Taking it out is a line."""
    drawn = _round(pk, by=by)
    items = list(to_review(by).filter(round=drawn).order_by("position"))
    trail.record(by, "review.protocol", drawn, shown=len(items))
    return Protocol(drawn, items)


def next_after(item: Item, *, by) -> Item | None:
    """The next one that waits: further down the queue, else from its beginning."""
    waiting = to_review(by).filter(round=item.round_id, finding="").order_by("position")
    return waiting.filter(position__gt=item.position).first() or waiting.first()


def first_waiting(drawn: Round, *, by) -> Item | None:
    return to_review(by).filter(round=drawn, finding="").order_by("position").first()


def reviewed_people(pk, *, by) -> list[tuple[str, str]]:
    """Whose acts are in a round, to choose from."""
    guard.require(by, rights.REVIEW)
    actors = set(to_review(by).filter(round=pk).order_by().values_list("actor", flat=True))
    return sorted(naming.people(actors).items(), key=lambda pair: pair[1])


def _narrowed(drawn: Round, chosen: Chosen, by) -> QuerySet[Item]:
    rows = to_review(by).filter(round=drawn).order_by("position")
    if chosen.state:
        rows = rows.filter(finding="" if chosen.state == "waiting" else chosen.state)
    if chosen.actor:
        rows = rows.filter(actor=chosen.actor)
    if chosen.how:
        rows = rows.filter(by_chance=chosen.how == "chance")
    if chosen.sign:
        with_sign = [pk for pk, signs in rows.values_list("pk", "signs") if chosen.sign in signs]
        rows = rows.filter(pk__in=with_sign)
    return rows


def _round(pk, *, by) -> Round:
    guard.require(by, rights.REVIEW)
    drawn = progress_of(Round.objects.filter(pk=pk), by).first()
    if drawn is None:
        raise guard.OutOfReach
    return drawn


def _item(rows: QuerySet[Item], pk, *, by) -> Item:
    guard.require(by, rights.REVIEW)
    item = rows.filter(pk=pk).first()
    if item is None:
        raise guard.OutOfReach
    return item
