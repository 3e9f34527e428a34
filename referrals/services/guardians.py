"""Steps: a guardian's extract holds what is decided that they may be shown, and no more."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.lifecycle import ExtractState
from intake.models import Claimant, Extract, Guardian, HelpRequest, MayBeShown
from intake.services import deciding_on_guardians
from intake.services.extracting import Part

CHILD = "child"  # the ground for withholding: OSL 12:3
WHICH = _("Say which of the guardians asks.")
TAKEN_BACK = _(
    "What this guardian may be shown has been decided anew, or taken back, since this was "
    "released. Throw it away, and begin again if they may still be shown something."
)
OVER = _(
    "What this guardian may be shown has been decided anew, or taken back, since this was handed "
    "over. It does not open again. Begin a new one if they may still be shown something."
)
NO_DECISION = _(
    "Nothing is decided that this guardian may be shown. Decide first, under “Children” (OSL 12:3)."
)


def required(help_request: HelpRequest, claimant: str, guardian: str) -> str:
    """Which guardian, where one asks; nobody else is one. Refuses whom nothing is decided for."""
    if claimant != Claimant.GUARDIAN:
        return ""
    if guardian not in Guardian.values:
        raise ValidationError({"guardian": ValidationError(WHICH, code="which")})
    held = deciding_on_guardians.standing(help_request).get(guardian)
    if held is None or held.gives_nothing:
        raise ValidationError({"guardian": ValidationError(NO_DECISION, code="no_decision")})
    return guardian


def require_still(extract: Extract) -> None:
    """What was released for a guardian is not shown once the decision is another, nor shown again
    if they had it before.
    """
    shut = why_shut(extract)
    if shut:
        raise ValidationError(shut, code="taken_back")


def why_shut(extract: Extract) -> str:
    """Why what was released does not open any more; "" while it does."""
    if extract.claimant != Claimant.GUARDIAN or not extract.digest:
        return ""
    held = deciding_on_guardians.standing(extract.help_request).get(extract.guardian)
    if held is not None and held.decided_at <= extract.released_at:
        return ""
    return OVER if extract.status == ExtractState.HANDED_OVER else TAKEN_BACK


def covered(extract: Extract, parts: list[Part]) -> list[Part]:
    """What the decision does not cover is never given. Asked anew each time: it may be taken back,
    also between the first person's look and the second's.
    """
    if extract.claimant != Claimant.GUARDIAN:
        return parts
    given = _given(extract)
    return [
        part if part.fixed or part.section in given else replace(part, fixed=CHILD)
        for part in parts
    ]


def narrowed(extract: Extract, around: dict) -> dict:
    """The same of what stands around the texts: codes go with what was written to us, and who was
    told, asked or has looked with what a partner was told.
    """
    if extract.claimant != Claimant.GUARDIAN:
        return around
    given, none = _given(extract), {}
    if MayBeShown.STORY not in given:
        none |= {"facts": []}
    if MayBeShown.TOLD not in given:
        none |= {"consents": [], "shared": [], "guided": [], "log": []}
    return around | none


def _given(extract: Extract) -> set[str]:
    held = deciding_on_guardians.standing(extract.help_request).get(extract.guardian)
    return set(held.shown) if held else set()
