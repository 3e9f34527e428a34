"""The answer: what was decided is opened where it lies, read out or handed over, and noted.

Nothing is kept of it but which details they were. What the person has told anew since is not
given: then it is decided anew.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail, vault
from config.police import rights
from config.police.codes import ANSWERED_BY, Outcome
from config.police.lifecycle import ANSWER, OPEN
from config.police.models import ContactDecision, ContactRequest
from config.police.services.holding import hold, reach
from intake.models import HelpRequest, SafeContact
from intake.services import protecting
from referrals.services.packing import known

PURPOSE = "authority"
NOT_DECIDED = _("Nothing is given before two people have decided it.")
CHANGED = _(
    "The person has told us other contact details since it was decided. It must be decided anew."
)
GROUND_GONE = _("The ground is not in force any more. It must be decided anew.")
PROTECTED = _(
    "The person has been marked as a protected identity since it was decided. It must be decided "
    "anew."
)
TO_COME = _("This day has not come yet.")
TOO_EARLY = _("This day was before the decision: nothing is answered before two have decided.")


@dataclass(frozen=True)
class Paper:
    """One request with its words. *decisions*: each with its reasons, the newest last."""

    row: ContactRequest
    who: str = field(repr=False)
    whom: str = field(repr=False)
    decisions: list[tuple[ContactDecision, str]] = field(repr=False)


@dataclass(frozen=True)
class Given:
    """Exactly the details that were decided, by their codes."""

    row: ContactRequest
    details: dict[str, str] = field(repr=False)


@trail.act
def look(pk, *, by) -> ContactRequest:
    """Codes and days; no words."""
    row = reach(pk, by=by)
    trail.record(by, "contactrequest.seen", row)
    return row


@trail.act
def read(pk, *, by) -> Paper:
    """Who asks about whom, and why it was decided so. The contact details are not in it."""
    row = reach(pk, by=by)
    decisions = list(row.decisions.select_related("ground", "decided_by", "confirmed_by"))
    places = [(row, "who"), (row, "whom"), *((one, "reasons") for one in decisions)]
    who, whom, *texts = vault.unseal_all(row, places, by=by, purpose=PURPOSE)
    return Paper(row, who, whom, list(zip(decisions, texts, strict=True)))


@trail.act
def open_details(pk, *, by) -> Given:
    """Exactly what was decided to be given, to be read out or handed over; each time a line."""
    row = hold(pk, ANSWER, by=by)
    decision = row.decision
    if decision.outcome != Outcome.GIVE:
        raise ValidationError(NOT_DECIDED, code="nothing_given")
    contact = _still_given(row, by=by)
    wanted = [(contact, item) for item in decision.items]
    texts = vault.unseal_all(row, wanted, by=by, purpose=PURPOSE, ground=decision.ground.code)
    return Given(row, dict(zip(decision.items, texts, strict=True)))


@trail.act
def answer(pk, *, answered_how: str, answered_on, by) -> ContactRequest:
    """It is answered, as it was decided. If the person may see it, they do from now on."""
    row = hold(pk, ANSWER, by=by)
    decision = row.decision
    if answered_on > timezone.localdate():
        raise ValidationError({"answered_on": ValidationError(TO_COME, code="future")})
    if answered_on < timezone.localdate(decision.confirmed_at):
        raise ValidationError({"answered_on": ValidationError(TOO_EARLY, code="too_early")})
    if decision.outcome == Outcome.GIVE:
        _still_given(row, by=by)
    row.answered_how, row.answered_on = known([answered_how], ANSWERED_BY)[0], answered_on
    row.answered_by = by
    moves.make(ANSWER, row, by=by, outcome=decision.outcome, items=decision.items, how=answered_how)
    if decision.outcome == Outcome.GIVE and decision.tells_person:
        trail.record(by, "contactrequest.give", row, items=decision.items)
    return row


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.HANDLE)
    trail.record(by, "contactrequest.list", "police.contactrequest/list", count=shown)


def in_order(rows):
    """What is under way first, the longest waiting at the top; then what has ended."""
    has_ended = Case(When(status__in=OPEN, then=0), default=1)
    return rows.alias(has_ended=has_ended).order_by("has_ended", "received_on", "reference")


def _still_given(row: ContactRequest, *, by) -> SafeContact:
    """The person's contact details, within reach, and everything as it was when it was decided."""
    rows = HelpRequest.objects.without_words().select_related("safe_contact")
    person = guard.reach(rows, row.help_request_id, by=by, right=rights.HANDLE)
    decision = row.decision
    if person.safe_contact.revision != decision.revision:
        raise ValidationError(CHANGED, code="changed")
    if not decision.ground.is_in_force(timezone.localdate()):
        raise ValidationError(GROUND_GONE, code="ground_gone")
    if protecting.is_marked_since(person, decision.decided_at):
        raise ValidationError(PROTECTED, code="protected_since")
    return person.safe_contact
