"""Two people decide what is answered: one proposes it with reasons, a second one confirms it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, outbox, second_person, trail, vault
from config.police import drafts, rights
from config.police.codes import HELD, Asked, HandBack, Outcome, Refusal
from config.police.lifecycle import CONFIRM, DECIDE, DECIDE_ANEW, HAND_BACK
from config.police.models import ContactDecision, ContactRequest
from config.police.services.holding import hold
from intake import words
from intake.models import HelpRequest
from intake.services import protecting, saving_drafts
from partners.languages import joined
from referrals.models import Answer, LegalGround
from referrals.services.packing import known

NOBODY = _("Say first which request with us is the person’s, or that we hold nothing.")
NO_ITEMS = _("Choose what is given: what is asked for, and nothing else.")
NOT_ASKED = _("Only what is asked for, and what the ground names, may be given.")
NOT_HELD = _("We hold none of this: %(items)s. Choose what we hold, or say that we hold none.")
NO_GROUND = _("Choose the ground.")
NOT_MET = _("A condition is not met, or not answered. Then it cannot be given on this ground.")
NO_REFUSAL = _("Say why it is refused.")
OWN = _("Somebody else must confirm it.")


@dataclass(frozen=True)
class Proposal:
    """What is to be answered. What does not belong to its outcome is not looked at."""

    outcome: str
    items: tuple = ()
    refusal: str = ""
    ground_pk: int | None = None
    answers: tuple = ()
    tells_person: bool = False
    confirmed: bool = False


@trail.act
def decide(pk, *, proposal: Proposal, reasons: str, by) -> ContactDecision:
    """Say what is to be answered, and why. The team's leads are asked to look at it."""
    row = hold(pk, DECIDE, by=by)
    outcome = known([proposal.outcome], Outcome)[0]
    decision = ContactDecision(contact_request=row, outcome=outcome, decided_by=by)
    if outcome == Outcome.GIVE:
        _give(row, decision, proposal, by=by)
    elif outcome == Outcome.REFUSE:
        decision.refusal = _refusal(proposal.refusal)
    vault.seal(decision, reasons=words.required(reasons))
    decision.save()
    ground = decision.ground
    moves.make(
        DECIDE, row, by=by, outcome=outcome, items=decision.items,
        refusal=decision.refusal or None, ground=ground and ground.code,
        version=ground and ground.version,
    )  # fmt: skip
    saving_drafts.drop(drafts.DECIDE, row, {"reasons": reasons}, by=by)
    for lead in protecting.leads_of(row.unit, rights.CONFIRM):
        outbox.post(lead, "config.police.TO_CONFIRM", about=row, by=by)
    return decision


@trail.act
def confirm(pk, *, decision_pk, by) -> ContactRequest:
    """The second person agrees. From now on it may be answered; the one who proposed is told."""
    row = hold(pk, CONFIRM, by=by)
    decision = _waiting(row, decision_pk, by=by)
    decision.confirmed_by, decision.confirmed_at = by, timezone.now()
    decision.save()
    row.decision = decision
    moves.make(CONFIRM, row, by=by, outcome=decision.outcome, items=decision.items)
    outbox.post(decision.decided_by, "config.police.LOOKED_AT", about=row, by=by)
    return row


@trail.act
def hand_back(pk, *, decision_pk, reason: str, by) -> ContactRequest:
    """The second person wants something mended first. The proposal is kept as it was."""
    row = hold(pk, HAND_BACK, by=by)
    decision = _waiting(row, decision_pk, by=by)
    decision.handed_back_for = known([reason], HandBack)[0]
    decision.save()
    moves.make(HAND_BACK, row, by=by, reason=reason)
    outbox.post(decision.decided_by, "config.police.LOOKED_AT", about=row, by=by)
    return row


@trail.act
def decide_anew(pk, *, by) -> ContactRequest:
    """What was decided is not given after all: the person has told us something else since."""
    row = hold(pk, DECIDE_ANEW, by=by)
    row.decision = None
    moves.make(DECIDE_ANEW, row, by=by)
    return row


# --- Steps: they expect to be inside a use case --------------------------------------------------


def proposed(row: ContactRequest) -> ContactDecision | None:
    """What was proposed last, without its reasons."""
    decisions = row.decisions.defer("reasons").select_related("ground", "decided_by")
    return decisions.order_by("decided_at").last()


def may_confirm(decision: ContactDecision | None, user) -> bool:
    """Somebody else than who proposed it, with the right."""
    waits = decision is not None and decision.contact_request.status in CONFIRM.sources
    return waits and user.has_perm(CONFIRM.right) and decision.decided_by_id != user.pk


def _give(row: ContactRequest, decision: ContactDecision, proposal: Proposal, *, by) -> None:
    """Exactly what is asked for, that the ground names, and that we hold."""
    if row.help_request is None:
        raise ValidationError(NOBODY, code="nobody")
    person = guard.reach(
        HelpRequest.objects.without_words().select_related("safe_contact"), row.help_request_id,
        by=by, right=rights.HANDLE,
    )  # fmt: skip
    if person.is_protected and not proposal.confirmed:
        raise ValidationError({"confirmed": ValidationError(protecting.ASK, "not_confirmed")})
    ground = _ground(proposal.ground_pk)
    items = known(proposal.items, HELD)
    if not items:
        raise ValidationError({"items": ValidationError(NO_ITEMS, code="no_items")})
    if not set(items) <= set(row.asked) & set(ground.may_tell):
        raise ValidationError({"items": ValidationError(NOT_ASKED, code="not_asked")})
    if list(proposal.answers) != [Answer.MET] * len(ground.asks()):
        raise ValidationError(NOT_MET, code="not_met")
    _require_held(person.safe_contact, items)
    decision.ground, decision.answers = ground, list(proposal.answers)
    decision.items, decision.revision = sorted(items), person.safe_contact.revision
    decision.tells_person = proposal.tells_person


def _require_held(contact, items: list[str]) -> None:
    """Else the log, and the person, would be told that something was given that was not there."""
    missing = [Asked(item).label for item in items if getattr(contact, item) is None]
    if missing:
        told = {"items": joined(missing)}
        raise ValidationError({"items": ValidationError(NOT_HELD, "not_held", told)})


def _ground(pk) -> LegalGround:
    held = LegalGround.in_force(timezone.localdate())
    ground = next((one for one in held if one.pk == pk and one.on_request), None)
    if ground is None:
        raise ValidationError(NO_GROUND, code="no_ground")
    return ground


def _refusal(code: str) -> str:
    if not code:
        raise ValidationError({"refusal": ValidationError(NO_REFUSAL, code="no_refusal")})
    return known([code], Refusal)[0]


def _waiting(row: ContactRequest, decision_pk, *, by) -> ContactDecision:
    """What was proposed last, as it was shown; and by somebody else."""
    decision = row.decisions.defer("reasons").select_for_update().order_by("decided_at").last()
    if decision is None or str(decision.pk) != str(decision_pk):
        raise guard.OutOfReach
    second_person.require(by, {decision.decided_by_id}, own=OWN, code="own_decision")
    return decision
