"""The export, checked by a program that needs neither Django nor us."""

import json
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import append_only, chain, trail, verify
from audit.actors import CLOCK
from audit.models import Event, Head

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
    """Run it as somebody would who has nothing but the program and the file."""
    command = [sys.executable, "-I", "-S", "-c", RUN, str(ROOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from audit.verify import main; sys.exit(main(sys.argv[1:]))"  # noqa: E501


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path, lines):
    path.write_text("\n".join(json.dumps(line) for line in lines))


def test_an_outsider_finds_the_export_whole(export):
    answer = outsider(export)
    assert answer.returncode == 0, answer.stderr
    head = Head.objects.get()
    assert f"whole: 6 events, head {head.number}:{bytes(head.digest).hex()}" in answer.stdout


def test_the_export_is_an_event_and_in_itself(export):
    assert Event.objects.filter(deed="trail.export").count() == 1
    assert lines_of(export)[-2]["columns"]["deed"] == "trail.export"


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
        (lambda lines: lines[2]["columns"].update(actor="x"), "columns"),
        (lambda lines: lines[2]["columns"].update(at=1), "columns"),
        (lambda lines: lines[2].update(facts={}, salt=""), "erased"),
        (lambda lines: lines[2].update(digest="0" * 64), "changed"),
        (lambda lines: lines.insert(6, {"unlinked": 9}), "outside the chain"),
        (lambda lines: lines[2].update(header="[]"), "changed"),
    ],
)
def test_an_outsider_is_told_the_first_broken_line(export, change, reason):
    lines = lines_of(export)
    change(lines)
    write(export, lines)
    answer = outsider(export)
    assert answer.returncode == 1
    assert reason in answer.stdout


@pytest.mark.parametrize("text", ["", "not json", "{}", "[]", '{"number": "x"}', "\x00"])
def test_a_file_that_is_no_export_is_said_to_be_none(export, text):
    export.write_text(text)
    answer = outsider(export)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout.startswith("BROKEN")


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
    assert out.getvalue().startswith("whole: 5 events, head 5:")
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET role = 'x' WHERE about = 'test/2'")
    with pytest.raises(CommandError, match="line 3") as refusal:
        call_command("verify_trail")
    assert refusal.value.returncode == 1


def test_a_clock_that_goes_backwards_is_noted_not_condemned():
    made = list(many(3, at=lambda n: 10**15 - n * 10**9))
    assert verify.verify(made).backwards == [2, 3]


def test_a_hundred_thousand_events_are_checked_in_five_seconds():
    made = [json.dumps(line) for line in many(100_000)]
    started = time.process_time()  # of our own: a busy machine is not the program's fault
    report = verify.verify(json.loads(line) for line in made)
    took = time.process_time() - started
    assert report.events == 100_000
    assert took < 5, f"{took:.1f} s"


def many(count, at=lambda n: n):
    digest, salt = chain.START, b"s" * 32
    for number in range(1, count + 1):
        facts = {"purpose": "triage", "opened": [f"intake.helprequest/{number}/story"]}
        columns = {
            "at": at(number), "actor": "user/7", "role": "social_worker", "organisation": "1",
            "deed": "helprequest.opened", "about": f"intake.helprequest/{number}",
            "decision": "allowed", "purpose": "triage", "channel": "desk", "subject": None,
        }  # fmt: skip
        header = columns | {
            "schema": 1, "request": "", "facts": chain.facts_digest(facts, salt),
        }  # fmt: skip
        written = chain.canonical(header)
        digest = chain.link_digest(digest, number, written)
        yield {
            "number": number, "digest": digest.hex(), "header": written.decode(),
            "facts": facts, "salt": salt.hex(), "columns": columns,
        }  # fmt: skip
    yield {"head": {"number": count, "digest": digest.hex()}}
