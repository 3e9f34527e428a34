"""Somebody's access ends, now."""

from allauth.mfa.models import Authenticator
from django.utils import timezone

from audit import outbox, trail
from config.accounts.models import User
from config.accounts.services import placing
from config.api.models import MachineToken


@trail.act
def end_access(pk, *, by) -> User:
    """Signed out everywhere, out of reach of every row, and no way back in. The name stays."""
    return end(placing.hold(pk, by=by), by=by)


def end(user: User, *, by) -> User:
    """Step: nothing stays open – no session, no group, no named grant, no key for a machine.

    Done again after the end, it closes whatever somebody has opened since.
    """
    placing.require_another_administrator(user)
    sessions = placing.end_sessions_of(user)
    user.is_active = False
    user.set_unusable_password()
    user.save()
    placing.take_back_named(user, by=by)
    user.groups.clear()
    keys = MachineToken.objects.filter(account=user, revoked_at=None)
    revoked = keys.update(revoked_at=timezone.now())
    trail.record(by, "account.leave", user, sessions=sessions, keys=revoked or None)
    return user


@trail.act
def remove_factors(pk, *, by) -> User:
    """For somebody who has lost their telephone: at the next sign-in they choose anew.

    They are signed out everywhere, and told by mail, so that they notice if it was not they
    who asked.
    """
    user = placing.hold(pk, by=by)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    placing.end_sessions_of(user)
    trail.record(by, "account.factor_remove", user, removed=removed)
    outbox.post(user, "config.accounts.CHANGED", about=user, by=by)
    return user
