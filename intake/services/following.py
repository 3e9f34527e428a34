"""Steps: what becomes of a request that is joined to another, when something happens to either.

Its sender keeps code and conversation. Whatever they write brings it back as a request of its
own: nobody is left unread behind another one.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox
from audit.actors import CLOCK
from intake.lifecycle import GO_ALONG, HEAR, IN_HAND, RELEASE, REOPEN, UNDER_WAY, Status
from intake.models import HelpRequest, Message, RequestLink
from intake.services.promising import promise, received

UNANSWERED = _(
    "Whoever wrote what is joined to this has had no answer yet: %(references)s. Answer there "
    "first, or take it apart."
)


def joined_to(help_request: HelpRequest) -> list[HelpRequest]:
    """What is joined to it now, for nobody else to change meanwhile. Without their stories."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    joined = rows.filter(joined_to=help_request, status=Status.JOINED, erased_at__isnull=True)
    return list(joined.order_by("received_at"))


def leading(help_request: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.without_words().get(pk=help_request.joined_to_id)


def together(help_request: HelpRequest):
    """The others of those that are one to work with: the one that leads, and what is joined."""
    lead = help_request.joined_to_id or help_request.pk
    rows = HelpRequest.objects.without_words().filter(Q(pk=lead) | Q(joined_to=lead))
    return rows.exclude(pk=help_request.pk).order_by("pk")


def told_as(help_request: HelpRequest) -> str:
    """Its state for whoever wrote it. That it is joined to another is not theirs to know."""
    if help_request.status != Status.JOINED:
        return help_request.status
    return Status.OPEN if leading(help_request).status in UNDER_WAY else Status.CLOSED


def wake(help_request: HelpRequest, *, by) -> None:
    """The sender of a joined one writes: it is a request of its own again.

    With whoever has the one that leads, if they reach it; else in the queue, as unread.
    """
    lead = leading(help_request)
    remember(help_request, lead)
    if lead.status in IN_HAND and _reaches(lead.assigned_to, help_request):
        help_request.assigned_to = lead.assigned_to
        moves.make(HEAR, help_request, by=by)
    else:
        _to_the_queue(help_request, by=by)


def let_go(lead: HelpRequest) -> None:
    """The one that leads was taken back by its sender. The others did not ask for that."""
    for one in joined_to(lead):
        remember(one, lead)
        _to_the_queue(one, by=CLOCK)
        outbox.post(one.unit.team, "intake.NEW_REQUEST", about=one, by=CLOCK)


def follow(lead: HelpRequest) -> None:
    """The one that leads has another team now."""
    lead.joined.filter(status=Status.JOINED).update(unit=lead.unit_id)


def go_along(one: HelpRequest, lead: HelpRequest, *, by, report) -> None:
    """The one that leads is handed over as a concern report: what was joined to it goes along."""
    guard.revoke(one, by=by)
    one.unit_id, one.closed_at = lead.unit_id, timezone.now()
    moves.make(GO_ALONG, one, by=by, report=report)


def require_answered(lead: HelpRequest) -> list[HelpRequest]:
    """Nobody who wrote is left without an answer because somebody else has got one."""
    joined = joined_to(lead)
    silent = [one.reference for one in joined if hasattr(one, "receipt") and not _is_answered(one)]
    if silent:
        params = {"references": ", ".join(silent)}
        raise ValidationError(UNANSWERED, code="joined_unanswered", params=params)
    return joined


def remember(one: HelpRequest, other: HelpRequest) -> None:
    """They are apart again; that they were joined is kept as a link without a reason."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    RequestLink.objects.get_or_create(
        first=first, second=second, defaults={"made_at": timezone.now()}
    )


def stand_aside_alike(one: HelpRequest, other: HelpRequest, *, by) -> None:
    """Who is related to what is in either is related to what is in both, and has neither."""
    for row, beside in ((one, other), (other, one)):
        for conflict in row.conflicts.select_related("user"):
            guard.stand_aside(beside, by=by, who=conflict.user)
            put_back(beside, conflict.user_id, by=by)


def put_back(help_request: HelpRequest, user_pk: int, *, by) -> None:
    """Back to the queue, if it is with somebody who does not reach it any more."""
    if help_request.assigned_to_id == user_pk and help_request.status in RELEASE.sources:
        moves.make(RELEASE, help_request, by=by)


def _is_answered(one: HelpRequest) -> bool:
    writers = one.messages.order_by("-written_at").values_list("writer", flat=True)
    return writers.first() == Message.Writer.US


def _reaches(user, help_request: HelpRequest) -> bool:
    return HelpRequest.objects.visible_to(user).filter(pk=help_request.pk).exists()


def _to_the_queue(help_request: HelpRequest, *, by) -> None:
    help_request.promised_at = promise(received(timezone.now()), help_request.urgency)
    help_request.first_read_at = None
    moves.make(REOPEN, help_request, by=by)
