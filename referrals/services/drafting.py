"""Writing a referral: to whom, what is told, and on which basis. Nothing leaves from here."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from intake.lifecycle import UNDER_WAY
from intake.models import Consent, HelpRequest, Item, SafeContact, Urgency
from intake.services import saving_drafts
from intake.services.breaking_glass import require_not_through
from referrals import drafts, rights
from referrals.lifecycle import DISCARD, REVISE, Status
from referrals.models import Access, Answer, Basis, Enclosure, LegalGround, Referral
from referrals.services import adding_files, allowing, lining_up, packing
from referrals.services.disclosing import envelope_of, fields_shown
from referrals.services.gating import Gate, gates
from referrals.services.holding import hold, require, rows
from referrals.services.reading import opened

__all__ = [
    "Gate", "Preview", "discard", "draft", "gates", "preview", "revise", "set_consent_basis",
    "set_ground_basis",
]  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """Exactly what the partner would see: before accepting, and after. *digest* names it."""

    referral: Referral
    envelope: dict
    package: dict[str, str] = field(repr=False)
    goals: list[str] = field(repr=False)
    digest: str
    rules: dict = field(default_factory=dict)
    files: list[Enclosure] = field(default_factory=list)


@trail.act
def draft(
    help_request_pk, *, to_pk, service_pk, goals, situation, items, access, urgency, by,
    purpose: str = "", attachments=(),
) -> Referral:  # fmt: skip
    """Write what one organisation may know: a new text, sealed at a new place."""
    requests = HelpRequest.objects.without_words().select_related("area", "unit")
    help_request = guard.hold(requests, help_request_pk, by=by, right=rights.SEND)
    require_not_through(help_request, by=by)
    if help_request.status not in UNDER_WAY:
        raise ValidationError(_("The request is closed."), code="request_closed")
    service = packing.service_of(to_pk, service_pk)
    contents = _contents(help_request, goals, situation, items, attachments, by=by)
    referral = packing.new_draft(
        help_request, service, contents, access=access, urgency=urgency, by=by,
        purpose=allowing.known_purpose(purpose, service.organisation),
    )  # fmt: skip
    trail.record(
        by, "referral.draft", referral, reference=referral.reference, to=referral.to_id,
        service=service.pk, items=contents.items(), told_for=purpose or None,
        enclosed=contents.named_files(),
    )  # fmt: skip
    begun, typed = drafts.BEGIN.of(service.pk), drafts.as_typed(goals, situation)
    saving_drafts.drop(begun, help_request, typed, by=by)
    return referral


@trail.act
def revise(
    pk, *, goals, situation, items, access, urgency, by, purpose: str = "", attachments=()
) -> Referral:  # fmt: skip
    """Write it again. An approval of what it was falls; who wrote last cannot be who approves."""
    referral = hold(pk, REVISE, by=by)
    about = HelpRequest.objects.without_words().get(pk=referral.help_request_id)
    contents = _contents(about, goals, situation, items, attachments, by=by)
    packing.pack(referral, referral.package, contents, by=by)
    referral.access = packing.known(access, Access)
    referral.urgency = packing.known([urgency], Urgency)[0]
    referral.purpose = allowing.known_purpose(purpose, referral.to)
    referral.author, referral.written_at = by, timezone.now()
    _forget_approval(referral)
    trail.record(
        by, "referral.revise", referral, items=contents.items(), told_for=purpose or None,
        enclosed=contents.named_files(),
    )  # fmt: skip
    saving_drafts.drop(drafts.PACKAGE, referral, drafts.as_typed(goals, situation), by=by)
    return referral


def _contents(
    help_request: HelpRequest, goals, situation: str, items, attachments, *, by
) -> packing.Contents:
    """Our words, and what was chosen of the person's: read for this purpose, so traced."""
    situation, goals = packing.written(goals, situation)
    chosen = [item for item in packing.known(items, Item) if item in packing.CONTACT]
    files = adding_files.chosen(help_request, attachments, by=by)
    contact = SafeContact.objects.filter(help_request=help_request.pk).first()
    if not chosen or contact is None:
        return packing.Contents(situation, goals, attachments=files)
    wanted = [(contact, item) for item in chosen]
    texts = vault.unseal_all(contact, wanted, by=by, purpose="referral")
    details = packing.told(dict(zip(chosen, texts, strict=True)))
    rules = packing.rules_of(contact, details)
    return packing.Contents(situation, goals, details, rules, contact.revision, files)


