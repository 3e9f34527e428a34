"""10 000 lines, twenty who snoop: most of them stand in the first hundred of the queue."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group

from audit.actors import CLOCK
from audit.models import Event, Item
from audit.services import rounds
from config.accounts.models import User
from config.starter import loading
from tests.audit.town_week import LINES, MONDAY, TEAMS, WORKERS, Week

AFTERWARDS = MONDAY + timedelta(days=9, hours=9)
SEEDS = (1, 7, 42, 1789, 2026)


@pytest.fixture
def week(house):
    """Called with a seed: a week is in the log, and a round is drawn on it."""

    def make(seed: int) -> tuple[Week, list[Item]]:
        accounts = [_team(n) for n in range(TEAMS)]
        with time_machine.travel(MONDAY - timedelta(days=1), tick=False):
            loading.fill_in("Tallsunda", by=CLOCK)
        made = Week(seed, accounts, str(house.pk))
        made.snoop()
        made.work()
        made.write()
        with time_machine.travel(AFTERWARDS, tick=False):
            drawn = rounds.draw_last_week()
        return made, list(drawn.items.order_by("position"))

    return make


def _team(number: int) -> list[int]:
    group = Group.objects.create(name=f"team {number}")
    people = [
        User(email=f"w{number}-{n}@tallsunda.example", name="W", role="social_worker")
        for n in range(WORKERS // TEAMS)
    ]
    people = User.objects.bulk_create(people)
    group.user_set.set(people)
    return [person.pk for person in people]


@pytest.mark.parametrize("seed", SEEDS)
def test_most_snoops_stand_in_the_first_hundred_and_a_fifth_is_chance(week, seed):
    made, items = week(seed)
    first = items[:100]
    found = [made.is_found(planted, first) for planted in made.planted]
    assert len(made.planted) == 20
    assert Event.objects.count() >= LINES
    assert sum(found) >= 16, found
    assert sum(item.by_chance for item in first) >= 20
    assert sum(item.by_chance for item in items) * 5 >= len(items)
