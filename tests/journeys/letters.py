"""Runs in a process of its own (houses.py): fills a house with letters, and tries to open them.

fill N             N people write; says the code of the last one
open               opens every letter as staff do
by_deeds           tries the deeds and the keys that this process has
break_in CODE KEY  tries everything: deeds, keys, addresses and every byte; then the same search by
                   bytes once more with KEY, which fits; and the person who has CODE comes back
"""

import base64
import binascii
import contextlib
import json
import os
import sys
from hashlib import sha256

import django

django.setup()

from django.apps import apps  # noqa: E402 – after set-up
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.crypto import salted_hmac  # noqa: E402

from audit import trail, vault  # noqa: E402
from audit.actors import ANYBODY, CONSOLE  # noqa: E402
from audit.models import Letter  # noqa: E402
from audit.vault import box, keys, kinds, locker, receipts  # noqa: E402
from config.accounts.models import User  # noqa: E402
from config.demo import town  # noqa: E402
from config.stack import roomy  # noqa: E402
from intake.models import About, Channel, HelpRequest, Message, Receipt, Way  # noqa: E402
from intake.services import reading, receiving  # noqa: E402

STORY = "Jag kan inte betala hyran. Nummer"
ELSEWHERE = (
    "/desk/",
    "/desk/queue/",
    "/portal/",
    "/accounts/login/",
    "/api/v1/schema/",
    "/api/v1/requests/",
)
HERE = ("/", "/request/", "/child/report/", "/mailbox/")
SAMPLE = 5


def fill(number: str) -> dict:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    keys.make()
    town.build()
    for n in range(int(number)):
        told = receiving.submit(
            by=ANYBODY, ticket=receipts.new_ticket(), story=f"{STORY} {n}.", about=About.SELF,
            channel=Channel.WEB, language="sv",
            contact={"way": Way.EMAIL, "email": f"k{n}@post.example"},
        )  # fmt: skip
    return {"letters": HelpRequest.objects.count(), "code": told.code}


def open_() -> dict:
    """With the private half at hand all of it opens: what is shut elsewhere is not just broken."""
    rows = list(HelpRequest.objects.order_by("received_at"))
    texts = _open_all(rows)
    return {"opened": sum(text == f"{STORY} {n}." for n, text in enumerate(texts))}


@trail.act
def _open_all(rows) -> list[str]:
    return vault.unseal_all(rows[0], [(row, "story") for row in rows], by=CONSOLE, purpose="test")


def by_deeds() -> dict:
    """How much opens by what the code of this process can do."""
    rows = list(HelpRequest.objects.all())
    return {
        "role": settings.LOTSEN_ROLE,
        "letters": len(rows),
        "unsealed": sum(_succeeds(lambda row=row: _unseal(row)) for row in rows),
        "as_staff": sum(_succeeds(lambda row=row: _as_staff(row)) for row in rows[:50]),
        "private": sum(_succeeds(lambda one=one: keys.private(one)) for one in _key_ids()),
    }


def break_in(code: str, key: str) -> dict:
    """How much opens by each means; and what the addresses answer."""
    rows, client = list(HelpRequest.objects.all()[:SAMPLE]), Client(raise_request_exception=False)
    return {
        **by_deeds(),
        "by_bytes": _found(rows, _told_here(), _stored(rows)),
        "by_the_key": _found(rows, {_bytes(key)}, set()),
        "open": {url: client.get(url, secure=True).status_code for url in HERE},
        "shut": {url: client.get(url, secure=True).status_code for url in ELSEWHERE},
        "mailbox": mailbox(code),
    }


def _succeeds(act) -> bool:
    try:
        act()
    except vault.NoPrivateKey:
        return False
    return True


@trail.act
def _unseal(row) -> str:
    return vault.unseal(
        row, "story", by=User.objects.get(email__startswith="amina@"), purpose="triage"
    )


def _as_staff(row):
    return reading.read(row.pk, by=User.objects.get(email__startswith="lena@"), purpose="triage")


def _key_ids() -> list[str]:
    return list(Letter.objects.values_list("key_id", flat=True).distinct()[:50])


# --- By bytes: everything this process holds, tried as a key ----------------------------------


