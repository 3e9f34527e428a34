"""Steps: what may be told, to this partner, in this state, today. The only place that decides."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.vault import DoesNotOpen
from intake.models import AgeBand, HelpRequest, Item
from intake.services.protecting import ASK
from partners.models import Kind, Service, said
from referrals.lifecycle import PACKAGE_OPEN, Status
from referrals.models import Basis, LegalGround, Referral

CODES_ONLY = frozenset({Item.NAME, Item.PHONE, Item.EMAIL})
BLIND = frozenset({"area", "age_band", "language", "access", "contact_rules"})
NO_OTHER = _("What is told here may be used only for what it was told for, and for nothing else.")


def is_codes_only(referral: Referral) -> bool:
    """Police get no free text, ever; others not where the ground says so."""
    ground = ground_of(referral)
    return referral.to.kind == Kind.POLICE or bool(ground and ground.coded_only)


def why_approval(referral: Referral) -> list[str]:
    """A second person sees it before it leaves: to the police, about a protected identity, and
    where the ground says so.
    """
    ground = ground_of(referral)
    reasons = {
        "police": referral.to.kind == Kind.POLICE,
        "ground": bool(ground and ground.needs_approval),
        "protected": is_protected(referral),
    }
    return [code for code, is_so in reasons.items() if is_so]


def is_protected(referral: Referral) -> bool:
    """Has the person a protected identity? Asked anew: it may have been marked meanwhile."""
    return HelpRequest.objects.filter(pk=referral.help_request_id, is_protected=True).exists()


def require_confirmed(referral: Referral, confirmed: bool) -> None:
    """Before anything about a protected identity leaves, somebody looks twice."""
    if is_protected(referral) and not confirmed:
        raise ValidationError({"confirmed": ValidationError(ASK, code="not_confirmed")})


def basis_holds(referral: Referral, on) -> bool:
    return referral.basis is not None and referral.basis.holds_on(on)


def ground_of(referral: Referral) -> LegalGround | None:
    return referral.basis.ground if referral.basis else None


def covers(referral: Referral, items) -> bool:
    """A consent covers the items it names, and so does a ground in law."""
    return referral.basis is not None and not beyond(referral.basis, items)


def beyond(basis: Basis, items) -> list[Item]:
    """Which of these items the consent, or the ground, does not name."""
    named = basis.consent.items if basis.consent else basis.ground.may_tell
    return [item for item in Item if item in items and item not in named]


def limit_of(referral: Referral) -> str:
    """What the partner reads beside what it is told: what it may be used for.

    As the ground says; to the police always, and nobody else on a consent.
    """
    ground = ground_of(referral)
    own = said(ground.limit) if ground else ""
    return own or (str(NO_OTHER) if referral.to.kind == Kind.POLICE else "")


def envelope_of(referral: Referral) -> dict:
    """What may be seen before accepting: codes alone. Before opening, only what is asked.

    On a ground in law only the codes that it names.
    """
    line = {"reference": referral.reference, "service": referral.service_id}
    if referral.status == Status.SENT:
        return line
    ground, is_masked = ground_of(referral), is_protected(referral)
    if is_masked:
        line["protected"] = True
    unnamed = BLIND - set(ground.may_tell) if ground else frozenset()
    whole = line | {
        "area": referral.area.code if referral.area and not is_masked else "",
        "age_band": AgeBand.UNKNOWN if is_masked else referral.age_band,
        "urgency": referral.urgency,
        "language": referral.language,
        "access": list(referral.access),
        "contact_rules": bool(referral.package.rules) or Item.WISHES in referral.package.items,
        "ground": ground.code if ground else "",
    }
    return {code: value for code, value in whole.items() if code not in unnamed}


def items_shown(referral: Referral, status: str) -> set[str]:
    """What of the package the partner may read; after the report, only how to reach the person."""
    items, ground = set(referral.package.items), ground_of(referral)
    if ground:
        items &= set(ground.may_tell)
    if is_codes_only(referral):
        items &= CODES_ONLY
    if status == Status.REPORTED:
        items -= {Item.SITUATION, Item.ATTACHMENTS}
    return items


def fields_shown(referral: Referral, status: str) -> list[str]:
    """Which of the package's texts that are."""
    items = items_shown(referral, status)
    return [field for field in referral.package.SEALED if field in items]


def require_basis(referral: Referral) -> None:
    if not basis_holds(referral, timezone.localdate()):
        raise ValidationError(
            _("What may be told has run out or been taken back. Ask the social services."),
            code="basis_gone",
        )


def has_begun(referral: Referral) -> bool:
    """Accepted, and near enough to an expected start? Said later, it opens ten days before."""
    day = referral.opens_on
    return referral.status in PACKAGE_OPEN and (day is None or day <= timezone.localdate())


def require_begun(referral: Referral) -> None:
    if not has_begun(referral):
        raise ValidationError(
            _("It opens on %(day)s. Can you begin sooner? Then move the day."),
            code="not_begun", params={"day": date_format(referral.opens_on)},
        )  # fmt: skip


def suggested(pk) -> Service | None:
    """The service that a partner names instead of its own; only a suggestion to us."""
    if pk is None:
        return None
    rows = Service.objects.filter(is_active=True, organisation__is_active=True)
    service = rows.filter(pk=pk, organisation__is_ours=False).first()
    if service is None:
        raise ValidationError(_("This is not one of the choices."), code="not_a_choice")
    return service


def require_open(referral: Referral) -> None:
    """From accept until the end, and no longer; not without a basis that holds this very day."""
    if referral.status not in PACKAGE_OPEN:
        raise ValidationError(
            _("The package opens once the referral is accepted, and closes when it ends."),
            code="package_shut",
        )
    require_begun(referral)
    if referral.to.needs_reservation and referral.reservation_accepted_at is None:
        raise ValidationError(_("The reservation must be accepted first."), code="reservation")
    require_basis(referral)
    if referral.package.digest() != referral.sent_digest:
        raise DoesNotOpen  # what is served must be what was sent
