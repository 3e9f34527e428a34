"""Steps: reach a referral in order to do one certain thing to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.moves import Move, MoveNotAllowed, require
from referrals.models import Referral

_condition: ContextVar[Callable[[], bool] | None] = ContextVar("condition", default=None)


class ChangedSince(ValidationError):
    """It is not as whoever asks has seen it: what was decided was decided about something else."""

    def __init__(self):
        message = _("It has changed since you read it. Read it again. Nothing was changed.")
        super().__init__(message, code="changed_since")


@contextmanager
def only_if(condition: Callable[[], bool]) -> Iterator[None]:
    """In this block a referral is changed only if *condition* says so, asked while it is held."""
    token = _condition.set(condition)
    try:
        yield
    finally:
        _condition.reset(token)


def rows():
    """Referrals with what every deed looks at. The request's own words are not even fetched."""
    return Referral.objects.select_related(
        "to__group", "to__code_app", "service", "area", "unit__team", "basis__consent",
        "basis__ground",
    ).defer("basis__reasons")  # fmt: skip


def asked_together(referral: Referral):
    """It and those asked beside it, of which one yes is enough. They are of one request, by whose
    index they are found.
    """
    same = Referral.objects.filter(help_request=referral.help_request_id)
    return same.filter(parallel_group=referral.parallel_group)


def hold(pk, move: Move, *, by, seen: str | None = None) -> Referral:
    """Hold the referral if *by* may make *move* and it can be made from where it stands.

    *seen* is where it stood on the page that was answered; if it has moved on since, nothing
    is done: what was decided was decided about something else.
    """
    referral = held(pk, move, by=by)
    if seen is not None and referral.status != seen:
        raise MoveNotAllowed(move, referral)
    require(move, referral)
    return referral


def held(pk, move: Move, *, by) -> Referral:
    """Held by whoever may make *move*, and still as they have seen it, if they said so."""
    referral = guard.hold(rows(), pk, by=by, right=move.right)
    condition = _condition.get()
    if condition is not None and not condition():
        raise ChangedSince
    return referral
