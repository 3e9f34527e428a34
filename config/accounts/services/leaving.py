"""Somebody's access ends, now."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import ngettext

from audit import outbox, trail
from config.accounts.models import User
from config.accounts.services import placing
from config.api.models import MachineToken
from intake.services import redistributing
from referrals.services import handing_on


@trail.act
def end_access(pk, *, by, at_once: bool = False) -> User:
    """Signed out everywhere, out of reach of every row, and no way back in. The name stays.

    Who still has requests is refused until a lead has handed them out, unless it must be *at
    once*: then the lead is told, and hands them out afterwards.
    """
    user = placing.hold(pk, by=by)
    left = redistributing.in_hand(user)
    if left and not at_once:
        raise ValidationError(_still_has(left), code="has_requests", params={"count": left})
    return end(user, by=by)


def _still_has(count: int) -> str:
    return ngettext(
        "They still have %(count)s request. Ask their team lead to hand it out first, under "
        "“Workload”. If the access must end now, say so below: the team lead is told.",
        "They still have %(count)s requests. Ask their team lead to hand them out first, under "
        "“Workload”. If the access must end now, say so below: the team lead is told.",
        count,
    )  # fmt: skip


def end(user: User, *, by) -> User:
    """Step: nothing stays open – no session, no group, no named grant, no key for a machine. What
    they have stays theirs until a lead, who is told, has handed it out. They are told by mail,
    however it ended, so that nobody is left before a shut door.

    Done again after the end, it closes whatever somebody has opened since, and tells nobody anew.
    """
    placing.require_another_administrator(user)
    sessions, is_news = placing.end_sessions_of(user), user.is_active
    user.is_active = False
    user.set_unusable_password()
    user.save()
    placing.take_back_named(user, by=by)
    user.groups.clear()
    keys = MachineToken.objects.filter(account=user, revoked_at=None)
    revoked = keys.update(revoked_at=timezone.now())
    trail.record(by, "account.leave", user, sessions=sessions, keys=revoked or None)
    redistributing.left_behind(user, reader=user, by=by)
    handing_on.left_behind(user, by=by)
    if is_news:
        _tell(user, by=by)
    return user


def _tell(user: User, *, by) -> None:
    """A mail that says no more than that they cannot sign in. A machine reads none."""
    if not user.is_machine:
        outbox.post(f"accounts.leaver/{user.pk}", "config.accounts.ENDED", about=user, by=by)


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
