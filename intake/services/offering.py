"""Ask a colleague, or another team, to take a request over. It stays with us until they say yes."""

from functools import partial
from operator import call

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from intake import rights
from intake.lifecycle import (
    ACCEPT_OFFER,
    DECLINE_OFFER,
    IN_HAND,
    LAPSE_OFFER,
    TAKE_OFFER_BACK,
    TAKE_OVER,
    OfferState,
)
from intake.models import HelpRequest, Offer, Reason
from intake.services import (
    assigning,
    breaking_glass,
    choosing_reasons,
    greeting,
    leaving,
    protecting,
    standing_in,
)
from partners.models import Team

PATIENCE = 1  # working days until whoever leads the team is told

NOT_YOURS = _("Only whoever has the request can ask somebody to take it over.")
NO_RECEIVER = _("They cannot take this request over.")
ASKED_ALREADY = _("Somebody is asked already. Take that back before you ask somebody else.")
MOVED_ON = _("The request has moved on since you were asked. Nothing was changed.")
NOBODY_ASKED = _("Nobody is asked any more. Nothing was changed.")


@trail.act
def offer(pk, *, receiver, by) -> Offer:
    """*receiver* is a colleague or a team. They are told; the request stays where it is."""
    help_request = _hold_own(pk, by=by)
    if receiver not in receivers(help_request, by=by):
        raise ValidationError({"receiver": ValidationError(NO_RECEIVER, code="no_receiver")})
    holder = help_request.assigned_to
    lapse_overtaken(help_request, by=by)
    if help_request.offers.filter(status=OfferState.WAITING).exists():
        raise ValidationError(ASKED_ALREADY, code="asked_already")
    kind = "to_team" if isinstance(receiver, Team) else "to_user"
    asked = Offer.objects.create(
        help_request=help_request, made_by=holder, made_at=timezone.now(),
        arranged_by=None if holder == by else by, **{kind: receiver},
    )  # fmt: skip
    trail.record(by, "helprequest.offer", help_request, offer=asked.pk, **{kind: receiver.pk})
    outbox.post(receiver, "intake.OFFERED", about=help_request, by=by)
    return asked


@trail.act
def accept(pk, *, by) -> HelpRequest:
    """From now on it is theirs, and their team's."""
    asked, help_request = _hold_asked(pk, by=by)
    asked.answered_by, asked.answered_at = by, timezone.now()
    moves.make(ACCEPT_OFFER, asked, by=by)
    team_before = help_request.unit_id
    help_request.assigned_to = by
    if asked.to_team_id:
        help_request.unit_id = asked.to_team.group_id
    moves.make(
        TAKE_OVER, help_request, by=by, from_colleague=asked.made_by_id,
        team=help_request.unit_id, team_before=team_before,
    )  # fmt: skip
    if help_request.unit_id != team_before:
        leaving.follow(help_request, by=by)
    _tell_askers(asked, by=by)
    return help_request


@trail.act
def decline(pk, *, reason: str, by) -> Offer:
    """No, and why. Whoever asked is told, and still has it."""
    choosing_reasons.require(Reason.Of.NOT_TAKEN, reason, field="reason")
    asked, _help_request = _hold_asked(pk, by=by)
    asked.answered_by, asked.answered_at = by, timezone.now()
    asked.declined_because = reason
    moves.make(DECLINE_OFFER, asked, by=by, reason=reason)
    _tell_askers(asked, by=by)
    return asked


