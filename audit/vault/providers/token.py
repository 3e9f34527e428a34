"""A token keeps the key to the key (PKCS#11: a hardware module, a smart card, SoftHSM in tests).

`<id>.wrapped` in the folder of keys is the private half under AES-256-GCM, bound to its id:
nonce (12) ‖ ciphertext and tag. The AES key was made in the token, is not extractable, and never
leaves it. Whoever copies the folder, the backup or the disk has nothing without the token.
"""

import os
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pkcs11
from django.conf import settings
from pkcs11.exceptions import (
    MultipleObjectsReturned,
    NoSuchKey,
    NoSuchToken,
    PinIncorrect,
    PinLocked,
    PKCS11Error,
)

from audit.vault import shelf
from audit.vault.providers import NoPrivateKey, Unusable, read

LABEL = "lotsen vault"
NONCE = 12

# A token knows one sign-in for the whole process, so one thread at a time. And a PIN that was
# refused is not tried again: the third or tenth wrong one would lock the token for good.
_one_at_a_time = Lock()
_refused: set[tuple[str, str]] = set()


def load(key_id: str) -> bytes:
    wrapped = _wrapped(key_id)
    with _key(key_id) as key:
        clear = key.decrypt(wrapped[NONCE:], **_how(key_id, wrapped[:NONCE]))
    return read(key_id, clear.hex(), str(_path(key_id)))


def store(key_id: str, private: bytes) -> None:
    nonce = os.urandom(NONCE)
    with _key(key_id, may_make=True) as key:
        if key[pkcs11.Attribute.EXTRACTABLE] or not key[pkcs11.Attribute.SENSITIVE]:
            raise Unusable(key_id, f"the token would give its key “{LABEL}” away. Make another.")
        wrapped = nonce + key.encrypt(private, **_how(key_id, nonce))
    shelf.write(_path(key_id), wrapped.hex(), 0o600)


def remove(key_id: str) -> None:
    shelf.remove(_path(key_id))


def where(key_id: str) -> str:
    return f"{_path(key_id)}, under the token “{settings.VAULT_TOKEN}”"


def _path(key_id: str) -> Path:
    return shelf.folder() / f"{key_id}.wrapped"


def _wrapped(key_id: str) -> bytes:
    path = _path(key_id)
    try:
        return bytes.fromhex(path.read_text())
    except FileNotFoundError:
        raise NoPrivateKey(key_id) from None
    except (OSError, ValueError) as refusal:
        raise Unusable(key_id, f"{path} cannot be read ({type(refusal).__name__}).") from None


def _how(key_id: str, nonce: bytes) -> dict:
    bound = pkcs11.GCMParams(nonce, b"lotsen private half " + key_id.encode(), 128)
    return {"mechanism": pkcs11.Mechanism.AES_GCM, "mechanism_param": bound}


@contextmanager
def _key(key_id: str, *, may_make: bool = False):
    """The token's AES key, signed in for one use. Every failure becomes a sentence."""
    told = (settings.VAULT_TOKEN, settings.VAULT_TOKEN_PIN)
    name = f"the token “{told[0]}”"
    with _one_at_a_time:
        if told in _refused:
            raise Unusable(key_id, f"{name} refused the PIN. Correct it and start again.")
        try:
            with _token().open(rw=may_make, user_pin=told[1]) as session:
                yield _find(session, may_make=may_make)
        except PinIncorrect:
            _refused.add(told)
            raise Unusable(key_id, f"{name} refused the PIN. It is not tried again.") from None
        except PinLocked:
            raise Unusable(key_id, f"{name} is locked after too many wrong PINs.") from None
        except NoSuchToken:
            raise Unusable(key_id, f"{name} is not there.") from None
        except NoSuchKey:
            raise Unusable(key_id, f"{name} holds no key “{LABEL}”.") from None
        except MultipleObjectsReturned:
            raise Unusable(key_id, f"{name} holds several keys “{LABEL}”.") from None
        except (PKCS11Error, OSError) as refusal:
            reason = f"{name} does not do it ({type(refusal).__name__})."
            raise Unusable(key_id, reason) from None


def _token():
    return _library(settings.VAULT_TOKEN_LIBRARY).get_token(token_label=settings.VAULT_TOKEN)


@lru_cache(maxsize=1)
def _library(path: str):
    return pkcs11.lib(path)


def _find(session, *, may_make: bool):
    try:
        return session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, label=LABEL)
    except NoSuchKey:
        if not may_make:
            raise
    return session.generate_key(
        pkcs11.KeyType.AES, 256, label=LABEL, store=True,
        capabilities=pkcs11.MechanismFlag.ENCRYPT | pkcs11.MechanismFlag.DECRYPT,
        template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
    )  # fmt: skip
