"""Both kinds of letter-box against fixed bytes: what was sealed once opens for ever, or never."""

from base64 import b64decode
from hashlib import sha256

import pytest

from audit.vault import box, kinds
from audit.vault.kinds import Kind

# X-Wing's first published vector (draft-connolly-cfrg-xwing-kem, appendix C): seed and public half.
SEED = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
XWING_STARTS = "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d"
XWING_ENDS = "eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534"

PLACE = "intake.helprequest/0f9f7a52-0000-0000-0000-000000000000"
DATA_KEY = bytes(range(32))
TEXT = "Hej på dig."
SEALED = b64decode("AfakZfc/brgv2AI/7dApa7W7A69LG1sQYniqdA6AcGAWVR3rf/7k1yY=")
IDS = {Kind.X25519: "930125a3c07723c3", Kind.HYBRID: "2e816deebcd76c5c"}
LETTERS = {
    Kind.X25519: b64decode(
        "AePa8ZbdQKXKIM8bvI9tm9vM+bOZCwx5vQ4umkgdI/RyPkUBFeMuau7fWJ+EE8sELU6W7HZaCVgY5/ULJWZaAOmiGsQ+"
        "Ddq7kso4Z6/HL3r1"
    ),
    Kind.HYBRID: b64decode(
        "AlCxay0fhABZiz7NJ1+IFdaj2fWhRTXTW/QfXZYUvDU+v89vGXaW7CMuiAQSSfBW7cFe4yqB1gEtbjMG5iUidFIj4d+D"
        "TkxwglxF/+fMINCuGQILCPaav3lWF/8aqv01YrVlbJ1XT7Pq6wcfYaW/HniWB7QJFP2sZ0Os6YP4gTiIHm4voZn7et/u"
        "9LZaHNdqzZKNZSMYIk8x3Jn+0GED6a22PE0cm9DageqPGvGXDkE4RxpFjXV21KzDo68hgs0yUF81WqA1xgm8svyXl/ma"
        "8oqcSZSB2SV1M/cwLHY4rw2k5siTNWvmyjhrrjyudoRgrlLR1532ddTGXYA73dKJvUq2XcJLT2iohEPdfbviePLqHv8Q"
        "pqgoxUtyVj5+zyGZ684ZH5GQEHFYs5W9DGQ/Ah+fV4GxO8hdHcryD9FZrgKdUxHwNGU6ovoGBm6DY58QQFJpIVYCK8I4"
        "ZYklLOXaTNADD52S9d08/mpW2Z+AwZM/vGF5od/P0zNpBO6tzn+FbflrtWRZ/bU1ouhMScJmPgJqxCH9gTSZDGe3zwS0"
        "PNILVZw7eBZ84ZxtP5m5tNd+zvV70TPC3Fu8v91mhcsMGjhvitFBC9lGvcDm72jlaDnoxrhy0XM0l3qQff5RU7rx9mQp"
        "e+KX7XCXf2+EPQrf0gl6JS3dd5rmsL323PV1VRCVSwG2wJUTKmgAf1k84YJY1tIplUj8YS3YFr32EuYiVqhtZqoLXMcW"
        "c7MqjPy8cLFF5lMFHtnUdScvOJQSuex2aICO+4wUAS61S0ukfGwHFRE6dYAVEDVVYAS981QX9TDGk3cNDBRMMzOymcM/"
        "m489l+ys/ZPJaO8ZTCP4sIJytsIZE91QVlQtOU9gJ2MgZXIjsKs3nP0lOEzXJB0s6XgUzXd8B4YoPKe4uVFT/ShXbgx4"
        "Bqdi74U0SVD7n07++JVN1h/UiInxfcE6JmohZLae0HbFNdeTnpMXAXJmsNmwRhKAN3DeQLvIUruLyTWGVeGIEWQ9GGTF"
        "arl5HcjG/4L/Z9psv9X5fSfpQTWVo64nQXRYhAIu2NQ7XPBu7+oswIgSzGCIFonwJb5FiiAkoqlK/hzHbuC8pYdLMtSK"
        "lL2FY5r/Nmsk/srjiTLlXUqcQD0UeK621uJNlhUNkgPspInWSpYsUTsfFCXaqcZE6eP0fkG/wXxPLKCU0kszzDrv9MgO"
        "00uL9gf6JwuPMTijSK1nW+v21aQh5HztxvhTfZrUobvALMZTnxN7Tc99a0YjJZtpf9pwxYMeMMnsp3WooRBPChIl60wP"
        "it8/Pn7o1Xoz+TjpOXCfwuhhXv2Wet3SrHGnQxna3CTRq9LbbAwvAXsWIp0wFGLXdSBn1f4X0d+LLjkWQRmCUVug072P"
        "ZIlO4SgraIdcwhuxx//YhG8WfhJn5s9ie+aUwMx/4nA3nvKu8PDSyogm+oP7WR/xnNMaqwjKezcDi1BRRDUZD6IR9ZJH"
        "5+e9c+Y65j/BTk860V/snTq4mHEzW7kHgacLdenTetb2UcUkjfhm0K0HL0gcrKMRs/CBFFWb4jSVfbN1WFwIESU="
    ),
}
each_kind = pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name.lower())


