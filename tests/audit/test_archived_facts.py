"""Erasing reaches every copy of the archive: its facts are sealed, their key dies with the salt."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from audit import chain, lines, verify
from audit.actors import CLOCK
from audit.archive import opened, sealed
from audit.checker import Broken
from audit.models import ArchivedSalt, Event
from audit.sealing import sealer
from audit.services import archiving, erasing, exporting
from tests.audit.erasing import a_ground
from tests.audit.sealed import files, write
from tests.conftest import _partner

pytestmark = pytest.mark.django_db
OLD = datetime(2020, 1, 10, tzinfo=UTC)
SECRET, PROOF = '"code":"c2"', 3  # a fact of the second line; a line that proves what it changed


@pytest.fixture
def archived(db, tmp_path):
    """Lines of 2020 in a file and still in the table: two notes, then changes of settings."""
    with time_machine.travel(OLD, tick=False):
        write(1, 2)
        _partner("Bryggan", "youth_centre", "weak")  # with digests of what it changed
    write(3, 3)
    sealer.seal()
    call_command("archive_trail", str(tmp_path / "a"), before="2020-06", stdout=StringIO())
    return next((tmp_path / "a").glob("trail-*"))


@pytest.fixture
def two_people(loke, adam):
    ground = a_ground()

    def erase(*numbers):
        proposed = erasing.propose_facts(list(numbers), ground_pk=ground.pk, by=loke)
        return erasing.confirm_facts(proposed.pk, by=adam)

    return erase


def copied(path, to):
    """The readable copy that the command makes."""
    call_command("open_archive", str(path), to=to, stdout=StringIO())
    return to.read_text()


def checked(folder, path, capsys):
    log, seals, key = files(folder)
    capsys.readouterr()
    code = verify.main([str(path), str(log), "--identity", str(key), "--seals", str(seals)])
    return code, capsys.readouterr().out


def drop():
    return archiving.drop(by=CLOCK)


def test_the_archive_shows_codes_to_nobody_and_verifies_all_the_same(archived, tmp_path, capsys):
    text = archived.read_text()
    assert SECRET not in text
    assert text.count('"sealed"') == 2
    assert Event.objects.get(link__number=2).salt.hex() not in text
    assert '"changes":["' in text  # it proves what the settings were, and is never erased
    drop()
    sealer.seal()
    code, said = checked(tmp_path, archived, capsys)
    assert code == 0
    assert "2 with facts sealed" in said


def test_a_readable_copy_is_a_whole_log_and_a_line_says_it_was_made(archived, tmp_path, capsys):
    before = [*exporting.links(0, PROOF + 1)]
    assert SECRET in copied(archived, tmp_path / "copy")
    assert [one for one in verify.lines_of([tmp_path / "copy"]) if "number" in dir(one)] == before
    assert Event.objects.filter(deed="trail.open_archive").count() == 1
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    drop()
    assert SECRET in copied(archived, tmp_path / "later")
    sealer.seal()
    assert checked(tmp_path, tmp_path / "later", capsys)[0] == 0


@pytest.mark.parametrize("is_dropped", [False, True], ids=["in the table too", "in the file only"])
def test_what_is_erased_is_erased_in_the_file_that_nobody_touched(
    archived, two_people, tmp_path, capsys, is_dropped
):
    if is_dropped:
        drop()
    commitment = next(
        one.facts_digest for one in verify.lines_of([archived])
        if isinstance(one, lines.Line) and one.number == 2
    )  # fmt: skip
    whole = archived.read_bytes()
    erasure = two_people(2)
    assert erasure.commitments == [commitment.hex()]
    assert archived.read_bytes() == whole
    text = copied(archived, tmp_path / "copy")
    assert SECRET not in text
    assert '"code":"c1"' in text
    assert not ArchivedSalt.objects.filter(number=2).exists()
    drop()
    sealer.seal()
    assert checked(tmp_path, archived, capsys)[0] == 0
    code, said = checked(tmp_path, tmp_path / "copy", capsys)
    assert code == 0
    assert "the facts of line 2 were erased" in said


def test_dropped_lines_keep_the_rules_of_erasing(archived, two_people, loke):
    drop()
    ArchivedSalt.objects.filter(number=1).update(actor=f"user/{loke.pk}")
    for number, code in ((1, "own_lines"), (PROOF, "no_lines")):
        with pytest.raises(ValidationError) as refusal:
            two_people(number)
        assert refusal.value.code == code
    assert ArchivedSalt.objects.count() == 2


def test_sealed_facts_that_were_changed_or_moved_do_not_open(archived, tmp_path):
    first, second = [one for one in exporting.links(0, 2)]
    shut = sealed(first)
    assert opened(shut, first.salt) == first
    for wrong in (
        shut._replace(facts=shut.facts.replace(b'"sealed":"01', b'"sealed":"02')),
        shut._replace(facts=shut.facts[:-8] + b'0000"}'),
        shut._replace(number=2),
        sealed(second)._replace(number=1, facts=b'{"sealed":"zz"}'),
    ):
        with pytest.raises(Broken):
            opened(wrong, first.salt)
    torn = archived.read_text().replace('"sealed":"01', '"sealed":"02', 1)
    archived.write_text(torn)
    with pytest.raises(CommandError, match="line 1"):
        copied(archived, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_what_authorises_a_gap_cannot_be_hidden_as_sealed(archived, two_people, tmp_path):
    two_people(2)
    found = list(exporting.lines())
    at = next(n for n, one in enumerate(found) if getattr(one, "deed", b"") == b"trail.erase")
    found[at] = found[at]._replace(salt=b"", facts=chain.canonical({"sealed": "01"}))
    with pytest.raises(Broken) as broken:
        verify.verify(found)
    assert broken.value.reason == "facts"
    found[at] = found[at]._replace(facts=b'{"more":1}')
    with pytest.raises(Broken) as broken:
        verify.verify(found)
    assert broken.value.reason == "facts"
