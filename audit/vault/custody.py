"""The life of the service's keys: made, used, backed up, restored, retired. Each act is traced.

Nothing is sealed to a key before its private half was read back, and no key goes before the last
letter that needs it. Material is returned to the command that asked and goes nowhere else.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Count

from audit import trail
from audit.models import Letter, RetiredKey
from audit.vault import box, keys, kinds, shares, shelf
from audit.vault.providers import NoPrivateKey, ReadOnly, provider


class Refused(Exception):
    """Not now, or not like this. Says why in a plain sentence; nothing was changed."""


@dataclass(frozen=True)
class Known:
    """What an operator may know of a key. Never material."""

    key_id: str
    kind: str
    is_current: bool
    is_retired: bool
    letters: int
    where: str
    trouble: str  # why it does not open here; empty: it does


@dataclass(frozen=True)
class Handed:
    """A new key whose private half an operator puts in place: no letter goes to it before."""

    key_id: str
    how: str
    line: str = field(repr=False)


def name(key_id: str) -> str:
    """How the trail names a key."""
    return f"vault.key/{key_id}"


def known() -> list[Known]:
    counts, retired = letters(), set(RetiredKey.objects.values_list("key_id", flat=True))
    return [
        Known(
            one, _kind(one), one == current_id(), one in retired,
            counts.get(one, 0), provider().where(one), _trouble(one),
        )
        for one in shelf.ids()
    ]  # fmt: skip


def _kind(key_id: str) -> str:
    try:
        return kinds.kind_of(shelf.public(key_id)).name.lower()
    except keys.NoPublicKey:
        return "damaged"


def _trouble(key_id: str) -> str:
    if settings.LOTSEN_ROLE == "public":
        return "a public process never asks"
    try:
        keys.private(key_id)
    except keys.Unusable as refusal:
        return str(refusal)
    except NoPrivateKey:
        return "not here"
    return ""


def letters() -> dict[str, int]:
    """How many letters lie in each of the service's own boxes."""
    found = Letter.objects.filter(key_id__in=shelf.ids()).values("key_id")
    return dict(found.annotate(count=Count("pk")).values_list("key_id", "count"))


def senders_letters() -> int:
    """Letters to the senders' own receipts. Nothing here touches them."""
    return Letter.objects.exclude(key_id__in=shelf.ids()).count()


def current_id() -> str:
    """Empty where there is none."""
    try:
        return shelf.current()
    except keys.NoPublicKey:
        return ""


@trail.act
def make(kind: kinds.Kind, *, by) -> str | Handed:
    """A new key, for all new letters from now on. Where the provider only reads: handed over."""
    answer = _keep(box.new_private(kind))
    if isinstance(answer, Handed):
        trail.record(by, "keys.make", name(answer.key_id), kind=kind.name.lower(), current=False)
        return answer
    shelf.make_current(answer)
    trail.record(by, "keys.make", name(answer), kind=kind.name.lower(), current=True)
    return answer


def hands_over() -> bool:
    """Whether an operator must put private halves in place, because the provider only reads."""
    return hasattr(provider(), "hand_over")


def _keep(half: bytes) -> str | Handed:
    try:
        return keys.keep(half)
    except ReadOnly as how:
        key_id = shelf.keep_public(box.public_of(half))
        return Handed(key_id, str(how), provider().hand_over(key_id, half))


@trail.act
def use(key_id: str, *, by) -> None:
    """Let new letters go to a key that is known here and opens here."""
    if RetiredKey.objects.filter(key_id=key_id).exists():
        raise Refused(f"Key {key_id} is retired. Make a new one.")
    _must_be_known(key_id)
    keys.private(key_id)
    shelf.make_current(key_id)
    trail.record(by, "keys.use", name(key_id))


def _must_be_known(key_id: str) -> None:
    if key_id not in shelf.ids():
        raise Refused(f"There is no key {key_id} here. manage.py keys show lists them.")