def opener(kind, seed=SEED) -> box.Opener:
    return box.opener(kinds.private_of(seed, kind))


@each_kind
def test_a_letter_from_before_opens(kind):
    assert opener(kind).key_id == IDS[kind]
    assert box.take(LETTERS[kind], opener=opener(kind), place=PLACE) == DATA_KEY


def test_a_text_from_before_opens():
    assert box.decrypt(SEALED, key=DATA_KEY, place=f"{PLACE}/story") == TEXT


@each_kind
def test_a_letter_with_any_byte_changed_does_not_open(kind):
    mine, letter = opener(kind), LETTERS[kind]
    for at in range(len(letter)):
        changed = bytearray(letter)
        changed[at] ^= 0x80 if at % 2 else 1
        with pytest.raises(box.DoesNotOpen):
            box.take(bytes(changed), opener=mine, place=PLACE)


def test_a_text_with_any_byte_changed_does_not_open():
    for at in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[at] ^= 1
        with pytest.raises(box.DoesNotOpen):
            box.decrypt(bytes(changed), key=DATA_KEY, place=f"{PLACE}/story")


@each_kind
def test_a_letter_that_was_cut_anywhere_does_not_open(kind):
    mine = opener(kind)
    for length in range(0, len(LETTERS[kind]), 7):
        with pytest.raises(box.DoesNotOpen):
            box.take(LETTERS[kind][:length], opener=mine, place=PLACE)


def test_a_text_that_was_cut_anywhere_does_not_open():
    for length in range(len(SEALED)):
        with pytest.raises(box.DoesNotOpen):
            box.decrypt(SEALED[:length], key=DATA_KEY, place=f"{PLACE}/story")


@each_kind
def test_a_letter_opens_at_its_own_place_and_with_its_own_key_only(kind):
    with pytest.raises(box.DoesNotOpen):
        box.take(LETTERS[kind], opener=opener(kind), place=PLACE[:-1] + "1")
    with pytest.raises(box.DoesNotOpen):
        box.take(LETTERS[kind], opener=opener(kind, sha256(SEED).digest()), place=PLACE)


@each_kind
def test_a_letter_of_one_kind_does_not_pass_for_the_other(kind):
    [other] = set(Kind) - {kind}
    renamed = other.value + LETTERS[kind][1:]
    for mine in (opener(kind), opener(other)):
        with pytest.raises(box.DoesNotOpen):
            box.take(renamed, opener=mine, place=PLACE)


def test_the_hybrid_key_is_the_one_that_x_wing_publishes():
    public = box.public_of(kinds.private_of(SEED, Kind.HYBRID)).hex()
    assert (public[:72], public[-56:]) == (XWING_STARTS, XWING_ENDS)


def test_a_private_half_from_before_there_were_kinds_is_x25519():
    assert box.public_of(SEED) == box.public_of(kinds.private_of(SEED, Kind.X25519))


@pytest.mark.parametrize("half", [b"", SEED[:31], SEED + b"12", b"\x03" + SEED, b"\x00" + SEED])
def test_what_is_no_private_half_is_refused(half):
    with pytest.raises(kinds.NotAKey):
        box.opener(half)


@pytest.mark.parametrize("length", [0, 31, 33, 1184, 1215, 1217])
def test_what_is_no_public_half_is_refused(length):
    with pytest.raises(kinds.NotAKey):
        box.drop(DATA_KEY, public=bytes(length), place=PLACE)


def test_new_keys_are_hybrid():
    assert kinds.split(box.new_private())[0] is Kind.HYBRID


@each_kind
def test_an_opener_shows_no_key(kind):
    shown = repr(opener(kind))
    assert SEED.hex() not in shown
    assert repr(SEED) not in shown
