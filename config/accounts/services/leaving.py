"""Somebody's access ends, now."""

from allauth.mfa.models import Authenticator

from audit import outbox, trail
from config.accounts.models import User
from config.accounts.services import placing


@trail.act
def end_access(pk, *, by) -> User:
    """Signed out everywhere, out of reach of every row, and no way back in. The name stays."""
    user = placing.hold(pk, by=by)
    placing.require_another_administrator(user)
    sessions = placing.end_sessions_of(user)
    user.is_active = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    trail.record(by, "account.leave", user, sessions=sessions)
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
