"""Steps that the deeds about people share: whom one may touch, and where somebody belongs."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.guard import OutOfReach
from config.accounts import rights
from config.accounts.models import Invitation, User
from config.accounts.roles import MACHINES, Role, rights_of
from intake.services import redistributing
from referrals import rights as referrals
from referrals.services import handing_on

PARTNER_ROLES = (Role.REGISTRAR, Role.PARTNER_MEMBER, Role.PARTNER_LEAD)


def hold(pk, *, by) -> User:
    """Somebody's account, to be changed by an administrator – and never by its own owner."""
    require_right(by)
    user = User.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if user is None:
        raise OutOfReach
    if user.pk == getattr(by, "pk", None):
        raise ValidationError(
            _("Nobody changes their own access. Ask another administrator."), code="own_account"
        )
    return user


def hold_invitation(pk, *, by) -> Invitation:
    require_right(by)
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if invitation is None:
        raise OutOfReach
    return invitation


def require_right(by) -> None:
    """Without the right to decide about people: 403."""
    guard.require(by, rights.INVITE)


def require_fit(role: str, organisation, teams) -> None:
    """A partner's role belongs to a partner, ours to us; only our own people have teams."""
    if role in MACHINES:
        return
    if organisation is None:
        raise ValidationError(_("Choose an organisation."), code="no_organisation")
    if role in PARTNER_ROLES and organisation.is_ours:
        raise ValidationError(_("This role is for partners."), code="role_is_partners")
    if role not in PARTNER_ROLES and not organisation.is_ours:
        raise ValidationError(_("This role is for our own staff."), code="role_is_ours")
    if teams and not organisation.is_ours:
        raise ValidationError(_("Only our own staff belong to teams."), code="teams_are_ours")


def place(user: User, *, role: str, organisation, teams, by) -> list[int]:
    """Give a role and the units that give reach. Partners reach what is granted to their own.

    What somebody is named for they keep, as long as they stay where they are and may do no less.
    """
    is_elsewhere = user.organisation_id != getattr(organisation, "pk", None)
    if is_elsewhere or not rights_of(user.role) <= rights_of(role):
        take_back_named(user, by=by)
    user.role, user.organisation = role, organisation
    user.save()
    units = [team.group for team in teams]
    if organisation is not None and not organisation.is_ours:
        units.append(organisation.group)
    user.groups.set([*units, *named_groups(user)])
    leave_behind(user, by=by, is_elsewhere=is_elsewhere)
    return [unit.pk for unit in units]


def leave_behind(user: User, *, by, is_elsewhere: bool = False) -> None:
    """Of what somebody has and does not reach where they are now, whoever leads is told."""
    if is_elsewhere or not user.has_perm(referrals.RESPOND):
        handing_on.left_behind(user, by=by)
    redistributing.left_behind(user, reader=user, by=by)


def named_groups(user: User) -> list[Group]:
    """The group of one, which what is granted to somebody by name belongs to."""
    return list(user.groups.filter(name=guard.name_of_one(user))) if user.pk else []


def take_back_named(user: User, *, by) -> None:
    """Nothing that was granted to them by name is within their reach any more."""
    for group in named_groups(user):
        guard.revoke_all(group, by=by)
        user.groups.remove(group)


def require_another_administrator(user: User) -> None:
    """The house is never without somebody who can let people in."""
    if user.role != Role.ADMINISTRATOR or not user.may_sign_in:
        return
    others = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    lasting = others.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    if not lasting.exclude(pk=user.pk).exists():
        raise ValidationError(
            _("This is the only administrator left. Invite another one first."),
            code="last_administrator",
        )


def end_sessions_of(user: User) -> int:
    """Sign somebody out wherever they are signed in. Returns how many places that were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
