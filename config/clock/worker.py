"""Runs what is due. Two workers at once share the work: each run of a job is claimed by one."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from threading import Event

from django.db import close_old_connections
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from config.clock.models import Run
from config.clock.timetable import TIMETABLE, Job

TICK = 5.0
GONE_AFTER = timedelta(minutes=2)

log = logging.getLogger("config.clock")


def run_due(jobs: Iterable[Job] = TIMETABLE) -> list[str]:
    """Run every job that is due, each on its own: one that fails does not stop the next."""
    return [job.name for job in jobs if _claim(job) and _run(job)]


def keep_running(stop: Event) -> None:
    """Until told to stop. A database that is away now may be back at the next tick."""
    while not stop.is_set():
        try:
            run_due()
        except Exception:
            log.exception("the worker could not look at the timetable")
        finally:
            close_old_connections()
        stop.wait(TICK)


def last_seen():
    """When a worker last began anything; None: never."""
    return Run.objects.aggregate(latest=Max("begun_at"))["latest"]


def is_alive(now=None, *, within: timedelta = GONE_AFTER) -> bool:
    seen = last_seen()
    return seen is not None and seen > (now or timezone.now()) - within


def has_failed(job: str) -> bool:
    """Did it break down when it was last run?"""
    return Run.objects.filter(job=job, has_failed=True).exists()


def failing() -> list[str]:
    return list(Run.objects.filter(has_failed=True).order_by("job").values_list("job", flat=True))


def _claim(job: Job) -> bool:
    """Ours, if it is due and no other worker has begun it since we looked."""
    now = timezone.now()
    run, _is_new = Run.objects.get_or_create(job=job.name)
    if not job.is_due(run.begun_at, now):
        return False
    unchanged = Run.objects.filter(job=job.name, begun_at=run.begun_at)
    if run.begun_at is None:
        unchanged = Run.objects.filter(job=job.name, begun_at__isnull=True)
    return bool(unchanged.update(begun_at=now))


def _run(job: Job) -> bool:
    """Run it now. What failed is logged without its message, and tried at the next turn."""
    try:
        import_string(job.calls)()
    except Exception:
        logging.getLogger(f"config.clock.{job.name}").exception("failed")
        _note(job, has_failed=True)
        return False
    _note(job, has_failed=False)
    return True


def _note(job: Job, *, has_failed: bool) -> None:
    Run.objects.filter(job=job.name).exclude(has_failed=has_failed).update(has_failed=has_failed)
