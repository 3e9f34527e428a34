"""What was changed in the house's configuration, field by field – and tied to the chain.

django-auditlog writes the differences (audit.Change) of the models that are watched: named
fields only, never a sealed one. Its rows alone prove nothing; so the deed that made them
carries their numbers and digests, and a Change that is edited later is found.
"""

from collections.abc import Iterator
from hashlib import sha256

from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from audit import chain, trail
from audit.models import Change, Event
from audit.vault.fields import sealed_fields


def watch(model, fields: list[str], many: tuple[str, ...] = ()) -> None:
    """Keep the differences of *fields* from now on. Called once, when the rooms are ready."""
    sealed = set(fields) & set(sealed_fields(model))
    if sealed:
        raise TypeError(f"Sealed fields are never kept as differences: {sorted(sealed)}")
    auditlog.register(model, include_fields=fields, m2m_fields=many)


def mark() -> int:
    """Where the differences stand before a deed."""
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def cover(by, deed: str, row, /, *, since: int, about: str = "", **facts) -> Event:
    """Record *deed* together with the differences it made in *row* since *mark*."""
    about = about or trail.name_of(row)
    changes = Change.objects.filter(
        pk__gt=since,
        content_type=ContentType.objects.get_for_model(row),
        object_pk=about.rpartition("/")[2],
    )
    digests = [f"{change.pk}:{digest_of(change)}" for change in changes.order_by("pk")]
    return trail.record(by, deed, about, changes=digests, **facts)


def digest_of(change: Change) -> str:
    """Over everything a Change says."""
    return sha256(
        chain.canonical({
            "model": change.content_type_id,
            "row": change.object_pk,
            "action": change.action,
            "changes": str(chain.canonical(change.changes_dict)),
            "at": chain.microseconds(change.timestamp),
        })
    ).hexdigest()  # fmt: skip


def altered() -> Iterator[int]:
    """The lines of the trail whose differences are no longer as they were written."""
    covered = Event.objects.filter(facts__has_key="changes", link__isnull=False).order_by("pk")
    for number, facts in covered.values_list("link__number", "facts").iterator():
        known = dict(pair.split(":") for pair in facts["changes"])
        rows = Change.objects.filter(pk__in=known)
        if {str(row.pk): digest_of(row) for row in rows} != known:
            yield number
