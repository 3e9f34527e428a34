"""Move the letters of older keys into the current key's box. Texts are not touched, nor opened.

Each batch is one act: its letters and its line in the trail commit together. The rows say what
is left, so whoever was interrupted begins again. Rows are changed in place: who seals one anew at
the same moment waits for us, or we for them, and the newer letter stays.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from audit import trail
from audit.models import Letter
from audit.vault import box, custody, keys, shelf

BATCH = 250


@dataclass(frozen=True)
class Batch:
    """What one act moved, by key; and the letters that nobody can open: they stay as they are."""

    last: int
    moved: Counter = field(default_factory=Counter)
    damaged: tuple[int, ...] = ()


def left() -> dict[str, int]:
    """Letters per key that are not in the current key's box."""
    counts, current = custody.letters(), shelf.current()
    return {key_id: count for key_id, count in counts.items() if key_id != current}


def rotate(*, by, size: int = BATCH) -> Iterator[Batch]:
    """Batch by batch until nothing is left that opens.

    Raises NoPrivateKey before anything is changed if the half of an older key is missing, or
    if the current key could not be opened afterwards.
    """
    target = _target()
    while openers := {key_id: keys.opener_of(key_id) for key_id in left()}:
        last, moved = 0, 0
        while batch := move(openers, target, after=last, size=size, by=by):
            yield batch
            last, moved = batch.last, moved + batch.moved.total()
        if not moved:  # somebody may have sealed to an older key meanwhile: look once more
            return


def rehearse(*, size: int = BATCH) -> Iterator[Batch]:
    """The same, without writing: what would move, and what nobody can open."""
    _target()
    openers, last = {key_id: keys.opener_of(key_id) for key_id in left()}, 0
    while letters := _next(Letter.objects.all(), openers, last, size):
        last, moved, damaged = letters[-1].pk, Counter(), []
        for letter in letters:
            if _data_key(letter, openers) is None:
                damaged.append(letter.pk)
            else:
                moved[letter.key_id] += 1
        yield Batch(last, moved, tuple(damaged))


def _next(letters, openers: dict, after: int, size: int) -> list[Letter]:
    return list(letters.filter(key_id__in=openers, pk__gt=after).order_by("pk")[:size])


def _data_key(letter: Letter, openers: dict[str, box.Opener]) -> bytes | None:
    try:
        return keys.take(letter, openers[letter.key_id])
    except box.DoesNotOpen:
        return None


def _target() -> bytes:
    """The current public half, once its private half has proved to open what is sealed to it."""
    public = keys.current_public()
    opener, probe = keys.opener_of(box.key_id(public)), box.new_key()
    letter = box.drop(probe, public=public, place="probe")
    if box.take(letter, opener=opener, place="probe") != probe:
        raise keys.Unusable(box.key_id(public), "it does not open what is sealed to it.")
    return public


@trail.act
def move(openers: dict[str, box.Opener], target: bytes, *, after: int, size: int, by):
    """One batch. None when there is nothing more behind *after*."""
    letters = _next(Letter.objects.select_for_update(), openers, after, size)
    if not letters:
        return None
    moved, damaged, changed, key_id = Counter(), [], [], box.key_id(target)
    for letter in letters:
        data_key = _data_key(letter, openers)
        if data_key is None:
            damaged.append(letter.pk)
            continue
        moved[letter.key_id] += 1
        letter.sealed = box.drop(data_key, public=target, place=letter.about)
        letter.key_id = key_id
        changed.append(letter)
    Letter.objects.bulk_update(changed, ["key_id", "sealed"])
    for older, count in sorted(moved.items()):
        trail.record(by, "keys.rotate", custody.name(key_id), older=older, letters=count)
    return Batch(letters[-1].pk, moved, tuple(damaged))
