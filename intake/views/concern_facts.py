"""A concern report in pairs of words, its clocks, and what can be done now. Nothing is opened."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake import rights
from intake.lifecycle import DECIDED, TO_TELL, UNDECIDED, ConcernStatus, TellingStatus
from intake.models import ConcernReport, Judgement
from intake.services import qualifying
from intake.views import facts

SHORT = {
    Judgement.Kind.PROTECTION: gettext_lazy("Need of protection"),
    Judgement.Kind.DECISION: gettext_lazy("Decision"),
    Judgement.Kind.EXTENSION: gettext_lazy("More time"),
    Judgement.Kind.NOT_TOLD: gettext_lazy("No feedback"),
}


@dataclass(frozen=True)
class Clock:
    """What is due, in words and a colour."""

    text: str
    colour: str


def clocks(row: ConcernReport, today: date | None = None) -> list[Clock]:
    """What is due next, or was missed: shown beside the report's number."""
    today, found = today or timezone.localdate(), []
    if row.status == ConcernStatus.RECEIVED:
        found.append(_assessment((row.assess_on - today).days))
    if row.status in UNDECIDED:
        found.append(_decision((row.decide_on - today).days))
    elif row.due_on:
        is_late = row.due_on < today
        text = _("Feedback missed: it was due %s") if is_late else _("Feedback by %s")
        found.append(Clock(text % _day(row.due_on), "danger" if is_late else "warning"))
    return found


def _assessment(days: int) -> Clock:
    if days < 0:
        return Clock(_("Assessment missed"), "danger")
    if days == 0:
        return Clock(_("Assessment due today"), "warning")
    return Clock(_("Assessment due tomorrow"), "info")


def _decision(days: int) -> Clock:
    if days < 0:
        return Clock(_("Decision missed"), "danger")
    if days == 0:
        return Clock(_("Decision due today"), "warning")
    text = ngettext("Decision within %d day", "Decision within %d days", days) % days
    return Clock(text, "info")


def frame(row: ConcernReport, user) -> dict:
    """What stands around every page of a report."""
    telling, is_qualified = getattr(row, "telling", None), qualifying.is_qualified(user)
    may_assess = is_qualified and user.has_perm(rights.ASSESS)
    may_be_told = row.must_report and row.from_request_id is None
    told = telling.status if telling else TellingStatus.OPEN
    return {
        "report": row,
        "clocks": clocks(row),
        "may_assess": may_assess and row.status == ConcernStatus.RECEIVED,
        "may_decide": may_assess and row.status == ConcernStatus.ASSESSED,
        "why_not": "" if may_assess or row.status not in UNDECIDED else qualifying.NOT_QUALIFIED,
        "may_extend": row.status in UNDECIDED and user.has_perm(rights.EXTEND),
        "may_file": row.status in DECIDED,
        "may_take_out": bool(row.decision),
        "may_be_told": may_be_told,
        "may_note_asked": may_be_told and told == TellingStatus.OPEN,
        "may_tell": may_be_told and bool(row.decision) and told in TO_TELL,
        "facts": _facts(row, telling),
    }


def _facts(row: ConcernReport, telling) -> list[tuple]:
    by = row.organisation.name if row.organisation else _("Somebody without an account")
    return [
        (_("Reported by"), by),
        (_("Bound by law to report"), _("Yes") if row.must_report else _("No")),
        (_("Came by"), row.get_channel_display()),
        (_("Language"), facts.LANGUAGES.get(row.language, row.language)),
        (_("Came as a request first"), _("Yes") if row.from_request_id else _("No")),
        *facts.sounds_like(row),
        (_("Received"), facts.moment(row.received_at)),
        (_("Assessed by the end of"), _day(row.assess_on)),
        (_("Decided by the end of"), _day(row.decide_on)),
        *(_judged(one) for one in row.judgements.select_related("made_by").defer("reasons")),
        *_told(telling),
        *_handed_over(row),
    ]


def _judged(row: Judgement) -> tuple:
    """What, by whom and when; the reasons stay shut."""
    what = row.get_outcome_display()
    if row.kind == Judgement.Kind.DECISION:
        what = row.report.get_decision_display()
    said = [what, row.made_by.name, facts.moment(row.made_at)]
    return (SHORT[row.kind], ", ".join(str(one) for one in said if one))


def _handed_over(row: ConcernReport) -> list[tuple]:
    if not row.handed_at:
        return []
    return [
        (_("In the case system"), facts.moment(row.handed_at)),
        (_("By"), row.handed_by.name),
        (_("Case number"), row.case_number),
    ]


def _told(telling) -> list[tuple]:
    if telling is None:
        return []
    who = telling.ended_by.name if telling.ended_by else ""
    said = [telling.get_status_display(), telling.get_how_display(), who]
    ended = facts.moment(telling.ended_at)
    return [
        (_("Asked for feedback"), facts.moment(telling.asked_at)),
        (_("Feedback due"), _day(telling.due_on)),
        (_("Feedback"), ", ".join(str(one) for one in [*said, ended] if one)),
    ]


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
