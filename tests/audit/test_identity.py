"""The house's own signature: one key, made once, where staff work."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.sealing import identity
from audit.sealing.identity import NoIdentity


def _is_ours(signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(identity.public()).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_what_the_house_signs_its_public_half_recognises():
    signature = identity.sign(b"erased")
    assert _is_ours(signature, b"erased")
    assert not _is_ours(signature, b"kept")


def test_the_key_is_made_once_and_only_its_owner_may_read_it():
    first = identity.public()
    identity.sign(b"once"), identity.sign(b"twice")
    assert identity.public() == first
    names = {path.name: path.stat().st_mode & 0o777 for path in identity.folder().iterdir()}
    assert names == {"identity.private": 0o600, "identity.public": 0o644}
    assert identity.folder().stat().st_mode & 0o077 == 0


def test_two_who_come_first_at_once_get_one_identity():
    with ThreadPoolExecutor(8) as pool:
        publics = set(pool.map(lambda _: identity.sign(b"x") and identity.public(), range(32)))
    assert len(publics) == 1


def test_a_public_process_makes_no_key_and_signs_nothing(settings):
    settings.LOTSEN_ROLE = "public"
    for attempt in (lambda: identity.sign(b"x"), identity.public):
        with pytest.raises(NoIdentity) as refusal:
            attempt()
        assert refusal.value.reason == "public"
    assert not identity.folder().exists()


def test_a_public_process_may_know_the_public_half(settings):
    ours = identity.public()
    settings.LOTSEN_ROLE = "public"
    assert identity.public() == ours


def _lose(path: Path):
    path.unlink()


def _cut(path: Path):
    path.write_text(path.read_text()[:20])


def _spoil(path: Path):
    path.write_text("not a key at all")


def _open(path: Path):
    path.chmod(0o640)


def _exchange(path: Path):
    path.write_text("11" * 32)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(_lose, "lost"), (_cut, "damaged"), (_spoil, "damaged"), (_open, "open"),
     (_exchange, "other")],
)  # fmt: skip
def test_a_lost_or_spoilt_key_is_told_apart_and_never_replaced(harm, reason):
    identity.sign(b"first")
    harm(identity.folder() / "identity.private")
    with pytest.raises(NoIdentity) as refusal:
        identity.sign(b"second")
    assert refusal.value.reason == reason


def test_a_power_cut_between_the_halves_is_mended():
    ours = identity.public()
    (identity.folder() / "identity.public").unlink()
    assert identity.public() == ours
