"""The house's own settings. Every change is a line of the log, with what it changed."""

from django.core.exceptions import ValidationError
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from audit import changes, guard, trail


@trail.act
def save(form, *, by, right: str):
    """Save a row as its form says."""
    guard.require(by, right)
    since = changes.mark()
    row = form.save()
    changes.cover(by, "settings.change", row, since=since)
    return row


@trail.act
def save_version(form, *, by, right: str, key: str):
    """Add a version. The old ones stay as they were: somebody may have relied on them."""
    guard.require(by, right)
    since = changes.mark()
    row = form.instance
    same = type(row).objects.filter(**{key: getattr(row, key)})
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
        row.delete()
    except ProtectedError:
        raise ValidationError(
            _("This is in use and cannot be taken away."), code="in_use"
        ) from None
    changes.cover(by, "settings.remove", row, since=since, about=about)
