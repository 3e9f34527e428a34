"""Who keeps the private halves. VAULT_PROVIDER names one; another one is a module beside these.

A provider is a module with four functions:

    load(key_id) -> bytes           the private half; raises NoPrivateKey, or Unusable and why
    store(key_id, private) -> None  keeps a new one; raises ReadOnly where an operator must
    remove(key_id) -> None          destroys it; raises ReadOnly
    where(key_id) -> str            for the operator: the place, never what lies there

and, if store() raises ReadOnly, a fifth: hand_over(key_id, private) -> str, the line that the
operator puts in place. Only keys.py and custody.py call a provider, and never in a process that
faces the internet.
"""

from importlib import import_module

from django.conf import settings

from audit.vault import kinds


class NoPrivateKey(Exception):
    """This process cannot open letters: the private half is not here."""


class Unusable(NoPrivateKey):
    """The private half is here and cannot be used. Says why; nothing is lost."""

    def __init__(self, key_id: str, reason: str):
        super().__init__(f"key {key_id}: {reason}")


class ReadOnly(Exception):
    """An operator puts the private half in place, or takes it away: this process may not."""


def provider():
    return import_module(f"audit.vault.providers.{settings.VAULT_PROVIDER}")


def read(key_id: str, text: str, place: str) -> bytes:
    """A private half as it was written: hexadecimal. What is cut short is refused."""
    try:
        private = bytes.fromhex(text)
        kinds.split(private)
    except ValueError:
        raise Unusable(key_id, f"{place} is cut short, or no key at all.") from None
    return private
