"""A token keeps the key to the key: without it, or with the wrong PIN, nothing opens or is lost."""

import os
import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest
from django.urls import reverse
from pkcs11.exceptions import PinLocked

from audit import trail, vault
from audit.actors import CONSOLE
from audit.vault import custody, keys, rotating, shares, shelf
from audit.vault.keys import Unusable
from audit.vault.kinds import Kind
from audit.vault.providers import token
from tests.conftest import STORY

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
PIN, OTHER_PIN = "1234-for-tests", "another"


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory):
    """Two tokens in a folder of their own. tests/install_tools.sh brings the library."""
    folder = tmp_path_factory.mktemp("tokens")
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    for label in ("lotsen", "another"):
        told = {"--label": label, "--pin": PIN, "--so-pin": "5678-for-tests"}
        command = [shutil.which("softhsm2-util"), "--init-token", "--free"]
        command += [word for pair in told.items() for word in pair]
        subprocess.run(command, check=True, capture_output=True)
    return next(path for path in LIBRARIES if Path(path).exists())


@pytest.fixture
def with_token(softhsm, settings, monkeypatch):
    settings.VAULT_PROVIDER = "token"
    settings.VAULT_TOKEN_LIBRARY = softhsm
    settings.VAULT_TOKEN, settings.VAULT_TOKEN_PIN = "lotsen", PIN
    monkeypatch.setattr(token, "_refused", set())
    return settings


@pytest.fixture
def in_token(with_token, db):
    """A house whose current key is wrapped by the token."""
    return custody.make(Kind.HYBRID, by=CONSOLE)


@pytest.fixture
def letter(in_token, help_request):
    return help_request


@trail.act
def read(row, by):
    return vault.unseal(row, "story", by=by, purpose="triage")


def test_the_private_half_lies_wrapped_and_opens_with_the_token(letter_box, letter, amina):
    assert read(letter, amina) == STORY
    key_id = shelf.current()
    wrapped = (letter_box / f"{key_id}.wrapped").read_text()
    assert keys.private(key_id).hex() not in wrapped
    assert not (letter_box / f"{key_id}.private").exists()


def test_the_key_in_the_token_never_leaves_it(in_token, softhsm):
    found = pkcs11.lib(softhsm).get_token(token_label="lotsen")
    with found.open(user_pin=PIN) as session:
        key = session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, label=token.LABEL)
        assert key[pkcs11.Attribute.EXTRACTABLE] is False
        assert key[pkcs11.Attribute.SENSITIVE] is True
        with pytest.raises(pkcs11.exceptions.PKCS11Error):
            key[pkcs11.Attribute.VALUE]


def _away(settings):
    settings.VAULT_TOKEN = "not plugged in"


def _wrong_pin(settings):
    settings.VAULT_TOKEN_PIN = OTHER_PIN


def _another_token(settings):
    settings.VAULT_TOKEN = "another"


def _no_library(settings):
    settings.VAULT_TOKEN_LIBRARY = "/nowhere/library.so"


troubles = pytest.mark.parametrize("trouble", [_away, _wrong_pin, _another_token, _no_library])


@troubles
def test_a_token_that_is_away_or_shut_opens_nothing_and_loses_nothing(
    trouble, letter, amina, with_token, monkeypatch
):
    trouble(with_token)
    with pytest.raises(Unusable):
        read(letter, amina)
    vault.seal(letter, story="Det här skrevs medan den var borta.")
    letter.save()
    _back(with_token, monkeypatch)
    assert read(letter, amina) == "Det här skrevs medan den var borta."


def _back(settings, monkeypatch):
    settings.VAULT_TOKEN, settings.VAULT_TOKEN_PIN = "lotsen", PIN
    settings.VAULT_TOKEN_LIBRARY = next(path for path in LIBRARIES if Path(path).exists())
    monkeypatch.setattr(token, "_refused", set())


