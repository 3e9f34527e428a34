"""Steps: reach a referral in order to do one certain thing to it."""

from audit import guard
from audit.moves import Move, MoveNotAllowed
from referrals.models import Referral


def rows():
    """Referrals with what every deed looks at. The request's own words are not even fetched."""
    return Referral.objects.select_related(
        "to__group", "service", "area", "unit__team", "basis__consent", "basis__ground"
    ).defer("basis__reasons")


def hold(pk, move: Move, *, by) -> Referral:
    """Hold the referral if *by* may make *move* and it can be made from where it stands."""
    referral = guard.hold(rows(), pk, by=by, right=move.right)
    require(move, referral)
    return referral


def require(move: Move, referral: Referral) -> None:
    if referral.status not in move.sources:
        raise MoveNotAllowed(move, referral)
