"""Somebody is asked to join, by a link that works for a week and once."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import outbox, trail
from config.accounts.models import Invitation, User, in_a_week, new_nonce
from config.accounts.services import placing

INVITED = "config.accounts.INVITED"


@trail.act
def invite(*, by, email: str, name: str, role: str, organisation, teams=(), language="sv",
           account_expires_at=None) -> Invitation:  # fmt: skip
    """Send somebody a link. An earlier invitation to the same address is taken back."""
    placing.require_right(by)
    return ask_in(
        by=by, email=email, name=name, role=role, organisation=organisation, teams=teams,
        language=language, account_expires_at=account_expires_at,
    )  # fmt: skip


@trail.act
def invite_again(pk, *, by) -> Invitation:
    """A new link and a new week. The link that was sent before stops working."""
    return renew(placing.hold_invitation(pk, by=by), by=by)


@trail.act
def revoke(pk, *, by) -> Invitation:
    """Take an invitation back. Its link stops working at once."""
    return take_back(placing.hold_invitation(pk, by=by), by=by)


# --- Steps: they expect to be inside a use case that has asked for the right ----------------------


def ask_in(*, by, email: str, name: str, role: str, organisation, teams=(), language="sv",
           account_expires_at=None) -> Invitation:  # fmt: skip
    placing.require_fit(role, organisation, teams)
    email = email.strip().lower()
    if User.objects.filter(email=email, is_active=True).exists():
        raise ValidationError(_("There is already an account with this address."), code="taken")
    _require_future(account_expires_at)
    _take_back_earlier(email, by=by)
    invitation = Invitation.objects.create(
        email=email, name=name, role=role, organisation=organisation, language=language,
        account_expires_at=account_expires_at,
        created_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    invitation.teams.set(teams)
    trail.record(
        by, "account.invite", invitation, role=role, organisation=organisation.pk,
        teams=[team.pk for team in teams],
    )  # fmt: skip
    outbox.post(invitation, INVITED, about=invitation, by=by)
    return invitation


def renew(invitation: Invitation, *, by) -> Invitation:
    _require_waiting(invitation)
    invitation.nonce, invitation.expires_at = new_nonce(), in_a_week()
    invitation.save()
    trail.record(by, "account.invite_again", invitation)
    outbox.post(invitation, INVITED, about=invitation, by=by)
    return invitation


def take_back(invitation: Invitation, *, by) -> Invitation:
    _require_waiting(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save()
    trail.record(by, "account.revoke", invitation)
    return invitation


def _take_back_earlier(email: str, *, by) -> None:
    for earlier in Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None):
        take_back(earlier, by=by)


def _require_waiting(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError(
            _("This cannot be done now: it is already “%(status)s”. Nothing was changed."),
            code="not_waiting", params={"status": invitation.get_state_display()},
        )  # fmt: skip


def _require_future(moment) -> None:
    if moment is not None and moment <= timezone.now():
        raise ValidationError(_("Choose a day that is still to come."), code="past")
