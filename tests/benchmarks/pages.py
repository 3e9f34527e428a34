"""The queue with few and with many, and the opening of one request: queries, openings, time."""

import time
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.vault import box
from intake.models import Purpose
from tests.benchmarks import town

FEW, MANY = 1_000, 100_000
VISITS, ROUNDS = 60, 3


class Openings:
    """Counts every text that the vault opens meanwhile."""

    def __enter__(self):
        self.count, self._decrypt = 0, box.decrypt
        box.decrypt = self._counted
        return self

    def _counted(self, *args, **kwargs):
        self.count += 1
        return self._decrypt(*args, **kwargs)

    def __exit__(self, *_):
        box.decrypt = self._decrypt


def measure() -> dict:
    amina, help_request = town.build()
    client = Client(SERVER_NAME="localhost")
    client.force_login(amina)
    town.fill(help_request, FEW)
    few = _queue(client)
    town.fill(help_request, MANY)
    many = _queue(client)
    return {
        "queue_queries": many["queries"],
        "queue_openings": many["openings"],
        "queue_p95_ms_few": few["p95"],
        "queue_p95_ms_many": many["p95"],
        "queue_ratio": many["p95"] / few["p95"],
        "open_queries": _opening(client, help_request),
    }


def _queue(client) -> dict:
    address = reverse("desk:queue")
    _get(client, address)
    with Openings() as openings, CaptureQueriesContext(connection) as queries:
        _get(client, address)
    rounds = [_p95(client, address) for _ in range(ROUNDS)]
    return {"queries": len(queries), "openings": openings.count, "p95": median(rounds)}


def _p95(client, address) -> float:
    took = []
    for _ in range(VISITS):
        started = time.perf_counter()
        _get(client, address)
        took.append((time.perf_counter() - started) * 1000)
    return quantiles(took, n=20)[-1]


def _opening(client, help_request) -> int:
    """The page with the words, once the purpose has been stated."""
    words = reverse("desk:words", args=[help_request.pk])
    client.post(reverse("desk:open", args=[help_request.pk]), {"purpose": Purpose.TRIAGE})
    _get(client, words)
    with Openings() as openings, CaptureQueriesContext(connection) as queries:
        _get(client, words)
    assert openings.count
    return len(queries)


def _get(client, address) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
