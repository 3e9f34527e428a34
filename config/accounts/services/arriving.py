"""Somebody comes by an identity provider: whom it means, and what they may go on being.

An account is bound to issuer and subject once: by the invitation's link, or by an address that
the provider has verified. The binding keeps a keyed digest of both, so a subject that is a
personal number lies nowhere. What the provider's groups no longer allow ends at the next
sign-in. They give more only where this house has said so of a provider (*groups_decide*): there
the rules for groups are asked at each sign-in, and nobody else is.
"""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from audit import outbox, trail
from audit.actors import ANYBODY, Actor
from config.accounts.models import GroupRule, User
from config.accounts.oidc import Ended, Identity, Refused
from config.accounts.oidc_providers import Provider, choices
from config.accounts.roles import rights_of
from config.accounts.services import joining, placing, ruling
from config.accounts.services.signing_in import CHANGED, HOUSE


@trail.act
def arrive(identity: Identity, *, invitation: str = "") -> SocialAccount:
    """Find the account that is meant. Somebody whose role has just ended comes back without one."""
    bound = _bound(identity)
    if identity.provider.groups_decide:
        return _arrive_by_groups(identity, bound, invitation)
    user = bound.user if bound else _meant(identity, invitation)
    _require_person(user)
    role, units = _allowed(user, identity)
    if bound is None:
        if not role:
            raise Refused("no_group", None if invitation else user)  # not anybody yet
        bound = _bind(user, identity)
    _narrow(user, role, units, by=_actor(identity.provider))
    return bound


@trail.act
def refuse(code: str, provider: str, user: User | None = None) -> None:
    """Somebody came by a provider and was not let in: why, as a code."""
    trail.record(ANYBODY, "account.sign_in_failed", user or HOUSE, step=code, provider=provider)


@trail.act
def depart(ended: Ended) -> int:
    """Their session at the provider has ended: so do all of theirs here. Returns how many."""
    bound = _bound(ended)
    if bound is None:
        return 0
    sessions = placing.end_sessions_of(bound.user)
    trail.record(
        _actor(ended.provider), "account.sign_out_everywhere", bound.user, sessions=sessions
    )
    return sessions


def must_use_provider(user: User) -> bool:
    """Bound to a provider that this house still trusts: there is no other door for them."""
    trusted = [name for name, _label in choices()]
    return SocialAccount.objects.filter(user=user, provider__in=trusted).exists()


# --- Where the groups decide ---------------------------------------------------------------------


def _arrive_by_groups(identity: Identity, bound, invitation: str) -> SocialAccount:
    """No rule, no way in. Who had one keeps an account that may do nothing, and is not deleted."""
    user = bound.user if bound else _known(identity, invitation)
    if user is not None:
        _require_person(user)
    role, rules = ruling.given(identity, user)
    if bound is None:
        if not role:
            raise Refused("no_group", None if invitation else user)
        user = user or ruling.newcomer(identity, rules, by=_actor(identity.provider))
        bound = _bind(user, identity)
    if role:
        ruling.give(user, role, rules, by=_actor(identity.provider))
    else:
        _narrow(user, "", set(), by=_actor(identity.provider))
    return bound


def _known(identity: Identity, invitation: str) -> User | None:
    """An account that is theirs already. None: a verified address that nobody here has."""
    if invitation:
        return _meant(identity, invitation)
    if not identity.email:
        raise Refused("unknown")
    is_known = User.objects.filter(email=identity.email).exists()
    return _meant(identity, "") if is_known else None


# --- Whom it means -------------------------------------------------------------------------------


def _names(who: Identity | Ended) -> list[str]:
    """Issuer and subject as a keyed digest; after a change of SECRET_KEY the old one is known."""
    said = f"{who.provider.issuer}\n{who.subject}"
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    salt = "lotsen identity"
    return [salted_hmac(salt, said, secret=key, algorithm="sha256").hexdigest() for key in keys]