@troubles
def test_the_page_says_to_come_back_and_shows_no_word(
    trouble, letter, amina, client, with_token, monkeypatch
):
    with_token.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    client.post(reverse("desk:open", args=[letter.pk]), {"purpose": "triage"})
    trouble(with_token)
    page = client.get(reverse("desk:words", args=[letter.pk]))
    assert page.status_code == 503
    assert STORY not in page.content.decode()
    _back(with_token, monkeypatch)
    page = client.get(reverse("desk:words", args=[letter.pk]))
    assert STORY in page.content.decode()


def test_a_locked_token_is_said(letter, amina, monkeypatch):
    """Played: SoftHSM never locks, however often the PIN is wrong. A hardware module does.

    Debian's other tokens in software are no help here: openCryptoki needs a daemon of its own as
    root, and the TPM's token has no AES-GCM.
    """

    def locked(*given, **options):
        raise PinLocked

    monkeypatch.setattr(token, "_token", lambda: type("T", (), {"open": locked})())
    with pytest.raises(Unusable, match="locked"):
        read(letter, amina)


def test_a_wrong_pin_is_tried_once_so_that_it_does_not_lock_the_token(
    letter, with_token, monkeypatch
):
    with_token.VAULT_TOKEN_PIN = OTHER_PIN
    with pytest.raises(Unusable, match="refused the PIN"):
        keys.private(shelf.current())
    monkeypatch.setattr(token, "_token", lambda: pytest.fail("tried again"))
    for _ in range(20):
        with pytest.raises(Unusable, match="refused the PIN"):
            keys.private(shelf.current())


@pytest.mark.parametrize("at", [0, 11, 12, 30, -1])
def test_a_wrapped_half_that_was_changed_is_refused(letter_box, in_token, at):
    path = letter_box / f"{in_token}.wrapped"
    changed = bytearray.fromhex(path.read_text())
    changed[at] ^= 1
    path.write_text(changed.hex())
    with pytest.raises(Unusable):
        keys.private(in_token)


def test_a_wrapped_half_under_another_name_is_refused(letter_box, in_token, db):
    second = custody.make(Kind.HYBRID, by=CONSOLE)
    (letter_box / f"{second}.wrapped").replace(letter_box / f"{in_token}.wrapped")
    with pytest.raises(Unusable):
        token.load(in_token)  # the token itself refuses, before anybody compares names


@pytest.mark.parametrize("text", ["", "00", "no hexadecimals"])
def test_a_wrapped_half_that_was_cut_is_refused(letter_box, in_token, text):
    (letter_box / f"{in_token}.wrapped").write_text(text)
    with pytest.raises(Unusable):
        keys.private(in_token)


def test_a_house_moves_from_files_to_a_token_by_shares(letter_box, help_request, amina, with_token):
    """The half that lay in a file is cut into shares, and put back under the token."""
    with_token.VAULT_PROVIDER = "files"
    [key_id] = shelf.ids()
    words = custody.back_up(key_id, count=3, threshold=2, by=CONSOLE)
    (letter_box / f"{key_id}.private").unlink()
    with_token.VAULT_PROVIDER = "token"
    pieces = [shares.read(text, "a share") for text in words[:2]]
    assert custody.restore(pieces, by=CONSOLE) == [key_id]
    assert (letter_box / f"{key_id}.wrapped").exists()
    assert read(help_request, amina) == STORY


def test_a_key_that_the_token_does_not_hold_is_not_rotated_away(
    help_request, amina, letter_box, with_token
):
    [older] = shelf.ids()
    custody.make(Kind.HYBRID, by=CONSOLE)
    (letter_box / f"{older}.private").rename(letter_box / "elsewhere")
    with pytest.raises(keys.NoPrivateKey):
        list(rotating.rotate(by=CONSOLE))
    assert set(rotating.left()) == {older}


def test_nothing_of_the_pin_is_said(letter, with_token, caplog):
    with_token.VAULT_TOKEN_PIN = OTHER_PIN
    with pytest.raises(Unusable) as refusal:
        keys.private(shelf.current())
    assert OTHER_PIN not in str(refusal.value) + caplog.text
