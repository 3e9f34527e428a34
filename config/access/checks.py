"""What should be true of accounts: groups by role and place, and nothing left after the end."""

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import reconciling as of_all
from audit.reconciling import LATE, Check, Difference
from config.accounts.models import User
from config.accounts.roles import Role
from config.accounts.services import leaving
from config.api.models import MachineToken
from intake.services import reconciling as of_requests
from partners.models import Team
from referrals.services import reconciling as of_referrals

AT_PARTNERS = (
    Role.REGISTRAR, Role.PARTNER_MEMBER, Role.PARTNER_LEAD, Role.PARTNER_SYSTEM,
)  # fmt: skip


def _astray() -> list[Difference]:
    """Ours belong to our teams, partners to their own organisation, anybody to their group of one.

    Who has no role belongs nowhere.
    """
    teams = set(Team.objects.values_list("group", flat=True))
    held = User.groups.through.objects.values_list(
        "user", "user__role", "user__organisation__is_ours", "user__organisation__group",
        "group", "group__name",
    )  # fmt: skip
    found = []
    for user, role, is_ours, own, group, name in held:
        is_place = group in teams if is_ours else group == own
        if not role or not (is_place or name == f"user/{user}"):
            found.append(Difference("group_astray", f"accounts.user/{user}", f"auth.group/{group}"))
    return found


def _missing() -> list[Difference]:
    """Whoever acts for a partner belongs to it."""
    groups = User.groups.through.objects
    own = groups.filter(user=OuterRef("pk"), group=OuterRef("organisation__group"))
    users = User.objects.filter(~Exists(own), _may_come(), role__in=AT_PARTNERS)
    return [
        Difference("group_missing", f"accounts.user/{pk}", f"auth.group/{group}")
        for pk, group in users.values_list("pk", "organisation__group")
    ]


def _after_the_end() -> list[Difference]:
    """Ended, or run out: no group, no session, no key for a machine."""
    now = timezone.now()
    ended = User.objects.filter(Q(is_active=False) | Q(expires_at__lte=now - LATE))
    keys = MachineToken.objects.filter(account=OuterRef("pk"), revoked_at=None, expires_at__gt=now)
    left = ended.filter(
        Q(Exists(User.groups.through.objects.filter(user=OuterRef("pk"))))
        | Q(Exists(UserSession.objects.filter(user=OuterRef("pk"))))
        | Q(Exists(keys))
    )
    pks = left.values_list("pk", flat=True)
    return [Difference("open_after_the_end", f"accounts.user/{pk}") for pk in pks]


def _may_come() -> Q:
    return Q(is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


def _take_out(difference: Difference, by) -> None:
    difference.fetch().groups.remove(difference.fetch_whom())


def _put_in(difference: Difference, by) -> None:
    difference.fetch().groups.add(difference.fetch_whom())


def _end(difference: Difference, by) -> None:
    leaving.end(difference.fetch(), by=by)


OF_ACCOUNTS = (
    Check(
        "group_astray", _("Somebody belongs to a group that their role or place does not give"),
        _("Take them out of the group"), _astray, _take_out,
    ),
    Check(
        "group_missing", _("Somebody does not belong to the partner they act for"),
        _("Put them in the partner’s group"), _missing, _put_in,
    ),
    Check(
        "open_after_the_end", _("Something is still open after an account has ended"),
        _("End it again, everywhere"), _after_the_end, _end,
    ),
)  # fmt: skip

POLICY = {
    check.kind: check
    for check in (
        *of_referrals.CHECKS, *of_requests.CHECKS, *OF_ACCOUNTS, *of_all.CHECKS,
    )
}  # fmt: skip
