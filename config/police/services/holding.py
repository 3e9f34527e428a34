"""Steps: reach an authority's request for contact details in order to do one thing to it."""

from audit import guard
from audit.moves import Move, require
from config.police import rights
from config.police.models import ContactRequest


def rows():
    return ContactRequest.objects.select_related(
        "received_by", "answered_by", "unit__team", "help_request__safe_contact",
        "decision__ground", "decision__decided_by", "decision__confirmed_by",
    ).defer(
        "help_request__story", "decision__reasons",
        *(f"help_request__safe_contact__{name}" for name in ("name", "code_word", "wishes")),
    )  # fmt: skip


def reach(pk, *, by) -> ContactRequest:
    return guard.reach(rows(), pk, by=by, right=rights.HANDLE)


def hold(pk, move: Move | None, *, by) -> ContactRequest:
    """Held, if *move* can be made from where it stands. None: something done where it stands."""
    right = move.right if move else rights.HANDLE
    row = guard.hold(rows(), pk, by=by, right=right)
    if move:
        require(move, row)
    return row
