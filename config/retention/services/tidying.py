"""Once a night: traces that are no part of anybody's file go by themselves, as the plan says.

They hold no words and point at nobody but by a key, so no list waits for two people: whoever
decided the plan has said it. What a hold is on stays. How many went is noted for each kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from audit.models import Outgoing
from audit.one_by_one import one_by_one
from config.accounts.models import Invitation
from config.incidents.models import BreachCheck
from config.retention import due
from config.retention.codes import Kind
from config.retention.models import LegalHold, RetentionRule, Tidied
from intake.models import HelpRequest
from partners.lifecycle import ProposalState
from partners.models import Proposal
from referrals.models import AnswerLink, Referral

AT_ONCE = 1000


@dataclass(frozen=True)
class Trace:
    """One kind: which rows are over, and since when. *of*: those of the requests with these keys,
    which the trail names so.
    """

    kind: Kind
    over: Callable[[], QuerySet]
    moment: str
    of: Callable[[QuerySet, list, list[str]], QuerySet]


@dataclass(frozen=True)
class Tonight:
    """What would go if the night came now, and what went the last time."""

    rule: RetentionRule
    count: int
    last: Tidied | None


def _about(rows: QuerySet, _keys: list, names: list[str]) -> QuerySet:
    return rows.filter(about__in=names)


def _nobodys(rows: QuerySet, _keys: list, _names: list[str]) -> QuerySet:
    return rows.none()


TRACES = (
    Trace(Kind.NOTICE, lambda: Outgoing.objects.exclude(settled_at=None), "settled_at", _about),
    Trace(
        Kind.LINK, AnswerLink.objects.all, "expires_at",
        lambda rows, keys, _names: rows.filter(referral__help_request__in=keys),
    ),
    Trace(
        Kind.PROPOSAL, lambda: Proposal.objects.exclude(status=ProposalState.PROPOSED),
        "decided_at", _nobodys,
    ),
    Trace(
        Kind.CHECK, lambda: BreachCheck.objects.exclude(outcome="").filter(incident=None),
        "decided_at", _about,
    ),
    Trace(Kind.INVITATION, Invitation.objects.all, "expires_at", _nobodys),
)  # fmt: skip
BY_KIND = {trace.kind: trace for trace in TRACES}


def tonight(day: date) -> list[Tonight]:
    """The dry run: kind by kind, where the plan has a rule."""
    rules = RetentionRule.in_force(day)
    return [
        Tonight(
            rules[trace.kind], _due(trace, rules[trace.kind], day).count(),
            Tidied.objects.filter(rule__kind=trace.kind).first(),
        )
        for trace in TRACES if trace.kind in rules
    ]  # fmt: skip


def sweep() -> int:
    """How many went. Run twice it finds nothing the second time."""
    return one_by_one(_all_of, [trace.kind for trace in TRACES])


def _all_of(kind: str) -> int:
    done = whole = tidy(kind)
    while done == AT_ONCE:
        done = tidy(kind)
        whole += done
    return whole


@trail.act
def tidy(kind: str) -> int:
    """A thousand at most, in one act: a night that is broken off goes on where it stopped."""
    day = timezone.localdate()
    rule = RetentionRule.in_force(day).get(kind)
    if rule is None:
        return 0
    due_now = _due(BY_KIND[kind], rule, day)
    keys = list(due_now.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return 0
    due_now.model.objects.filter(pk__in=keys).delete()
    row, _is_new = Tidied.objects.get_or_create(rule=rule, day=day, defaults={"count": 0})
    row.count += len(keys)
    row.save()
    trail.record(CLOCK, "disposal.tidy", row, kind=kind, count=len(keys), version=rule.version)
    return len(keys)


# --- Steps ---------------------------------------------------------------------------------------


def _due(trace: Trace, rule: RetentionRule, day: date) -> QuerySet:
    """Over for longer than the rule says. The day itself is not counted: never one too early."""
    first_kept = datetime.combine(due.months_after(day, -rule.months), time.min)
    before = {f"{trace.moment}__lt": timezone.make_aware(first_kept)}
    rows = trace.over().filter(**before)
    return rows.exclude(pk__in=_held(trace, rows, day).order_by().values("pk"))


def _held(trace: Trace, rows: QuerySet, day: date) -> QuerySet:
    """What is about something with a hold on it, or about a referral because of it."""
    held = LegalHold.objects.filter(lifted_at=None, until__gte=day)
    names = list(held.values_list("about", flat=True))
    of_requests = f"{HelpRequest._meta.label_lower}/"
    keys = [name.removeprefix(of_requests) for name in names if name.startswith(of_requests)]
    referrals = Referral.objects.filter(help_request__in=keys).values_list("pk", flat=True)
    label = Referral._meta.label_lower
    return trace.of(rows, keys, [*names, *(f"{label}/{pk}" for pk in referrals)])
