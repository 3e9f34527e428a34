"""SEAL and UNSEAL: a letter-box, not a safe with one key."""

from audit.vault.box import DoesNotOpen
from audit.vault.doors import (
    Erased,
    file_digest,
    seal,
    seal_file,
    unseal,
    unseal_all,
    unseal_file,
)
from audit.vault.fields import SealedTextField, sealed_fields
from audit.vault.keys import NoPrivateKey, NoPublicKey, destroy

__all__ = [
    "DoesNotOpen",
    "Erased",
    "NoPrivateKey",
    "NoPublicKey",
    "SealedTextField",
    "destroy",
    "file_digest",
    "seal",
    "seal_file",
    "sealed_fields",
    "unseal",
    "unseal_all",
    "unseal_file",
]
