"""What is known about every row that is kept, and what the rules say of it. No words are opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from audit.trail import name_of
from config.retention import due
from config.retention.codes import BY_ITSELF, Kind
from config.retention.due import Row
from config.retention.models import LegalHold, RetentionPlan, RetentionRule
from config.retention.own import EVERY, Own
from config.retention.services import grouping, own_records
from intake.lifecycle import ENDED, ConcernStatus, Status
from intake.models import (
    BirthDay,
    ChildTalk,
    CloseReason,
    ConcernReport,
    GuardianAccess,
    HelpRequest,
    Judgement,
    Message,
    Note,
    ServiceStart,
    Telling,
)
from referrals.models import Referral

MINOR = (CloseReason.DUPLICATE, CloseReason.NOT_OURS)
BY_PLAN = (Kind.MINOR, Kind.NO_REQUEST)  # without a rule of their own they are requests
SHORTEST_MONTH = timedelta(days=28)
BIRTH = ("keeping__birth_day", "keeping__birth_year", "keeping__kept_for")
OF_REQUEST = (
    "pk", "reference", "status", "close_reason", "received_at", "closed_at", "last_message",
    "last_note", "last_referral", "last_service", "last_talk", "last_guardian", "runs", *BIRTH,
)  # fmt: skip
NOTED = (
    "received_at", "closed_at", "last_message", "last_note", "last_referral", "last_service",
    "last_talk", "last_guardian",
)  # fmt: skip
OF_REPORT = (
    "pk", "reference", "status", "decision", "received_at", "decided_at", "handed_at",
    "last_judgement", "last_telling", "from_request", *BIRTH,
    *(f"from_request__{name}" for name in BIRTH),
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The rules of a day."""

    day: date
    rules: dict[str, RetentionRule]
    pure: dict[str, due.Rule]
    house: due.House

    def judge(self, facts: due.Facts) -> due.Verdict:
        if facts.kind in BY_PLAN and facts.kind not in self.pure:
            facts = replace(facts, kind=Kind.FILE)
        return due.due(facts, self.pure, self.house)


def known(day: date) -> Known:
    rules = RetentionRule.in_force(day)
    pure = {kind: rule.pure() for kind, rule in rules.items()}
    return Known(day, rules, pure, RetentionPlan.current().house())


def facts_of(row, day: date) -> due.Facts:
    """What is known about one row of any kind that is kept."""
    return next(_KNOWN[type(row)](Q(pk=row.pk), day)).facts


def old_enough(known_: Known) -> Iterator[tuple[Row, due.Verdict]]:
    """The same, with what the rules say: what they let go or ask a human about."""
    if not known_.pure:
        return
    listed = [rule.months for kind, rule in known_.pure.items() if kind not in BY_ITSELF]
    shortest = min(listed, default=0) * SHORTEST_MONTH
    before = timezone.make_aware(datetime.combine(known_.day - shortest, time.max))
    rows = [
        *_reports(Q(erased_at=None, received_at__lte=before), known_.day),
        *_requests(Q(erased_at=None, closed_at__lte=before), known_.day),
    ]
    for own in EVERY:
        rows += _own(own, Q(("erased_at", None), (f"{own.ended}__lte", before)), known_.day)
    for row in rows:
        verdict = known_.judge(row.facts)
        if verdict.is_due(known_.day) or verdict.asks(known_.day):
            yield row, verdict


def _requests(which: Q, day: date) -> Iterator[Row]:
    """What is joined is judged as one."""
    return grouping.as_one(_each(which, day), lambda others: _each(others, day))


def _each(which: Q, day: date) -> Iterator[Row]:
    """A request that was handed over is kept as long as the concern report that it became."""
    rows = list(_with_last(HelpRequest.objects.filter(which)).values(*OF_REQUEST))
    handed = [one["pk"] for one in rows if one["status"] == Status.HANDED_OVER]
    reports = {
        one["from_request"]: _of_report(one)
        for one in _judged(ConcernReport.objects.filter(from_request__in=handed))
    } if handed else {}  # fmt: skip
    holds = _holds(day)
    for one in rows:
        facts, about = _of_request(one), f"{HelpRequest._meta.label_lower}/{one['pk']}"
        if one["pk"] in reports:
            facts = _together(facts, reports[one["pk"]])
        yield Row(about, one["reference"], replace(facts, held_until=holds.get(about)))


