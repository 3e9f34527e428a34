"""Steps: reach a referral in order to do one certain thing to it."""

from audit import guard
from audit.moves import Move, MoveNotAllowed
from referrals.models import Referral


def rows():
    """Referrals with what every deed looks at. The request's own words are not even fetched."""
    return Referral.objects.select_related(
        "to__group", "service", "area", "unit__team", "basis__consent", "basis__ground"
    ).defer("basis__reasons")


def hold(pk, move: Move, *, by, seen: str | None = None) -> Referral:
    """Hold the referral if *by* may make *move* and it can be made from where it stands.

    *seen* is where it stood on the page that was answered; if it has moved on since, nothing
    is done: what was decided was decided about something else.
    """
    referral = guard.hold(rows(), pk, by=by, right=move.right)
    if seen is not None and referral.status != seen:
        raise MoveNotAllowed(move, referral)
    require(move, referral)
    return referral


def require(move: Move, referral: Referral) -> None:
    if referral.status not in move.sources:
        raise MoveNotAllowed(move, referral)
