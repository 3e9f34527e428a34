"""Figures for anybody: how what partners were asked has ended, in numbers that point at nobody.

Whole quarters that have ended, of the whole municipality; protected identities are left out. What
is made public is made of blocks of five people and more (safe_cells.py), once and for all: it is
kept as it was given, and hidden again if somebody has to, but never counted anew.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import days, guard, trail
from referrals import periods, rights, safe_cells
from referrals.ledger import NO_AREA
from referrals.models import Publication, Referral
from referrals.statistics import HOW_IT_ENDED

PARTS = ("how", "to__kind", "service", "area")
TOO_EARLY = _("Only a quarter that has ended can be made public.")
ONCE = _("This quarter has been made public already. It is never counted anew.")


def blocks_of(period: periods.Period) -> dict[safe_cells.Key, int]:
    """Everything that ended within the period, in blocks; the cells themselves go no further."""
    ended = Referral.objects.filter(
        sent_at__isnull=False, help_request__is_protected=False,
        **days.within("ended_at", period.first, period.last),
    )  # fmt: skip
    rows = ended.order_by().annotate(how=HOW_IT_ENDED)
    cells = defaultdict(list)
    for how, kind, service, area, who in rows.values_list(*PARTS, "subject"):
        cells[how, kind, str(service), str(area or NO_AREA)].append(who)
    return safe_cells.blocks(cells)


def ended_quarters() -> list[periods.Period]:
    """The latest ones, newest first."""
    return [one for one in periods.recent(timezone.localdate()) if has_ended(one)]


def has_ended(period: periods.Period) -> bool:
    return period.last < timezone.localdate()


@trail.act
def publish(*, quarter: str, by) -> Publication:
    guard.require(by, rights.PUBLISH)
    period = periods.named(quarter)
    if period is None or not has_ended(period):
        raise ValidationError(TOO_EARLY, code="too_early")
    if Publication.objects.filter(quarter=quarter).exists():
        raise ValidationError(ONCE, code="once")
    cells = [[*key, many] for key, many in sorted(blocks_of(period).items())]
    made = Publication.objects.create(
        quarter=quarter, cells=cells, made_at=timezone.now(), made_by=by
    )
    trail.record(by, "publication.make", made, quarter=quarter, cells=len(cells))
    return made


@trail.act
def hide(pk, *, by) -> Publication:
    """Nobody sees it any more. What was seen, was seen."""
    return _switch(pk, is_shown=False, by=by)


@trail.act
def show(pk, *, by) -> Publication:
    """The same numbers once more."""
    return _switch(pk, is_shown=True, by=by)


def _switch(pk, *, is_shown: bool, by) -> Publication:
    guard.require(by, rights.PUBLISH)
    made = Publication.objects.select_for_update().filter(pk=pk).first()
    if made is None:
        raise guard.OutOfReach
    made.is_shown = is_shown
    made.save(update_fields=["is_shown"])
    trail.record(by, "publication.show" if is_shown else "publication.hide", made)
    return made
