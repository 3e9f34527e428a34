"""The newest seal goes to witnesses: places that neither we nor the sealer can write anew.

settings.WITNESSES names them, each as “kind:place”. A kind is a module of audit/sealing/witnesses
with one function, give(seal, certificates, place, row), which returns what the witness answered
or raises OSError. One more kind is one more such module.
"""

import logging
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from audit.models import Alarm, Witness
from audit.sealing import alarms, memory

EVERY, MISSED = timedelta(minutes=10), timedelta(minutes=20)

log = logging.getLogger("audit.sealing")


def give_all(line: dict | None) -> list[str]:
    """To every witness whose turn it is; one that fails is tried again at the next turn."""
    if line is None:
        return []
    rows = [Witness.objects.get_or_create(place=place)[0] for place in settings.WITNESSES]
    return [row.place for row in rows if _is_due(row) and _give(row, line)]


def _is_due(row: Witness) -> bool:
    return row.given_at is None or abs(timezone.now() - row.given_at) >= EVERY


def _give(row: Witness, line: dict) -> bool:
    kind, _colon, place = row.place.partition(":")
    row.tried_at = timezone.now()
    try:
        row.answer = _module(kind).give(line, memory.certificates(), place, row)
    except OSError as refusal:
        log.warning("a witness was not reached: %s, %s", kind, type(refusal).__name__)
        row.save()
        return False
    row.number, row.given_at = line["seal"]["number"], row.tried_at
    row.save()
    return True


def _module(kind: str):
    try:
        return import_module(f"audit.sealing.witnesses.{kind}")
    except ModuleNotFoundError:
        raise ImproperlyConfigured(f"WITNESSES: there is no witness of the kind {kind}.") from None


def watch() -> int:
    """Ring for witnesses that miss a checkpoint, and end what is over."""
    missing = 0
    for row in Witness.objects.all():
        is_missing = row.place in settings.WITNESSES and _is_missing(row)
        change = alarms.ring if is_missing else alarms.end
        change(Alarm.Code.UNWITNESSED, place=row.place)
        missing += is_missing
    return missing


def _is_missing(row: Witness) -> bool:
    return abs(timezone.now() - (row.given_at or row.since)) > MISSED
