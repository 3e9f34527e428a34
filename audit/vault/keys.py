"""Whose box, which key. Public halves lie on the shelf; private ones come from a provider.

A process that faces the internet (LOTSEN_ROLE=public) never asks a provider for anything.
"""

import logging

from django.conf import settings

from audit import adding
from audit.actors import Resident
from audit.models import Letter
from audit.vault import box, kinds, shelf
from audit.vault.providers import NoPrivateKey, Unusable, provider
from audit.vault.shelf import NoPublicKey, folder

__all__ = ["NoPrivateKey", "NoPublicKey", "Unusable", "folder"]

log = logging.getLogger("audit.vault")


def current_public() -> bytes:
    """The service's public key that new letters go to. Raises NoPublicKey."""
    return shelf.public(shelf.current())


def private(key_id: str) -> bytes:
    """The private half of one of the service's keys, as its provider keeps it.

    Raises NoPrivateKey; Unusable where it is damaged, belongs to another key, or its token
    is away or shut.
    """
    return _load(key_id)[0]


def opener_of(key_id: str) -> box.Opener:
    """The private half made ready for letters. Raises as private() does."""
    return _load(key_id)[1]


def _load(key_id: str) -> tuple[bytes, box.Opener]:
    if settings.LOTSEN_ROLE == "public" or not shelf.A_KEY_ID.fullmatch(key_id):
        raise NoPrivateKey(key_id)
    try:
        half = provider().load(key_id)
        opener = box.opener(half)
        if opener.key_id != key_id:
            raise Unusable(key_id, f"{provider().where(key_id)} holds another key.")
    except Unusable as refusal:
        log.error("the vault does not open: %s", refusal)
        raise
    return half, opener


def make(kind: kinds.Kind = kinds.DEFAULT) -> str:
    """Make a key pair and let new letters go to it. Returns its id."""
    key_id = keep(box.new_private(kind))
    shelf.make_current(key_id)
    return key_id


def keep(half: bytes) -> str:
    """Let the provider keep a private half, and see that it can be read back. Returns its id."""
    public = box.public_of(half)
    key_id = box.key_id(public)
    shelf.folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    provider().store(key_id, half)
    private(key_id)
    return shelf.keep_public(public)


def drop_in(data_key: bytes, about: str, *, also_to: bytes | None = None) -> None:
    """Seal a row's data key to the service, and to the sender's own key if there is one."""
    publics = [current_public()] if also_to is None else [current_public(), bytes(also_to)]
    letters = [
        Letter(
            about=about,
            key_id=box.key_id(public),
            sealed=box.drop(data_key, public=public, place=about),
        )
        for public in publics
    ]
    adding.add(*letters)


def take_out(abouts: set[str], *, by) -> dict[str, bytes]:
    """The data keys of rows. The sender opens with the receipt's key, staff with the service's."""
    letters = Letter.objects.filter(about__in=abouts)
    if isinstance(by, Resident):  # never with the service's key, whatever they lack
        if not by.key:
            raise NoPrivateKey(by.name)
        mine = box.opener(by.key)
        letters = letters.filter(key_id=mine.key_id)
        return {one.about: take(one, mine) for one in letters}
    openers, locked = _openers({letter.key_id for letter in letters})
    opened = {one.about: take(one, openers[one.key_id]) for one in letters if one.key_id in openers}
    if locked is not None and {letter.about for letter in letters} - set(opened):
        raise locked
    return opened


def _openers(key_ids: set[str]) -> tuple[dict[str, box.Opener], NoPrivateKey | None]:
    """Each key is asked for once. A sender's own is never here, so one that is missing may do."""
    openers, locked = {}, None
    for key_id in sorted(key_ids):
        try:
            openers[key_id] = opener_of(key_id)
        except NoPrivateKey as missing:
            locked = missing if locked is None or isinstance(missing, Unusable) else locked
    return openers, locked


def take(letter: Letter, opener: box.Opener) -> bytes:
    return box.take(bytes(letter.sealed), opener=opener, place=letter.about)


def destroy(about: str) -> None:
    """Erase a row's words for good: without its letters nothing opens them."""
    Letter.objects.filter(about=about).delete()