def _reports(which: Q, day: date) -> Iterator[Row]:
    holds = _holds(day)
    for one in _judged(ConcernReport.objects.filter(which)):
        about = f"{ConcernReport._meta.label_lower}/{one['pk']}"
        facts = replace(_of_report(one), held_until=holds.get(about))
        yield Row(about, one["reference"], facts)


def _own(own: Own, which: Q, day: date) -> Iterator[Row]:
    return own_records.known_of(own, which, _holds(day))


_KNOWN: dict[type, Callable[[Q, date], Iterator[Row]]] = {
    HelpRequest: _requests, ConcernReport: _reports,
    **{own.model: partial(_own, own) for own in EVERY},
}  # fmt: skip


def _of_request(one: dict) -> due.Facts:
    return due.Facts(
        kind=_kind(one["close_reason"]), has_ended=one["status"] in ENDED and not one["runs"],
        last_note=_latest(one, NOTED), **_birth(one),
    )  # fmt: skip


def _of_report(one: dict) -> due.Facts:
    """Unless it was decided not to open an inquiry, it is kept as one that led to an inquiry."""
    own, first = _birth(one), _birth(one, "from_request__")
    moments = ("received_at", "decided_at", "handed_at", "last_judgement", "last_telling")
    is_not_opened = one["decision"] == ConcernStatus.NOT_OPENED
    return due.Facts(
        kind=Kind.NOT_OPENED if is_not_opened else Kind.INQUIRY,
        has_ended=one["status"] == ConcernStatus.FILED,
        last_note=_latest(one, moments), **grouping.of_several([own, first]),
    )  # fmt: skip


def _together(request: due.Facts, report: due.Facts) -> due.Facts:
    """The report's rule, from whichever had its last note later."""
    return replace(
        report,
        has_ended=request.has_ended and report.has_ended,
        last_note=max(request.last_note, report.last_note),
    )


def _kind(close_reason: str) -> str:
    if close_reason == CloseReason.NO_REQUEST:
        return Kind.NO_REQUEST
    return Kind.MINOR if close_reason in MINOR else Kind.FILE


def _birth(one: dict, before: str = "") -> dict:
    return {
        "birth_day": one[f"{before}keeping__birth_day"] or BirthDay.UNKNOWN,
        "birth_year": one[f"{before}keeping__birth_year"],
        "kept_for": one[f"{before}keeping__kept_for"] or "",
    }


def _latest(one: dict, names: tuple[str, ...]) -> date:
    """The day of the last thing that was noted."""
    return timezone.localdate(max(one[name] for name in names if one[name]))


def _with_last(rows: QuerySet) -> QuerySet:
    """When somebody last wrote, noted or decided something, ended a referral or an open service."""
    return rows.annotate(
        last_message=_last(Message, "written_at"), last_note=_last(Note, "written_at"),
        last_referral=_last(Referral, "ended_at"), last_service=_last(ServiceStart, "ended_at"),
        last_talk=_last(ChildTalk, "noted_at"), last_guardian=_last(GuardianAccess, "decided_at"),
        runs=Exists(ServiceStart.objects.filter(help_request=OuterRef("pk"), ended_at=None)),
    )  # fmt: skip


def _judged(rows: QuerySet) -> QuerySet:
    """The same of concern reports: when somebody last judged it, or told who reported it."""
    rows = rows.annotate(
        last_judgement=_last(Judgement, "made_at", of="report"),
        last_telling=_last(Telling, "ended_at", of="report"),
    )
    return rows.values(*OF_REPORT)


def _last(model, moment: str, *, of: str = "help_request") -> Subquery:
    same = model.objects.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Subquery(same.annotate(last=Max(moment)).values("last"))


def _holds(day: date) -> dict[str, date]:
    """The last day of what is held."""
    in_force = LegalHold.objects.filter(lifted_at=None, until__gte=day).order_by()
    return dict(in_force.values_list("about").annotate(last=Max("until")))


def hold_on(row, day: date) -> LegalHold | None:
    """The hold that lasts longest."""
    found = LegalHold.objects.filter(about=name_of(row), lifted_at=None, until__gte=day)
    return found.order_by("-until").first()
