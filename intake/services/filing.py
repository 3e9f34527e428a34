"""Hand a concern report over to the case system: all that belongs to it, as one package.

The format is written down in intake/concern_package.py, and given to whoever builds the other end.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import moves, trail
from intake import concern_package, personal_numbers
from intake.lifecycle import FILE
from intake.models import ConcernReport
from intake.services import assessing, reading, registering

NO_NUMBER = _(
    "Write the number that the case system gave: letters, digits and . / - : at most 40 signs."
)
IS_PERSONAL = _("This is a personal number. Write the number of the case instead.")
NOT_DECIDED = _("It is decided first whether an inquiry is opened. Then it is handed over.")


@dataclass(frozen=True)
class Package:
    """Everything that goes along, opened: for a page, a PDF or a document."""

    report: ConcernReport
    words: dict = field(repr=False)
    judgements: list = field(repr=False)
    document: dict = field(repr=False)


@trail.act
def package(pk, *, by, purpose: str) -> Package:
    """Open all that is handed over. One line says who took it out, and why."""
    report, words, judgements = reading.open_concern(pk, by=by, purpose=purpose)
    if not report.decision:
        raise ValidationError(NOT_DECIDED, code="not_decided")
    trail.record(by, "concernreport.package", report, purpose=purpose)
    document = concern_package.made_of(report, words, judgements)
    return Package(report, words, judgements, document)


@trail.act
def hand_over(pk, *, case_number: str, by) -> ConcernReport:
    """It is in the case system, under this number. Whoever registered it sees “handled”."""
    report = assessing.hold(pk, by=by, right=FILE.right)
    report.case_number = _checked(case_number)
    report.handed_at, report.handed_by = timezone.now(), by
    moves.make(FILE, report, by=by)
    first = report.from_request.reference if report.from_request else report.reference
    registering.handle(report.reference, first, by=by)
    return report


def _checked(number: str) -> str:
    number = number.strip()
    if not concern_package.CASE_NUMBER.fullmatch(number):
        raise ValidationError({"case_number": ValidationError(NO_NUMBER, code="no_number")})
    if personal_numbers.found_in(number):
        raise ValidationError({"case_number": ValidationError(IS_PERSONAL, code="is_personal")})
    return number
