"""Who comes on under a clock that the stage was not told of is met by that test alone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event

LONG_AGO = "2020-03-01 09:00+01:00"


@pytest.fixture
def long_ago():
    with time_machine.travel(LONG_AGO, tick=False):
        yield


def came_on():
    return Event.objects.latest("pk").at


@pytest.mark.parametrize("turn", ["first", "second"])
def test_everybody_comes_on_at_that_moment(turn, long_ago, amina):
    assert came_on() == timezone.now()


def test_the_next_one_meets_nobody_from_there(amina):
    """It runs after those above."""
    assert came_on() > timezone.now() - timedelta(hours=1)
