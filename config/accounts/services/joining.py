"""Somebody gets an account: one role, one organisation, and the units that give reach."""

from audit import trail
from config.accounts.models import User
from partners.models import Organisation


@trail.act
def join(*, by, email: str, role: str, organisation: Organisation | None, teams=(), **fields) -> User:
    """Make an account. Partners reach what is granted to their organisation, we our teams' rows."""
    user = User.objects.create_user(email, role=role, organisation=organisation, **fields)
    units = [team.group for team in teams]
    if organisation is not None and not organisation.is_ours:
        units.append(organisation.group)
    user.groups.set(units)
    trail.record(by, "account.join", user, role=role, units=[unit.pk for unit in units])
    return user
