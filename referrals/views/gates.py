"""What must be in place before a draft may be sent, each with what to do about it."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.services import drafting
from referrals.services.disclosing import beyond

BASIS, PACKAGE = "desk:referral_basis", "desk:referral_package"
TOGETHER, PREVIEW = "desk:referral_together", "desk:referral_preview"
WAYS = {
    "partner": (_("ask an administrator about the agreement"), ""),
    "service": (_("throw the draft away and choose another service"), ""),
    "request": (_("the request has been closed"), ""),
    "alone": (_("take it apart from the others, if the person needs both"), TOGETHER),
    "hours": (_("call them, or choose somebody who is open"), ""),
    "basis": (_("choose a basis"), BASIS),
    "basis_holds": (_("choose a basis that holds"), BASIS),
    "version": (_("it has been changed: choose it anew, your reasons stand there"), BASIS),
    "what_for": (_("choose a consent for this, or say another purpose"), BASIS),
    "recipient": (_("choose a basis for this partner"), BASIS),
    "conditions": (_("choose the ground anew, and answer them"), BASIS),
    "covers": (_("tell less, or ask the person"), PACKAGE),
    "purpose": (_("say what it is told for"), PACKAGE),
    "agreement": (_("tell less, or choose another purpose"), PACKAGE),
    "codes_only": (_("take the free text away"), PACKAGE),
    "goal": (_("write a goal"), PACKAGE),
    "rules": (_("save what is told once more: it takes the new rules along"), PACKAGE),
    "approval": (_("ask for it when nothing else is missing"), PREVIEW),
}

HANDED_BACK = (_("mend it, then ask again"), PACKAGE)
PENDING = (_("a second person has been asked; you need do nothing more"), "")


@dataclass(frozen=True)
class Step:
    """A gate, and what whoever writes can do about it: a page, or only a sentence."""

    code: str
    label: str
    is_met: bool
    deed: str = ""
    url: str = ""
    beyond: list[str] = field(default_factory=list)  # what is told without being covered


def with_what_to_do(referral) -> list[Step]:
    """The gates as they stand today."""
    return [_step(gate, referral) for gate in drafting.gates(referral, timezone.localdate())]


def may_submit(referral, steps: list[Step]) -> bool:
    """Nothing is missing but a second person’s look, and nobody has been asked for it."""
    missing = {step.code for step in steps if not step.is_met}
    return missing == {"approval"} and not referral.is_pending


def _step(gate, referral) -> Step:
    deed, name = WAYS.get(gate.code, ("", ""))
    if gate.code == "approval" and referral.is_pending:
        deed, name = PENDING
    elif gate.code == "approval" and referral.hand_back_reason:
        deed, name = HANDED_BACK
    url = reverse(name, args=[referral.pk]) if name else ""
    if gate.code == "version":
        newest = referral.basis.ground.newest_on(timezone.localdate())
        url = f"{url}?ground={newest.pk}#ground"
    told = beyond(referral.basis, referral.package.items) if gate.code == "covers" else []
    return Step(gate.code, gate.label, gate.is_met, deed, url, [str(item.label) for item in told])
