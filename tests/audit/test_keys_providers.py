"""Who keeps the private halves: files and the environment. The token has a file of its own."""

import os
import pkgutil
from importlib import import_module

import pytest
from django.urls import reverse

from audit import trail, vault
from audit.actors import CONSOLE
from audit.vault import box, custody, keys, kinds, providers, shelf
from audit.vault.keys import NoPrivateKey, NoPublicKey, Unusable
from audit.vault.kinds import Kind
from tests.conftest import STORY


@trail.act
def read(row, by):
    return vault.unseal(row, "story", by=by, purpose="triage")


def private_file(letter_box):
    return letter_box / f"{shelf.current()}.private"


# --- Files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name.lower())
def test_a_key_of_either_kind_is_made_kept_and_read_back(letter_box, kind):
    key_id = keys.make(kind)
    assert kinds.split(keys.private(key_id))[0] is kind
    assert kinds.kind_of(keys.current_public()) is kind
    assert (letter_box / f"{key_id}.private").stat().st_mode & 0o777 == 0o600
    assert (letter_box / f"{key_id}.public").stat().st_mode & 0o777 == 0o644


def test_a_key_written_before_there_were_kinds_still_opens(letter_box, help_request, amina):
    """Sixty-four hexadecimals and nothing else, as the first release wrote them."""
    seed = os.urandom(32)
    public = box.public_of(seed)
    key_id = box.key_id(public)
    shelf.write(letter_box / f"{key_id}.private", seed.hex(), 0o600)
    shelf.write(letter_box / f"{key_id}.public", public.hex(), 0o644)
    letter = box.drop(b"k" * 32, public=public, place="a/1")
    assert box.take(letter, opener=keys.opener_of(key_id), place="a/1") == b"k" * 32


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o610])
def test_a_private_file_that_others_may_read_is_not_used(letter_box, mode, caplog):
    private_file(letter_box).chmod(mode)
    with pytest.raises(Unusable, match="may be read by others"):
        keys.private(shelf.current())
    assert f"{mode:04o}" in caplog.text


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text[:-10],
        lambda text: text[:-1],
        lambda text: "",
        lambda text: text + text,
        lambda text: "not hexadecimal at all",
        lambda text: "03" + text[2:],
    ],
    ids=["cut", "cut by one", "empty", "twice", "words", "an unknown kind"],
)
def test_a_private_file_that_was_cut_or_changed_is_not_used(letter_box, harm):
    path = private_file(letter_box)
    text = path.read_text().strip()
    path.write_text(harm(text))
    with pytest.raises(Unusable) as refusal:
        keys.private(shelf.current())
    assert text not in str(refusal.value)


def test_a_private_file_of_another_key_is_not_used(letter_box):
    first = shelf.current()
    second = keys.make()
    (letter_box / f"{second}.private").replace(letter_box / f"{first}.private")
    with pytest.raises(Unusable, match="another key"):
        keys.private(first)


def test_a_folder_where_the_file_should_be_is_said(letter_box):
    path = private_file(letter_box)
    path.unlink()
    path.mkdir()
    with pytest.raises(Unusable, match="IsADirectoryError"):
        keys.private(shelf.current())


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", "", "ABCDEF0123456789", "a" * 17])
def test_a_name_that_is_none_asks_nobody(name, monkeypatch):
    monkeypatch.setattr(keys, "provider", lambda: pytest.fail("asked"))
    with pytest.raises(NoPrivateKey):
        keys.private(name)


@pytest.mark.parametrize("harm", ["cut", "another"])
def test_a_public_half_that_does_not_bear_its_name_takes_no_letter(letter_box, harm, help_request):
    first = shelf.current()
    path = letter_box / f"{first}.public"
    if harm == "cut":
        path.write_text(path.read_text()[:-100])
    else:
        second = keys.make()
        (letter_box / f"{second}.public").replace(path)
        shelf.make_current(first)
    with pytest.raises(NoPublicKey):
        vault.seal(help_request, story="Hej.")


def test_a_page_with_an_unusable_key_says_to_come_back(
    letter_box, help_request, amina, client, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    client.post(reverse("desk:open", args=[help_request.pk]), {"purpose": "triage"})
    private_file(letter_box).chmod(0o644)
    page = client.get(reverse("desk:words", args=[help_request.pk]))
    assert page.status_code == 503
    assert STORY not in page.content.decode()
    private_file(letter_box).chmod(0o600)
    page = client.get(reverse("desk:words", args=[help_request.pk]))
    assert STORY in page.content.decode()


# --- A public process ------------------------------------------------------------------------


def test_a_public_process_asks_no_provider(settings, monkeypatch, help_request, amina):
    settings.LOTSEN_ROLE = "public"
    monkeypatch.setattr(keys, "provider", lambda: pytest.fail("asked"))
    with pytest.raises(NoPrivateKey):
        read(help_request, amina)
    vault.seal(help_request, story="Hej.")


# --- The environment -------------------------------------------------------------------------


@pytest.fixture
def environment(settings, letter_box, db):
    """A house whose private halves are handed to it."""
    settings.VAULT_PROVIDER = "environment"
    return custody.make(Kind.HYBRID, by=CONSOLE)


def test_a_key_that_is_handed_over_takes_no_letter_before_it_opens(environment, letter_box):
    assert shelf.current() != environment.key_id
    assert not list(letter_box.glob(f"{environment.key_id}.private"))
    with pytest.raises(NoPrivateKey):
        custody.use(environment.key_id, by=CONSOLE)
    assert shelf.current() != environment.key_id


def test_a_variable_opens(environment, monkeypatch):
    name, _, value = environment.line.partition("=")
    monkeypatch.setenv(name, value)
    custody.use(environment.key_id, by=CONSOLE)
    assert shelf.current() == environment.key_id
    assert keys.private(environment.key_id).hex() == value


def test_a_mounted_secret_opens(environment, settings, tmp_path):
    settings.VAULT_SECRETS = str(tmp_path)
    (tmp_path / f"{environment.key_id}.private").write_text(environment.line.partition("=")[2])
    assert keys.private(environment.key_id)


@pytest.mark.parametrize("value", ["", "abc", "zz" * 33, "02" + "00" * 32])
def test_a_variable_that_is_no_key_or_another_is_refused(environment, monkeypatch, value):
    monkeypatch.setenv(f"VAULT_PRIVATE_{environment.key_id}", value)
    with pytest.raises(Unusable):
        keys.private(environment.key_id)


def test_the_line_for_the_operator_is_shown_by_nothing_else(environment):
    assert environment.line not in repr(environment)
    assert environment.line.partition("=")[2] not in repr(environment)


# --- A fourth --------------------------------------------------------------------------------


def test_every_provider_offers_the_same_four_functions():
    names = {one.name for one in pkgutil.iter_modules(providers.__path__)}
    assert {"environment", "files", "token"} <= names
    for name in names:
        module = import_module(f"audit.vault.providers.{name}")
        for function in ("load", "store", "remove", "where"):
            assert callable(getattr(module, function)), f"{name}.{function}"
