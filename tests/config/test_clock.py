"""What happens without a click: each thing when it is due, once, and on its own."""

import logging
from datetime import UTC, datetime, time, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from config.clock import worker
from config.clock.models import Run
from config.clock.timetable import TIMETABLE, Job
from config.logs import LineFormatter

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHTLY = Job("nightly", "tests.config.test_clock.note", at=time(3, 10))
done = []


def note():
    done.append("done")


def break_down():
    raise ValueError("kim@example.org")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


def a_job(name="often", calls="tests.config.test_clock.note", seconds=30) -> Job:
    return Job(name, calls, every=timedelta(seconds=seconds))


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_every_job_calls_something_that_exists(job):
    assert callable(import_string(job.calls))
    assert (job.every is None) != (job.at is None)


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_every_job_runs_in_an_empty_house(job, house):
    assert worker.run_due([job]) == [job.name]
    assert worker.failing() == []


def test_a_job_runs_when_its_time_has_come_and_not_before(db):
    assert worker.run_due([a_job()]) == ["often"]
    assert worker.run_due([a_job()]) == []
    Run.objects.update(begun_at=timezone.now() - timedelta(seconds=31))
    assert worker.run_due([a_job()]) == ["often"]


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        ((1, 3, 11), (1, 23, 59), False),
        ((1, 3, 11), (2, 3, 9), False),
        ((1, 3, 11), (2, 3, 10), True),
        ((1, 23, 0), (2, 3, 30), True),
        ((2, 3, 9), (2, 3, 11), True),
    ],
)
def test_once_a_night_means_once_a_night(last, now, is_due):
    moments = [datetime(2026, 11, *at, tzinfo=STOCKHOLM) for at in (last, now)]
    assert NIGHTLY.is_due(*moments) is is_due


def test_in_the_night_when_an_hour_is_left_out_a_job_runs_once():
    """On 28 March 2027 there is no 02.40 in Stockholm: 01.59 is followed by 03.00."""
    job = Job("night", "tests.config.test_clock.note", at=time(2, 40))
    last, runs = datetime(2027, 3, 27, 1, 45, tzinfo=UTC), []
    for minute in range(0, 180, 5):
        now = datetime(2027, 3, 28, 0, 0, tzinfo=UTC) + timedelta(minutes=minute)
        if job.is_due(last, now):
            last = now
            runs.append(now)
    assert runs == [datetime(2027, 3, 28, 1, 40, tzinfo=UTC)]


def test_in_the_night_when_an_hour_comes_twice_a_job_runs_once():
    job = Job("night", "tests.config.test_clock.note", at=time(2, 40))
    last, runs = datetime(2027, 10, 30, 1, 45, tzinfo=UTC), []
    for minute in range(0, 240, 5):
        now = datetime(2027, 10, 30, 23, 0, tzinfo=UTC) + timedelta(minutes=minute)
        if job.is_due(last, now):
            last = now
            runs.append(now)
    assert runs == [datetime(2027, 10, 31, 0, 40, tzinfo=UTC)]


def test_a_job_that_fails_stops_no_other_and_is_tried_again(db, caplog):
    broken = a_job("broken", "tests.config.test_clock.break_down")
    assert worker.run_due([broken, a_job()]) == ["often"]
    assert worker.failing() == ["broken"]
    assert worker.run_due([broken]) == []
    Run.objects.update(begun_at=timezone.now() - timedelta(minutes=1))
    assert worker.run_due([a_job("broken")]) == ["broken"]
    assert worker.failing() == []


def test_what_a_failure_says_is_not_logged(db, capsys):
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter())
    log = logging.getLogger("config.clock.broken")
    log.addHandler(handler)
    try:
        worker.run_due([a_job("broken", "tests.config.test_clock.break_down")])
    finally:
        log.removeHandler(handler)
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "kim@example.org" not in logged


def test_a_run_is_claimed_by_one_worker(db, monkeypatch):
    """The other one looked at the same moment, and found it begun."""
    job = a_job()
    Run.objects.create(job=job.name)

    def meanwhile(self, last, now):
        Run.objects.filter(job=job.name).update(begun_at=now)
        return True

    monkeypatch.setattr(Job, "is_due", meanwhile)
    assert worker.run_due([job]) == []
    assert done == []


def test_once_runs_what_is_due_and_ends(house, capsys):
    call_command("worker", "--once")
    assert {run.job for run in Run.objects.all()} == {job.name for job in TIMETABLE}


def test_the_worker_stops_when_told(db):
    stop = Event()
    stop.set()
    worker.keep_running(stop)
    assert connection.connection is None or connection.is_usable()


def test_a_worker_that_has_not_been_seen_for_a_while_is_gone(db):
    assert not worker.is_alive()
    worker.run_due([a_job()])
    assert worker.is_alive()
    Run.objects.update(begun_at=timezone.now() - timedelta(minutes=3))
    assert not worker.is_alive()
