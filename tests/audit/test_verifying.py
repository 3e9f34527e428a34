"""The export, checked by a program that needs neither Django nor us."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from audit import append_only, chain, trail, verify
from audit.actors import CLOCK
from audit.lines import line
from audit.models import Event, Head, Link
from audit.services import exporting
from tests.audit.sealed import checked, files, seal

ROOT = Path(verify.__file__).resolve().parents[1]


@trail.act
def note(n):
    trail.record(CLOCK, "test.note", f"test/{n}", count=n)


@pytest.fixture
def export(db, tmp_path):
    for n in range(5):
        note(n)
    path = tmp_path / "log.ndjson"
    call_command("export_trail", str(path), stdout=StringIO())
    return path


def outsider(*arguments):
    """Run it as somebody would who has nothing but the program, its library and the files."""
    command = [sys.executable, "-I", "-c", RUN, str(ROOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from audit.verify import main; sys.exit(main(sys.argv[1:]))"  # noqa: E501
PROGRAM = ("chain", "lines", "seals", "anchors", "checker", "verify")


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path, lines):
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n")


def test_an_outsider_finds_the_export_whole(export):
    answer = outsider(export)
    assert answer.returncode == 0, answer.stderr
    head = Head.objects.get()
    assert f"whole: 6 events, head {head.number}:{bytes(head.digest).hex()}" in answer.stdout


def test_the_export_is_an_event_and_in_itself(export):
    assert Event.objects.filter(deed="trail.export").count() == 1
    assert lines_of(export)[-2]["header"]["deed"] == "trail.export"


def test_an_export_never_writes_over_a_file(export):
    with pytest.raises(CommandError):
        call_command("export_trail", str(export))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda lines: lines.pop(2), "a line is missing"),
        (lambda lines: lines.insert(2, lines[1]), "a line is missing"),
        (lambda lines: lines.pop(), "not complete"),
        (lambda lines: lines.pop(-2), "does not end"),
        (lambda lines: lines[2]["facts"].update(count=9), "facts"),
        (lambda lines: lines[2].update(columns={"actor": "x"}), "columns"),
        (lambda lines: lines[2].update(facts={}, salt=""), "erased"),
        (lambda lines: lines[2].update(digest="0" * 64), "changed"),
        (lambda lines: lines[2].update(person=7), "changed"),
        (lambda lines: lines.insert(6, {"unlinked": 9}), "outside the chain"),
        (lambda lines: lines[2]["header"].update(actor="user/99"), "changed"),
    ],
)
def test_an_outsider_is_told_the_first_broken_line(export, change, reason):
    lines = lines_of(export)
    change(lines)
    write(export, lines)
    answer = outsider(export)
    assert answer.returncode == 1
    assert reason in answer.stdout


@pytest.mark.parametrize(
    "text", ["", "not json", "{}", "[]", '{"number": "x"}', '{"number": 1}', "\x00", '{"head": 1}']
)
def test_a_file_that_is_no_export_is_said_to_be_none(export, text):
    export.write_text(text)
    answer = outsider(export)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout.startswith("BROKEN")


@pytest.mark.parametrize("place", ["digest", "before", "salt", "facts"])
def test_what_stands_where_a_digest_belongs_must_be_one(export, place):
    lines = export.read_bytes().splitlines(keepends=True)
    field = re.search(rb'"%s":"([0-9a-f]{64})"' % place.encode(), lines[2])
    lines[2] = lines[2].replace(field[1], b"z" * 64)
    export.write_bytes(b"".join(lines))
    answer = outsider(export)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "line 3 of the file cannot be read" in answer.stdout


def test_a_head_that_was_written_down_must_still_be_there(export):
    head = outsider(export).stdout.split("head ")[1].strip()
    assert outsider(export, "--seen", head).returncode == 0
    number = int(head.split(":")[0])
    assert outsider(export, "--seen", f"{number}:{'0' * 64}").returncode == 1
    assert outsider(export, "--seen", f"{number + 1}:{'0' * 64}").returncode == 1


def test_the_command_says_whole_or_names_the_line(db):
    for n in range(5):
        note(n)
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert "whole: 5 events, head 5:" in out.getvalue()
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET role = 'x' WHERE about = 'test/2'")
    with pytest.raises(CommandError, match="line 3") as refusal:
        call_command("verify_trail")
    assert refusal.value.returncode == 1


def test_a_clock_that_goes_backwards_is_noted_not_condemned():
    made = many(3, at=lambda n: 10**15 - n * 10**9)
    assert verify.verify(made).backwards == [2, 3]


def test_a_whole_hour_is_any_moment_in_it():
    """A resident's line bears the hour alone: it is noted only where even its end is too early."""
    hour = 3_600_000_000
    late = hour * 300_000 + hour // 2
    moments = {1: late, 2: hour * 300_000, 3: late + 1, 4: hour * 299_999}
    assert verify.verify(many(4, at=lambda n: moments[n])).backwards == [4]


