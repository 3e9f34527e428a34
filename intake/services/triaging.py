"""Take a request, weigh it, pass it on, put it back, close it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from intake import drafts, rights
from intake.lifecycle import CLOSE, PASS_ON, RELEASE, TAKE, UNDER_WAY, may_release
from intake.models import URGENCY_RANK, Children, HelpRequest
from intake.services import (
    answering,
    breaking_glass,
    calling_for_inquiry,
    following,
    leaving,
    protecting,
    registering,
    saving_drafts,
)
from intake.services.promising import promise
from intake.services.routing import team_for


@trail.act
def take(pk, *, by) -> HelpRequest:
    """It is mine now. Two cannot take the same one: the second finds it taken."""
    help_request = hold(pk, by=by, right=TAKE.right)
    _take(help_request, by=by)
    return help_request


def _take(help_request: HelpRequest, *, by) -> None:
    help_request.assigned_to = by
    moves.make(TAKE, help_request, by=by)


@trail.act
def release(pk, *, by) -> HelpRequest:
    """Back to the queue. Somebody else's only by whoever may give it away."""
    help_request = hold(pk, by=by, right=RELEASE.right)
    if not may_release(by, help_request):
        raise ValidationError(
            _("A colleague has it. Only they, or whoever leads the team, put it back."),
            code="somebody_elses",
        )
    moves.make(RELEASE, help_request, by=by)
    return help_request


@trail.act
def weigh(
    pk, *, by, urgency: str, topic=None, interpreter: str = "", area=None, pass_on: bool = False,
    take: bool = False,
) -> HelpRequest:  # fmt: skip
    """Topic, urgency, interpreter and area. Another team's area: it is theirs from now on.

    That takes an active yes, *pass_on*, because it leaves our own queue. With *take* it is mine
    in the same step, unless it has just become another team's.
    """
    help_request = hold(pk, by=by, right=rights.TRIAGE)
    require_under_way(help_request)
    before, area_before = help_request.urgency, help_request.area_id
    unit_before = help_request.unit_id
    help_request.topic, help_request.interpreter, help_request.area = topic, interpreter, area
    set_urgency(help_request, urgency)
    help_request.save()
    trail.record(
        by, "helprequest.set", help_request, urgency=urgency, urgency_before=before,
        interpreter=interpreter, **protecting.told_in_log(help_request),
    )  # fmt: skip
    if help_request.area_id != area_before:
        _pass_on(help_request, team_for(area), agreed=pass_on, by=by)
    if take and help_request.unit_id == unit_before:
        _take(help_request, by=by)
    return help_request


def _pass_on(help_request: HelpRequest, team, *, agreed: bool, by) -> None:
    if team.group_id == help_request.unit_id:
        return
    if not agreed:
        raise ValidationError(
            _("This area belongs to %(team)s. Confirm that the request is passed on to them."),
            code="passes_on",
            params={"team": team.name},
        )
    before, help_request.unit_id = help_request.unit_id, team.group_id
    moves.make(PASS_ON, help_request, by=by, team=team.group_id, team_before=before)
    leaving.follow(help_request, by=by)
    outbox.post(team, "intake.NEW_REQUEST", about=help_request, by=by)
    protecting.tell_leads(help_request, by=by)


@trail.act
def close(
    pk, *, by, reason: str, text: str = "", ticket: str = "", children: str = "",
    no_suspicion: bool = False, confirmed: bool = False, decisions: dict | None = None,
) -> HelpRequest:  # fmt: skip
    """It is done. With a *text*: a last answer to the person, in the same step.

    About an adult it is said whether *children* live there. When a child is in it, somebody says
    actively that they suspect no harm. What still runs at partners is decided about, one by one:
    *decisions* as in leaving.py.
    """
    help_request = hold(pk, by=by, right=CLOSE.right)
    _say_children(help_request, children)
    stated = say_no_suspicion(help_request, no_suspicion, by=by)
    _require_nothing_runs(help_request)
    calling_for_inquiry.require_settled(help_request)
    joined = following.require_answered(help_request)
    leaving.settle(help_request, decisions, by=by)
    if text.strip():
        answering.say(help_request, text, ticket=ticket, confirmed=confirmed, by=by)
    help_request.close_reason, help_request.closed_at = reason, timezone.now()
    moves.make(CLOSE, help_request, by=by, reason=reason, no_suspicion=stated)
    registering.handle(help_request.reference, *(one.reference for one in joined), by=by)
    saving_drafts.drop(drafts.CLOSE, help_request, {"text": text}, by=by)
    return help_request


def _require_nothing_runs(help_request: HelpRequest) -> None:
    if help_request.service_starts.filter(ended_at__isnull=True).exists():
        raise ValidationError(SERVICE_RUNS, code="service_runs")


def _say_children(help_request: HelpRequest, children: str) -> None:
    if not help_request.asks_about_children:
        return
    if children not in Children.values:
        raise ValidationError({"children": ValidationError(ASK_FOR_CHILDREN, code="children")})
    help_request.children = children


SERVICE_RUNS = _("An open service still runs. End it first, under “Services without assessment”.")
ASK_FOR_CHILDREN = _("Say whether children live there. “It is not known” is an answer too.")
ASK_FOR_SUSPICION = _(
    "This may be about a child. State that you have no suspicion that a child is being harmed – "
    "or hand it over as a concern report."
)


# --- Steps: they expect to be inside a use case ------------------------------------------------


def set_urgency(help_request: HelpRequest, urgency: str) -> None:
    """Raised and not yet read: the promise is counted anew, from when it came in."""
    is_raised = URGENCY_RANK[urgency] < URGENCY_RANK[help_request.urgency]
    help_request.urgency, help_request.urgency_rank = urgency, URGENCY_RANK[urgency]
    if is_raised and help_request.first_read_at is None:
        sooner = promise(help_request.received_at, urgency)
        help_request.promised_at = min(help_request.promised_at, sooner)


def hold(pk, *, by, right: str) -> HelpRequest:
    """One request to change, without its story. Never through the glass."""
    help_request = guard.hold(HelpRequest.objects.without_words(), pk, by=by, right=right)
    breaking_glass.require_not_through(help_request, by=by)
    return help_request


def say_no_suspicion(help_request: HelpRequest, stated: bool, *, by) -> bool | None:
    """Whoever closes what touches a child says actively that they suspect no harm (SoL 19:1).

    Their name stays on the request. Elsewhere nobody is asked.
    """
    if not help_request.touches_a_child:
        return None
    if not stated:
        raise ValidationError(
            {"no_suspicion": ValidationError(ASK_FOR_SUSPICION, code="no_suspicion")}
        )
    help_request.no_suspicion_by = by
    return True


def require_under_way(help_request: HelpRequest) -> None:
    if help_request.status not in UNDER_WAY:
        raise ValidationError(
            _("The request has ended: “%(status)s”. Nothing was changed."),
            code="ended",
            params={"status": help_request.get_status_display()},
        )
