"""Bar 6: yesterday's backup is put back after an erasure. Of what was erased, nothing opens.

Two days in one house: on the first all is backed up; on the second one person changes how they
are reached, two requests are erased, and all is backed up again. Then houses are built anew.
"""

import json
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.journeys.houses import a_house

PEOPLE, TEXTS = 8, 5  # each: the story, two details, an answer, a note
ERASED, CHANGED = (2, 5), 3


@pytest.fixture(scope="module")
def two_days(tmp_path_factory, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("two-days")
    (folder / "house").mkdir()
    with a_house(folder / "house", django_db_blocker) as house:
        in_turn(house, ("fill", str(PEOPLE)), _back_up(folder, "first"))
        shutil.copytree(folder / "letters", folder / "letters-of-the-first")
        rows, _changed, erased, _done, opened = in_turn(
            house, ("rows",), ("change", str(CHANGED)), ("erase", *map(str, ERASED)),
            _back_up(folder, "second"), ("open",),
        )  # fmt: skip
        yield SimpleNamespace(
            folder=folder, house=house, erased=set(erased["erased"]), rows=rows, opened=opened
        )


def in_turn(house, *acts: tuple) -> list[dict]:
    """Several acts in one process: starting it takes longer than most of them."""
    return house.ask("backups", *[word for act in acts for word in ("then", *act)][1:])


def _back_up(folder: Path, data: str, letters: str = "letters") -> tuple:
    return "manage", "back_up", str(folder / data), "--letters", str(folder / letters)


def _put_back(data: Path, letters: Path) -> tuple:
    return "manage", "restore", str(data), "--letters", str(letters)


@pytest.fixture
def built_anew(two_days, tmp_path, django_db_blocker):
    """An empty house with the keys of the first one."""
    folder = tmp_path / "anew"
    folder.mkdir()
    with a_house(folder, django_db_blocker) as house:
        for name in ("keys", "sealer"):
            shutil.copytree(two_days.house.folder / name, folder / name)
        yield house


def put_back(house, data: Path, letters: Path) -> dict:
    return house.ask("backups", *_put_back(data, letters))


def test_of_yesterdays_backup_no_erased_text_opens_and_every_other_does(two_days, built_anew):
    done = put_back(built_anew, two_days.folder / "first", two_days.folder / "letters")
    assert "said" in done, done
    found, went_on = in_turn(built_anew, ("open",), ("go_on",))
    assert found["broken"] == []
    assert set(found["open"]) & two_days.erased == set()
    assert set(found["erased"]) == two_days.erased
    assert set(Counter(found["open"]).values()) == {TEXTS}
    assert len(set(found["open"])) == PEOPLE - len(ERASED)
    assert len(went_on["restores"]) == 1


def test_with_yesterdays_letters_they_would_have_opened(two_days, built_anew):
    """Else the test above would prove nothing: it is the missing letters that keep them shut."""
    letters = two_days.folder / "letters-of-the-first"
    assert "said" in put_back(built_anew, two_days.folder / "first", letters)
    assert set(built_anew.ask("backups", "open")["open"]) > two_days.erased


def test_what_is_put_back_is_what_was_there(two_days, built_anew):
    letters = two_days.folder / "letters-of-the-first"
    put_back(built_anew, two_days.folder / "first", letters)
    rows, spoilt, went_on = in_turn(built_anew, ("rows",), ("spoil",), ("go_on",))
    since = {"audit_event", "audit_link"}  # the restore's own lines
    assert {name for name in rows if rows[name] != two_days.rows[name]} <= since
    assert spoilt == {"refused": ["UPDATE", "DELETE"]}
    assert went_on["restores"]


def test_the_newest_backup_is_as_the_house_was(two_days, built_anew):
    put_back(built_anew, two_days.folder / "second", two_days.folder / "letters")
    assert built_anew.ask("backups", "open") == two_days.opened


def test_the_texts_hold_no_letter_and_the_letters_no_text(two_days):
    sealed = [json.loads(line)["sealed"] for line in _letters(two_days.folder / "letters")]
    assert len(sealed) > PEOPLE
    files = [path for path in (two_days.folder / "second").rglob("*") if path.is_file()]
    texts = b"".join(path.read_bytes() for path in files)
    assert not [one for one in sealed if bytes.fromhex(one) in texts or one.encode() in texts]


def test_what_is_erased_is_gone_from_the_letters(two_days):
    asked = [("letters_of", reference) for reference in two_days.erased]
    names = [name for told in in_turn(two_days.house, *asked) for name in told["names"]]
    assert len(names) == 2 * len(ERASED)
    before = b"".join(_letters(two_days.folder / "letters-of-the-first"))
    after = b"".join(_letters(two_days.folder / "letters"))
    index = (two_days.folder / "letters" / "index.ndjson").read_bytes()
    assert all(name.encode() in before for name in names)
    assert not [name for name in names if name.encode() in after + index]


def _letters(folder: Path) -> list[bytes]:
    return (folder / "letters.ndjson").read_bytes().splitlines()


def test_nobody_else_may_read_a_backup(two_days):
    for folder in ("first", "letters"):
        for path in (two_days.folder / folder).rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path


# --- Folders that do not fit ---------------------------------------------------------------------


def test_letters_older_than_the_texts_are_refused(two_days, built_anew):
    letters = two_days.folder / "letters-of-the-first"
    assert "refused" in put_back(built_anew, two_days.folder / "second", letters)


def test_a_house_in_use_is_not_written_over(two_days):
    done = put_back(two_days.house, two_days.folder / "second", two_days.folder / "letters")
    assert "refused" in done
    assert two_days.house.ask("backups", "open")["open"]


def _cut(folder: Path):
    path = (
        folder
        / "first"
        / max(
            (one.name for one in (folder / "first").iterdir() if one.name != "manifest.json"),
            key=lambda name: (folder / "first" / name).stat().st_size,
        )
    )
    path.write_bytes(path.read_bytes()[:-100])


def _lose(folder: Path):
    (folder / "letters" / "letters.ndjson").unlink()


def _spoil(folder: Path):
    (folder / "first" / "manifest.json").write_text("{")


def _exchange(folder: Path):
    (folder / "first").rename(folder / "x")
    (folder / "letters").rename(folder / "first")
    (folder / "x").rename(folder / "letters")


def _of_another_house(folder: Path):
    _say(folder / "letters", house="ab" * 32)


def _of_another_release(folder: Path):
    _say(folder / "first", migrations=["audit.0001_initial"])


def _of_another_database(folder: Path):
    _say(folder / "first", vendor="oracle")


def _say(folder: Path, **other):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | other))


