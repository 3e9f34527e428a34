"""Somebody's place in the house changes, or what they say about themselves."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from config.accounts.models import User
from config.accounts.roles import MACHINES, Role
from config.accounts.services import placing


@trail.act
def change(pk, *, by, role: str, organisation, teams=(), expires_at=None) -> User:
    """Another role, other teams, another last day. It holds from the next click."""
    user = placing.hold(pk, by=by)
    placing.require_fit(role, organisation, teams)
    if (role in MACHINES) != user.is_machine:
        raise ValidationError(_("A person’s account never becomes a machine’s."), code="machine")
    if not user.is_active:
        raise ValidationError(
            _("This access has ended. Invite the person again instead."), code="ended"
        )
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError(
            _("Choose a day that is still to come. To end access now, use “End access”."),
            code="past",
        )
    if role != Role.ADMINISTRATOR or expires_at is not None:
        placing.require_another_administrator(user)
    before = user.role
    user.expires_at = expires_at
    units = placing.place(user, role=role, organisation=organisation, teams=teams, by=by)
    until = expires_at.date() if expires_at else None
    trail.record(
        by, "account.change", user, **{"from": before, "to": role}, units=units, until=until,
        organisation=organisation.pk if organisation else None,
    )  # fmt: skip
    return user


@trail.act
def describe(*, by, name: str, alias: str, language: str, has_shortcuts: bool) -> User:
    """What somebody says about themselves, and whether single letters are shortcuts for them."""
    by.name, by.alias, by.language, by.has_shortcuts = name, alias, language, has_shortcuts
    by.save(update_fields=["name", "alias", "language", "has_shortcuts"])
    trail.record(by, "account.describe", by)
    return by
