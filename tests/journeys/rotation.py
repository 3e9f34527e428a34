"""Runs in a process of its own (houses.py): a house full of letters, whose key is changed.

fill N      N letters in the first key's box; the data key in each can be told from its name
make        a new key
rotate      moves letters, and says each batch as soon as it is committed
retire      the first key goes
open        how many letters there are, how many hold what they held, how many lie where
"""

import json
import sys
import time
from hashlib import sha256

import django

django.setup()

from django.core.management import call_command  # noqa: E402 – after set-up

from audit.actors import CONSOLE  # noqa: E402
from audit.models import Letter  # noqa: E402
from audit.vault import box, custody, keys, kinds, rotating, shelf  # noqa: E402
from config.stack import roomy  # noqa: E402

AT_ONCE = 1000


def fill(number: str) -> dict:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    custody.make(kinds.Kind.X25519, by=CONSOLE)
    public = keys.current_public()
    Letter.objects.bulk_create(
        (_letter(f"test.row/{n}", public) for n in range(int(number))), batch_size=AT_ONCE
    )
    return {"letters": Letter.objects.count(), "key": shelf.current()}


def _letter(about: str, public: bytes) -> Letter:
    sealed = box.drop(_held(about), public=public, place=about)
    return Letter(about=about, key_id=box.key_id(public), sealed=sealed)


def _held(about: str) -> bytes:
    return sha256(about.encode()).digest()


def make() -> dict:
    return {"key": custody.make(kinds.DEFAULT, by=CONSOLE)}


def rotate() -> dict:
    """Says a line a batch, so that whoever reads along can end it in the middle of the next."""
    began, moved = time.perf_counter(), 0
    for batch in rotating.rotate(by=CONSOLE):
        moved += batch.moved.total()
        sys.stdout.write(f"{moved}\n")
        sys.stdout.flush()
    return {"moved": moved, "per_second": moved / max(time.perf_counter() - began, 1e-9)}


def retire(key_id: str) -> dict:
    custody.retire(key_id, by=CONSOLE)
    return {"keys": [one.key_id for one in custody.known() if not one.trouble]}


def open_() -> dict:
    openers = {key_id: keys.opener_of(key_id) for key_id in custody.letters()}
    letters = Letter.objects.filter(key_id__in=openers)
    whole = sum(
        keys.take(letter, openers[letter.key_id]) == _held(letter.about)
        for letter in letters.iterator(AT_ONCE)
    )
    return {"letters": Letter.objects.count(), "opened": whole, "boxes": custody.letters()}


if __name__ == "__main__":
    acts = {"fill": fill, "make": make, "rotate": rotate, "retire": retire, "open": open_}
    sys.stdout.write(json.dumps(roomy(acts[sys.argv[1]])(*sys.argv[2:])) + "\n")