HARMS = (_cut, _lose, _spoil, _exchange, _of_another_house, _of_another_release,
         _of_another_database)  # fmt: skip


def test_a_backup_that_is_not_whole_or_not_ours_is_refused_and_changes_nothing(
    two_days, built_anew, tmp_path
):
    for harm in HARMS:
        copy = tmp_path / harm.__name__
        for name in ("first", "letters"):
            shutil.copytree(two_days.folder / name, copy / name)
        harm(copy)
    folders = [tmp_path / harm.__name__ for harm in HARMS]
    done = in_turn(built_anew, *[_put_back(one / "first", one / "letters") for one in folders])
    for harm, answer in zip(HARMS, done, strict=True):
        assert "refused" in answer, harm
    assert "said" in put_back(built_anew, two_days.folder / "first", two_days.folder / "letters")


def test_a_backup_is_written_into_a_new_folder_only(two_days):
    folders = (("first", "letters"), ("both", "both"), ("both", "both/letters"))
    done = in_turn(two_days.house, *[_back_up(two_days.folder, *one) for one in folders])
    assert [list(answer) for answer in done] == [["refused"]] * 3


def test_a_public_process_neither_backs_up_nor_puts_back(two_days, tmp_path):
    told = ("manage", "back_up", str(tmp_path / "x"), "--letters", str(tmp_path / "y"))
    assert "refused" in two_days.house.ask("backups", *told, LOTSEN_ROLE="public")
    assert not (tmp_path / "x").exists()
