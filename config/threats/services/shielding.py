"""What residents see instead of a colleague's name, from now on and in what was sent before.

Partners see no names of ours at all. In our own files the name stays: what was decided was
decided by somebody.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from config.accounts.models import User
from config.threats import rights
from config.threats.models import Threat

NOBODY = _("It was against the whole workplace: there is no name to hide.")
OWN_NAME = _("This is a part of the real name. Choose another one, or leave it empty.")
NOT_SHIELDED = _("The name is not hidden.")


@trail.act
def shield(pk, *, by, name: str = "") -> User:
    """Hide the name: residents see *name*; an empty one, “the social services”."""
    threat, user = _hold(pk, by=by)
    name = name.strip()
    if set(name.casefold().split()) & set(user.name.casefold().split()):
        raise ValidationError({"name": ValidationError(OWN_NAME, code="own_name")})
    put_on(user, name, threat, by=by)
    return user


@trail.act
def lift(pk, *, by) -> User:
    """Residents see again what the colleague has chosen to be called."""
    threat, user = _hold(pk, by=by)
    if user.shielded_at is None:
        raise ValidationError(NOT_SHIELDED, code="not_shielded")
    user.shielded_at, user.shield = None, ""
    user.save(update_fields=["shielded_at", "shield"])
    trail.record(by, "account.unshield", user, threat=threat.pk)
    return user


# --- Steps: they expect to be inside a use case --------------------------------------------------


def put_on(user: User, name: str, threat: Threat, *, by) -> None:
    """A name that is hidden already stays hidden; only another one changes anything."""
    if user.shielded_at and user.shield == name:
        return
    user.shielded_at, user.shield = user.shielded_at or timezone.now(), name
    user.save(update_fields=["shielded_at", "shield"])
    trail.record(by, "account.shield", user, threat=threat.pk)


def _hold(pk, *, by) -> tuple[Threat, User]:
    rows = Threat.objects.defer("what")
    threat = guard.hold(rows, pk, by=by, right=rights.KEEP)
    if threat.against_id is None:
        raise ValidationError(NOBODY, code="nobody")
    return threat, User.objects.select_for_update().get(pk=threat.against_id)
