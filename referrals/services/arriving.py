"""Did they get there? Asked of the person on their own page, and of us when the day comes.

Neither answer takes the other's place. If the person says no, whoever showed the way is told.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from audit.actors import CLOCK, Resident
from audit.one_by_one import one_by_one
from intake.lifecycle import Status
from intake.models import CloseReason, Way
from intake.services import standing_in
from intake.services.erasing import require_not_erased
from referrals import rights
from referrals.models import SAID_BY_PERSON, SAID_BY_US, Arrival, Guidance
from referrals.services.packing import known


@trail.act
def answer(resident: Resident, pk, *, arrival: str) -> Guidance:
    """The person says whether they got there. They may say otherwise later."""
    guidance = _held().filter(pk=pk, help_request=resident.request_id).first()
    if guidance is None or resident.request_id is None:
        raise guard.OutOfReach
    require_not_erased(guidance.help_request)
    guidance.persons_answer = known([arrival], SAID_BY_PERSON)[0]
    guidance.save(update_fields=["persons_answer"])
    trail.record(resident, "guidance.answer", guidance, arrival=arrival)
    if arrival == Arrival.NOT:
        _tell(guidance, "NOT_ARRIVED", by=resident)
    return guidance


@trail.act
def say(pk, *, arrival: str, by) -> Guidance:
    """We say what we know. Not to know is an answer, too, and ends the asking."""
    guard.require(by, rights.SEND)
    guidance = _held().of_reach(by).filter(pk=pk).first()
    if guidance is None:
        raise guard.OutOfReach
    if guidance.our_answer:
        raise ValidationError(_("This has been answered already."), code="answered")
    guidance.our_answer = known([arrival], SAID_BY_US)[0]
    guidance.save(update_fields=["our_answer"])
    trail.record(by, "guidance.say", guidance, arrival=arrival)
    return guidance


def of_person(resident: Resident):
    """What they have been shown, the newest first."""
    rows = Guidance.objects.filter(help_request=resident.request_id)
    return rows.select_related("service__organisation")


def asked_about(help_request):
    """Where the day to ask has come, and the person has not said."""
    rows = Guidance.objects.filter(help_request=help_request.pk, persons_answer="", our_answer="")
    return rows.filter(ask_on__lte=timezone.localdate()).select_related("service")


def one_of_person(resident: Resident, pk) -> Guidance:
    found = of_person(resident).filter(pk=pk).first()
    if found is None:
        raise guard.OutOfReach
    return found


# --- When the day comes --------------------------------------------------------------------------


def sweep() -> int:
    """Every morning; returns how many were asked about. One transaction each."""
    return one_by_one(_ask, _to_ask().values_list("pk", flat=True))


def _to_ask():
    """Not where the person has taken the request back, or where it became something else."""
    due = Guidance.objects.due(timezone.localdate()).filter(asked_at=None)
    due = due.exclude(help_request__status=Status.HANDED_OVER)
    due = due.exclude(help_request__close_reason=CloseReason.WITHDRAWN)
    return due.filter(help_request__erased_at=None).order_by("pk")


@trail.act
def _ask(pk) -> bool:
    """What another worker holds is left to it."""
    skips = connection.features.has_select_for_update_skip_locked
    rows = Guidance.objects.select_related("help_request__safe_contact", "given_by")
    rows = rows.defer("help_request__story").select_for_update(of=("self",), skip_locked=skips)
    guidance = rows.filter(pk__in=_to_ask().filter(pk=pk).values("pk")).first()
    if guidance is None:
        return False
    guidance.asked_at = timezone.now()
    guidance.save(update_fields=["asked_at"])
    trail.record(CLOCK, "guidance.ask", guidance)
    _tell(guidance, "ARRIVAL_DUE", by=CLOCK)
    contact = guidance.help_request.safe_contact
    if not guidance.persons_answer and contact.way == Way.EMAIL:
        outbox.post(contact, "intake.ANSWERED", about=guidance.help_request, by=CLOCK)
    return True


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _held():
    rows = Guidance.objects.select_related("help_request__unit__team", "given_by")
    return rows.defer("help_request__story").select_for_update(of=("self",))


def _tell(guidance: Guidance, notice: str, *, by) -> None:
    """Whoever has the request now, else who showed the way; who steps in for them; or the team."""
    holder = guidance.help_request.assigned_to or guidance.given_by
    there = standing_in.instead([holder], rights.SEND)
    team = getattr(guidance.help_request.unit, "team", None)
    for reader in there or ([team] if team else []):
        outbox.post(reader, f"referrals.{notice}", about=guidance.help_request, by=by)
