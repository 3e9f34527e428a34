"""Sending a referral: a second person where it takes one, then out – and back again."""

from importlib import import_module

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, second_person, trail
from intake.lifecycle import UNDER_WAY
from intake.models import HelpRequest
from referrals import rights
from referrals.lifecycle import (
    APPROVE,
    HAND_BACK,
    PACKAGE_OPEN,
    RECALL,
    SEND,
    SUBMIT,
    TRY_NEXT,
    Status,
)
from referrals.models import BY_HAND, HandBackReason, MustConfirm, RecallReason, Referral
from referrals.services import adding_files, allowing, going_on, packing
from referrals.services.disclosing import require_confirmed, why_approval
from referrals.services.ending import end
from referrals.services.gating import Gate, gates
from referrals.services.holding import hold
from referrals.services.reading import opened, was_read
from referrals.services.telling import tell_leads, tell_partner, tell_us


def require_same(referral: Referral, digest: str) -> None:
    """Step: what is sent is what somebody has looked at."""
    package = referral.package
    if package.digest() != digest or not adding_files.are_intact(package):
        raise ValidationError(_("The text has changed. Look at it again."), code="not_as_previewed")


def _require_second_person(referral: Referral, by) -> None:
    """Not who wrote it, and not who decided the basis."""
    deciders = {referral.author_id, referral.basis and referral.basis.decided_by_id}
    own = _("Somebody else must look at it.")
    second_person.require(by, deciders, own=own, code="own_draft")


def require_ready(referral: Referral, *, but: str = "") -> None:
    """Step: nothing is missing today – *but* what is being asked for at this moment."""
    found = gates(referral, timezone.localdate())
    unmet = [gate for gate in found if not gate.is_met and gate.code != but]
    if unmet:
        raise ValidationError(
            [ValidationError(_not_yet(gate), code=f"gate_{gate.code}") for gate in unmet]
        )


def _not_yet(gate: Gate):
    return _("Not so yet: %(gate)s.") % {"gate": gate.label}


def _answer_about(referral: Referral) -> None:
    """The second person has answered: the ball is the author's again."""
    referral.submitted_at = None
    referral.count(timezone.now())


@trail.act
def submit(pk, *, previewed: str, by) -> Referral:
    """Ask a second person to look at exactly this. From now on their time runs, not the author's.

    Only where one is needed, and when nothing else is missing: nobody approves half a draft.
    """
    referral = hold(pk, SUBMIT, by=by)
    reasons = why_approval(referral)
    if not reasons:
        raise ValidationError(_("It takes no second person. Send it."), code="not_needed")
    if referral.is_pending or referral.approved_digest:
        raise ValidationError(_("A second person has been asked already."), code="submitted")
    require_same(referral, previewed)
    require_ready(referral, but="approval")
    referral.submitted_at, referral.hand_back_reason = timezone.now(), ""
    referral.count(referral.submitted_at)
    referral.save()
    trail.record(by, "referral.submit", referral, package=previewed, because=reasons)
    tell_leads(referral, "TO_APPROVE", by=by)
    return referral


def _require_pending(referral: Referral) -> None:
    if not referral.is_pending:
        raise ValidationError(
            _("Nobody has asked for a second person’s look, or it was changed meanwhile."),
            code="not_submitted",
        )


