"""What was told to the police in a year, ground by ground, in numbers that point at nobody.

Only years that have ended: a number never changes afterwards, so nobody finds one case by taking
an earlier report from a later one. A number under five is not shown, and then neither is the
sum, from which it could be worked out.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from config.police.codes import Outcome
from config.police.lifecycle import Status
from config.police.models import ContactRequest
from intake.survey_results import SMALL
from partners.models import Kind
from referrals.models import LegalGround, Referral

MOST = 10  # years back


@dataclass(frozen=True)
class Table:
    """Labels with numbers. None: under five, or the sum beside one that is."""

    title: str
    rows: list[tuple[str, int | None]]
    total: int | None

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Told:
    year: int
    referred: Table
    asked: Table


def years(today: date) -> list[int]:
    """The latest that has ended first."""
    return list(range(today.year - 1, today.year - 1 - MOST, -1))


def told_in(year: int) -> Told:
    return Told(
        year,
        _table(_("Referred to the police, by what it rests on"), _referred(year)),
        _table(_("Requests for contact details, by how they were answered"), _asked(year)),
    )


def _referred(year: int) -> Counter:
    """What has left the house for the police, by ground; or by the person's own yes."""
    sent = Referral.objects.filter(to__kind=Kind.POLICE, sent_at__year=year)
    codes = sent.values_list("basis__ground__code").annotate(number=Count("pk"))
    told = Counter()
    for code, number in codes.order_by():  # two grounds may have one name
        told[_named(code)] += number
    return told


def _named(code: str | None) -> str:
    if code is None:
        return str(_("The person’s consent"))
    return str(LegalGround.objects.filter(code=code).order_by("-version").first())


def _asked(year: int) -> Counter:
    """By the year in which it was noted: a day that is noted later would change a year whose
    figures somebody has seen.
    """
    rows = ContactRequest.objects.filter(status=Status.ANSWERED, ended_at__year=year)
    outcomes = rows.values_list("decision__outcome").annotate(number=Count("pk"))
    return Counter({str(Outcome(code).label): number for code, number in outcomes.order_by()})


def _table(title, counts: Counter) -> Table:
    labels = sorted(counts)
    shown, total = safe([counts[label] for label in labels])
    return Table(str(title), list(zip(labels, shown, strict=True)), total)


def safe(counts: list[int]) -> tuple[list[int | None], int | None]:
    """The numbers, without those from one to four; and their sum only if none is held back.

    Without the sum there is nothing that a number which is held back could be worked out from.
    """
    shown = [None if 0 < number < SMALL else number for number in counts]
    return shown, None if None in shown else sum(counts)
