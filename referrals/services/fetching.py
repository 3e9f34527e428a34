"""Steps: a register extract within one's reach, to be seen, gone on with or decided about."""

from django.utils.translation import gettext_lazy as _

from audit import guard, moves, second_person
from intake import lifecycle
from intake.models import Extract, HelpRequest
from intake.services import breaking_glass

OWN_WORK = _("Nobody releases what they prepared themselves. A second person must.")


def rows():
    chosen = Extract.objects.select_related("help_request", "prepared_by", "released_by")
    return chosen.defer("help_request__story", "package")


def running(help_request: HelpRequest) -> Extract | None:
    return help_request.extracts.exclude(
        status__in=(lifecycle.ExtractState.HANDED_OVER, lifecycle.ExtractState.DROPPED)
    ).first()


def reached(pk, right: str, *, by, lock: bool = False) -> Extract:
    found = rows().select_for_update(of=("self",)) if lock else rows()
    extract = guard.reach(found, pk, by=by, right=right)
    breaking_glass.require_not_through(extract.help_request, by=by)
    return extract


def held(pk, move, *, by) -> Extract:
    extract = reached(pk, move.right, by=by, lock=True)
    moves.require(move, extract)
    return extract


def mine(pk, move, *, by) -> Extract:
    """Whoever began one goes on with it; for everybody else there is nothing to go on with."""
    guard.require(by, move.right)
    if not Extract.objects.filter(pk=pk, prepared_by=by.pk).exists():
        raise guard.OutOfReach
    return held(pk, move, by=by)


def require_another(extract: Extract, by) -> None:
    second_person.require(by, {extract.prepared_by_id}, own=OWN_WORK, code="own_work")