def _found(rows, near: set[bytes], stored: set[bytes]) -> int:
    """How many byte strings are a private key of any letter-box here, or a sample's data key."""
    publics = {
        keys.current_public(),
        *(bytes(one) for one in Receipt.objects.values_list("public", flat=True)),
    }
    sample = [(bytes(row.story), f"{trail.name_of(row)}/story") for row in rows]
    salts = [bytes(one) for one in Receipt.objects.values_list("salt", flat=True)[:SAMPLE]]
    tried = {key for one in near | stored for key in _plain(one)}
    tried |= {key for one in near | _near(rows) for key in _derived(one, salts)}
    return sum(_is_private(key, publics) or _opens(key, sample) for key in tried)


def _is_private(key: bytes, publics: set[bytes]) -> bool:
    try:
        return box.public_of(key) in publics
    except kinds.NotAKey:
        return False


def _opens(key: bytes, sample) -> bool:
    if len(key) != kinds.SEED:
        return False
    for sealed, place in sample:
        try:
            box.decrypt(sealed, key=key, place=place)
        except box.DoesNotOpen:
            continue
        return True
    return False


def _told_here() -> set[bytes]:
    """The environment, every setting, every file beside the keys."""
    found = {_bytes(value) for value in os.environ.values()}
    found |= {
        _bytes(one)
        for name in dir(settings)
        if name.isupper()
        for one in _leaves(getattr(settings, name))
    }
    found |= {file.read_bytes().strip() for file in keys.folder().iterdir()}
    return found


def _stored(sample_of) -> set[bytes]:
    """Every value of every column of every table; of a few blobs every part of 32 bytes, too."""
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            found |= {_bytes(one) for value in row for one in _leaves(value)}
    for row in sample_of:
        for blob in (
            row.story,
            *Letter.objects.filter(about=trail.name_of(row)).values_list("sealed", flat=True),
        ):
            blob = bytes(blob)
            found |= {blob[at : at + 32] for at in range(len(blob) - 31)}
    return found


def _near(rows) -> set[bytes]:
    """What stands in the rows of a few requests themselves."""
    found = set()
    for row in rows:
        for one in (row, row.receipt, row.safe_contact):
            found |= {
                _bytes(value) for value in vars(one).values() if isinstance(value, str | bytes)
            }
            found.add(_bytes(str(one.pk)))
    return found


def _leaves(value):
    if isinstance(value, dict):
        for pair in value.items():
            yield from (leaf for one in pair for leaf in _leaves(one))
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value


def _bytes(value) -> bytes:
    return (
        bytes(value) if isinstance(value, bytes | memoryview | bytearray) else str(value).encode()
    )


def _plain(value: bytes) -> set[bytes]:
    """As it stands, written in hexadecimals or base 64, and its digest: what is 32 bytes long."""
    found = {value, sha256(value).digest()}
    with contextlib.suppress(ValueError):
        found.add(bytes.fromhex(value.decode()))
    with contextlib.suppress(ValueError, binascii.Error):
        found.add(base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4)))
    found = {one for one in found if len(one) in (kinds.SEED, 1 + kinds.SEED)}
    seeds = {one[-kinds.SEED :] for one in found}
    return found | {kinds.private_of(seed, kind) for seed in seeds for kind in kinds.Kind}


def _derived(value: bytes, salts: list[bytes]) -> set[bytes]:
    """What our own derivations make of it: the locker's, the receipt's, the ticket's."""
    text = value.decode(errors="replace")
    pepper = salted_hmac("lotsen receipt", "ticket", algorithm="sha256").digest()
    found = {locker._key(text, purpose) for purpose in ("mailbox ticket", "accounts.factors")}
    for secret in (text, receipts.secret_from(text, pepper)):
        found |= {receipts.private_key(secret, salt, kind) for salt in salts for kind in kinds.Kind}
    return found


def mailbox(code: str) -> dict:
    """The person themselves comes back, here too."""
    client = Client()
    client.post("/mailbox/", {"code": code}, secure=True)
    page = client.get("/mailbox/thread/", secure=True)
    return {
        "status": page.status_code,
        "has_story": STORY in page.content.decode(),
        "messages": Message.objects.count(),
    }


if __name__ == "__main__":
    acts = {"fill": fill, "open": open_, "by_deeds": by_deeds, "break_in": break_in}
    sys.stdout.write(json.dumps(roomy(acts[sys.argv[1]])(*sys.argv[2:])) + "\n")
