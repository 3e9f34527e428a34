"""What the clock does to many rows: one that cannot be done keeps no other waiting."""

import logging

import pytest
from django.utils.module_loading import import_string

from audit.one_by_one import one_by_one
from config.clock.timetable import TIMETABLE

# One act that is done whole or not at all, or a question to the database.
OF_ONE_PIECE = {
    "config.webhooks.services.hearing.sweep",
    "audit.sealing.watching.watch",
    "config.api.repeating.forget",
    "config.clock.jobs.forget_sessions",
}


def halved(number: int, by: int = 2) -> int:
    return 100 // number // by


def test_the_others_are_done_and_then_the_trouble_is_raised(caplog):
    done = []

    def deed(number):
        done.append(halved(number))
        return 1

    with pytest.raises(ZeroDivisionError), caplog.at_level(logging.ERROR):
        one_by_one(deed, [1, 0, 2, 0, 5])
    assert done == [50, 25, 10]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError] * 2


def test_the_first_trouble_is_the_one_that_is_raised():
    troubles = [KeyError("first"), ValueError("second")]

    def deed(trouble):
        raise trouble

    with pytest.raises(KeyError):
        one_by_one(deed, troubles)


def test_it_says_how_much_was_done():
    assert one_by_one(halved, [1, 2], 5) == 20 + 10
    assert one_by_one(lambda _row: None, [1, 2]) == 0


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_whatever_the_clock_does_to_many_it_does_one_by_one(job):
    deed = import_string(job.calls)
    is_act = hasattr(deed, "__wrapped__")
    assert is_act or "one_by_one" in deed.__code__.co_names or job.calls in OF_ONE_PIECE
