"""Let a person's own letters open to another key of theirs: their receipt code is replaced.

The data keys come out of the service's letters, so this runs where the private half is, and
nowhere else. The words are not opened, nor touched.
"""

from collections.abc import Iterable

from audit.actors import CLOCK
from audit.models import Letter
from audit.vault import box, keys


def readdress(abouts: Iterable[str], *, old: bytes, new: bytes) -> int:
    """Step: what the *old* public key could open, the *new* one opens from now on, alone.

    All of it or nothing. Raises NoPrivateKey and DoesNotOpen with nothing changed. Returns how
    many letters there were.
    """
    mine = Letter.objects.select_for_update().filter(about__in=abouts, key_id=box.key_id(old))
    letters = list(mine)
    data_keys = keys.take_out({letter.about for letter in letters}, by=CLOCK)
    for letter in letters:
        letter.sealed = box.drop(data_keys[letter.about], public=new, place=letter.about)
        letter.key_id = box.key_id(new)
    Letter.objects.bulk_update(letters, ["key_id", "sealed"], batch_size=100)
    return len(letters)
