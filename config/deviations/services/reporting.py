"""A deviation is reported by anybody who works here, at once (SoL 27:2), or noted by the clock."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail, vault
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from audit.references import new_reference
from config.deviations import drafts, rights
from config.deviations.codes import BY_HAND, Kind
from config.deviations.models import Deviation
from intake import words
from intake.concern_times import Step as ConcernStep
from intake.models import ConcernReport, Escalation, HelpRequest
from intake.services import protecting, saving_drafts
from partners.models import Team

NOT_YET = _("This moment has not come yet.")
NO_KIND = _("Say what went wrong.")
MISSED = (ConcernStep.ASSESS_MISSED, ConcernStep.DECIDE_MISSED, ConcernStep.TELL_MISSED)
BACK = timedelta(days=120)  # what is older was noted long ago


@trail.act
def report(*, what: str, kind: str, happened_at: datetime, by) -> Deviation:
    """Somebody reports it, also a mistake of their own. It goes to the leads of their team."""
    guard.require(by, rights.REPORT)
    if happened_at > timezone.now():
        raise ValidationError({"happened_at": ValidationError(NOT_YET, code="future")})
    if kind not in BY_HAND:
        raise ValidationError({"kind": ValidationError(NO_KIND, code="no_kind")})
    team = Team.objects.filter(group__in=guard.groups_of(by)).first()
    row = Deviation(kind=kind, happened_at=happened_at, reported_by=by)
    row.reference, row.unit_id = new_reference(), team and team.group_id
    vault.seal(row, what=words.required(what))
    row.save()
    trail.record(by, "deviation.report", row, kind=kind)
    saving_drafts.drop(drafts.REPORT, by, {"what": what}, by=by)
    for lead in _leads(row):
        outbox.post(lead, "config.deviations.REPORTED", about=row, by=by)
    return row


def sweep() -> int:
    """What the guard times and the clocks of concern reports missed; each opens one deviation."""
    known = set(Deviation.objects.exclude(about="").values_list("about", flat=True))
    missed = [*_unread(), *_late()]
    return one_by_one(lambda one: note(*one), [one for one in missed if one[1] not in known])


@trail.act
def note(kind: str, about: str, unit: int | None, happened_at: datetime) -> bool:
    """Noted once, in one transaction with its line. There are no words in it."""
    row, is_new = Deviation.objects.get_or_create(
        about=about,
        defaults={
            "kind": kind, "unit_id": unit, "happened_at": happened_at,
            "reference": new_reference(),
        },
    )  # fmt: skip
    if is_new:
        trail.record(CLOCK, "deviation.note", row, kind=kind, row=about)
    return is_new


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _unread() -> list[tuple]:
    """Told to a lead: then nobody had read it in time. No notice of its own: that was one."""
    lately = Escalation.objects.filter(lead_told_at__gte=timezone.now() - BACK)
    return [(Kind.UNREAD, _waited(one), one.unit_id, one.lead_told_at) for one in lately]


def _waited(one: Escalation) -> str:
    """What waited, and which time it was; of a message, its request: that has a reference."""
    of_request = f"{HelpRequest._meta.label_lower}/{one.help_request_id}"
    return f"{of_request if one.help_request_id else one.about}/{one.pk}"


def _late() -> list[tuple]:
    """Which steps of a concern report were missed, stands on it since the clock said so."""
    lately = ConcernReport.objects.filter(received_at__gte=timezone.now() - BACK)
    return [
        (Kind.CLOCK, f"{trail.name_of(row)}/{step.value}", row.unit_id, timezone.now())
        for row in lately.exclude(rung=[]).only("pk", "unit", "rung")
        for step in MISSED
        if step.value in row.rung
    ]


def _leads(row: Deviation) -> list:
    """The leads of the team; where there is none, all of them."""
    return protecting.leads_of(row.unit, rights.KEEP)
