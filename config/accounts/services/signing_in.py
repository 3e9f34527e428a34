"""Somebody comes in, is turned away, or leaves. Each is a line in the trail, or did not happen."""

from collections.abc import Callable

from audit import outbox, trail
from audit.actors import ANYBODY
from config.accounts.models import User
from config.accounts.services import placing

RESET, CHANGED = "config.accounts.RESET", "config.accounts.CHANGED"
HOUSE = "account"


@trail.act
def sign_in(*, by: User, ways: list[str]) -> None:
    """Called before the door opens: if the line cannot be written, nobody gets in."""
    trail.record(by, "account.sign_in", by, ways=ways)


@trail.act
def turn_away(user: User | None = None, *, step: str) -> None:
    """A wrong password names nobody: whoever tried need not be who they said they were.

    After a right password we know whose account it is about, though not who tries.
    """
    trail.record(ANYBODY, "account.sign_in_failed", user or HOUSE, step=step)


@trail.act
def sign_out(*, by: User) -> None:
    trail.record(by, "account.sign_out", by)


@trail.act
def sign_out_everywhere(*, by: User) -> int:
    """Every place where they are signed in, this one too. Returns how many."""
    ended = placing.end_sessions_of(by)
    trail.record(by, "account.sign_out_everywhere", by, sessions=ended)
    return ended


@trail.act
def end_others(sessions: list, *, by: User) -> None:
    """Everywhere but here."""
    for session in sessions:
        session.end()
    trail.record(by, "account.sign_out_others", by, sessions=len(sessions))


@trail.act
def change_password(password: str, *, by: User) -> None:
    """Every other session ends by itself: it is bound to the old password."""
    by.set_password(password)
    by.save()
    trail.record(by, "account.change_password", by)
    outbox.post(by, CHANGED, about=by, by=by)


@trail.act
def ask_reset(user: User | None) -> None:
    """One line whether or not there is such an account; a mail only if there is."""
    trail.record(ANYBODY, "account.ask_reset", HOUSE)
    if user is not None and user.may_sign_in:
        outbox.post(f"accounts.reset/{user.pk}", RESET, about=user, by=ANYBODY)


@trail.act
def change_factors(do: Callable, *, by: User, deed: str, kind: str):
    """Let allauth add or remove a second step, in one transaction with the line that says so."""
    trail.record(by, deed, by, kind=kind)
    outbox.post(by, CHANGED, about=by, by=by)
    return do()


@trail.act
def view_codes(*, by: User) -> None:
    trail.record(by, "account.codes_view", by)