@trail.act
def take_back(pk, *, by) -> None:
    """Whoever asked wants it to stay after all; also who asked for them. *pk* is the request's."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.TRIAGE)
    breaking_glass.require_not_through(help_request, by=by)
    waiting = help_request.offers.select_for_update().filter(status=OfferState.WAITING)
    asked = waiting.filter(Q(made_by=by) | Q(arranged_by=by)).first()
    if asked is None:
        raise ValidationError(NOBODY_ASKED, code="nobody_asked")
    moves.make(TAKE_OFFER_BACK, asked, by=by)


def receivers(help_request: HelpRequest, *, by) -> list:
    """Colleagues and other area teams; about a protected identity only those who are named."""
    has_it = {by.pk, help_request.assigned_to_id}
    people = [one for one in assigning.colleagues(help_request) if one.pk not in has_it]
    if help_request.is_protected:
        return people
    teams = Team.objects.filter(kind=Team.Kind.AREA).exclude(group=help_request.unit_id)
    return [*people, *teams]


# --- The clock's own ------------------------------------------------------------------------------


def sweep(now=None) -> int:
    """Close what was overtaken; tell the lead of what nobody answers. Twice does nothing new."""
    now = now or timezone.now()
    waiting = Offer.objects.filter(status=OfferState.WAITING)
    overtaken = waiting.exclude(pk__in=Offer.objects.standing().values("pk"))
    old = [one for one in Offer.objects.standing().filter(lead_told_at=None) if _is_old(one, now)]
    todo = [partial(_overtake, pk) for pk in overtaken.values_list("pk", flat=True)]
    todo += [partial(_warn, one.pk, now) for one in old]
    return one_by_one(call, todo)


def _is_old(asked: Offer, now) -> bool:
    return greeting.front().calendar.after_days(asked.made_at, PATIENCE) <= now


@trail.act
def _overtake(pk) -> bool:
    return _lapse(Offer.objects.filter(pk=pk, status=OfferState.WAITING), by=CLOCK)


@trail.act
def _warn(pk, now) -> bool:
    """The lead decides: they give it to somebody, or speak with whoever was asked."""
    held = Offer.objects.select_for_update(of=("self",)).select_related("help_request__unit")
    held = held.defer("help_request__story")
    asked = held.filter(pk=pk, status=OfferState.WAITING, lead_told_at=None).first()
    if asked is None:
        return False
    asked.lead_told_at = now
    asked.save(update_fields=["lead_told_at"])
    trail.record(CLOCK, "offer.warn", asked)
    for lead in protecting.leads_of(asked.help_request.unit, rights.REASSIGN):
        outbox.post(lead, "intake.OFFER_WAITS", about=asked.help_request, by=CLOCK)
    return True


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def lapse_overtaken(help_request: HelpRequest, *, by) -> None:
    """What was asked for somebody who does not have it any more is in nobody's way."""
    waiting = help_request.offers.filter(status=OfferState.WAITING)
    _lapse(waiting.exclude(made_by=help_request.assigned_to), by=by)


def _hold_own(pk, *, by) -> HelpRequest:
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.TRIAGE)
    breaking_glass.require_not_through(help_request, by=by)
    if not standing_in.has(by, help_request) or help_request.status not in IN_HAND:
        raise ValidationError(NOT_YOURS, code="not_yours")
    return help_request


def _hold_asked(pk, *, by) -> tuple[Offer, HelpRequest]:
    """The request first, as everybody else holds it; then what is asked about it."""
    seen = guard.reach(Offer.objects.all(), pk, by=by, right=rights.TRIAGE)
    rows = HelpRequest.objects.without_words().select_for_update(of=("self",))
    help_request = rows.get(pk=seen.help_request_id)
    asked = guard.hold(Offer.objects.all(), pk, by=by, right=rights.TRIAGE)
    if asked.status == OfferState.WAITING and not asked.stands_for(help_request):
        raise ValidationError(MOVED_ON, code="moved_on")
    return asked, help_request


def _tell_askers(asked: Offer, *, by) -> None:
    """Who has it, and whoever asked for them; or who steps in."""
    askers = {asked.made_by, asked.asker} - {by}
    for one in standing_in.instead(askers, rights.TRIAGE) or askers:
        outbox.post(one, "intake.OFFER_ANSWERED", about=asked.help_request, by=by)


def _lapse(offers, *, by) -> int:
    rows = list(offers.select_for_update())
    for asked in rows:
        moves.make(LAPSE_OFFER, asked, by=by)
    return len(rows)
