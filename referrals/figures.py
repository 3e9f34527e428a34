"""How it goes with what partners are asked: numbers that say of how many, and how many are unknown.

What is counted is what was asked within the period, wherever it stands now. Every one of those is
in each table once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from audit import days
from referrals import statistics
from referrals.lifecycle import Status
from referrals.models import HOW, DeclineReason, Ended, ReturnReason
from referrals.periods import Period
from referrals.statistics import Days

WORDS_OF_PARTNER = dict(DeclineReason.choices) | dict(ReturnReason.choices)


@dataclass(frozen=True)
class Share:
    """*part* of *whole*. Of nothing there is no share."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True)
class OfPartner:
    """One partner's line in the table."""

    name: str
    asked: int
    answer: Days
    said_yes: Share


@dataclass(frozen=True)
class Figures:
    asked: int
    answer: Days
    first_contact: Days
    endings: list[tuple[str, int]]
    verified: Share  # of all that were asked and are over
    verified_of_closed: Share
    partners: list[OfPartner]


def asked(referrals, period: Period, *, partner: str = ""):
    """Those that were sent within the period; with *partner*, to that one alone."""
    found = referrals.filter(**days.within("sent_at", period.first, period.last))
    return found.filter(to=partner) if partner else found


def of(asked) -> Figures:
    endings = statistics.by_ending(asked)
    total, closed = sum(endings.values()), _closed(endings)
    over = total - endings[Ended.UNDER_WAY]
    return Figures(
        total, statistics.to_answer(asked), statistics.to_first_contact(asked),
        [(HOW[code], many) for code, many in endings.items() if many],
        Share(endings[Ended.VERIFIED], over), Share(endings[Ended.VERIFIED], closed),
        _partners(asked),
    )  # fmt: skip


def _closed(endings: dict[str, int]) -> int:
    return sum(endings[how] for how in (Ended.VERIFIED, Ended.NOT_KNOWN, Ended.BY_ITSELF))


def _partners(asked) -> list[OfPartner]:
    """Who was asked, by name, how many times, and how many times they said yes."""
    yes = Count("pk", filter=Q(accepted_at__isnull=False))
    counted = asked.order_by("to__name").values_list("to", "to__name")
    counted = counted.annotate(many=Count("pk"), yes=yes)
    answers = statistics.to_answer_each(asked)
    return [OfPartner(name, many, answers[pk], Share(yes, many)) for pk, name, many, yes in counted]


# --- A partner's own -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """What a partner sees of itself. *services*: name, asked, yes, no."""

    asked: int
    answer: Days
    first_contact: Days
    said_yes: Share
    endings: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    services: list[tuple[str, int, int, int]]


@dataclass(frozen=True)
class Asked:
    """One that the partner was asked, running or ended, as the partner itself knows it."""

    service: str
    status: str
    asked_on: date
    answered_on: date | None
    met_on: date | None
    reason: str = ""


def of_partner(running, tombstones, period: Period, *, named: Callable[[str], str]) -> Own:
    """From what is in their inbox and what they keep of what has ended: no person in either.

    *named* is what they call a state: “recalled by us” would be said of themselves.
    """
    found = [*map(_running, running), *map(_ended, tombstones)]
    found = [one for one in found if period.first <= one.asked_on <= period.last]
    return own(found, named=named)


def own(found: list[Asked], *, named: Callable[[str], str]) -> Own:
    answered = [one for one in found if one.answered_on]
    yes = [one for one in answered if one.status != Status.DECLINED]
    met = [one for one in yes if one.met_on]
    return Own(
        len(found),
        statistics.spread(
            [(one.answered_on - one.asked_on).days for one in answered],
            unknown=len(found) - len(answered),
        ),
        statistics.spread(
            [(one.met_on - one.asked_on).days for one in met], unknown=len(yes) - len(met)
        ),
        Share(len(yes), len(found)),
        _counted(named(one.status) for one in found),
        _counted(WORDS_OF_PARTNER[one.reason] for one in found if one.reason in WORDS_OF_PARTNER),
        _by_service(found),
    )  # fmt: skip


def _running(row) -> Asked:
    answered = row.accepted_at and timezone.localdate(row.accepted_at)
    return Asked(
        str(row.service), row.status, timezone.localdate(row.sent_at), answered,
        row.first_contact_on,
    )  # fmt: skip


def _ended(row) -> Asked:
    answered = row.answered_at and timezone.localdate(row.answered_at)
    return Asked(
        str(row.service), row.status, timezone.localdate(row.asked_at), answered,
        row.first_contact_on, row.reason,
    )  # fmt: skip


def _by_service(found: list[Asked]) -> list[tuple[str, int, int, int]]:
    lines = []
    for name in sorted({one.service for one in found}):
        here = [one for one in found if one.service == name]
        no = sum(one.status == Status.DECLINED for one in here)
        yes = sum(bool(one.answered_on) for one in here) - no
        lines.append((name, len(here), yes, no))
    return lines


def _counted(words) -> list[tuple[str, int]]:
    """The most first."""
    counts: dict[str, int] = {}
    for word in map(str, words):
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
