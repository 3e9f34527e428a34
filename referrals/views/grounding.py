"""The basis in words: what a ground says, asks and allows, and the sheet that is printed of it."""

from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.guard import guarded
from intake.models import Item
from partners.models import said
from referrals import rights
from referrals.models import Answer, LegalGround, Referral
from referrals.services import weighing
from referrals.services.disclosing import ground_of, limit_of


@guarded(rights.SEND)
@require_safe
def sheet(request, pk):
    """To whom, what, on which ground, why, and who said so: to print and to file."""
    referral, reasons = weighing.read_sheet(pk, by=request.user)
    context = {
        "referral": referral, "reasons": reasons, "facts": _decided(referral),
        "ground": said_of(referral), "conditions": conditions(referral),
    }  # fmt: skip
    return render(request, "referrals/desk/sheet.html", context)


def explained(grounds: list[LegalGround]) -> list[tuple]:
    """Each ground with what it says, in plain words."""
    return [(ground, said(ground.text)) for ground in grounds]


def beside(referral: Referral, ground: LegalGround) -> dict:
    """What whoever decides must have in front of them: the recipient, what is told, the advice."""
    too_much = set(referral.package.items) - set(ground.may_tell)
    return {
        "facts": [*recipient(referral), (_("The ground allows"), ", ".join(ground.tells()))],
        "text": said(ground.text),
        "guidance": said(ground.guidance),
        "too_much": [str(Item(item).label) for item in sorted(too_much)],
    }


def as_weighed(referral: Referral, chosen: LegalGround | None, *, by) -> dict:
    """What the form begins with where the same ground is chosen once more: why it applied."""
    before = ground_of(referral)
    if chosen is None or before is None or before.code != chosen.code:
        return {}
    return {"reasons": weighing.read_own_reasons(referral.pk, by=by)}


def recipient(referral: Referral) -> list[tuple]:
    """Who gets it, how well it is kept there, and which items they are."""
    items = [str(Item(item).label) for item in referral.package.items]
    return [
        (_("Recipient"), referral.to.name),
        (_("Secrecy there"), referral.to.get_secrecy_display()),
        (_("What is told"), ", ".join(items) or _("Codes alone, nobody’s name")),
    ]


def said_of(referral: Referral) -> dict | None:
    """The ground that it rests on, in words; None for a consent, or for nothing yet."""
    ground = referral.basis.ground if referral.basis else None
    if ground is None:
        return None
    return {
        "name": ground, "text": said(ground.text), "limit": limit_of(referral),
        "guidance": said(ground.guidance),
    }  # fmt: skip


def conditions(referral: Referral) -> list[tuple]:
    """Each condition of the ground, and how it was answered."""
    ground = referral.basis.ground if referral.basis else None
    if ground is None:
        return []
    pairs = zip(ground.asks(), referral.basis.answers, strict=False)
    return [(condition, Answer(answer).label) for condition, answer in pairs]


def _decided(referral: Referral) -> list[tuple]:
    basis = referral.basis
    decided = {"who": basis.decided_by.name, "when": _moment(basis.decided_at)}
    facts = [
        (_("Referral"), referral.reference),
        *recipient(referral),
        (_("Service"), referral.service),
        (_("Decided by"), _("%(who)s, %(when)s") % decided),
        (_("Second person"), referral.approved_by.name if referral.approved_by else "–"),
        (_("Sent"), _moment(referral.sent_at) if referral.sent_at else "–"),
    ]
    return facts if basis.consent is None else [*facts, *_consented(basis.consent)]


def _consented(consent) -> list[tuple]:
    return [
        (_("Consent of"), consent.get_given_by_display()),
        (_("Given"), f"{_moment(consent.given_at)} · {consent.get_given_how_display()}"),
        (_("It covers"), ", ".join(consent.item_labels())),
        (_("Told for"), consent.purpose_label() or "–"),
        (_("Until"), date_format(consent.valid_until, "DATE_FORMAT")),
    ]


def _moment(moment) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
