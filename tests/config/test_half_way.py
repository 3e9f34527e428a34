"""A house goes on from what it has: all of the older migrations, or none. Half is refused."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from config import half_way

NEW, LAST = ("threats", "0001_tables"), ("threats", "0002_when_it_was_erased")
SECOND = ("accounts", "0002_where_people_belong")


@pytest.fixture
def recorder(db):
    return MigrationRecorder(connection)


def to_do() -> list[tuple[str, str]]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(one.app_label, one.name) for one, _ in plan]


def found():
    return half_way.nothing_is_left_half_way(None, databases=["default"])


def test_a_house_that_had_all_of_the_older_ones_goes_on_without_a_step(recorder):
    for new in MigrationExecutor(connection).loader.replacements:
        recorder.record_unapplied(*new)
    assert NEW not in recorder.applied_migrations()
    assert (to_do(), found()) == ([], [])


@pytest.mark.parametrize("command", [["prepare"], ["migrate", "--verbosity=0"]])
def test_a_house_that_stopped_half_way_is_told_what_to_do_and_not_changed(command, recorder):
    for one in (NEW, LAST):
        recorder.record_unapplied(*one)
    before = recorder.applied_migrations().keys()
    with pytest.raises(SystemCheckError, match=r"half way .*: threats\.\n.*0038_few_among_many"):
        call_command(*command, skip_checks=False)
    assert recorder.applied_migrations().keys() == before


def test_half_way_is_not_well(recorder, client):
    for one in (NEW, LAST):
        recorder.record_unapplied(*one)
    assert client.get("/health/").json()["migrations"] is False


def test_a_first_start_that_was_broken_off_between_two_migrations_goes_on(recorder):
    older = MigrationExecutor(connection).loader.replacements[SECOND].replaces
    for one in (SECOND, *older):
        recorder.record_unapplied(*one)
    assert (to_do(), found()) == ([SECOND], [])
