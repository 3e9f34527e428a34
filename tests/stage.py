"""The cast comes on once and stays: a test begins with it standing, not with building it.

The town, its people, a request and a referral on its way are built through the use cases, which
takes longer than most tests do. So each fixture marked @cast is built once, in a savepoint of
its own, one upon another, and the test's own transaction begins on top of them. The next test
goes back to the last savepoint that both have in common and builds what it needs beyond.

What a test is given is a copy, made anew each time: nothing it changes stays, in rows or objects.
A test that commits builds its own; so does one that changes something before anybody comes on.
"""

import pickle
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

# Whoever asks for one of these changes something before anybody comes on; but see *stopped*.
OTHERWISE = {"clock", "with_token", "archived"}
ELSEWHEN = object()  # beside every moment that a test can ask for
STILL_NEW = 60  # seconds; what stands longer has become old for a test that says "just now"
_ranks = count()


def cast(function):
    """A fixture made of rows, which asks for nothing but others like it."""
    function.rank, function.is_scenery = next(_ranks), False
    return pytest.fixture(function)


def scenery(function):
    """As @cast, for what is too large to be copied and does not age: tests only look at it."""
    function.rank, function.is_scenery = next(_ranks), True
    return pytest.fixture(function)


def stopped(when):
    """A fixture, to be called *clock*, that stops the clock at *when*.

    Asked for first, everything happens then: the cast comes on at that moment, too.
    """

    def clock():
        with time_machine.travel(when, tick=False) as traveller:
            yield traveller

    clock.moment = when
    return pytest.fixture(clock)


def moment_of(item):
    """When the cast comes on: None is now."""
    found, asked = item._fixtureinfo.name2fixturedefs, list(item._fixtureinfo.initialnames)
    before = asked[: asked.index("clock")] if "clock" in asked else asked
    if before == asked or any(_is_cast(found, name) for name in before):
        return None
    return getattr(found["clock"][-1].func, "moment", None)


def _is_cast(known: dict, name: str) -> bool:
    return name in known and hasattr(known[name][-1].func, "rank")


def _comes_first(item) -> bool:
    """Does something change before anybody comes on? Not a clock that asks for people itself."""
    known, asked = item._fixtureinfo.name2fixturedefs, OTHERWISE & set(item.fixturenames)
    if "clock" in asked:
        is_later = any(_is_cast(known, name) for name in known["clock"][-1].argnames)
        asked -= {"clock"} if is_later or moment_of(item) else set()
    return bool(asked)


def of_the_cast(item) -> list:
    """The fixtures a test needs that may stand for several, in an order that is always the same."""
    known, judged, due = item._fixtureinfo.name2fixturedefs, {"db": True}, []
    if shares(item) or commits(item) or _comes_first(item):
        return []

    def judge(name: str) -> bool:
        if name not in judged:
            judged[name] = False  # also for one that is made of another of its own name
            found = known[name][-1] if name in known else None
            if hasattr(getattr(found, "func", None), "rank"):
                judged[name] = all([judge(needed) for needed in found.argnames])
                due.extend([found] if judged[name] else [])
            else:
                judged[name] = getattr(found, "scope", "") == "session"
        return judged[name]

    for name in sorted(known, key=lambda name: getattr(known[name][-1].func, "rank", -1)):
        judge(name)
    return due


def shares(item) -> bool:
    """Does it begin with what its own file has built, for that file alone?"""
    return any(found[-1].scope == "module" for found in item._fixtureinfo.name2fixturedefs.values())


def commits(item) -> bool:
    """Does it really write, so that other connections see it?"""
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and marker.kwargs.get("transaction"))
    return asked or bool({"transactional_db", "live_server"} & set(item.fixturenames))


