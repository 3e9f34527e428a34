"""The migrations say what the models say, have names that mean something, and can be undone."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

OURS = {"accounts", "api", "audit", "clock", "intake", "partners", "referrals"}
AUTOMATIC = re.compile(r"^\d{4}_(auto_|alter_|add_|remove_|.*_and_more)")


def ours():
    loader = MigrationLoader(None)
    return {key: one for key, one in loader.disk_migrations.items() if key[0] in OURS}


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