@trail.act
def discard(pk, *, by) -> None:
    """Throw a draft away. The trail keeps its reference, its author and when."""
    throw_away(hold(pk, DISCARD, by=by), by=by)


def throw_away(referral: Referral, *, by) -> None:
    """Step: destroy a draft's keys and the draft."""
    trail.record(
        by, "referral.discard", referral, reference=referral.reference,
        author=referral.author_id, written_at=referral.written_at.isoformat(),
    )  # fmt: skip
    lining_up.let_go_of_next(referral, by=by)
    packing.destroy(referral)


@trail.act
def set_consent_basis(pk, *, consent_pk, by) -> Referral:
    """Tell on the person's own word: a consent given on this request, for this organisation.

    What was begun about a ground in law is not needed then: it goes if the page said that it does.
    """
    referral = hold(pk, REVISE, by=by)
    consents = Consent.objects.filter(help_request=referral.help_request_id)
    consent = consents.filter(pk=consent_pk).first()
    if consent is None:
        raise guard.OutOfReach
    if consent.organisation_id != referral.to_id:
        raise ValidationError(_("This consent is for another organisation."), code="other_partner")
    saving_drafts.drop(drafts.REASONS, referral, {}, by=by)
    return _rest_on(referral, _basis(referral, by, consent=consent), by=by, consent=consent.pk)


@trail.act
def set_ground_basis(pk, *, ground_pk, reasons: str, by, answers=()) -> Referral:
    """Tell on a named, versioned ground in law: each of its conditions met, and with reasons."""
    referral = hold(pk, REVISE, by=by)
    ground = LegalGround.objects.filter(pk=ground_pk).first()
    if ground is None or not ground.fits(referral.to.kind):
        raise ValidationError(_("This ground does not fit this partner."), code="other_kind")
    if ground not in LegalGround.in_force(timezone.localdate()):
        raise ValidationError(_("This ground is not in force."), code="not_in_force")
    _require_met(ground, list(answers))
    if not reasons.strip():
        raise ValidationError(_("Say why the ground fits."), code="no_reasons")
    basis = _basis(referral, by, ground=ground, answers=list(answers))
    vault.seal(basis, reasons=reasons.strip())
    saving_drafts.drop(drafts.REASONS, referral, {"reasons": reasons}, by=by)
    return _rest_on(referral, basis, by=by, ground=ground.code, version=ground.version)


def _require_met(ground: LegalGround, answers: list) -> None:
    """Every condition is answered, and none with no: else nothing rests on this ground."""
    if len(answers) != len(ground.asks()) or set(answers) - set(Answer.values):
        raise ValidationError(_("Answer every condition of the ground."), code="unanswered")
    if Answer.NOT_MET in answers:
        raise ValidationError(
            _(
                "A condition is not met, so this ground does not hold. Ask for consent, or choose "
                "another ground."
            ),
            code="not_met",
        )


def _basis(referral, by, **what) -> Basis:
    return Basis(subject=referral.subject, decided_by=by, decided_at=timezone.now(), **what)


def _rest_on(referral: Referral, basis: Basis, *, by, **facts) -> Referral:
    before = referral.basis
    basis.save()
    referral.basis = basis
    _forget_approval(referral)
    packing.drop_basis(before)
    trail.record(by, "referral.basis", referral, basis=basis.pk, **facts)
    return referral


def _forget_approval(referral: Referral) -> None:
    """Whoever was asked to look was asked about something else: the ball is the author's again."""
    if referral.is_pending:
        referral.submitted_at = None
        referral.count(timezone.now())
    if referral.after_id:  # another text, or another basis, than was agreed on
        lining_up.forget(referral)
    referral.plan_look()
    referral.approved_by, referral.approved_digest, referral.hand_back_reason = None, "", ""
    referral.save()


@trail.act
def preview(pk, *, by) -> Preview:
    """See what the partner would see, before accepting and after. The digest names it."""
    referral = guard.reach(rows(), pk, by=by, right=rights.SEND)
    require(REVISE, referral)
    fields = fields_shown(referral, Status.ACCEPTED)
    words = opened(referral, fields, by=by, purpose="referral")
    return Preview(
        referral, envelope_of(referral), words.texts, [text for _goal, text in words.goals],
        referral.package.digest(), words.rules, adding_files.shown(referral, Status.ACCEPTED),
    )  # fmt: skip
