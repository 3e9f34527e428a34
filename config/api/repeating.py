"""A POST that is sent twice is done once: what a key has been used for, and what was answered.

What is kept cannot be read from here. The key and what was sent are keyed digests; the answer
is sealed under a key that is made of the machine's own, which nobody here has.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.vault import salted
from config.api.models import IdempotencyKey

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=2)  # no call takes longer: what is not answered by then was broken off


def digest(purpose: str, *parts: bytes) -> bytes:
    """Of parts of any length, so that none can run over into the next."""
    whole = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return salted_hmac(f"config.api.repeating.{purpose}", whole, algorithm="sha256").digest()


def claim(account, key: str, sent: bytes) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether it is new: of two calls in one moment one is the first."""
    named = {"account": account, "digest": _name(account, key)}
    forget(account=account)
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(**named, sent=_sent(key, sent)), True
    except IntegrityError:
        found = IdempotencyKey.objects.filter(**named).first()
    return (found, False) if found else claim(account, key, sent)


def is_same(row: IdempotencyKey, key: str, sent: bytes) -> bool:
    return row.sent == _sent(key, sent)


def is_broken_off(row: IdempotencyKey) -> bool:
    """Nobody is at work on it any more, and nobody knows how far it came."""
    return row.status is None and row.made_at + LEASE <= timezone.now()


def settle(row: IdempotencyKey, key: str, status: int, body: bytes | None) -> None:
    """It is done. *body* is kept, sealed, to be answered again; None: it is to be asked anew."""
    row.status = status
    if body is not None:
        row.answer = salted.shut(body.decode(), salt=_salt(key), place=_place(row))
    row.save()


def answer_of(row: IdempotencyKey, key: str) -> bytes:
    return salted.open_again(bytes(row.answer), salt=_salt(key), place=_place(row)).encode()


def forget(**whose) -> int:
    """What is older than a day. The clock's own; and before a key is looked for."""
    old = IdempotencyKey.objects.filter(made_at__lte=timezone.now() - KEPT, **whose)
    return old.delete()[0]


def _name(account, key: str) -> str:
    return digest("name", str(account.pk).encode(), key.encode()).hex()


def _sent(key: str, sent: bytes) -> str:
    return digest("sent", key.encode(), sent).hex()


def _salt(key: str) -> bytes:
    return digest("answer", key.encode())


def _place(row: IdempotencyKey) -> str:
    return f"api.idempotencykey/{row.digest}"
