"""How fast letters move to a new key: ten thousand of them, in the batches of `keys rotate`."""

import time

from audit.actors import CONSOLE
from audit.models import Letter
from audit.vault import box, custody, keys, kinds, rotating

LETTERS = 10_000


def measure() -> dict:
    """The key before is of the older kind, the new one of today's."""
    custody.make(kinds.Kind.X25519, by=CONSOLE)
    public = keys.current_public()
    Letter.objects.bulk_create(
        (_letter(f"bench.row/{number}", public) for number in range(LETTERS)), batch_size=1000
    )
    custody.make(kinds.DEFAULT, by=CONSOLE)
    mine, moved, began = box.key_id(public), 0, time.perf_counter()
    for batch in rotating.rotate(by=CONSOLE):
        moved += batch.moved[mine]
        if moved >= LETTERS:
            break
    return {"rotate_per_second": moved / (time.perf_counter() - began)}


def _letter(about: str, public: bytes) -> Letter:
    sealed = box.drop(box.new_key(), public=public, place=about)
    return Letter(about=about, key_id=box.key_id(public), sealed=sealed)