def retire(key_id: str, *, by) -> str:
    """Destroy a private half that no letter needs. Returns what is left for the operator to do.

    First the database is told, and from then on it refuses a letter to that key itself: a
    process that still has an old `current` fails and loses nothing, instead of sealing words
    to a key that nobody has. Whoever was interrupted between the two says it again.
    """
    _retire(key_id, by=by)
    try:
        provider().remove(key_id)
    except ReadOnly as how:
        return str(how)
    return ""


@trail.act
def _retire(key_id: str, *, by) -> None:
    _must_be_known(key_id)
    if key_id == current_id():
        raise Refused(f"New letters go to key {key_id}. Make another key first, and rotate.")
    _hold_letters()
    left = Letter.objects.filter(key_id=key_id).count()
    if left:
        raise Refused(f"Letters in the box of key {key_id}: {left}. Rotate first.")
    RetiredKey.objects.get_or_create(key_id=key_id)
    trail.record(by, "keys.retire", name(key_id))


def _hold_letters() -> None:
    """Until the end of the act nobody adds a letter; whoever was about to is waited for."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_letter IN SHARE ROW EXCLUSIVE MODE")


@trail.act
def back_up(key_id: str, *, count: int, threshold: int, by) -> list[str]:
    """The shares of one key, in the order of their numbers. They are shown once."""
    _must_be_known(key_id)
    _kind, seed = kinds.split(keys.private(key_id))
    words = shares.split(seed, shares=count, threshold=threshold)
    trail.record(by, "keys.back_up", name(key_id), shares=count, threshold=threshold)
    return words


@trail.act
def restore(pieces: list[shares.Piece], *, named: str = "", by) -> list[str | Handed]:
    """Put keys back from shares. Either all of them, or nothing is written."""
    halves = [_half(group, named) for group in shares.by_backup(pieces)]
    answers = []
    for key_id, half in halves:
        answers.append(_put_back(key_id, half))
        trail.record(by, "keys.restore", name(key_id))
    return answers


def _put_back(key_id: str, half: bytes) -> str | Handed:
    """What opens here already is left alone. New letters go where they went, if anywhere."""
    try:
        keys.private(key_id)
        answer: str | Handed = shelf.keep_public(box.public_of(half))
    except NoPrivateKey:
        answer = _keep(half)
    if not current_id() and not isinstance(answer, Handed):
        shelf.make_current(key_id)
    return answer


@trail.act
def drill(pieces: list[shares.Piece], *, named: str = "", by) -> list[str]:
    """Prove that shares give back the key that is in use. Writes nothing but its line."""
    found = []
    for group in shares.by_backup(pieces):
        key_id, _private = _half(group, named)
        trail.record(by, "keys.drill", name(key_id), shares=len(group))
        found.append(key_id)
    if current_id() not in found:
        raise Refused(
            f"The shares are whole, and belong to {' and '.join(found)}: not to the key in use, "
            f"{current_id()}. Back that one up."
        )
    return found


def _half(pieces: list[shares.Piece], named: str) -> tuple[str, bytes]:
    """The private half that the shares make. Of which kind, its name tells: the one we know."""
    seed = shares.join(pieces)
    halves = {}
    for kind in kinds.Kind:
        half = kinds.private_of(seed, kind)
        halves[box.key_id(box.public_of(half))] = half
    for key_id, half in halves.items():
        if key_id == named or (not named and _is_known(key_id)):
            return key_id, half
    raise shares.WrongShares(_strange(halves, named))


def _strange(halves: dict, named: str) -> str:
    if named:
        return f"The shares fit together, but they do not make key {named}."
    return (
        f"The shares fit together, but the key they make ({' or '.join(halves)}) is not known "
        "here. If one of these stands on the sheets, say so with --key."
    )


def _is_known(key_id: str) -> bool:
    return key_id in shelf.ids() or Letter.objects.filter(key_id=key_id).exists()
