"""The migrations say what the models say, have names that mean something, and can be undone."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests import migrating

OURS = {one.label for one in apps.get_app_configs() if one.name.split(".")[0] in migrating.ROOMS}
AUTOMATIC = re.compile(r"^\d{4}_(auto_|alter_|add_|remove_|.*_and_more)")


def ours():
    loader = MigrationLoader(None)
    return {key: one for key, one in loader.disk_migrations.items() if key[0] in OURS}


def test_no_migration_bears_the_name_of_one_that_another_stands_for():
    """It would count as applied wherever the older one was, and never run."""
    older = {name for one in ours().values() for name in one.replaces}
    assert older
    assert not older & ours().keys()


def test_nothing_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("key", ours())
def test_a_migration_is_named_by_hand(key):
    assert not AUTOMATIC.match(key[1])


@pytest.mark.parametrize("key", ours())
def test_a_migration_can_be_undone(key):
    for operation in ours()[key].operations:
        if isinstance(operation, RunPython | RunSQL):
            assert operation.reversible
