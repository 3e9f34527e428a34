"""Keys for machines are issued and revoked by an administrator; the secret is shown once."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.guard import OutOfReach, Refused
from config.accounts.models import User
from config.accounts.rights import ISSUE_TOKENS
from config.accounts.roles import EVERY_RIGHT, MACHINES, Role, rights_of, withheld_from
from config.api import tokens
from config.api.models import MachineToken
from partners.models import Organisation
from referrals import rights as referrals

LONGEST = 365
# What is of use only to whoever also sees what it is about.
BESIDE_SEEING = {referrals.LIST, referrals.RESPOND, referrals.RETURN}
LABELS = dict(EVERY_RIGHT)

SEES_NOTHING = _(
    "A system that lists, answers or hands back must also see what it is about. Choose this as "
    "well: %s."
)
NEVER_HELD = _("An organisation of this kind never has this, so no key is for it: %s.")


@dataclass(frozen=True)
class Issued:
    """The row, and the whole key that is shown once and never stored."""

    token: MachineToken
    key: str = field(repr=False)


@trail.act
def issue(
    *, by, name: str, role: str, scopes: list[str], days: int,
    organisation: Organisation | None = None, addresses: list[str] | tuple = (),
) -> Issued:  # fmt: skip
    """Give a system a key: for some of its role's rights, from named addresses, for a while."""
    if not by.has_perm(ISSUE_TOKENS):
        raise Refused(ISSUE_TOKENS)
    _require_sense(role, scopes, days, organisation)
    secret = tokens.new_secret()
    token = MachineToken.objects.create(
        account=_account(name, role, organisation),
        prefix=tokens.new_prefix(),
        digest=tokens.digest_of(secret),
        scopes=sorted(scopes),
        addresses=list(addresses),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    trail.record(
        by, "token.issue", token, account=token.account_id, role=role, scopes=token.scopes,
        days=days, addresses=token.addresses,
    )  # fmt: skip
    return Issued(token, tokens.written(token.prefix, secret))


@trail.act
def revoke(pk: int, *, by) -> MachineToken:
    """End a key now. Done twice, it stays as it was the first time."""
    if not by.has_perm(ISSUE_TOKENS):
        raise Refused(ISSUE_TOKENS)
    token = MachineToken.objects.select_for_update().filter(pk=pk).first()
    if token is None:
        raise OutOfReach
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save()
        trail.record(by, "token.revoke", token)
    return token


def _require_sense(role: str, scopes, days: int, organisation: Organisation | None) -> None:
    if role not in MACHINES or not scopes or not set(scopes) <= rights_of(role):
        raise ValidationError(_("This role does not hold what was chosen."), code="scopes")
    if not 1 <= days <= LONGEST:
        raise ValidationError(_("A key lasts between one day and a year."), code="days")
    is_partner = organisation is not None and not organisation.is_ours
    if (role == Role.PARTNER_SYSTEM) != is_partner:
        raise ValidationError(
            _("A partner's own system belongs to a partner; the e-service platform to nobody."),
            code="organisation",
        )
    _require_together(set(scopes), organisation)


def _require_together(scopes: set[str], organisation: Organisation | None) -> None:
    """A key is for what works: nothing that its organisation never has, or that needs more."""
    kind = organisation and organisation.kind
    for right in sorted(scopes):
        if kind in withheld_from(right):
            _refuse_scopes(NEVER_HELD % LABELS[right], "never_held")
    if scopes & BESIDE_SEEING and referrals.RECEIVE not in scopes:
        _refuse_scopes(SEES_NOTHING % LABELS[referrals.RECEIVE], "sees_nothing")


def _refuse_scopes(says: str, code: str) -> None:
    raise ValidationError({"scopes": ValidationError(says, code=code)})


def _account(name: str, role: str, organisation: Organisation | None) -> User:
    """One account per system. It has no password, and the sign-in page does not know it.

    One that has ended stays ended: a key for it would open nothing.
    """
    known = User.objects.filter(name=name, role=role, organisation=organisation, is_active=True)
    account = next((one for one in known if not one.has_expired), None)
    if account is None:
        account = User.objects.create_user(
            f"{secrets.token_hex(8)}@machine.invalid", name=name, role=role,
            organisation=organisation,
        )  # fmt: skip
        account.groups.set([organisation.group] if organisation else [])
    return account