@trail.act
def approve(pk, *, digest: str, by) -> Referral:
    """A second person has seen exactly this and says that it may leave."""
    referral = hold(pk, APPROVE, by=by)
    _require_second_person(referral, by)
    _require_pending(referral)
    require_same(referral, digest)
    adding_files.require_looked(referral, by)
    _answer_about(referral)
    referral.approved_by, referral.approved_digest, referral.hand_back_reason = by, digest, ""
    referral.save()
    trail.record(by, "referral.approve", referral, package=digest, basis=referral.basis_id)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def hand_back(pk, *, reason_code: str, by) -> Referral:
    """The second person wants something mended first."""
    referral = hold(pk, HAND_BACK, by=by)
    _require_second_person(referral, by)
    _require_pending(referral)
    referral.hand_back_reason = packing.known([reason_code], HandBackReason)[0]
    referral.approved_by, referral.approved_digest = None, ""
    _answer_about(referral)
    referral.save()
    trail.record(by, "referral.hand_back", referral, reason=reason_code)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def send(pk, *, previewed: str, by, confirmed: bool = False) -> Referral:
    """Ask the partner. They get what was previewed, and nothing else.

    About a protected identity only when it is *confirmed* once more.

    It comes within their reach in the same transaction as it is sent, and what comes
    within their reach has no way back into the request.
    """
    referral = hold(pk, SEND, by=by)
    require_same(referral, previewed)
    require_ready(referral)
    require_confirmed(referral, confirmed)
    referral.leave_line()
    return send_out(referral, previewed, by=by)


def send_out(referral: Referral, digest: str, *, by, **facts) -> Referral:
    """Step: the partner reaches it from this transaction on. By us, or by the clock as agreed."""
    referral.sent_at, referral.sent_digest = timezone.now(), digest
    moves.make(
        SEND, referral, by=by, partner=referral.to_id, package=digest, basis=referral.basis_id,
        **facts,
    )  # fmt: skip
    guard.grant(referral.to.group, referral, by=by, source="referral.send")
    tell_partner(referral, "ASKED", by=by)
    return referral


@trail.act
def recall(pk, *, reason: str, seen: str | None = None, by) -> Referral:
    """Take it back. What has been reported is recalled only because it was sent in error.

    Sent in error, somebody must check within 72 hours whether it was a breach (GDPR 33.1).
    With *seen*, only if it still stands there: the partner may have said yes meanwhile.
    """
    referral = hold(pk, RECALL, by=by, seen=seen)
    in_error = packing.known([reason], BY_HAND)[0] == RecallReason.SENT_IN_ERROR
    if referral.status == Status.REPORTED and not in_error:
        raise moves.MoveNotAllowed(RECALL, referral)
    must_confirm = MustConfirm.NOTHING
    if referral.status in PACKAGE_OPEN:
        must_confirm = MustConfirm.STOPPED
    if in_error:
        must_confirm = MustConfirm.DELETED
    referral.recall_reason = reason
    read = was_read(referral)
    end(referral, RECALL, by=by, must_confirm=must_confirm, why=reason, was_read=read)
    if in_error:
        import_module(settings.SENT_IN_ERROR).begin(referral, was_read=read, by=by)
    tell_partner(referral, "ENDED", by=by)
    return referral


@trail.act
def try_next(pk, *, to_pk, service_pk, by) -> Referral:
    """Ask somebody else: a new draft with the same words. It needs a basis of its own."""
    before = hold(pk, TRY_NEXT, by=by)
    requests = HelpRequest.objects.without_words().select_related("area", "unit")
    help_request = guard.hold(requests, before.help_request_id, by=by, right=rights.SEND)
    if help_request.status not in UNDER_WAY:
        raise ValidationError(_("The request is closed."), code="request_closed")
    if Referral.objects.filter(successor_of=before).exists():
        raise ValidationError(_("Somebody else has already been chosen."), code="has_successor")
    service = packing.service_of(to_pk, service_pk)
    words = opened(before, before.package.SEALED, by=by, purpose="referral", whole=True)
    contents = packing.copied(words, by=by)
    referral = packing.new_draft(
        help_request, service, contents, access=before.access, urgency=before.urgency, by=by,
        purpose=allowing.kept_for(before.purpose, service.organisation), successor_of=before,
    )  # fmt: skip
    trail.record(
        by, "referral.draft", referral, reference=referral.reference, to=referral.to_id,
        service=service.pk, items=contents.items(), successor_of=before.pk,
        told_for=referral.purpose or None, enclosed=contents.named_files(),
    )  # fmt: skip
    going_on.go_on(before, by=by)
    return referral