def by_their_beginning(item) -> tuple:
    """Sorts tests that begin alike beside each other, and what is long before what is short.

    What commits comes after what does not: it leaves empty tables behind. At the very end is
    what needs no database: a worker with nothing left to do takes it from the other.
    """
    if commits(item):
        return (2,)
    if shares(item):
        return (0,)
    due, at = [one.func for one in of_the_cast(item)], str(moment_of(item) or "")
    if any(one.is_scenery for one in due):
        return 1, 0, at, *(one.rank for one in due)
    return 1 if item.get_closest_marker("database") else 3, 1, at, *(one.rank for one in due)


@dataclass(frozen=True)
class Entrance:
    """One fixture: the savepoint before it, and everything on the stage after it."""

    function: object
    block: transaction.Atomic
    scenery: dict
    copies: bytes

    def values(self) -> dict:
        return self.scenery | pickle.loads(self.copies)  # noqa: S301 – ours


@dataclass
class Stage:
    entrances: list[Entrance] = field(default_factory=list)
    given: dict[object, object] = field(default_factory=dict)
    since: float = 0.0
    moment: object = None

    def set_up(self, due: list, moment, request) -> None:
        """Go back to what is already there of *due*, and let the others come on.

        Where a clock stands that nobody told us of, they come on for this test alone.
        """
        is_elsewhen = moment is None and time_machine.escape_hatch.is_travelling()
        same = 0
        if not is_elsewhen and self._is_new() and self.moment == moment:
            pairs = zip(self.entrances, due, strict=False)
            while (pair := next(pairs, None)) and pair[0].function is pair[1].func:
                same += 1
        self.back_to(same)
        self.moment = ELSEWHEN if is_elsewhen else moment
        _empty_caches()  # they know teams that have just left the stage
        with time_machine.travel(moment, tick=False) if moment else nullcontext():
            for one in due[same:]:
                self._enter(one, request)
        _empty_caches()
        # Known to every process that has done anything; whoever counts queries counts on it.
        ContentType.objects.get_for_models(*apps.get_models())
        values = self._values()
        self.given = {one.func: values[one.argname] for one in due}

    def _is_new(self) -> bool:
        ages = not self.moment and any(not one.function.is_scenery for one in self.entrances)
        return not ages or perf_counter() - self.since < STILL_NEW

    def back_to(self, number: int) -> None:
        while len(self.entrances) > number:
            connection.set_rollback(True)
            self.entrances.pop().block.__exit__(None, None, None)
        if not number:
            self.given, self.since = {}, perf_counter()

    def _values(self) -> dict:
        return self.entrances[-1].values() if self.entrances else {}

    def _enter(self, one, request) -> None:
        block, values = transaction.atomic(), self._values()
        block._from_testcase = True  # as Django's own test cases: durable blocks may begin inside
        block.__enter__()
        try:
            needed = {
                name: values[name] if name in values else request.getfixturevalue(name)
                for name in set(one.argnames) - {"db"}
            }
            there = self.entrances[-1].scenery if self.entrances else {}
            made = {one.argname: one.func(**needed, **dict.fromkeys({"db"} & {*one.argnames}))}
            there = there | made if one.func.is_scenery else there
            copied = {name: value for name, value in (values | made).items() if name not in there}
            self.entrances.append(Entrance(one.func, block, there, pickle.dumps(copied)))
        except BaseException:
            block.__exit__(*sys.exc_info())
            raise


def _empty_caches() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


STAGE = Stage()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Whoever brings nobody begins on an empty stage, also what its file shares."""
    if not of_the_cast(item):
        _leave(item)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    if nextitem is None:
        _leave(item)


def _leave(item) -> None:
    if STAGE.entrances:
        with item.config.stash[blocking_manager_key].unblock():
            STAGE.back_to(0)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test's own transaction begins, the stage is set; and its fixtures are on it."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("letter_box")
        with request.getfixturevalue("django_db_blocker").unblock():
            item = request._pyfuncitem
            STAGE.set_up(of_the_cast(item), moment_of(item), request)
        return None
    value = STAGE.given.get(fixturedef.func)
    if value is not None:
        fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
    return value