def _bound(who: Identity | Ended) -> SocialAccount | None:
    names = _names(who)
    accounts = SocialAccount.objects.select_for_update(of=("self",)).select_related("user")
    found = accounts.filter(provider=who.provider.id, uid__in=names).first()
    if found is not None and found.uid != names[0]:
        found.uid = names[0]
        found.save()
    return found


def _meant(identity: Identity, invitation: str) -> User:
    """Somebody who is not bound yet: invited by this link, or known by a verified address.

    An address counts only where groups say whose people the provider speaks for, and once.
    """
    if invitation:
        try:
            return joining.take_up(invitation, password=None)
        except (joining.NotInvited, ValidationError):
            raise Refused("invitation") from None
    user = None
    if identity.email and identity.provider.groups_claim:
        user = User.objects.select_for_update(of=("self",)).filter(email=identity.email).first()
    if user is None or SocialAccount.objects.filter(user=user).exists():
        raise Refused("unknown")
    return user


def _require_person(user: User) -> None:
    if user.is_superuser or user.is_machine:
        raise Refused("not_by_this_door", user)
    if not user.may_sign_in:
        raise Refused("ended", user)


def _bind(user: User, identity: Identity) -> SocialAccount:
    """From now on only this subject of this issuer opens the account: its password is gone."""
    user.set_unusable_password()
    user.save()
    sessions = placing.end_sessions_of(user)
    by = _actor(identity.provider)
    trail.record(by, "account.bind", user, sessions=sessions)
    outbox.post(user, CHANGED, about=user, by=by)
    return SocialAccount.objects.create(
        user=user, provider=identity.provider.id, uid=_names(identity)[0],
        extra_data={"iss": identity.provider.issuer},
    )  # fmt: skip


def _actor(provider: Provider) -> Actor:
    return Actor(f"provider/{provider.id}", "provider")


# --- What they may go on being -------------------------------------------------------------------


def _allowed(user: User, identity: Identity) -> tuple[str, set[int]]:
    """The role and the units that somebody keeps: never more than they have."""
    units = set(user.groups.values_list("pk", flat=True))
    if not identity.provider.groups_claim:
        return user.role, units
    rules = [
        rule for rule in GroupRule.in_force(identity.provider.id)
        if rule.group in identity.groups and rule.organisation_id == user.organisation_id
    ]  # fmt: skip
    role = _role_within(user.role, [rule.role for rule in rules])
    if not role:
        return "", set()
    teams = [list(rule.teams.all()) for rule in rules if rights_of(role) <= rights_of(rule.role)]
    if all(teams):
        own = {user.organisation.group_id}  # a partner's people reach what is granted to it
        own |= {group.pk for group in placing.named_groups(user)}  # groups say nothing of that
        units &= {team.group_id for listed in teams for team in listed} | own
    return role, units


def _role_within(role: str, allowed: list[str]) -> str:
    """The same role if one of those allowed covers it; else the widest of what is left of it."""
    mine = rights_of(role)
    if any(mine <= rights_of(each) for each in allowed):
        return role
    narrower = [each for each in allowed if rights_of(each) < mine]
    return max(narrower, key=lambda each: len(rights_of(each)), default="")


def _narrow(user: User, role: str, units: set[int], *, by: Actor) -> None:
    """As an administrator would: in the log, and signed out wherever they are."""
    before = set(user.groups.values_list("pk", flat=True))
    if (role, units) == (user.role, before):
        return
    if role != user.role:
        try:
            placing.require_another_administrator(user)
        except ValidationError:
            raise Refused("last_administrator", user) from None
        units -= {group.pk for group in placing.named_groups(user)}
        placing.take_back_named(user, by=by)
    trail.record(
        by, "account.change", user, **{"from": user.role, "to": role or "none"},
        units=sorted(units), until=user.expires_at.date() if user.expires_at else None,
        organisation=user.organisation_id, sessions=placing.end_sessions_of(user),
    )  # fmt: skip
    user.role = role
    user.save()
    user.groups.set(units)
    placing.leave_behind(user, by=by)
