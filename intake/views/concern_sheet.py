"""A concern report that is handed over, as a PDF: the same as the page to print."""

from django.utils.module_loading import import_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intake.models import Judgement
from intake.services.filing import Package
from intake.views import facts

# Read when a paper is made: what draws it takes 26 MB, in every process that has read it.
SHEET = "intake.sheets.Sheet"


def made_of(package: Package, pairs: list[tuple]) -> bytes:
    """*pairs*: the facts of the report, as its page shows them."""
    report, words = package.report, package.words
    title = _("Concern report %s") % report.reference
    sheet = import_string(SHEET)(title=title, below=report.reference, language=get_language())
    if report.is_protected:
        sheet.heading(_("Protected identity"))
    sheet.pairs(pairs)
    for heading, name in (
        (_("Which child"), "child"),
        (_("What the concern is"), "concern"),
        (_("How the reporter or the person is reached"), "reached_at"),
    ):
        sheet.heading(heading)
        sheet.text(words[name])
    for one in package.judgements:
        _judgement(sheet, one)
    if sheet.lacking:
        sheet.ln()
        sheet.text(_lacking(sheet.lacking), is_small=True)
    return sheet.bytes()


def _judgement(sheet, one) -> None:
    row = one.row
    sheet.heading(row.get_kind_display())
    outcome = row.get_outcome_display()
    if row.kind == Judgement.Kind.DECISION:
        outcome = row.report.get_decision_display()
    if outcome:
        sheet.text(outcome, is_bold=True)
    sheet.text(one.reasons)
    sheet.text(f"{row.made_by.name}, {facts.moment(row.made_at)}", is_small=True)


def _lacking(count: int) -> str:
    return ngettext(
        "%(count)d sign could not be printed and stands as □. It is in the file for the case "
        "system.",
        "%(count)d signs could not be printed and stand as □. They are in the file for the case "
        "system.",
        count,
    ) % {"count": count}
