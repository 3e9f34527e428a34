"""How a row stood towards its reader at the moment of reading, as facts for the log.

Whoever reviews the log later sees neither the row as it was nor its words. So the line that is
written when somebody reads says it: has the reader the request, a task there at all, was it
closed, is the identity protected, was the glass broken. Codes, 0 or 1; never words.
"""

import re
import unicodedata

from django.db.models import Exists, OuterRef

from intake import rights
from intake.lifecycle import ENDED, ConcernStatus
from intake.models import Absence, HelpRequest
from partners.models import Team

GLASS = "break_glass"  # the source of a grant that somebody gave themselves


def with_them(rows, by):
    """*rows* with what the facts take, so that reading one asks the database nothing more."""
    grants = rows.model.grants.rel.related_model.objects.filter(content_object=OuterRef("pk"))
    rows = rows.annotate(is_through_glass=Exists(_through_the_glass(grants, by)))
    if rows.model is not HelpRequest:
        return rows
    absent = Absence.objects.stood_in_by(by).filter(user=OuterRef("assigned_to"))
    return rows.select_related("unit__team").annotate(is_stood_in=Exists(absent))


def of_request(help_request, by) -> dict[str, bool]:
    """Of one that was read *with_them*.

    A task has: who has it or steps in, anybody while nobody has it, who leads the team, the
    reception.
    """
    return _facts(
        help_request, by, help_request.assigned_to_id, is_closed=help_request.status in ENDED
    )


def of_concern(report, by) -> dict[str, bool]:
    """Of one that was read *with_them*: the reception's. Handed over, it is somebody's own."""
    is_closed = report.status == ConcernStatus.FILED
    return _facts(report, by, report.handed_by_id, is_closed=is_closed)


def _facts(row, by, holder: int | None, *, is_closed: bool) -> dict[str, bool]:
    is_assigned, is_nobodys = holder == by.pk, holder is None
    is_glass = not is_assigned and row.is_through_glass
    is_stood_in = getattr(row, "is_stood_in", False)  # a concern report has no substitute
    has_task = is_assigned or is_nobodys or is_stood_in or by.has_perm(rights.REASSIGN)
    return {
        "assigned": is_assigned,
        "task": not is_glass and (has_task or _is_with_the_reception(row)),
        "closed": is_closed,
        "protected": row.is_protected,
        "glass": is_glass,
    }


def is_through_the_glass(row, by) -> bool:
    """Does *by* reach it only because they opened it in an emergency?"""
    return _through_the_glass(row.grants, by).exists()


def _through_the_glass(grants, by):
    return grants.in_force().filter(group__user=by, source=GLASS)


def _is_with_the_reception(row) -> bool:
    return isinstance(row, HelpRequest) and row.unit.team.kind == Team.Kind.RECEPTION


def is_namesake(reader: str, person: str) -> bool:
    """Is the reader's surname, or a part of a double one, among the person's names?"""
    surname = reader.split()[1:][-1:]
    return bool(surname) and bool(_parts(surname[0]) & _parts(person))


def _parts(name: str) -> set[str]:
    """“Öberg-Åkerlund” are two names; small letters, one way to write each sign."""
    return set(re.findall(r"\w{2,}", unicodedata.normalize("NFC", name).casefold()))
