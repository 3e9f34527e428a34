"""The house's own settings. Every change is a line of the log, with what it changed.

Two administrators who open the same page do not overwrite one another unseen: who saves says what
they saw (*seen*, from state_of), and the row is held while it is compared.
"""

import json
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField, Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from audit import changes, guard, trail

CHANGED = _(
    "Somebody has changed this since you opened it. Nothing was saved, and what you wrote is kept "
    "below. Look at what it says now, then save again."
)
IN_USE = _("This is in use and cannot be taken away.")
GONE = _("Somebody has taken this away since you opened it. What you wrote is kept below.")


def state_of(row, names) -> str:
    """A digest of what a page shows of a row: the fields *names*, and nothing beside them."""
    shown = {name: _shown(row, name) for name in names}
    return sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


def _shown(row, name: str):
    field = row._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return sorted(getattr(row, name).values_list("pk", flat=True)) if row.pk else []
    return field.value_from_object(row)


@trail.act
def save(form, *, by, right: str, seen: str | None = None):
    """Save a row as its form says. What the form does not ask for stays as it is by now."""
    guard.require(by, right)
    since, row = changes.mark(), form.instance
    if not row._state.adding:
        _keep_the_rest(form, _held(row, form.asked, {"pk": row.pk}, seen))
    row = form.save()
    changes.cover(by, "settings.change", row, since=since)
    return row


@trail.act
def save_version(form, *, by, right: str, key: str, seen: str | None = None):
    """Add a version. The old ones stay as they were: somebody may have relied on them."""
    guard.require(by, right)
    since, row = changes.mark(), form.instance
    same = type(row).objects.filter(**{key: getattr(row, key)})
    if not row._state.adding:
        _held(row, form.asked, {key: getattr(row, key)}, seen)
    row.pk, row._state.adding = None, True
    if hasattr(row, "write"):  # who wrote it matters: a second person may have to say yes
        row.write(by)
    row.version = (same.aggregate(newest=Max("version"))["newest"] or 0) + 1
    row = form.save()
    changes.cover(by, "settings.change", row, since=since, version=row.version)
    return row


@trail.act
def remove(row, *, by, right: str) -> None:
    """Take a row away for good, unless something else depends on it."""
    guard.require(by, right)
    since, about = changes.mark(), trail.name_of(row)
    try:
        _require_free(row)
        row.delete()
    except ProtectedError:
        raise ValidationError(IN_USE, code="in_use") from None
    changes.cover(by, "settings.remove", row, since=since, about=about)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _require_free(row) -> None:
    """Not on anybody's list: what is for one area alone would be for all of them without it."""
    for relation in row._meta.related_objects:
        listing = relation.related_model._base_manager
        if relation.many_to_many and listing.filter(**{relation.field.name: row}).exists():
            raise ValidationError(IN_USE, code="in_use")


def _held(row, names, which: dict, seen: str | None):
    """The row as it is now – the newest version, where there are several – for nobody else to
    change meanwhile. *seen* is what the page showed of it.
    """
    found = type(row)._default_manager.select_for_update().filter(**which)
    newest = "-version" if hasattr(row, "version") else "pk"
    now = found.order_by(newest).first()
    if now is None:
        raise ValidationError(GONE, code="gone")
    if seen is not None and state_of(now, names) != seen:
        raise ValidationError(CHANGED, code="changed")
    return now


def _keep_the_rest(form, now) -> None:
    for field in now._meta.concrete_fields:
        if field.name not in form.asked:
            setattr(form.instance, field.attname, getattr(now, field.attname))
