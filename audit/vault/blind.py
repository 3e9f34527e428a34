"""Looking for exactly one name or number among sealed texts, without opening any.

Beside a sealed text lies a keyed digest of it (HMAC-SHA-256). The key is derived, for each
organisation, from one secret that is sealed like a row's data key: it is re-wrapped when keys
are rotated, backed up with the letters, and opens only where the private half is. A public
process can neither compute nor check a digest.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction

from audit import trail
from audit.actors import CONSOLE
from audit.models import BlindIndex, Letter
from audit.vault import box, keys

PLACE = "audit.blindindex/secret"
DOMAIN = b"lotsen blind index 1 "
FIND_AGAIN = "find_again"


def put(row, kind: str, values: Iterable[str], *, organisation) -> None:
    """Let *row* be found by these normalised values, and by no others of that kind."""
    about = trail.name_of(row)
    BlindIndex.objects.filter(about=about, kind=kind).delete()
    digests = {digest(kind, value, organisation=organisation) for value in values if value}
    BlindIndex.objects.bulk_create(
        BlindIndex(organisation=str(organisation), kind=kind, digest=one, about=about)
        for one in sorted(digests)
    )


def put_sealed(
    row, field: str, kind: str, normal: Callable[[str], Iterable[str]], *, organisation, by
) -> None:
    """The same for a text that is sealed already. It is opened in here and goes nowhere."""
    about, sealed = trail.name_of(row), getattr(row, field)
    if sealed is None:
        return
    trail.record(by, f"{row._meta.model_name}.indexed", row, purpose=FIND_AGAIN, kind=kind)
    trail.write()
    data_key = keys.take_out({about}, by=by).get(about)
    if data_key is None:  # erased: there is nothing to find
        return
    text = box.decrypt(bytes(sealed), key=data_key, place=f"{about}/{field}")
    put(row, kind, normal(text), organisation=organisation)


def look_for(kind: str, values: Iterable[str], *, organisation) -> list[str]:
    """The trail's names of the rows that one of these values stands in."""
    digests = [digest(kind, value, organisation=organisation) for value in values]
    found = BlindIndex.objects.filter(kind=kind, digest__in=digests)
    within = found.filter(organisation=str(organisation))
    return sorted(set(within.values_list("about", flat=True)))


def is_put(row, kind: str) -> bool:
    return BlindIndex.objects.filter(about=trail.name_of(row), kind=kind).exists()


def forget(row) -> None:
    """Its words have changed where nobody can compute the new digest: the old one goes."""
    BlindIndex.objects.filter(about=trail.name_of(row)).delete()


def digest(kind: str, value: str, *, organisation) -> bytes:
    """Raises NoPrivateKey in a process that faces the public."""
    info = DOMAIN + str(organisation).encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(_secret())
    return hmac.digest(key, f"{kind}\0{value}".encode(), sha256)


def _secret() -> bytes:
    """Made where it may be known, the first time it is needed."""
    if settings.LOTSEN_ROLE == "public":
        raise keys.NoPrivateKey(PLACE)
    if not Letter.objects.filter(about=PLACE).exists():
        try:
            with transaction.atomic():
                keys.drop_in(secrets.token_bytes(32), PLACE)
        except IntegrityError:
            pass  # somebody was first; theirs is the secret
    return keys.take_out({PLACE}, by=CONSOLE)[PLACE]
