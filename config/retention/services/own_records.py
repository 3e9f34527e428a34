"""Steps: what is known of a record of our own, what of it is words, and how they are destroyed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, Model, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.guard import OutOfReach
from audit.models import Letter
from audit.trail import name_of
from audit.vault import sealed_fields, shredding
from config.retention.due import Facts, Row
from config.retention.own import BY_LABEL, BY_MODEL, EVERY, Own
from intake.models import BirthDay, Draft
from intake.services.erasing import NOTHING, drafts_about

OPENS = _("The words of this record still open. It takes two people to erase them.")


def known_of(own: Own, which: Q, holds: dict[str, date]) -> Iterator[Row]:
    """It counts from its end, or from what was noted after that. It says nothing of a birth."""
    moments = [own.began, own.ended, *(f"last_{part}" for part in own.parts)]
    last = {f"last_{part}": _last(own, part) for part in own.parts}
    rows = own.model.objects.filter(which).order_by().annotate(**last)
    for one in rows.values("pk", "reference", *moments):
        about = f"{own.label}/{one['pk']}"
        facts = Facts(
            kind=own.kind, has_ended=one[own.ended] is not None,
            last_note=max(_day(one[name]) for name in moments if one[name]),
            birth_day=BirthDay.NOBODY, held_until=holds.get(about),
        )  # fmt: skip
        yield Row(about, one["reference"], facts)


def held(about: str) -> Model:
    """For nobody else to change meanwhile."""
    label, _slash, pk = about.partition("/")
    rows = BY_LABEL[label].model.objects.select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise OutOfReach
    return row


def words_of(row: Model) -> dict[str, list[str]]:
    """The trail's names of the record and of all that hangs on it, by kind."""
    own = BY_MODEL[type(row)]
    parts = {part: getattr(row, part).order_by("pk").only("pk") for part in own.parts}
    return {own.counted: [name_of(row)]} | {
        part: [name_of(one) for one in rows] for part, rows in parts.items()
    }


def destroy(row: Model, *, by) -> tuple[dict[str, int], list[str]]:
    """The keys of every word, and what the words were. How many, and their commitments."""
    named = words_of(row) | drafts_about(row)
    commitments = shredding.shred([about for abouts in named.values() for about in abouts])
    _clear(BY_MODEL[type(row)], row)
    return {kind: len(abouts) for kind, abouts in named.items()}, commitments


def without_letters() -> list[str]:
    """The trail's names of records whose words were erased after a backup that was put back."""
    return [name for own in EVERY for name in _without_letters(own)]


@trail.act
def stay_erased(about: str, *, by) -> None:
    """A backup from before the erasure was put back, without the keys. The row says so again."""
    row = held(about)
    if _has_letters(row):
        raise ValidationError(OPENS, code="opens")
    _counts, commitments = destroy(row, by=by)
    deed = f"{row._meta.model_name}.stay_erased"
    trail.record(by, deed, row, destroyed=len(commitments))


def _last(own: Own, part: str) -> Subquery:
    relation = own.model._meta.get_field(part)
    of = relation.field.name
    same = relation.related_model.objects.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Subquery(same.annotate(last=Max(own.parts[part])).values("last"))


def _day(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def _clear(own: Own, row: Model) -> None:
    Draft.objects.filter(about=name_of(row)).delete()
    for part in own.parts:
        rows = getattr(row, part)
        if part in own.left:
            rows.update(**dict.fromkeys(sealed_fields(rows.model), NOTHING))
        else:
            rows.all().delete()
    for name in sealed_fields(own.model):
        if getattr(row, name) is not None:
            setattr(row, name, NOTHING)
    for name, value in own.points_at.items():
        setattr(row, name, value)
    row.erased_at = timezone.now()
    row.save()


def _without_letters(own: Own) -> list[str]:
    """Those that have words, and no letter to any of them."""
    rows = own.model.objects.filter(erased_at=None).only("pk", *sealed_fields(own.model))
    return [name_of(row) for row in rows if _has_words(row) and not _has_letters(row)]


def _has_words(row: Model) -> bool:
    """Not what the clock has noted, and nobody has written about yet."""
    own = BY_MODEL[type(row)]
    sealed = [part for part in own.parts if sealed_fields(getattr(row, part).model)]
    return any(getattr(row, name) is not None for name in sealed_fields(own.model)) or any(
        getattr(row, part).exists() for part in sealed
    )


def _has_letters(row: Model) -> bool:
    named = [about for abouts in words_of(row).values() for about in abouts]
    return Letter.objects.filter(about__in=named).exists()
