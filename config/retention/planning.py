"""What a rule of retention must be, to mean anything."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.models import ErasureGround
from config.retention.codes import BY_ITSELF
from config.retention.own import EVERY

OF_OUR_OWN = {own.kind for own in EVERY}
A_YEAR = 12
NO_GROUND = _("There is no ground for erasing with this code. Look in “Grounds for erasing”.")
TOO_SHORT = _("Our own records are kept for a year at least: the clock looks back on them.")
NO_AGE = _("Of this kind nobody’s age is known. Leave it empty.")
GOES = _("What goes by itself says nothing of anybody. Leave this empty.")


def require_fit(told: dict) -> None:
    """What could never let anything go, or would let it go too early, is refused."""
    kind, ground = told.get("kind"), told.get("ground")
    if ground and not ErasureGround.objects.filter(code=ground).exists():
        raise ValidationError({"ground": ValidationError(NO_GROUND, code="no_ground")})
    if kind in BY_ITSELF and (told.get("until_age") or told.get("export_first")):
        field = "until_age" if told.get("until_age") else "export_first"
        raise ValidationError({field: ValidationError(GOES, code="goes_by_itself")})
    if kind not in OF_OUR_OWN:
        return
    if (told.get("months") or A_YEAR) < A_YEAR:
        raise ValidationError({"months": ValidationError(TOO_SHORT, code="too_short")})
    if told.get("until_age"):
        raise ValidationError({"until_age": ValidationError(NO_AGE, code="no_age")})
