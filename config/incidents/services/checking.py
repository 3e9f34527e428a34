"""A referral was recalled because it was sent in error: within 72 hours somebody says what it was.

GDPR 33.1 gives that long from when it was noticed, so the task comes by itself with the recall, in
the same transaction, to those who keep breaches. One press makes an incident of it; or it is noted
why it was none (33.5). *begin* is asked for by referrals (settings.SENT_IN_ERROR).
"""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from config.incidents import rights
from config.incidents.codes import CheckOutcome, Covers, Recipient
from config.incidents.models import BreachCheck, Deadline, Incident
from config.incidents.services import reporting
from referrals.models import Referral

AT_MOST = timedelta(hours=72)
DECIDED = _("This has been decided already.")
NO_REASON = _("Say why it was no breach.")


def begin(referral: Referral, *, was_read: bool, by) -> None:
    """Step of a recall: from now on the clock runs, and those who keep breaches know."""
    check = BreachCheck.objects.create(
        about=trail.name_of(referral), reference=referral.reference, partner=referral.to,
        was_read=was_read, noticed_at=referral.ended_at, due_at=due(referral.ended_at),
    )  # fmt: skip
    trail.record(by, "breachcheck.begin", check, row=check.about, was_read=was_read)
    _tell("TO_CHECK", check, by=by)


def due(noticed: datetime) -> datetime:
    """When the authority's own deadline for breaches has run out; never later than 72 hours."""
    first = [
        one.due(noticed)
        for one in Deadline.in_force([Covers.BREACH], timezone.localdate(noticed))
        if one.recipient == Recipient.IMY and not one.after
    ]
    return min([*first, noticed + AT_MOST])


@trail.act
def look(pk, *, by) -> BreachCheck:
    check = _reach(BreachCheck.objects, pk, by=by)
    trail.record(by, "breachcheck.seen", check)
    return check


@trail.act
def open_incident(pk, *, by) -> Incident:
    """It was a breach, or may have been one: it goes into the register with its clocks."""
    check = _hold(pk, by=by)
    incident = reporting.of_recall(
        check.about, check.reference, check.partner.name, check.noticed_at, by=by
    )
    reporting.decide(check, CheckOutcome.INCIDENT, by=by, incident=incident)
    return incident


@trail.act
def clear(pk, *, outcome: str, by) -> BreachCheck:
    """It was none, for a reason that the register keeps."""
    check = _hold(pk, by=by)
    if outcome not in CheckOutcome.values or outcome == CheckOutcome.INCIDENT:
        raise ValidationError({"outcome": ValidationError(NO_REASON, code="no_reason")})
    return reporting.decide(check, outcome, by=by)


def sweep(now=None) -> int:
    """The clock: a day before it is due, and when it is late. Each is said once."""
    now = now or timezone.now()
    rows = BreachCheck.objects.waiting().filter(rung_at__isnull=True)
    return one_by_one(_warn, rows.values_list("pk", flat=True), now)


@trail.act
def _warn(pk, now) -> bool:
    rows = BreachCheck.objects.waiting().select_related("partner")
    check = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if check is None:
        return False
    if now >= check.due_at and check.rung_at is None:
        check.rung_at, notice = now, "CHECK_LATE"
    elif now >= check.warns_from and check.warned_at is None:
        check.warned_at, notice = now, "CHECK_NEARS"
    else:
        return False
    check.save()
    trail.record(CLOCK, "breachcheck.warn", check, state=notice)
    _tell(notice, check, by=CLOCK)
    return True


def checkers() -> list:
    """Those who keep breaches, by name; nobody else is told."""
    people = get_user_model().objects.filter(is_active=True).order_by("pk")
    return [one for one in people if one.may_sign_in and one.has_perm(rights.KEEP_BREACHES)]


def _tell(notice: str, check: BreachCheck, *, by) -> None:
    for person in checkers():
        outbox.post(person, f"config.incidents.{notice}", about=check, by=by)


def _reach(rows, pk, *, by) -> BreachCheck:
    rows = rows.select_related("partner", "incident")
    return guard.reach(rows, pk, by=by, right=rights.KEEP_BREACHES)


def _hold(pk, *, by) -> BreachCheck:
    check = _reach(BreachCheck.objects.select_for_update(of=("self",)), pk, by=by)
    if check.outcome:
        raise ValidationError(DECIDED, code="decided")
    return check
