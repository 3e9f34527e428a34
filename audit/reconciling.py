"""RECONCILE: does what is granted agree with what should be? Each room says its own checks.

A check finds, and never repairs by itself. The repair beside it is the one right one for its
kind; somebody does it by name, and it is traced.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit import guard, trail

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Difference:
    """Where the two part: a kind of check, the row's name, and whom it concerns. Keys only."""

    kind: str
    row: str
    whom: str = ""

    def fetch(self):
        """The row itself."""
        return _fetch(self.row)

    def fetch_whom(self):
        return _fetch(self.whom)


@dataclass(frozen=True)
class Check:
    """One sentence of the policy. *label*: what is wrong; *mending*: what the repair does."""

    kind: str
    label: Promise
    mending: Promise
    find: Callable[[], Iterable[Difference]]
    repair: Callable  # (difference, by)


def _fetch(name: str):
    kind, _slash, key = name.partition("/")
    return apps.get_model(kind)._base_manager.get(pk=key)


def of_grants(kind: str, *several) -> list[Difference]:
    """A difference for each of these grants: the row it opens, and to which group."""
    found = []
    for grants in several:
        label = grants.model._meta.get_field("content_object").related_model._meta.label_lower
        pairs = grants.values_list("content_object_id", "group_id")
        found += [Difference(kind, f"{label}/{row}", f"auth.group/{group}") for row, group in pairs]
    return found


def take_back(difference: Difference, by) -> None:
    guard.revoke(difference.fetch(), by=by, group=difference.fetch_whom())


# --- What holds for grants of every kind --------------------------------------------------------


def _without_row() -> list[Difference]:
    """The foreign key forbids it; whoever wrote past it is found here."""
    found = []
    for kind in guard.grant_kinds():
        rows = kind._meta.get_field("content_object").related_model._base_manager
        lost = kind.objects.exclude(Exists(rows.filter(pk=OuterRef("content_object_id"))))
        found += [
            Difference("grant_without_row", f"{kind._meta.label_lower}/{pk}")
            for pk in lost.values_list("pk", flat=True)
        ]
    return found


def _run_out() -> list[Difference]:
    """The clock removes them within minutes. They give no reach, but somebody must ask why."""
    late = timezone.now() - LATE
    run_out = [kind.objects.run_out(late) for kind in guard.grant_kinds()]
    return of_grants("grant_run_out", *run_out)


def _elsewhere() -> list[Difference]:
    """Guardian's own tables, where a grant would belong to any kind of row: always empty."""
    found = []
    for name in ("guardian.groupobjectpermission", "guardian.userobjectpermission"):
        rows = apps.get_model(name).objects.values_list("pk", flat=True)
        found += [Difference("grant_elsewhere", f"{name}/{pk}") for pk in rows]
    return found


def _remove(difference: Difference, by) -> None:
    trail.record(by, "guard.revoke", difference.row)
    difference.fetch().delete()


CHECKS = (
    Check(
        "grant_without_row", _("A grant to a row that is not there"), _("Remove the grant"),
        _without_row, _remove,
    ),
    Check(
        "grant_run_out", _("A grant that ran out and was not removed"), _("Remove the grant"),
        _run_out, take_back,
    ),
    Check(
        "grant_elsewhere", _("A grant outside the tables for grants"), _("Remove the grant"),
        _elsewhere, _remove,
    ),
)  # fmt: skip
