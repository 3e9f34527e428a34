"""MOVE: the only way a row changes state."""

from collections.abc import Container
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit import trail


@dataclass(frozen=True)
class Move:
    """From where, to where, the right it takes and what its button says.

    No right: no staff member makes it – the clock does, or the person with the code.
    """

    verb: str
    sources: Container[str]
    target: str
    right: str | None
    label: str | Promise = ""


class MoveNotAllowed(ValidationError):
    """The row has moved on since the page was shown. Says where it stands now."""

    def __init__(self, move: Move, row):
        message = _("This cannot be done now: it is already “%(status)s”. Nothing was changed.")
        super().__init__(
            message, code="move_not_allowed", params={"status": row.get_status_display()}
        )
        self.move = move


def require(move: Move, row) -> None:
    """*move* can be made from where *row* stands. Raises MoveNotAllowed."""
    if row.status not in move.sources:
        raise MoveNotAllowed(move, row)


def make(move: Move, row, *, by, **facts):
    """Move *row* on. The new state, what follows from it and the trace are one."""
    require(move, row)
    before = row.status
    row.enter(move.target)
    row.save()
    trail.record(
        by, f"{row._meta.model_name}.{move.verb}", row,
        **{"from": before, "to": move.target}, **facts,
    )  # fmt: skip
