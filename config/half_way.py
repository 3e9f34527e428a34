"""A database that an earlier release left half way is not carried on from here.

The migrations were begun anew: each new one stands for the older ones that it names. Django goes
on where all of those were applied, or none; where some were it says nothing and leaves the new one
out, and pages would meet tables that are not there.
"""

from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader

TEXT = "This database stopped half way in the migrations of: {}."
HINT = (
    "Migrate it to the end with the last release that still has "
    "intake/migrations/0038_few_among_many.py, and come back. Nothing has been changed."
)


@checks.register(checks.Tags.database)
def nothing_is_left_half_way(app_configs, databases=None, **kwargs) -> list[checks.Error]:
    """Asked before anything is migrated."""
    loaders = [MigrationLoader(connections[alias]) for alias in databases or []]
    return [
        checks.Error(TEXT.format(", ".join(rooms)), hint=HINT, id="config.E001")
        for rooms in map(left_by, loaders)
        if rooms
    ]


def left_by(loader: MigrationLoader) -> list[str]:
    """The rooms where some of the older migrations were applied, and others cannot be any more."""
    return sorted({room for (room, _), new in loader.replacements.items() if _is_half(new, loader)})


def _is_half(new, loader: MigrationLoader) -> bool:
    older = set(new.replaces)
    missing = older - loader.applied_migrations.keys()
    return missing != older and not missing <= loader.disk_migrations.keys()
