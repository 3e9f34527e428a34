"""Something went wrong: somebody reports it, and the clocks run from when it was noticed.

Whoever reports it need not know what it is in law: those who keep the register judge. What is
written is sealed. A finding of the log review, or a referral that was sent in error, is reported
with one press; the reporter reaches what it is about, and the register keeps its name.
"""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail, vault
from audit import rights as audit
from audit.models import Finding
from audit.references import new_reference
from audit.services.findings import to_review
from config.incidents import drafts, rights
from config.incidents.codes import CheckOutcome, Covers, Source
from config.incidents.models import BreachCheck, Clock, Deadline, Incident
from intake import words
from intake.services import saving_drafts
from referrals import rights as referrals
from referrals.models import Referral
from referrals.models.codes import RecallReason

NOT_YET = _("This moment has not come yet.")
NO_KIND = _("Say whether data about people or a system was hit. Both can be.")
KNOWN = _("This is in the register already.")
NOT_ONE = _("This was not found to be an incident, or not sent in error.")


@trail.act
def report(*, what: str, covers: list[str], noticed_at: datetime, by) -> Incident:
    """Anybody who works here may: also what happened long ago, or what others must judge."""
    incident = _report(what, covers, noticed_at, by=by)
    saving_drafts.drop(drafts.REPORT, by, {"what": what}, by=by)
    return incident


@trail.act
def report_finding(pk, *, by) -> Incident:
    """What the log review found to be an incident. It was noticed when it was found."""
    guard.require(by, audit.REVIEW)
    item = to_review(by).filter(pk=pk).first()
    if item is None:
        raise guard.OutOfReach
    if item.finding != Finding.INCIDENT:
        raise ValidationError(NOT_ONE, code="not_one")
    what = gettext("Line %(number)s of the log, found in the review.") % {"number": item.number}
    return _report(
        what, [Covers.BREACH], item.first_found_at, by=by, source=Source.FINDING,
        about=trail.name_of(item),
    )  # fmt: skip


@trail.act
def report_recall(pk, *, by) -> Incident:
    """Somebody got what they should not have had: whoever recalled it reports it themselves."""
    rows = Referral.objects.select_related("to")
    referral = guard.reach(rows, pk, by=by, right=referrals.SEND)
    if referral.recall_reason != RecallReason.SENT_IN_ERROR:
        raise ValidationError(NOT_ONE, code="not_one")
    about = trail.name_of(referral)
    incident = of_recall(about, referral.reference, referral.to.name, referral.ended_at, by=by)
    settle(about, incident, by=by)
    return incident


# --- Steps: they expect to be inside a use case --------------------------------------------------


def of_recall(about: str, reference: str, partner: str, recalled_at, *, by) -> Incident:
    """It was noticed when it was recalled. The register keeps its name, not its words."""
    told = {"reference": reference, "partner": partner}
    what = gettext("The referral %(reference)s was sent to %(partner)s in error.") % told
    return _report(what, [Covers.BREACH], recalled_at, by=by, source=Source.RECALL, about=about)


def settle(about: str, incident: Incident, *, by) -> None:
    """Whoever recalled it has reported it: then there is nothing left to check."""
    check = BreachCheck.objects.select_for_update().waiting().filter(about=about).first()
    if check is not None:
        decide(check, CheckOutcome.INCIDENT, by=by, incident=incident)


def decide(check: BreachCheck, outcome: str, *, by, incident=None) -> BreachCheck:
    check.outcome, check.incident = outcome, incident
    check.decided_at, check.decided_by = timezone.now(), by
    check.save()
    trail.record(by, "breachcheck.decide", check, outcome=outcome)
    return check


def _report(what, covers, noticed_at, *, by, source=Source.SEEN, about="") -> Incident:
    guard.require(by, rights.REPORT)
    if noticed_at > timezone.now():
        raise ValidationError({"noticed_at": ValidationError(NOT_YET, code="future")})
    if not covers or set(covers) - set(Covers.values):
        raise ValidationError({"covers": ValidationError(NO_KIND, code="no_kind")})
    if about and Incident.objects.filter(about=about).exists():
        raise ValidationError(KNOWN, code="known")
    incident = Incident(
        reference=new_reference(), is_breach=Covers.BREACH in covers,
        is_cyber=Covers.CYBER in covers, source=source, about=about, noticed_at=noticed_at,
        reported_by=by,
    )  # fmt: skip
    vault.seal(incident, what=words.required(what))
    incident.save()
    start_clocks(incident)
    trail.record(by, "incident.report", incident, source=source, covers=covers, row=about or None)
    for keeper in keepers(incident):
        outbox.post(keeper, "config.incidents.REPORTED", about=incident, by=by)
    return incident


def keepers(incident: Incident) -> list:
    """Those who keep the register and may see this one."""
    right = rights.KEEP_BREACHES if incident.is_breach else rights.KEEP
    people = get_user_model().objects.filter(is_active=True).order_by("pk")
    return [one for one in people if one.may_sign_in and one.has_perm(right)]


def start_clocks(incident: Incident) -> None:
    """One for each deadline in force that it falls under; what runs already goes on."""
    known = set(incident.clocks.values_list("deadline__code", flat=True))
    day = timezone.localdate(incident.noticed_at)
    for deadline in Deadline.in_force(incident.covers(), day):
        if deadline.code not in known:
            due = None if deadline.after else deadline.due(incident.noticed_at)
            Clock.objects.create(incident=incident, deadline=deadline, due_at=due)
