"""A partner's lead proposes what the directory should say of their services and opening hours."""

from datetime import date, time

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, trail
from partners import rights
from partners.languages import SPOKEN
from partners.lifecycle import TAKE_BACK, ProposalState
from partners.models import Area, Organisation, Proposal, Topic
from partners.models.hours import LONGEST
from partners.services import as_told
from partners.services.stating_capacity import own_services
from partners.working_time import Calendar, NeverOpen

NOTHING = _("You have changed nothing. What is said now stays.")
NO_NAME = _("A service has a name in Swedish.")
NO_TOPIC = _("Choose at least one thing that it helps with.")
AGES = _("The highest age is not below the lowest.")
UNKNOWN = _("This is not one of the choices.")
ENDS_FIRST = _("Each time ends after it begins.")
OVERLAP = _("Two times of the same day overlap.")
NEVER = _("Say at least one time in the week. A whole summer goes under closed days.")
TOO_LONG = _("At most two years at a time, and not closed for good.")


@trail.act
def propose_service(pk, *, by, **told) -> Proposal:
    """What one of the own services is to say. Until the municipality agrees it says what it said.

    What waited already is changed: one proposal waits for each service.
    """
    guard.require(by, rights.PROPOSE)
    service = own_services(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if service is None:
        raise guard.OutOfReach
    _require_fit(told)
    standing = as_told.of_service(service)
    values = as_told.differing(told, standing, as_told.OF_A_SERVICE)
    return _propose(service.organisation, service, values, standing, by=by)


@trail.act
def propose_new(*, by, instead_of=None, **told) -> Proposal:
    """A service of the own organisation that is not there yet. Nobody is sent to it before a yes.

    *instead_of* is the proposal that waits already and is changed by this.
    """
    guard.require(by, rights.PROPOSE)
    organisation = _own_organisation(by)
    found = None
    if instead_of is not None:
        rows = own(by).select_for_update(of=("self",)).filter(is_new=True)
        found = rows.filter(pk=instead_of).first()
        if found is None:
            raise guard.OutOfReach
        if not found.waits:
            raise moves.MoveNotAllowed(TAKE_BACK, found)
    _require_fit(told)
    _require_topics(told["topics"])
    values = as_told.differing(told, as_told.NOTHING, as_told.OF_A_NEW_SERVICE)
    found = found or Proposal(organisation=organisation, is_new=True)
    return _put(found, values, as_told.NOTHING, by=by)


@trail.act
def propose_hours(*, by, weekly: list, closed: list) -> Proposal:
    """When the own organisation is at work. Deadlines count these hours, so we agree on them."""
    guard.require(by, rights.PROPOSE)
    organisation = _own_organisation(by)
    told = {"weekly": sorted(weekly), "closed": sorted(closed)}
    _require_hours(told)
    standing = as_told.of_hours(organisation)
    values = as_told.differing(told, standing, as_told.OF_THE_HOURS)
    return _propose(organisation, None, values, standing, by=by)


@trail.act
def take_back(pk, *, by) -> Proposal:
    """The partner thinks better of it, before the municipality has answered."""
    guard.require(by, TAKE_BACK.right)
    proposal = own(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if proposal is None:
        raise guard.OutOfReach
    moves.make(TAKE_BACK, proposal, by=by)
    return proposal


def own(by):
    """What one's own organisation has proposed."""
    rows = Proposal.objects.filter(organisation=by.organisation_id)
    return rows.select_related("service", "organisation", "proposed_by")


# --- Steps ----------------------------------------------------------------------------------------


def _own_organisation(by) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).filter(is_ours=False)
    organisation = rows.filter(pk=by.organisation_id).first()
    if organisation is None:
        raise guard.OutOfReach
    return organisation


def _propose(organisation, service, values: dict, standing: dict, *, by) -> Proposal:
    if not values:
        raise ValidationError(NOTHING, code="nothing")
    waiting = Proposal.objects.select_for_update().filter(
        organisation=organisation, service=service, status=ProposalState.PROPOSED, is_new=False
    )
    found = waiting.first() or Proposal(organisation=organisation, service=service)
    return _put(found, values, standing, by=by)


def _put(proposal: Proposal, values: dict, standing: dict, *, by) -> Proposal:
    """One that waits already is changed; of another one the administrators are told."""
    is_first = proposal._state.adding
    service = proposal.service_id
    proposal.values, proposal.before = values, {name: standing[name] for name in values}
    proposal.proposed_by, proposal.proposed_at = by, timezone.now()
    proposal.save()
    deed = "proposal.propose" if is_first else "proposal.change"
    trail.record(by, deed, proposal, service=service, fields=sorted(values))
    if is_first:
        for administrator in _who_decide():
            outbox.post(administrator, "partners.PROPOSED", about=proposal, by=by)
    return proposal


def _who_decide() -> list:
    people = get_user_model().objects.filter(is_active=True)
    return [one for one in people if one.may_sign_in and one.has_perm(rights.CONFIGURE)]


def _require_fit(told: dict) -> None:
    if not told["name"].get("sv", "").strip():
        raise ValidationError({"name_sv": ValidationError(NO_NAME, code="no_name")})
    if told["to_age"] < told["from_age"]:
        raise ValidationError({"to_age": ValidationError(AGES, code="ages")})
    known = set(Area.objects.values_list("pk", flat=True))
    if not set(told["areas"]) <= known or not set(told["languages"]) <= set(SPOKEN):
        raise ValidationError(UNKNOWN, code="not_a_choice")


def _require_topics(keys: list) -> None:
    """What it helps with, so that it is found."""
    if not keys:
        raise ValidationError({"topics": ValidationError(NO_TOPIC, code="no_topic")})
    in_use = Topic.objects.filter(is_active=True)
    if not set(keys) <= set(in_use.values_list("pk", flat=True)):
        raise ValidationError(UNKNOWN, code="not_a_choice")


def _require_hours(told: dict) -> None:
    """Hours that can be counted in: each ends after it begins, and there is one within reach."""
    spans = [(day, time.fromisoformat(a), time.fromisoformat(b)) for day, a, b in told["weekly"]]
    days = [tuple(date.fromisoformat(day) for day in one) for one in told["closed"]]
    if any(closes <= opens for _day, opens, closes in spans) or any(b < a for a, b in days):
        raise ValidationError(ENDS_FIRST, code="ends_first")
    pairs = zip(spans, spans[1:], strict=False)
    if any(one[0] == next_[0] and next_[1] < one[2] for one, next_ in pairs):
        raise ValidationError(OVERLAP, code="overlap")
    if not spans:
        raise ValidationError(NEVER, code="never")
    if any(last - first > LONGEST for first, last in days):
        raise ValidationError(TOO_LONG, code="too_long")
    _require_opens(spans, days)


def _require_opens(spans, days) -> None:
    closed = frozenset(
        date.fromordinal(number)
        for first, last in days for number in range(first.toordinal(), last.toordinal() + 1)
    )  # fmt: skip
    try:
        Calendar(hours=tuple(spans), closed=closed).next_open(timezone.now())
    except NeverOpen:
        raise ValidationError(TOO_LONG, code="too_long") from None
