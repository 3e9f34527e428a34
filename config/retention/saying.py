"""A verdict in words: for those who work here, with the rule; for the person, plainly."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.retention.due import ASKS, DISPOSES, Facts, Verdict, Why
from config.retention.models import RetentionRule
from intake.models import KeptFor


def for_staff(verdict: Verdict, facts: Facts, rules: dict[str, RetentionRule]) -> str:
    """“Will be erased on … because …”, or why it is kept."""
    told = {
        "day": _day(verdict.day), "latest": _day(verdict.latest),
        "rule": str(rules[verdict.rule.code]) if verdict.rule else "",
        "held": _day(facts.held_until),
        "inquiry": KeptFor(facts.kept_for).label if facts.kept_for else "",
    }  # fmt: skip
    said = _sentences()[verdict.why] % told
    if is_settled(verdict) and rules[verdict.rule.code].export_first:
        said += " " + _("The archive takes it over first.")
    return said


def for_person(verdict: Verdict) -> str:
    """Which of the plain sentences. A hold, or what we know of a birth, is not told from here."""
    if verdict.why == Why.UNDER_WAY:
        return "under_way"
    if verdict.why == Why.DUE:
        return "erased"
    if verdict.why in (Why.NEVER, Why.COUNTY, Why.BORN):
        return "kept"
    return "undecided"


def is_settled(verdict: Verdict) -> bool:
    return verdict.why in DISPOSES


def must_be_said(verdict: Verdict) -> bool:
    return verdict.why in ASKS


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _sentences() -> dict[str, str]:
    return {
        Why.DUE: _("Will be erased on %(day)s or soon after, at the latest %(latest)s, because of: "
                   "%(rule)s."),
        Why.HELD: _("Is held until %(held)s. Will be erased on %(day)s or soon after, at the "
                    "latest %(latest)s, because of: %(rule)s."),
        Why.UNDER_WAY: _("Nothing is erased while it is under way."),
        Why.NEVER: _("Is never erased: %(inquiry)s (SoL 16 kap. 2 §)."),
        Why.COUNTY: _("Is never erased: this municipality keeps everything for research (SoL "
                      "16 kap. 4 §, SoF 13 kap. 1 §)."),
        Why.BORN: _("Is never erased: the person was born on the 5th, 15th or 25th of a month, and "
                    "that is kept for research (SoL 16 kap. 4 §, SoF 13 kap. 1 §)."),
        Why.ASK_DAY: _("Could be erased from %(day)s, because of: %(rule)s. But nobody has said "
                       "whether the person was born on the 5th, 15th or 25th of a month. Until "
                       "somebody has, it is kept."),
        Why.ASK_YEAR: _("Is kept until the child has turned 30 (SoL 16 kap. 2 a §). Nobody has "
                        "said when the child was born. Until somebody has, it is kept."),
        Why.NO_COUNTY: _("Is kept: nobody has said in the settings in which county we are, and "
                         "some counties keep everything."),
        Why.NO_RULE: _("Is kept: no rule of retention holds for it."),
    }  # fmt: skip
