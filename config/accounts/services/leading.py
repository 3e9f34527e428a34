"""A partner's lead lets their own people in, and out again: nobody else's, and never themselves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.guard import OutOfReach
from config.accounts.models import Invitation, User
from config.accounts.roles import MACHINES
from config.accounts.services import inviting, leaving
from config.accounts.services.placing import PARTNER_ROLES
from partners import rights as partners

NOT_YOURS_TO_GIVE = _("A lead gives roles at a partner, and no others.")
ELSEWHERE = _(
    "This address cannot be invited from here. Ask the municipality’s administrator: they can see "
    "why."
)
ONE_OF_YOU = _("They already have an account with you.")
YOURSELF = _("Nobody ends their own access. Ask another lead, or the municipality.")


@trail.act
def invite(*, by, email: str, name: str, role: str, language="sv", account_expires_at=None):
    """Send somebody a link into one's own organisation."""
    guard.require(by, partners.LEAD_MEMBERS)
    if role not in PARTNER_ROLES:
        raise ValidationError({"role": ValidationError(NOT_YOURS_TO_GIVE, code="not_yours")})
    _require_free(email.strip().lower(), by)
    return inviting.ask_in(
        by=by, email=email, name=name, role=role, organisation=by.organisation, language=language,
        account_expires_at=account_expires_at,
    )  # fmt: skip


@trail.act
def invite_again(pk, *, by) -> Invitation:
    """A new link and a new week, for somebody one's own organisation has invited."""
    return inviting.renew(_hold_invitation(pk, by=by), by=by)


@trail.act
def revoke(pk, *, by) -> Invitation:
    """Take an invitation to one's own organisation back. Its link stops working at once."""
    return inviting.take_back(_hold_invitation(pk, by=by), by=by)


@trail.act
def remove(pk, *, by) -> User:
    """One of one's own people goes: signed out everywhere, and nothing within reach any more.

    What they took care of is with nobody until the lead has given it to somebody else.
    """
    user = people(by).select_for_update(of=("self",)).filter(pk=pk, is_active=True).first()
    if user is None:
        raise OutOfReach
    if user.pk == by.pk:
        raise ValidationError(YOURSELF, code="own_account")
    return leaving.end(user, by=by)


def people(by):
    """The accounts of one's own organisation, machines aside: also those that have ended."""
    guard.require(by, partners.LEAD_MEMBERS)
    own = User.objects.filter(organisation=by.organisation_id).exclude(organisation=None)
    return own.exclude(role__in=MACHINES).order_by("-is_active", "name", "pk")


def invitations(by):
    """Whom one's own organisation has invited, and who has not come yet."""
    guard.require(by, partners.LEAD_MEMBERS)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return waiting.filter(organisation=by.organisation_id, role__in=PARTNER_ROLES)


def _hold_invitation(pk, *, by) -> Invitation:
    invitation = invitations(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if invitation is None:
        raise OutOfReach
    return invitation


def _require_free(email: str, by) -> None:
    """An account or an invitation somewhere else is not a lead's to move, nor to know of."""
    account = User.objects.filter(email=email).first()
    invited = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    is_elsewhere = account is not None and account.organisation_id != by.organisation_id
    if is_elsewhere or invited.exclude(organisation=by.organisation_id).exists():
        raise ValidationError({"email": ValidationError(ELSEWHERE, code="elsewhere")})
    if account is not None and account.is_active:
        raise ValidationError({"email": ValidationError(ONE_OF_YOU, code="taken")})
