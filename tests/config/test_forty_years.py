"""Forty years over five thousand requests: nothing goes early, late, or while it is held.

The rows are cheap ones and the words are not sealed: what is tried is the rules with the query
that asks them. When each may go is worked out here once more, by hand and without the rules.
"""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from config.retention.models import LegalHold, RetentionPlan
from config.retention.services import knowing
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


def a_night(day: date) -> set[str]:
    """What the rules let go on that day. It goes at once."""
    known = knowing.known(day)
    gone = {row.about for row, verdict in knowing.old_enough(known) if verdict.is_due(day)}
    for model in (HelpRequest, ConcernReport):
        label = f"{model._meta.label_lower}/"
        keys = [about.removeprefix(label) for about in gone if about.startswith(label)]
        for first in range(0, len(keys), 500):
            model.objects.filter(pk__in=keys[first : first + 500]).update(erased_at=moment(day))
    return gone


def nights() -> list[date]:
    """Every two hundredth day for forty years: each time another day of another month."""
    whole = (date(BEGAN + YEARS, 1, 1) - date(BEGAN, 1, 1)).days
    return [date(BEGAN, 1, 1) + timedelta(days=n) for n in range(0, whole, 200)]


def test_nothing_early_nothing_late_nothing_that_is_held(many):
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
    assert a_night(last) == set()


@pytest.mark.parametrize("county", ["E", "I", "Y", "GBG"])
def test_a_whole_county_keeps_all_but_what_goes_by_the_plan(many, county):
    RetentionPlan.objects.update(county=county)
    by_plan = HelpRequest.objects.filter(close_reason__in=("not_ours", "duplicate", "no_request"))
    due = {f"intake.helprequest/{pk}" for pk in by_plan.values_list("pk", flat=True)}
    assert a_night(timezone.localdate().replace(year=BEGAN + YEARS)) == due
