"""Ways of helping beside a referral, where nothing about the person is sent: they are shown the
way to a service, or introduced to it in person, “now, in the room” (a warm hand-over).
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from intake.lifecycle import UNDER_WAY
from intake.models import GivenBy, HelpRequest
from intake.services.breaking_glass import require_not_through
from partners.models import Municipality, Service
from referrals import rights
from referrals.models import MET_BY, TOLD_BY, Guidance, GuidanceKind
from referrals.services.packing import known

LATEST = timedelta(days=180)
UNSAID = _("Say that the person has been told what it means, and has said yes.")


@trail.act
def signpost(pk, *, service_pk, way: str, ask_on: date, by) -> Guidance:
    """The person is told of a service that they may go to by themselves. Nobody there is told."""
    help_request = _begin(pk, by=by)
    service = service_of(service_pk, open_only=True)
    return _note(
        help_request, service, GuidanceKind.SIGNPOST, by=by, way=known([way], TOLD_BY)[0],
        ask_on=_day_to_ask(ask_on), given_on=timezone.localdate(),
    )  # fmt: skip


@trail.act
def introduce(
    pk, *, service_pk, way: str, given_on: date, agreed_by: str, agreed: bool, ask_on: date, by
) -> Guidance:
    """The worker, the person and the partner have met, and the person has said yes to it before.

    What was told there, the person told. That it happened is noted, and nothing of it is sent.
    """
    help_request = _begin(pk, by=by)
    if not agreed:
        raise ValidationError({"agreed": ValidationError(UNSAID, code="not_agreed")})
    if not timezone.localdate(help_request.received_at) <= given_on <= timezone.localdate():
        wrong = _("Choose a day between the day it was received and today.")
        raise ValidationError({"given_on": ValidationError(wrong, code="no_day")})
    return _note(
        help_request, service_of(service_pk), GuidanceKind.WARM, by=by,
        way=known([way], MET_BY)[0], agreed_by=known([agreed_by], GivenBy)[0], given_on=given_on,
        ask_on=_day_to_ask(ask_on),
    )  # fmt: skip


def usual_day() -> date:
    """When arrival is asked, unless somebody chooses another day."""
    days = Municipality.objects.values_list("arrival_days", flat=True).first()
    usual = Municipality._meta.get_field("arrival_days").default
    return timezone.localdate() + timedelta(days=days or usual)


def services(*, open_only: bool = False):
    """What there is to be shown; *open_only*: where residents may come by themselves."""
    rows = Service.objects.filter(is_active=True, organisation__is_active=True)
    rows = rows.filter(is_open=True) if open_only else rows
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def of_request(help_request_pk):
    """The newest first."""
    rows = Guidance.objects.filter(help_request=help_request_pk)
    return rows.select_related("service__organisation", "given_by")


def within_reach(place: guard.Place):
    """What is still to be asked first, the soonest first; then what is answered, newest first."""
    rows = Guidance.objects.listed_from(place)
    rows = rows.select_related("service__organisation", "help_request")
    answered = Case(When(our_answer="", then=0), default=1)
    return rows.defer("help_request__story").order_by(answered, "ask_on", "pk")


def due_for(place: guard.Place, absent):
    """What is to be asked today of what somebody has or showed, or whoever is *absent* does."""
    user = place.user
    theirs = Q(help_request__assigned_to=user) | Q(help_request__assigned_to__in=absent)
    shown = Q(given_by=user) | Q(given_by__in=absent)
    nobodys = Q(help_request__assigned_to=None) & shown
    due = within_reach(place).due(timezone.localdate()).filter(asked_at__isnull=False)
    return due.filter(theirs | nobodys)


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.SEND)
    trail.record(by, "guidance.list", "referrals.guidance/list", count=shown)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _begin(pk, *, by) -> HelpRequest:
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.SEND)
    require_not_through(help_request, by=by)
    if help_request.status not in UNDER_WAY:
        raise ValidationError(_("The request is closed."), code="request_closed")
    return help_request


def service_of(pk, *, open_only: bool = False) -> Service:
    service = services(open_only=open_only).filter(pk=pk).first()
    if service is None:
        raise ValidationError(_("This service cannot be shown now."), code="no_service")
    return service


def _day_to_ask(day: date) -> date:
    today = timezone.localdate()
    if not today < day <= today + LATEST:
        wrong = _("Choose a day to come, within half a year.")
        raise ValidationError({"ask_on": ValidationError(wrong, code="no_day")})
    return day


def _note(help_request: HelpRequest, service: Service, kind: str, *, by, **told) -> Guidance:
    row = Guidance.objects.create(
        help_request=help_request, service=service, kind=kind, given_by=by, **told
    )
    deed = "guidance.introduce" if kind == GuidanceKind.WARM else "guidance.signpost"
    trail.record(
        by, deed, row, service=service.pk, way=row.way, agreed_by=row.agreed_by or None,
        ask_on=row.ask_on.isoformat(),
    )  # fmt: skip
    return row
