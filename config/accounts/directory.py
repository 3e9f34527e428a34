"""What the people pages show. Nothing here changes anything."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import rights as audit
from config.accounts import rights as accounts
from config.accounts.models import Invitation, User
from config.accounts.roles import MACHINES, ROLES, Role
from config.accounts.second_factor import has_one
from config.deviations import rights as deviations
from config.incidents import rights as incidents
from config.police import rights as police
from config.register import rights as register
from config.threats import rights as threats
from intake import rights as intake
from partners import rights as partners
from partners.models import Team
from referrals import rights as referrals

ROOMS = [
    (_("Requests"), intake.ALL),
    (_("Referrals"), referrals.ALL),
    (_("Partners"), partners.ALL),
    (_("The log"), audit.ALL),
    (_("Accounts"), accounts.ALL),
    (_("Incidents"), incidents.ALL),
    (_("Deviations"), deviations.ALL),
    (_("Threats against staff"), threats.ALL),
    (_("Public register"), register.ALL),
    (_("Contact details asked for"), police.ALL),
]


def people(role="", organisation=None, state=""):
    """Accounts of people, not of machines. *state* is "" (may sign in now), "ended" or "all"."""
    found = User.objects.exclude(role__in=MACHINES).select_related("organisation")
    may = Q(is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    if state != "all":
        found = found.exclude(may) if state == "ended" else found.filter(may)
    if role:
        found = found.filter(role=role)
    if organisation:
        found = found.filter(organisation=organisation)
    return found.order_by("name", "pk")


def open_invitations():
    """Waiting, or not answered in time: both can be sent again or taken back."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return waiting.select_related("organisation")


def facts_about(user: User) -> list[tuple]:
    teams = Team.objects.filter(group__in=user.groups.all())
    return [
        (_("E-mail"), user.email),
        (_("Role"), user.get_role_display()),
        (_("Organisation"), user.organisation),
        (_("Teams"), ", ".join(str(team) for team in teams)),
        (_("Second step"), _("Set up") if has_one(user) else _("Not set up")),
        (_("Access"), _access(user)),
    ]


def _access(user: User):
    if not user.is_active:
        return _("Ended")
    return _("Run out") if user.has_expired else _("Active")


def matrix() -> dict:
    """Rights by rooms, and for each whether a role holds it: roles.py, drawn."""
    roles = list(Role)
    rooms = [
        (room, [(label, [right in ROLES[role] for role in roles]) for right, label in listed])
        for room, listed in ROOMS
    ]
    return {"roles": roles, "rooms": rooms}