def test_an_export_that_was_cut_in_the_middle_is_said_to_be(export):
    whole = export.read_bytes()
    for at in (len(whole) // 2, len(whole) - 3, 40):
        export.write_bytes(whole[:at])
        answer = outsider(export)
        assert (answer.returncode, answer.stderr) == (1, "")
        assert "cut off" in answer.stdout


def test_it_runs_from_an_empty_environment_with_six_files(export, tmp_path):
    """No Django, none of our packages: a folder with the program, and cryptography."""
    seal()
    log, seals, key = files(tmp_path)
    home = tmp_path / "home"
    (home / "audit").mkdir(parents=True)
    for name in PROGRAM:
        shutil.copy(ROOT / "audit" / f"{name}.py", home / "audit")
    shutil.copy(ROOT / "lotsen-verify", home)
    venv.create(home / "venv", with_pip=False)
    site = next((home / "venv" / "lib").glob("python*/site-packages"))
    for package in ("cryptography", "cffi", "_cffi_backend"):
        found = importlib.util.find_spec(package)
        source = Path(found.origin)
        (site / (source.parent if source.name == "__init__.py" else source).name).symlink_to(
            source.parent if source.name == "__init__.py" else source
        )
    done = subprocess.run(
        [home / "venv" / "bin" / "python", home / "lotsen-verify", log, "--identity", key,
         "--seals", seals],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    assert "whole: 6 events" in done.stdout
    assert "sealed: up to line 6" in done.stdout
    assert not any((site / name).exists() for name in ("django", "audit"))


def test_a_seal_of_another_installation_is_said_to_be_one(export, tmp_path, settings, capsys):
    seal()
    _log, seals, _key = files(tmp_path)
    settings.SEALER_KEYS = str(tmp_path / "another")
    (tmp_path / "b").mkdir()
    seal()
    log, _seals, key = files(tmp_path / "b")
    assert verify.main([str(log), "--identity", str(key), "--seals", str(seals)]) == 1
    assert "a seal belongs to another installation" in capsys.readouterr().out


def test_an_export_of_another_installation_is_said_to_be_one(export, tmp_path, settings, capsys):
    settings.SEALER_KEYS = str(tmp_path / "another")
    seal()
    (tmp_path / "b").mkdir()
    _log, seals, key = files(tmp_path / "b")
    assert verify.main([str(export), "--identity", str(key), "--seals", str(seals)]) == 1
    assert "another installation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda papers: papers.pop(0), "not certified"),
        (lambda papers: papers[-1].update(signature="0" * 128), "signature"),
        (lambda papers: papers[-1].update(signature="zz"), "signature"),
        (lambda papers: papers[-1]["seal"].update(at=5), "dated on a day"),
        (lambda papers: papers.pop(), "no seal in this file"),
        (lambda papers: papers[-1]["seal"].pop("head"), "no seal in this file"),
    ],
)
def test_a_seal_that_is_not_believed_stops_with_a_sentence(export, tmp_path, capsys, change, said):
    seal()
    log, seals, key = files(tmp_path)
    papers = lines_of(seals)
    change(papers)
    write(seals, papers)
    assert verify.main([str(log), "--identity", str(key), "--seals", str(seals)]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("given", ["", "xyz", "00" * 31, "/nowhere/at/all"])
def test_an_identity_that_is_none_is_said(export, tmp_path, capsys, given):
    seal()
    log, seals, _key = files(tmp_path)
    assert verify.main([str(log), "--identity", given, "--seals", str(seals)]) == 1
    assert "no public identity key" in capsys.readouterr().out


def test_an_erasure_is_listed_with_the_act_that_allowed_it(export, tmp_path, capsys):
    """Through the one gap that the database leaves: under an act that names the line."""
    erase(2)
    code, said = checked(tmp_path, capsys, with_seals=False)
    assert code == 0
    assert "the facts of line 2 were erased, by the act in line 7" in said
    assert not Link.objects.get(number=2).event.facts


@trail.act
def erase(number):
    trail.record(CLOCK, "trail.erase", "audit.link/list", numbers=[number])
    trail.write()
    append_only.erase_facts(connection, [Link.objects.get(number=number).event_id])


def test_lines_of_the_first_schema_are_followed_into_the_second():
    """Written before people had a count of their own, and linked over the whole header."""
    old = list(many(3, schema=1))[:-1]
    new = list(many(3, begin=3, digest=old[-1].digest))
    report = verify.verify([*old, *new])
    assert report.events == 6
    with pytest.raises(verify.Broken):
        verify.verify([old[0], old[1]._replace(header=old[1].header + b" "), *old[2:], *new])


def test_a_line_about_a_person_may_not_be_left_out_of_their_own_count():
    with pytest.raises(verify.Broken) as broken:
        verify.verify(many(4, person=lambda n: n if n < 3 else n + 1))
    assert (broken.value.number, broken.value.reason) == (3, "person")


@contextmanager
def speaking_in(zone: str):
    """The connection's own time zone, as a house may set it on PostgreSQL."""
    if connection.vendor != "postgresql":
        yield
        return
    with patch.dict(connection.settings_dict, TIME_ZONE=zone):
        _forget_zone()
        yield
    _forget_zone()


def _forget_zone() -> None:
    for name in ("timezone", "timezone_name"):
        connection.__dict__.pop(name, None)
    connection.ensure_timezone()


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "America/New_York", "UTC"])
def test_the_night_the_clock_goes_back_changes_nothing(db, zone, settings):
    """And no time zone, of the house or of the database's connection."""
    settings.TIME_ZONE = zone
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for minutes in (0, 30, 60, 90):
        with time_machine.travel(night + timedelta(minutes=minutes), tick=False):
            note(minutes)
    with speaking_in(zone):
        report = exporting.check()
    assert (report.events, report.backwards) == (4, [])


