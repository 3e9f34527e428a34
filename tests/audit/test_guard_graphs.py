"""On whatever organisation one can think of: what is listed is exactly what opens, and no more.

Who belongs where, which unit a row has, to whom it is granted until when, who is related to it,
whose account has ended: all of it is drawn. What should be reached is said here by hand.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import guard, trail
from audit.actors import ANYBODY, CLOCK
from audit.vault import receipts
from config.accounts.models import User
from intake.models import (
    IN_LINE,
    About,
    AgeBand,
    Channel,
    HelpRequest,
    HelpRequestConflict,
    HelpRequestGrant,
)
from intake.services import receiving

ROWS, USERS, GROUPS = range(4), range(3), range(3)
AN_HOUR = timedelta(hours=1)
ENDS = {"never": None, "later": AN_HOUR, "over": -AN_HOUR}
STATES = ("here", "here", "ended", "run_out")


@dataclass(frozen=True)
class Graph:
    units: tuple  # of each row: a group, or None
    member: frozenset  # (user, group)
    granted: dict  # (row, group): never, later, over
    related: frozenset  # (user, row)
    state: tuple  # of each user

    def reached_by(self, user: int) -> set[int]:
        """The rule, in plain words: mine by my groups or granted in time, unless I am related."""
        if self.state[user] != "here":
            return set()
        mine = {group for one, group in self.member if one == user}
        return {
            row for row in ROWS
            if (user, row) not in self.related
            and (
                self.units[row] in mine
                or any(self.granted.get((row, group), "over") != "over" for group in mine)
            )
        }  # fmt: skip


def pairs(first, second):
    return st.frozensets(st.tuples(st.sampled_from(first), st.sampled_from(second)), max_size=6)


graphs = st.builds(
    Graph,
    units=st.tuples(*[st.none() | st.sampled_from(GROUPS) for _ in ROWS]),
    member=pairs(USERS, GROUPS),
    granted=st.dictionaries(
        st.tuples(st.sampled_from(ROWS), st.sampled_from(GROUPS)), st.sampled_from(list(ENDS)),
        max_size=6,
    ),
    related=pairs(USERS, ROWS),
    state=st.tuples(*[st.sampled_from(STATES) for _ in USERS]),
)  # fmt: skip


@pytest.fixture
def rows(north):
    codes = {"about": About.SELF, "age_band": AgeBand.FROM_25, "channel": Channel.WEB}
    told = [
        receiving.submit(by=ANYBODY, ticket=receipts.new_ticket(), story="Hej.", **codes)
        for _ in ROWS
    ]
    return [one.help_request for one in told]


@pytest.fixture
def people(db):
    """The last one is a superuser, with a role: it must not help."""
    found = [
        User.objects.create_user(f"u{one}@tallsunda.example", name=f"U{one}", role="social_worker")
        for one in USERS
    ]
    found[-1].is_superuser = True
    found[-1].save()
    return found


@pytest.fixture
def groups(db):
    return [Group.objects.create(name=f"unit {one}") for one in GROUPS]


def build(graph: Graph, rows, people, groups) -> None:
    """Put the house in this state."""
    HelpRequestConflict.objects.all().delete()
    HelpRequestGrant.objects.all().delete()
    now = timezone.now()
    for number, row in enumerate(rows):
        unit = graph.units[number]
        HelpRequest.objects.filter(pk=row.pk).update(unit=None if unit is None else groups[unit])
    for number, user in enumerate(people):
        user.is_active = graph.state[number] != "ended"
        user.expires_at = now - AN_HOUR if graph.state[number] == "run_out" else None
        user.save()
        user.groups.set([groups[group] for one, group in graph.member if one == number])
    _grant_all(graph, rows, groups, now)
    HelpRequestConflict.objects.bulk_create(
        HelpRequestConflict(user=people[user], content_object=rows[row])
        for user, row in graph.related
    )


@trail.act
def _grant_all(graph: Graph, rows, groups, now) -> None:
    for (row, group), end in graph.granted.items():
        until = None if ENDS[end] is None else now + ENDS[end]
        guard.grant(groups[group], rows[row], by=CLOCK, until=until)


def opens(user, row) -> bool:
    try:
        guard.reach(HelpRequest.objects, row.pk, by=user, right="intake.read_request")
    except (guard.OutOfReach, guard.Refused):
        return False
    return True


@settings(
    max_examples=500, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(graph=graphs)
def test_what_is_listed_is_what_opens_and_what_should(rows, people, groups, graph):
    build(graph, rows, people, groups)
    for number, user in enumerate(people):
        due = {rows[row].pk for row in graph.reached_by(number)}
        place = guard.place_of(user)
        assert set(HelpRequest.objects.visible_to(user).values_list("pk", flat=True)) == due
        assert HelpRequest.objects.visible_to(user).count() == len(due)
        listed = HelpRequest.objects.waiting().listed_from(place)
        assert {row.pk for row in listed.order_by("received_at")} == due
        assert listed.count() == len(due)
        head = HelpRequest.objects.waiting().first_visible(place, *IN_LINE, most=10)
        assert {row.pk for row in head} == due
        assert {row.pk for row in rows if opens(user, row)} == due


@settings(
    max_examples=50, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(graph=graphs, most=st.integers(1, 3))
def test_the_head_of_a_line_is_its_head_whoever_is_related(rows, people, groups, graph, most):
    """What somebody does not reach takes nobody's place in their list."""
    build(graph, rows, people, groups)
    for user in people:
        place, line = guard.place_of(user), HelpRequest.objects.waiting()
        whole = list(HelpRequest.objects.visible_to(user).order_by(*IN_LINE))
        assert list(line.first_visible(place, *IN_LINE, most=most))[:most] == whole[:most]
