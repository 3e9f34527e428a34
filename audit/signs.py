"""WHAT STANDS OUT in the log: one small function a sign, and a sentence for the reviewer.

A sign is a reason to ask, not a finding. What each weighs, from which number it counts and
whether every single one is reviewed stands in the municipality's own table (SignWeight). A new
sign is one more function here. No Django models, no queries: what a sign needs to know about
the rest of the log is in Surroundings, and how the row stood is in the line's own facts,
written when it was read (intake/services/reading.py).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.deeds import is_read

LISTED = ("count", "shown", "lines")  # how a line says how many rows were on the page


@dataclass
class Surroundings:
    """What a line is seen against. Keys of days are (actor, local date)."""

    is_at_work: Callable[[str, datetime], bool]
    from_number: dict[str, int] = field(default_factory=dict)
    rows_read: Counter = field(default_factory=Counter)
    refusals: Counter = field(default_factory=Counter)
    namesakes: set[int] = field(default_factory=set)
    new_to_the_unit: set[int] = field(default_factory=set)
    related: set[tuple[str, str]] = field(default_factory=set)
    related_colleagues: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sign:
    """*holds* says of one line, seen against its surroundings, whether it stands out so."""

    code: str
    label: str
    holds: Callable


SIGNS: dict[str, Sign] = {}


def sign(label):
    """Add a function to the signs. Its name is the code."""

    def add(holds):
        SIGNS[holds.__name__] = Sign(holds.__name__, label, holds)
        return holds

    return add


def found_on(event, around: Surroundings) -> list[str]:
    """Every sign that one line carries."""
    return [code for code, one in SIGNS.items() if one.holds(event, around)]


def labels() -> list[tuple]:
    return [(code, one.label) for code, one in SIGNS.items()]


def day_of(event) -> tuple:
    return event.actor, timezone.localdate(event.at)


# --- The signs -----------------------------------------------------------------------------------


@sign(_("No task: somebody else has the request"))
def no_task(event, around):
    return event.facts.get("task") == 0


@sign(_("Read after it was closed"))
def after_closing(event, around):
    return event.facts.get("closed") == 1


@sign(_("Outside the organisation’s own working hours"))
def out_of_hours(event, around):
    is_person = is_read(event.deed) and event.channel != "api"
    return is_person and not around.is_at_work(event.organisation, event.at)


@sign(_("Protected identity"))
def protected(event, around):
    return event.facts.get("protected") == 1


@sign(_("The reader has the same surname as the person"))
def same_name(event, around):
    return event.pk in around.namesakes


@sign(_("The reader has said that they are related"))
def declared(event, around):
    return is_read(event.deed) and (event.actor, event.about) in around.related


@sign(_("It concerns a colleague, and the reader has no task there"))
def colleague(event, around):
    others = around.related_colleagues.get(event.about, set()) - {event.actor}
    return bool(others) and event.facts.get("task") == 0


@sign(_("Opened by breaking the glass"))
def glass(event, around):
    return event.facts.get("glass") == 1


@sign(_("A long list"))
def long_list(event, around):
    shown = max(_number(event.facts.get(name)) for name in LISTED)
    return not is_read(event.deed) and shown >= around.from_number.get("long_list", 101)


@sign(_("Many different requests on one day"))
def many_reads(event, around):
    most = around.from_number.get("many_reads", 20)
    return is_read(event.deed) and around.rows_read[day_of(event)] >= most


@sign(_("Refused again and again"))
def refused_often(event, around):
    most = around.from_number.get("refused_often", 3)
    return event.decision != "allowed" and around.refusals[day_of(event)] >= most


@sign(_("First read from that unit"))
def first_from_unit(event, around):
    return event.pk in around.new_to_the_unit


def _number(fact) -> int:
    return fact if isinstance(fact, int) else 0
