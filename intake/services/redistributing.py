"""A lead hands out what one worker has: asked first, or at once with a reason. Each alone.

Every request is an act of its own. Whoever is interrupted comes back to what is left: what was
handed out is not on the list any more, and the same answer sent twice changes nothing.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from audit.models import Outgoing, OutgoingState
from intake import rights
from intake.lifecycle import IN_HAND, REASSIGN, OfferState
from intake.models import HandingReason, HelpRequest, Offer
from intake.services import assigning, balancing, breaking_glass, offering, protecting

MOST = 200  # on one page; the rest comes when these have gone

MOVED_ON = _("It has moved on since you looked. Nothing was changed.")
NOT_OF_THE_TEAM = _("They cannot be given this request.")
ASKED_ALREADY = _("Somebody is asked already, and has not answered.")
NO_REASON = _("Choose why it is handed out at once.")
OUT_OF_REACH = _("It is not within your reach any more.")


@dataclass(frozen=True)
class Held:
    """What one worker has of the lead's teams: what the lead reaches, and how many more."""

    user: object
    rows: list[HelpRequest]
    beyond: int


@dataclass(frozen=True)
class Undone:
    """One that was not handed out, and why."""

    reference: str
    why: str


@trail.act
def look(user_pk: int, *, by) -> Held:
    """What somebody has, the most urgent first. What the lead does not reach is only counted."""
    guard.require(by, rights.REASSIGN)
    user = next((one for one in balancing.people_of(by) if one.pk == user_pk), None)
    if user is None:
        raise guard.OutOfReach
    ours = HelpRequest.objects.filter(
        assigned_to=user, status__in=IN_HAND, unit__in=guard.groups_of(by)
    )
    reached = balancing.weighed(ours.visible_to(by)).without_words().select_related("topic")
    rows = list(reached.order_by("urgency_rank", "received_at", "pk")[:MOST])
    asked = Offer.objects.standing().filter(help_request__in=rows)
    receivers = {one.help_request_id: one for one in asked.select_related("to_user", "to_team")}
    for row in rows:
        row.masked()
        row.asked = receivers.get(row.pk)
    beyond = ours.count() - ours.visible_to(by).count()
    trail.record(by, "workload.look", user, count=len(rows), beyond=beyond or None)
    return Held(user, rows, beyond)


@trail.act
def give(pk, *, holder_pk: int, colleague, reason: str, by) -> HelpRequest:
    """At once, with a reason from the list. The colleague is told."""
    help_request = _hold(pk, holder_pk, by=by)
    if reason not in HandingReason.in_force(timezone.localdate()):
        raise ValidationError({"reason": ValidationError(NO_REASON, code="no_reason")})
    _require_able(help_request, colleague)
    help_request.assigned_to = colleague
    moves.make(
        REASSIGN, help_request, by=by, to_colleague=colleague.pk, from_colleague=holder_pk,
        reason=reason,
    )  # fmt: skip
    _tell_once(colleague, "intake.GIVEN", help_request, by=by)
    return help_request


@trail.act
def ask(pk, *, holder_pk: int, colleague, by) -> Offer:
    """It stays with whoever has it until the colleague says yes."""
    help_request = _hold(pk, holder_pk, by=by)
    _require_able(help_request, colleague)
    offering.lapse_overtaken(help_request, by=by)
    if help_request.offers.filter(status=OfferState.WAITING).exists():
        raise ValidationError(ASKED_ALREADY, code="asked_already")
    asked = Offer.objects.create(
        help_request=help_request, made_by_id=holder_pk, arranged_by=by, made_at=timezone.now(),
        to_user=colleague,
    )  # fmt: skip
    trail.record(
        by, "helprequest.offer", help_request, offer=asked.pk, to_user=colleague.pk,
        from_colleague=holder_pk,
    )  # fmt: skip
    _tell_once(colleague, "intake.OFFERED", help_request, by=by)
    return asked


def hand_out(plan: list[tuple[HelpRequest, object]], *, holder_pk: int, reason: str, by):
    """Each of *plan* – a request, and who gets it – by itself. Without a *reason* they are asked.

    What cannot be done is told, and holds up nothing.
    """
    done, undone = 0, []
    for row, colleague in plan:
        try:
            if reason:
                give(row.pk, holder_pk=holder_pk, colleague=colleague, reason=reason, by=by)
            else:
                ask(row.pk, holder_pk=holder_pk, colleague=colleague, by=by)
            done += 1
        except ValidationError as refusal:
            undone.append(Undone(row.reference, " ".join(refusal.messages)))
        except Http404:
            undone.append(Undone(row.reference, OUT_OF_REACH))
    return done, undone


def able(rows: list[HelpRequest], holder) -> dict:
    """Who may be given each of *rows*, by its key: never whoever has it."""
    found = assigning.colleagues_of(rows)
    return {pk: [one for one in people if one != holder] for pk, people in found.items()}


def spread(rows: list[HelpRequest], receivers: list, who_may: dict, *, by) -> dict:
    """A proposal: each to whoever of *receivers* has least by then; None where nobody may."""
    known = balancing.loads(receivers, by=by)
    sums, found = {one.user.pk: one.weight for one in known}, {}
    for row in rows:
        may = [one for one in receivers if one in who_may[row.pk]]
        chosen = min(may, key=lambda one: (sums[one.pk], one.name), default=None)
        found[row.pk] = chosen
        if chosen:
            sums[chosen.pk] += known[0].weights[row.urgency]
    return found


def left_behind(user, *, by, reader=None) -> int:
    """Step: whoever leads is told of what *user* has and *reader*, if anybody, does not reach."""
    lost = HelpRequest.objects.filter(assigned_to=user, status__in=IN_HAND).order_by()
    if reader:
        reached = HelpRequest.objects.visible_to(reader).order_by()
        lost = lost.exclude(pk__in=reached.values("pk"))
    units = {row.unit_id: row.unit for row in lost.only("pk", "unit").select_related("unit__team")}
    for unit in units.values():
        for lead in protecting.leads_of(unit, rights.REASSIGN) or [unit.team]:
            outbox.post(lead, "intake.LEFT_BEHIND", about=user, by=by)
    return len(units)


def in_hand(user) -> int:
    """How many requests somebody has."""
    return HelpRequest.objects.filter(assigned_to=user, status__in=IN_HAND).count()


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def _hold(pk, holder_pk: int, *, by) -> HelpRequest:
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.REASSIGN)
    breaking_glass.require_not_through(help_request, by=by)
    if help_request.assigned_to_id != holder_pk or help_request.status not in IN_HAND:
        raise ValidationError(MOVED_ON, code="moved_on")
    return help_request


def _require_able(help_request: HelpRequest, colleague) -> None:
    if colleague not in assigning.colleagues(help_request):
        raise ValidationError(NOT_OF_THE_TEAM, code="not_of_the_team")
    if colleague.pk == help_request.assigned_to_id:
        raise ValidationError(MOVED_ON, code="moved_on")


def _tell_once(colleague, notice: str, help_request: HelpRequest, *, by) -> None:
    """Forty requests are one notice: it says to log in and look."""
    waits = {"to": trail.name_of(colleague), "notice": notice, "state": OutgoingState.QUEUED}
    if not Outgoing.objects.filter(**waits).exists():
        outbox.post(colleague, notice, about=help_request, by=by)
