"""`manage.py keys`: what an operator types, what comes of it, and where material never goes."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class

from audit import trail, vault
from audit.management import key_sheets as sheets
from audit.models import Event, Letter
from audit.vault import custody, keys, shelf
from tests.conftest import STORY


class Terminal(StringIO):
    def isatty(self):
        return True


def say(*words, out=None) -> str:
    out = out or StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def refusal(*words, out=None) -> str:
    with pytest.raises(CommandError) as refused:
        say(*words, out=out)
    assert refused.value.returncode == 1
    return str(refused.value)


@pytest.fixture
def paper(db, tmp_path):
    say("back_up", "--shares", "5", "--threshold", "3", "--to", str(tmp_path / "paper"))
    return sorted(str(path) for path in (tmp_path / "paper").iterdir())


def empty(folder):
    for path in folder.iterdir():
        path.unlink()


# --- make ------------------------------------------------------------------------------------


def test_an_empty_house_gets_a_hybrid_key(letter_box, db):
    empty(letter_box)
    say("make", "--if-missing")
    [private] = letter_box.glob("*.private")
    assert private.stat().st_mode & 0o777 == 0o600
    assert [(one.kind, one.is_current, one.trouble) for one in custody.known()] == [
        ("hybrid", True, "")
    ]


def test_a_house_with_a_key_keeps_it(db):
    before = keys.current_public()
    say("make", "--if-missing")
    assert keys.current_public() == before


def test_a_new_key_is_made_when_asked_and_the_old_one_stays(letter_box, db):
    before = shelf.current()
    say("make", "--kind", "x25519")
    assert shelf.current() != before
    assert {one.kind for one in custody.known()} == {"hybrid", "x25519"}
    assert keys.private(before)


@pytest.mark.parametrize("more", [["--if-missing"], []])
def test_a_lost_key_is_not_papered_over(letter_box, db, more):
    Letter.objects.create(about="a/1", key_id="x", sealed=b"x")
    (letter_box / "current").unlink()
    assert "restore" in refusal("make", *more)
    assert not (letter_box / "current").exists()


def test_make_and_use_leave_their_lines(db):
    first = shelf.current()
    say("make")
    say("use", first)
    deeds = Event.objects.filter(deed__startswith="keys.").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["keys.make", "keys.use"]
    assert shelf.current() == first


def test_a_key_that_does_not_open_here_is_not_used(letter_box, db):
    first = shelf.current()
    say("make")
    second = shelf.current()
    (letter_box / f"{first}.private").unlink()
    refusal("use", first)
    assert shelf.current() == second


# --- handed over -----------------------------------------------------------------------------


@pytest.fixture
def handed_over(settings):
    settings.VAULT_PROVIDER = "environment"


def test_a_half_for_the_operator_goes_to_a_new_file_of_its_owner(handed_over, db, tmp_path):
    said = say("make", "--to", str(tmp_path / "half"))
    file = tmp_path / "half"
    assert file.stat().st_mode & 0o777 == 0o600
    material = file.read_text().strip().partition("=")[2]
    assert len(material) == 66
    assert material not in said


def test_a_half_for_the_operator_never_goes_into_a_pipe(handed_over, letter_box, db):
    before = sorted(path.name for path in letter_box.iterdir())
    out = StringIO()
    refusal("make", out=out)
    assert out.getvalue() == ""
    assert sorted(path.name for path in letter_box.iterdir()) == before
    assert not Event.objects.filter(deed="keys.make").exists()


def test_a_half_for_the_operator_overwrites_nothing(handed_over, letter_box, db, tmp_path):
    (tmp_path / "half").write_text("was here")
    refusal("make", "--to", str(tmp_path / "half"))
    assert (tmp_path / "half").read_text() == "was here"


def test_handed_over_and_put_in_place_it_is_used(handed_over, db, tmp_path, monkeypatch):
    say("make", "--to", str(tmp_path / "half"))
    name, _, material = (tmp_path / "half").read_text().strip().partition("=")
    key_id = name.removeprefix("VAULT_PRIVATE_")
    refusal("use", key_id)
    monkeypatch.setenv(name, material)
    say("use", key_id)
    assert shelf.current() == key_id


# --- show, rotate, retire --------------------------------------------------------------------


def test_show_counts_letters_and_shows_no_material(letter_box, told, paper):
    first = shelf.current()
    say("make")
    said = say("show")
    assert first in said
    assert shelf.current() in said
    material = {path.read_text().strip() for path in letter_box.glob("*.private")}
    material |= {path.read_text().strip() for path in letter_box.glob("*.public")}
    assert not [one for one in material if one in said or one[2:] in said]
    counted = {one.key_id: one.letters for one in custody.known()}
    assert counted[first] == Letter.objects.filter(key_id=first).count() > 0


def test_show_says_why_a_key_does_not_open(letter_box, db):
    (letter_box / f"{shelf.current()}.private").chmod(0o644)
    assert "0644" in say("show")


def test_show_works_with_a_damaged_public_half(letter_box, db):
    (letter_box / f"{shelf.current()}.public").write_text("00")
    assert "damaged" in say("show")


def test_a_year_of_a_key(told, amina, letter_box, tmp_path):
    """Make, back up, drill, rotate, retire; and the person still reads their thread."""
    first = shelf.current()
    say("make")
    say("back_up", "--shares", "3", "--threshold", "2", "--to", str(tmp_path / "sheets"))
    say("drill", str(tmp_path / "sheets/share-1.txt"), str(tmp_path / "sheets/share-3.txt"))
    assert first in refusal("retire", first)
    say("rotate", "--dry-run")
    assert custody.letters()[first] > 0
    say("rotate")
    say("rotate")
    say("retire", first)
    assert not (letter_box / f"{first}.private").exists()
    read = trail.act(vault.unseal)
    assert read(told.help_request, "story", by=amina, purpose="triage") == STORY


def test_rotate_says_what_does_not_open_and_ends_with_one(told):
    first = shelf.current()
    say("make")
    bad = Letter.objects.filter(key_id=first).first()
    Letter.objects.filter(pk=bad.pk).update(sealed=b"\x02broken")
    assert f"rows {bad.pk}" in refusal("rotate")
    assert custody.letters()[first] == 1


def test_a_terminal_sees_how_far_it_has_come(told):
    say("make")
    out = Terminal()
    say("rotate", out=out)
    assert "\r█" in out.getvalue()


def test_a_pipe_sees_no_progress_bar(told):
    say("make")
    assert "█" not in say("rotate")


# --- Shares ----------------------------------------------------------------------------------


def test_each_custodian_gets_a_file_of_their_own(paper, tmp_path):
    assert len(paper) == 5
    assert (tmp_path / "paper").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "paper").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        text = path.read_text()
        assert shelf.current() in text
        assert max(len(line) for line in text.splitlines()) <= 90


def test_a_sheet_as_it_was_printed_is_read(paper):
    assert len(sheets.pieces(paper, StringIO())) == 5


def test_words_alone_are_a_sheet_too(paper, tmp_path):
    [piece] = sheets.pieces(paper[:1], StringIO())
    (tmp_path / "typed").write_text(piece.words)
    assert sheets.pieces([str(tmp_path / "typed")], StringIO()) == [piece]


def test_all_keys_stand_on_one_set_of_sheets(letter_box, db, tmp_path):
    first = shelf.current()
    say("make", "--kind", "x25519")
    say("back_up", "--all", "--shares", "3", "--threshold", "2", "--to", str(tmp_path / "s"))
    for path in letter_box.glob("*.private"):
        path.unlink()
    say("restore", str(tmp_path / "s/share-1.txt"), str(tmp_path / "s/share-2.txt"))
    assert keys.private(first)
    assert keys.private(shelf.current())


def test_shares_never_go_into_a_pipe(db):
    out = StringIO()
    refusal("back_up", "--shares", "5", "--threshold", "3", out=out)
    assert out.getvalue() == ""
    assert not Event.objects.filter(deed="keys.back_up").exists()


def test_shares_go_into_no_folder_that_was_there(db, tmp_path):
    refusal("back_up", "--shares", "5", "--threshold", "3", "--to", str(tmp_path))
    assert not list(tmp_path.glob("share-*"))


def test_numbers_that_protect_nothing_leave_no_folder(db, tmp_path):
    refusal("back_up", "--shares", "5", "--threshold", "1", "--to", str(tmp_path / "s"))
    assert not (tmp_path / "s").exists()


def test_on_a_terminal_the_sheets_come_one_by_one_and_are_wiped(db, monkeypatch):
    seen, out = [], Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda *asked: seen.append(out.getvalue()) or "")
    say("back_up", "--shares", "3", "--threshold", "2", out=out)
    assert len(seen) == 3
    assert out.getvalue().count(sheets.WIPE) == 4


def test_typed_shares_are_checked_one_by_one(paper, monkeypatch):
    pieces = sheets.pieces(paper[:3], StringIO())
    typed = iter([pieces[0].words, pieces[1].words + " acid", pieces[1].words, pieces[2].words, ""])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda *asked: next(typed))
    assert "Type it again" in say("drill", out=Terminal())


def test_restore_from_sheets(letter_box, paper):
    half = keys.private(shelf.current())
    (letter_box / f"{shelf.current()}.private").unlink()
    say("restore", *paper[2:])
    assert keys.private(shelf.current()) == half


@pytest.mark.parametrize("verb", ["restore", "drill"])
@pytest.mark.parametrize(
    "choose",
    [
        lambda paper: paper[:2],
        lambda paper: [paper[0], paper[0], paper[1]],
        lambda paper: ["/nowhere/share-1.txt"],
        lambda paper: [__file__],
    ],
    ids=["too few", "twice", "no file", "no share"],
)
def test_sheets_that_do_not_fit_are_refused_in_a_sentence(verb, choose, letter_box, paper):
    before = {path.name: path.read_bytes() for path in letter_box.iterdir()}
    assert refusal(verb, *choose(paper))[-1] in ".?"
    assert {path.name: path.read_bytes() for path in letter_box.iterdir()} == before


def test_a_house_without_any_key_says_what_to_do(letter_box, db):
    empty(letter_box)
    assert "keys make" in refusal("rotate")
    numbers = ("--shares", "3", "--threshold", "2")
    assert "keys make" in refusal("back_up", *numbers, "--to", "/nowhere")


def test_a_token_that_is_away_is_said(db, settings, monkeypatch):
    monkeypatch.setattr(
        "audit.vault.providers.files.load",
        lambda key_id: (_ for _ in ()).throw(keys.Unusable(key_id, "the token “x” is not there.")),
    )
    assert "is not there" in refusal("use", shelf.current())
    assert "is not there" in say("show")


@pytest.mark.parametrize("verb", ["", "make", "use", "show", "rotate", "retire", "back_up",
                                  "restore", "drill"])  # fmt: skip
def test_every_verb_explains_itself(verb, capsys):
    parser = load_command_class("audit", "keys").create_parser("manage.py", "keys")
    with pytest.raises(SystemExit) as ended:
        parser.parse_args([verb, "--help"] if verb else ["--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 100
