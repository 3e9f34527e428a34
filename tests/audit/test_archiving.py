"""Old months leave the table only when they stand in files, and all of it still verifies."""

from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import append_only, trail, verify
from audit.actors import CLOCK
from audit.models import Event, Link
from audit.sealing import sealer
from audit.services import accounting, archiving, exporting
from tests.audit.sealed import files, write

SUBJECT = uuid4()


class Row(SimpleNamespace):
    _meta = SimpleNamespace(label_lower="test.row", model_name="row")


@trail.act
def about_somebody():
    trail.record(CLOCK, "row.opened", Row(pk=1, subject=SUBJECT))


@pytest.fixture
def years(db):
    """Three lines in January 2020, two in March, and two now."""
    for month, day in ((1, 10), (1, 20), (3, 5)):
        with time_machine.travel(datetime(2020, month, day, tzinfo=UTC), tick=False):
            about_somebody()
            write(day, day)
    about_somebody()


def archive(folder, month="2020-06", **given):
    out = StringIO()
    call_command("archive_trail", str(folder), before=month, stdout=out, **given)
    return out.getvalue().splitlines()


def test_nothing_is_archived_that_no_seal_covers(years, tmp_path):
    with pytest.raises(CommandError):
        archive(tmp_path / "a")
    assert not list((tmp_path / "a").glob("*"))


def test_a_month_that_is_not_over_cannot_be_archived(years, tmp_path):
    sealer.seal()
    with pytest.raises(CommandError):
        archive(tmp_path, "2999-01")
    with pytest.raises(CommandError):
        archive(tmp_path, "January")


def test_a_log_that_is_not_whole_is_not_archived(years, tmp_path):
    sealer.seal()
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET role = 'x' WHERE about = 'test/20'")
    with pytest.raises(CommandError, match="BROKEN at line 4"):
        archive(tmp_path)


def test_each_month_is_a_file_and_they_are_one_log_with_the_table(years, tmp_path, capsys):
    sealer.seal()
    months = archive(tmp_path / "a")
    assert [name.rpartition("/")[2] for name in months] == [
        "trail-2020-01-1-4.ndjson", "trail-2020-03-5-6.ndjson",
    ]  # fmt: skip
    assert archive(tmp_path / "a") == []
    assert archive(tmp_path / "a", drop=True)[-1] == "The table begins after line 6."
    assert not Link.objects.filter(number__lte=6).exists()
    assert not Event.objects.filter(about="test/10").exists()
    assert exporting.check().events == 3
    sealer.seal()
    log, seals, key = files(tmp_path)
    arguments = ["--identity", str(key), "--seals", str(seals)]
    assert verify.main([*months, str(log), *arguments]) == 0
    assert "whole: 9 events" in capsys.readouterr().out
    assert verify.main([months[0], str(log), *arguments]) == 1
    assert "line 5: a line is missing" in capsys.readouterr().out
    assert verify.main([str(log), *arguments]) == 0
    assert "from line 7 on" in capsys.readouterr().out


def test_a_person_s_list_is_still_proved_after_the_oldest_lines_went(years, tmp_path):
    sealer.seal()
    assert accounting.prove(SUBJECT) == accounting.Proof(4, 4, is_complete=True)
    archive(tmp_path, drop=True)
    assert accounting.prove(SUBJECT) == accounting.Proof(1, 1, is_complete=True)


def test_the_head_is_held_before_the_people_are(years, tmp_path):
    """Whoever links a line takes them in this order: the other one would be a deadlock."""
    sealer.seal()
    archive(tmp_path)
    with CaptureQueriesContext(connection) as asked:
        archiving.drop(by=CLOCK)
    said = [query["sql"] for query in asked]
    head = next(n for n, sql in enumerate(said) if '"audit_head"' in sql)
    people = next(n for n, sql in enumerate(said) if sql.startswith('UPDATE "audit_personhead"'))
    assert head < people


def test_the_database_lets_nothing_young_go_whatever_an_act_says(years, tmp_path):
    sealer.seal()
    archive(tmp_path)

    @trail.act
    def claim():
        trail.record(CLOCK, "trail.archive", "audit.link/archive", until=99)

    claim()
    with pytest.raises(DatabaseError), transaction.atomic():
        append_only.drop_archived(connection, 7)
    assert Link.objects.count() == 9


def test_the_database_lets_no_link_go_before_its_event(years):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE number = 1")
