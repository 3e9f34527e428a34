"""Whose box, which key, and where the private half is kept.

The embedded default is a folder, made at first start in an empty house: `<id>.public` for
every process that may put letters in, `<id>.private` (mode 0600) only where staff work, and
`current`, the id of the key that new letters go to.
"""

import os
from pathlib import Path

from django.conf import settings

from audit.models import Letter
from audit.vault import box


class NoPrivateKey(Exception):
    """This process cannot open letters: it was started without the private half."""


class NoPublicKey(Exception):
    """There is no key to seal to yet: run `manage.py make_keys`."""


def folder() -> Path:
    return Path(settings.VAULT_KEYS)


def current_public() -> bytes:
    """The service's public key that new letters go to."""
    try:
        name = (folder() / "current").read_text().strip()
        return bytes.fromhex((folder() / f"{name}.public").read_text().strip())
    except FileNotFoundError:
        raise NoPublicKey from None


def private(key_id: str) -> bytes:
    """The private half of one of the service's keys. Raises NoPrivateKey."""
    if settings.LOTSEN_ROLE == "public":
        raise NoPrivateKey(key_id)
    try:
        return bytes.fromhex((folder() / f"{key_id}.private").read_text().strip())
    except FileNotFoundError:
        raise NoPrivateKey(key_id) from None


def make() -> str:
    """Make a key pair and let new letters go to it. Returns its id."""
    secret = box.new_private()
    public = box.public_of(secret)
    name = box.key_id(public)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder() / f"{name}.private", secret.hex(), 0o600)
    _write(folder() / f"{name}.public", public.hex(), 0o644)
    _write(folder() / "current", name, 0o644)
    return name


def _write(path: Path, text: str, mode: int) -> None:
    """Whole or not at all: a power cut never leaves half a key."""
    draft = path.with_suffix(path.suffix + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def drop_in(data_key: bytes, about: str, *, also_to: bytes | None = None) -> None:
    """Seal a row's data key to the service, and to the sender's own key if there is one."""
    publics = [current_public()] if also_to is None else [current_public(), bytes(also_to)]
    Letter.objects.bulk_create(
        Letter(
            about=about,
            key_id=box.key_id(public),
            sealed=box.drop(data_key, public=public, place=about),
        )
        for public in publics
    )


def take_out(abouts: set[str], *, by) -> dict[str, bytes]:
    """The data keys of rows. The sender opens with the receipt's key, staff with the service's."""
    letters = Letter.objects.filter(about__in=abouts)
    own = getattr(by, "key", b"")
    if own:
        mine = box.opener(own)
        letters = letters.filter(key_id=box.key_id(mine.public))
        return {one.about: _take(one, mine) for one in letters}
    opened, openers, locked = {}, {}, None
    for letter in letters:
        try:
            if letter.key_id not in openers:
                openers[letter.key_id] = box.opener(private(letter.key_id))
            opened[letter.about] = _take(letter, openers[letter.key_id])
        except NoPrivateKey as missing:  # the sender's own letter, or a key that is not here
            locked = missing
    if locked is not None and {letter.about for letter in letters} - set(opened):
        raise locked
    return opened


def _take(letter: Letter, opener: box.Opener) -> bytes:
    return box.take(bytes(letter.sealed), opener=opener, place=letter.about)


def destroy(about: str) -> None:
    """Erase a row's words for good: without its letters nothing opens them."""
    Letter.objects.filter(about=about).delete()