def test_a_hundred_thousand_events_are_checked_in_two_seconds(tmp_path):
    """From the file to the answer, in one process. `make bench` says how many a second."""
    path = tmp_path / "many.ndjson"
    exporting.put(path, many(100_000))
    started = time.process_time()  # of our own: a busy machine is not the program's fault
    report = verify.verify(verify.lines_of([path]))
    took = time.process_time() - started
    assert report.events == 100_000
    assert took < 2, f"{took:.1f} s"


def many(count, at=lambda n: n, *, begin=0, digest=chain.START, schema=2, person=lambda n: 0):
    salt, before = b"s" * 32, chain.START
    for number in range(begin + 1, begin + count + 1):
        facts = {"purpose": "triage", "opened": [f"intake.helprequest/{number}/story"]}
        header = chain.canonical({
            "at": at(number), "actor": "user/7", "role": "social_worker", "organisation": "1",
            "deed": "helprequest.opened", "about": f"intake.helprequest/{number}",
            "decision": "allowed", "purpose": "triage", "channel": "desk", "request": "",
            "subject": "0f9f7a52-0000-0000-0000-000000000000" if person(number) else None,
            "schema": schema, "facts": chain.facts_digest(facts, salt),
        })  # fmt: skip
        own = chain.leaf(header, person(number), before)
        linked = chain.grow(digest, number, own)
        digest = linked if schema == 2 else chain.first_link(digest, number, header)
        yield line(number, digest, person(number), before, salt, header, facts)
        before = digest if person(number) else before
    yield {"head": {"number": begin + count, "digest": digest.hex()}}
