"""One click signs in as anybody – in an invented town on one's own machine, and nowhere else."""

from django.conf import settings

from config.accounts.models import User
from config.accounts.roles import MACHINES, Role

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}


def reasons_against() -> list[str]:
    """Why one click may not sign in here. None: this is a demonstration on one machine."""
    found = []
    if not settings.DEMO:
        found.append("not_a_demo")
    if set(settings.ALLOWED_HOSTS) - LOCAL - {"testserver"}:  # Django's test client calls so
        found.append("not_local")
    if settings.SECURE_SSL_REDIRECT or settings.SESSION_COOKIE_SECURE:
        found.append("set_up_for_production")
    return found


def cast() -> list[tuple[str, list[User]]]:
    """Everybody who can be signed in as, by role."""
    people = User.objects.filter(is_active=True).exclude(role__in=MACHINES).exclude(role="")
    able = [
        one for one in people.select_related("organisation").order_by("name") if one.may_sign_in
    ]
    by_role = [(role.label, [one for one in able if one.role == role]) for role in Role]
    return [(label, ones) for label, ones in by_role if ones]
