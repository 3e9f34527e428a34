"""The vault's two doors: in by seal(), which takes no secret; out by unseal(), which traces."""

from hashlib import sha256

from audit import trail
from audit.models import Letter, Piece
from audit.sealing import freshness
from audit.vault import box, files, keys
from audit.vault.fields import sealed_fields

CONTENTS = "contents"  # what a file's place is called beside its row's columns


class Erased(Exception):
    """The row's key is destroyed: nobody can read its words any more."""


def seal(row, *, also_to: bytes | None = None, **texts: str | None) -> None:
    """Seal all of a row's texts, each to its field, under one new data key.

    A row is sealed whole: every sealed field is named, an empty one as "". *also_to* is the
    public key of the sender's receipt, so that they can open their own thread. A row without
    any text needs no key.
    """
    key = _seal_texts(row, texts)
    if any(texts.values()):
        keys.drop_in(key, trail.name_of(row), also_to=also_to)


def seal_file(row, contents: bytes, *, also_to: bytes | None = None, **texts: str | None) -> None:
    """Seal a new row's file, piece by piece, and its texts with it. It stands beside the row."""
    if not row._state.adding:
        raise TypeError("A file is sealed with its row, once.")
    about, key = trail.name_of(row), _seal_texts(row, texts)
    sealed = files.seal(contents, key=key, place=_place(about, CONTENTS))
    Piece.objects.bulk_create(
        (Piece(about=about, number=number, sealed=one) for number, one in enumerate(sealed)),
        batch_size=20,
    )
    keys.drop_in(key, about, also_to=also_to)


def file_digest(row) -> str:
    """Names a row's file by its sealed pieces, in their order, without opening it."""
    whole = sha256()
    pieces = Piece.objects.filter(about=trail.name_of(row)).values_list("sealed", flat=True)
    for piece in pieces.iterator(chunk_size=20):
        whole.update(len(piece).to_bytes(8, "big") + bytes(piece))
    return whole.hexdigest()


def _seal_texts(row, texts: dict[str, str | None]) -> bytes:
    expected = set(sealed_fields(type(row)))
    if set(texts) != expected:
        raise TypeError(f"{row._meta.label} is sealed whole: {sorted(expected)}")
    about, key = trail.name_of(row), box.new_key()
    for field, text in texts.items():
        sealed = box.encrypt(text, key=key, place=_place(about, field)) if text else None
        setattr(row, field, sealed)
    if not row._state.adding:
        Letter.objects.filter(about=about).delete()
    return key


def unseal(row, field: str, *, by, purpose: str) -> str:
    """Read one sealed text. The trace is written first; without it nothing opens."""
    return unseal_all(row, [(row, field)], by=by, purpose=purpose)[0]


def unseal_all(about, texts: list[tuple], *, by, purpose: str, **facts) -> list[str]:
    """Read several texts that belong to *about*: one line in the trail names them all.

    *texts* are (row, field) pairs; *facts* are codes that say how *about* stood. An empty
    field is "". Raises NoPrivateKey in a process without the private half, Erased where the
    key is destroyed, DoesNotOpen where bytes were moved or changed.
    """
    opened = [_place(trail.name_of(row), field) for row, field in texts]
    _trace(about, opened, by=by, purpose=purpose, **facts)
    sealed = {trail.name_of(row) for row, field in texts if getattr(row, field) is not None}
    data_keys = keys.take_out(sealed, by=by) if sealed else {}
    return [_open(row, field, data_keys) for row, field in texts]


def unseal_file(about, row, *, by, purpose: str, **facts) -> bytes:
    """Read a row's whole file. Raises as *unseal_all* does; a part of a file is never given."""
    name = trail.name_of(row)
    place = _place(name, CONTENTS)
    _trace(about, [place], by=by, purpose=purpose, **facts)
    data_key = keys.take_out({name}, by=by).get(name)
    if data_key is None:
        raise Erased(name)
    pieces = Piece.objects.filter(about=name).values_list("sealed", flat=True)
    return files.open_all(map(bytes, pieces), key=data_key, place=place)


def _trace(about, opened: list[str], *, by, purpose: str, **facts) -> None:
    """The line first. Where it cannot be written, or the log is not vouched for, nothing opens."""
    deed = f"{about._meta.model_name}.opened"
    trail.record(by, deed, about, purpose=purpose, opened=opened, **facts)
    trail.write()
    freshness.require_fresh(by)


def _place(about: str, field: str) -> str:
    return f"{about}/{field}"


def _open(row, field: str, data_keys: dict[str, bytes]) -> str:
    sealed, about = getattr(row, field), trail.name_of(row)
    if sealed is None:
        return ""
    if about not in data_keys:
        raise Erased(about)
    return box.decrypt(bytes(sealed), key=data_keys[about], place=_place(about, field))
