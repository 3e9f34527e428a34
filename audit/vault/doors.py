"""The vault's two doors: in by seal(), which takes no secret; out by unseal(), which traces."""

from audit import trail
from audit.models import Letter
from audit.sealing import freshness
from audit.vault import box, keys
from audit.vault.fields import sealed_fields


class Erased(Exception):
    """The row's key is destroyed: nobody can read its words any more."""


def seal(row, *, also_to: bytes | None = None, **texts: str | None) -> None:
    """Seal all of a row's texts, each to its field, under one new data key.

    A row is sealed whole: every sealed field is named, an empty one as "". *also_to* is the
    public key of the sender's receipt, so that they can open their own thread. A row without
    any text needs no key.
    """
    expected = set(sealed_fields(type(row)))
    if set(texts) != expected:
        raise TypeError(f"{row._meta.label} is sealed whole: {sorted(expected)}")
    about, key = trail.name_of(row), box.new_key()
    for field, text in texts.items():
        sealed = box.encrypt(text, key=key, place=f"{about}/{field}") if text else None
        setattr(row, field, sealed)
    if not row._state.adding:
        Letter.objects.filter(about=about).delete()
    if any(texts.values()):
        keys.drop_in(key, about, also_to=also_to)


def unseal(row, field: str, *, by, purpose: str) -> str:
    """Read one sealed text. The trace is written first; without it nothing opens."""
    return unseal_all(row, [(row, field)], by=by, purpose=purpose)[0]


def unseal_all(about, texts: list[tuple], *, by, purpose: str, **facts) -> list[str]:
    """Read several texts that belong to *about*: one line in the trail names them all.

    *texts* are (row, field) pairs; *facts* are codes that say how *about* stood. An empty
    field is "". Raises NoPrivateKey in a process without the private half, Erased where the
    key is destroyed, DoesNotOpen where bytes were moved or changed.
    """
    opened = [f"{trail.name_of(row)}/{field}" for row, field in texts]
    deed = f"{about._meta.model_name}.opened"
    trail.record(by, deed, about, purpose=purpose, opened=opened, **facts)
    trail.write()
    freshness.require_fresh(by)
    sealed = {trail.name_of(row) for row, field in texts if getattr(row, field) is not None}
    data_keys = keys.take_out(sealed, by=by) if sealed else {}
    return [_open(row, field, data_keys) for row, field in texts]


def _open(row, field: str, data_keys: dict[str, bytes]) -> str:
    sealed, about = getattr(row, field), trail.name_of(row)
    if sealed is None:
        return ""
    if about not in data_keys:
        raise Erased(about)
    return box.decrypt(bytes(sealed), key=data_keys[about], place=f"{about}/{field}")
