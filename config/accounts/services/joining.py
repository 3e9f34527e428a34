"""Somebody gets an account: one role, one organisation, and the units that give reach."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from config.accounts.models import Invitation, User
from config.accounts.services import placing
from partners.models import Organisation


class NotInvited(Exception):
    """Used, taken back, too old or never ours: the link does not say which."""


@trail.act
def join(
    *, by, email: str, role: str, organisation: Organisation | None, teams=(), **fields
) -> User:
    """Make an account. Partners reach what is granted to their organisation, we our teams' rows."""
    placing.require_fit(role, organisation, teams)
    user = User.objects.create_user(email, role=role, organisation=organisation, **fields)
    units = placing.place(user, role=role, organisation=organisation, teams=teams, by=by)
    trail.record(by, "account.join", user, role=role, units=units)
    return user


def invited(token: str) -> Invitation:
    """The open invitation that a link leads to. Raises NotInvited."""
    invitation = _look_up(Invitation.objects.select_related("organisation"), token)
    if invitation is None or not invitation.is_opened_by(token):
        raise NotInvited
    return invitation


@trail.act
def accept(token: str, *, password: str) -> User:
    """Take an invitation up: the account begins, with a password of one's own choosing."""
    return take_up(token, password=password)


def take_up(token: str, *, password: str | None) -> User:
    """A step. Without a password only an identity provider opens the door.

    Somebody who was here before gets the old account back under the new terms, without the
    second steps and the identity they once had: those may have been what was lost.
    """
    invitation = _look_up(Invitation.objects.select_for_update(of=("self",)), token)
    if invitation is None or not invitation.is_opened_by(token):
        raise NotInvited
    user = User.objects.filter(email=invitation.email).first() or User(email=invitation.email)
    if user.is_active and user.pk:
        raise ValidationError(_("There is already an account with this address."), code="taken")
    user.name, user.language = invitation.name, invitation.language
    user.is_active, user.expires_at = True, invitation.account_expires_at
    if password is not None:
        validate_password(password, user)
    user.set_password(password)  # None: no password fits
    units = placing.place(
        user, role=invitation.role, organisation=invitation.organisation,
        teams=list(invitation.teams.all()), by=user,
    )  # fmt: skip
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    invitation.accepted_at = timezone.now()
    invitation.save()
    trail.record(user, "account.join", user, role=user.role, units=units, invitation=invitation.pk)
    return user


def _look_up(invitations, token: str) -> Invitation | None:
    try:
        pk = UUID(hex=token.partition("-")[0])
    except ValueError:
        return None
    return invitations.filter(pk=pk).first()
