"""A sealed file opens whole, at its own place, or not at all."""

import os
from hashlib import sha256

import pytest

from audit.vault import box, files
from audit.vault.box import DoesNotOpen
from audit.vault.files import PIECE

PLACE = "intake.attachment/1/contents"
KNOWN = bytes(range(32))


def sealed(contents, *, key=KNOWN, place=PLACE):
    return list(files.seal(contents, key=key, place=place))


def opened(pieces, *, key=KNOWN, place=PLACE):
    return files.open_all(pieces, key=key, place=place)


def test_known_answers():
    """Worked out with HMAC and AES-GCM by themselves: the format on the disk must not drift."""
    assert [one.hex() for one in sealed(b"hej")] == ["011b339c78ec503dbecd364294a22f2b55fd28d9"]
    first, second = sealed(bytes(PIECE) + b"!")
    assert sha256(first).hexdigest() == (
        "073f1adf344e4d382e1a0918886a1c7616e0a07aa90306d94ad49512d2279adf"
    )
    assert second.hex() == "019217e434d4ac2235219d55ca0f908bcb96"


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_of_any_size_comes_back(size):
    contents = os.urandom(size)
    pieces = sealed(contents)
    assert opened(pieces) == contents
    assert len(pieces) == max(1, -(-size // PIECE))


def test_no_piece_shows_what_is_in_it():
    assert not any(b"canary" in piece for piece in sealed(b"canary" * 30_000))


DAMAGE = {
    "cut off at the end": lambda p: p[:-1],
    "cut down to the first": lambda p: p[:1],
    "nothing left": lambda p: [],
    "the first taken away": lambda p: p[1:],
    "one in the middle taken away": lambda p: [p[0], *p[2:]],
    "two changed places": lambda p: [p[1], p[0], *p[2:]],
    "one came twice": lambda p: [p[0], p[0], *p[1:]],
    "the last came twice": lambda p: [*p, p[-1]],
    "another file's last": lambda p: [*p[:-1], sealed(bytes(4 * PIECE), key=os.urandom(32))[-1]],
    "a bit turned": lambda p: [p[0][:-1] + bytes([p[0][-1] ^ 1]), *p[1:]],
    "cut short": lambda p: [p[0][:-1], *p[1:]],
    "shorter than a tag": lambda p: [b"\x01ab", *p[1:]],
    "empty": lambda p: [b"", *p[1:]],
    "another version": lambda p: [b"\x02" + p[0][1:], *p[1:]],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_whatever_is_done_to_the_pieces_it_does_not_open(damage):
    pieces = sealed(bytes(3 * PIECE + 5))
    assert len(pieces) == 4
    with pytest.raises(DoesNotOpen):
        opened(damage(pieces))


def test_the_same_file_under_another_rows_key_or_place_does_not_open():
    pieces = sealed(b"hej")
    with pytest.raises(DoesNotOpen):
        opened(pieces, place="intake.attachment/2/contents")
    with pytest.raises(DoesNotOpen):
        opened(pieces, key=os.urandom(32))


def test_a_sealed_file_is_not_a_sealed_text_of_the_same_row():
    """The two have keys of their own, so a text cannot be passed off as a file, nor the reverse."""
    with pytest.raises(DoesNotOpen):
        box.decrypt(sealed(bytes(40))[0], key=KNOWN, place=PLACE)
    with pytest.raises(DoesNotOpen):
        opened([box.encrypt("hej", key=KNOWN, place=PLACE)])
