from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intake.models import Urgency
from intake.services.promising import promise
from partners.models import Municipality

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        (at(19, 10), at(20, 10)),  # Thursday forenoon: Friday forenoon
        (at(20, 12), at(23, 12)),  # Friday noon: Monday noon
        (at(20, 22), at(24, 8)),  # Friday night counts from Monday morning
        (at(21, 14), at(24, 8)),  # so does Saturday
    ],
)
def test_a_human_reads_within_one_working_day(house, received, promised):
    assert promise(received, Urgency.NORMAL) == promised


def test_the_municipality_decides_how_many_days(house):
    Municipality.objects.update(promise_days=3)
    assert promise(at(19, 10), Urgency.NORMAL) == at(24, 10)


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.SAME_DAY])
def test_what_is_urgent_is_read_before_the_day_ends_or_first_thing_next(house, urgency):
    assert promise(at(19, 10), urgency) == at(19, 17)
    assert promise(at(20, 22), urgency) == at(23, 8)
