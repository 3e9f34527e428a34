"""Forty years over five thousand requests: nothing goes early, late, or while it is held.

The rows are cheap ones and the words are not sealed: what is tried is the rules with the query
that asks them. When each may go is worked out here once more, by hand and without the rules.
"""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from config.incidents.models import Incident
from config.police.models import ContactRequest
from config.retention.models import LegalHold, RetentionPlan
from config.retention.own import EVERY
from config.retention.services import knowing, ways
from config.threats.models import Threat
from intake.models import ConcernReport, HelpRequest, Keeping
from tests.config.test_disposing import rules
from tests.stage import cast

__all__ = ["rules"]
pytestmark = pytest.mark.django_db

MANY, YEARS, BEGAN = 5000, 40, 2026
NEVER = date.max
BIRTH_DAYS = (4, 5, 6, 14, 15, 16, 24, 25, 26, 29)
CLOSED = ("advised", "referred", "not_ours", "duplicate", "no_request")


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def later(day: date, *, years: int = 0, months: int = 0) -> date:
    """By hand: the month counted on, and the 1st of the next where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + years + month // 12, month % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year, month + 1, 1)


def expected(closed: date, kind: str, born: date | None) -> date:
    if kind == "no_request":
        return later(closed, months=3)
    if kind in ("not_ours", "duplicate"):
        return later(closed, months=24)
    if born is None or born.day in (5, 15, 25):
        return NEVER
    five = later(closed, years=5)
    return max(five, date(born.year + 31, 1, 1)) if kind == "opened" else five


@cast
def many(rules, north, reception, rut):
    """Each with when it may go, by its key. The first fifth became concern reports."""
    dice = random.Random(16)  # noqa: S311 – the same each time
    due, rows, reports, keepings, holds = {}, [], [], [], []
    for number in range(MANY):
        closed = date(BEGAN, 1, 1) + timedelta(days=dice.randrange(3650))
        is_concern = number < MANY // 5
        kind = dice.choice(("opened", "not_opened")) if is_concern else dice.choice(CLOSED)
        age = dice.randrange(1, 18) if is_concern else dice.randrange(15, 90)
        day = dice.choice(BIRTH_DAYS)
        born = date(closed.year - age, dice.choice((1, 3, 12)), day) if number % 11 else None
        row = HelpRequest(
            reference=f"R{number}", unit=north.group, received_at=moment(closed),
            promised_at=moment(closed), closed_at=moment(closed), about="self", channel="web_form",
            status="handed_over" if is_concern else "closed",
            close_reason="" if is_concern else kind,
        )  # fmt: skip
        report = is_concern and ConcernReport(
            reference=f"C{number}", unit=reception.group, received_at=moment(closed),
            from_request=row, assess_on=closed, decide_on=closed, status="handed_over",
            decision=kind, decided_at=moment(closed), handed_at=moment(closed), handed_by=rut,
        )  # fmt: skip
        rows.append(row)
        reports += [report] if report else []
        if born:
            keepings.append(Keeping(
                help_request=None if report else row, concern_report=report or None,
                birth_day="research" if day in (5, 15, 25) else "other", birth_year=born.year,
                recorded_at=moment(closed),
            ))  # fmt: skip
        for one in (row, report) if report else (row,):
            may_go = expected(closed, kind, born)
            if number % 17 == 0:
                until = closed + timedelta(days=dice.randrange(1, 4000))
                holds.append(LegalHold(
                    about=f"{one._meta.label_lower}/{one.pk}", reason="court", until=until,
                    given_by=rut,
                ))  # fmt: skip
                may_go = may_go if may_go == NEVER else max(may_go, until + timedelta(days=1))
            due[f"{one._meta.label_lower}/{one.pk}"] = may_go
    for model, made in (
        (HelpRequest, rows), (ConcernReport, reports), (Keeping, keepings), (LegalHold, holds),
    ):  # fmt: skip
        model.objects.bulk_create(made, batch_size=500)
    return due


@cast
def of_our_own(many, rut):
    """Four hundred more that no birth decides: each kind by its own rule. When each may go."""
    dice, due, holds = random.Random(17), {}, []  # noqa: S311 – the same each time
    for number in range(400):
        own = EVERY[number % len(EVERY)]
        ended = date(BEGAN, 1, 1) + timedelta(days=dice.randrange(3650))
        has_ended = number % 13 > 0
        row = own.model(reference=f"O{number}", **_own_values(own, ended, rut, has_ended))
        row.save()
        may_go = later(ended, years=10 if own.kind == "deviation" else 5) if has_ended else NEVER
        if number % 17 == 0:
            until = ended + timedelta(days=dice.randrange(1, 4000))
            holds.append(LegalHold(
                about=f"{own.label}/{row.pk}", reason="court", until=until, given_by=rut
            ))  # fmt: skip
            may_go = may_go if may_go == NEVER else max(may_go, until + timedelta(days=1))
        due[f"{own.label}/{row.pk}"] = may_go
    LegalHold.objects.bulk_create(holds)
    return due


def _own_values(own, ended: date, by, has_ended: bool) -> dict:
    began = moment(ended - timedelta(days=30))
    closed = {"status": "closed", "closed_at": moment(ended)} if has_ended else {}
    if own.model is Incident:
        return closed | {
            "is_cyber": True, "noticed_at": began, "reported_at": began, "reported_by": by,
            "what": b"x",
        }  # fmt: skip
    if own.model is ContactRequest:
        answered = {"status": "called_off", "ended_at": moment(ended)} if has_ended else {}
        return answered | {"received_on": began.date(), "received_by": by, "who": b"x"}
    both = {"happened_at": began, "reported_at": began, "kind": "other", "reported_by": by}
    closed |= {"closed_by": by} if has_ended else {}
    if own.model is Threat:
        both |= {"follow_up_on": ended, "way": "phone", "what": b"x"}
    return both | closed


def a_night(day: date) -> set[str]:
    """What the rules let go on that day. It goes at once."""
    known = knowing.known(day)
    gone = {row.about for row, verdict in knowing.old_enough(known) if verdict.is_due(day)}
    for model in ways.WAYS:
        label = f"{model._meta.label_lower}/"
        keys = [about.removeprefix(label) for about in gone if about.startswith(label)]
        for first in range(0, len(keys), 500):
            model.objects.filter(pk__in=keys[first : first + 500]).update(erased_at=moment(day))
    return gone


def nights() -> list[date]:
    """Every two hundredth day for forty years: each time another day of another month."""
    whole = (date(BEGAN + YEARS, 1, 1) - date(BEGAN, 1, 1)).days
    return [date(BEGAN, 1, 1) + timedelta(days=n) for n in range(0, whole, 200)]


def test_nothing_early_nothing_late_nothing_that_is_held(many, of_our_own):
    many = many | of_our_own
    went = {about: day for day in nights() for about in a_night(day)}
    last = nights()[-1]
    early = {about for about, day in went.items() if day < many[about]}
    due_by = {about: date(day.year + 1, 12, 31) for about, day in many.items() if day < last}
    late = {about for about, by in due_by.items() if went.get(about, last) > by}
    holds = dict(LegalHold.objects.values_list("about", "until"))
    held = {about for about, day in went.items() if about in holds and day <= holds[about]}
    assert (early, late, held) == (set(), set(), set())
    assert len(went) == len([day for day in many.values() if day <= last])
    assert len(went) > MANY // 2
    assert {about.partition("/")[0] for about in went} == set(ways.MODELS)
    assert a_night(last) == set()


@pytest.mark.parametrize("county", ["E", "I", "Y", "GBG"])
def test_a_whole_county_keeps_all_but_what_goes_by_the_plan(many, county):
    RetentionPlan.objects.update(county=county)
    by_plan = HelpRequest.objects.filter(close_reason__in=("not_ours", "duplicate", "no_request"))
    due = {f"intake.helprequest/{pk}" for pk in by_plan.values_list("pk", flat=True)}
    assert a_night(timezone.localdate().replace(year=BEGAN + YEARS)) == due
