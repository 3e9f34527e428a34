"""One town of a given size: its pages' queries and openings, then one of them, a visit at a time.

A process of its own, started by tests/benchmarks/measure.py: `… -m tests.benchmarks.pages 1000`.
It prints what it counted, and then answers every line it is sent – the name of a page – with one
visit's milliseconds.
"""

import json
import sys
import time

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

ABOUT_IT = ("request", "words")  # its facts, and what the person wrote
OF_A_TEAM = ("referrals", "mine", "next_steps", "unmet_need")  # what one among many lists
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Openings:
    """Counts every text that the vault opens meanwhile."""

    def __init__(self, box):
        self.box, self.decrypt, self.count = box, box.decrypt, 0

    def __enter__(self):
        self.box.decrypt = self._counted
        return self

    def _counted(self, *args, **kwargs):
        self.count += 1
        return self.decrypt(*args, **kwargs)

    def __exit__(self, *_):
        self.box.decrypt = self.decrypt


def main(size: int) -> None:
    django.setup()
    from audit.vault import box  # noqa: PLC0415 – after django.setup()
    from tests.benchmarks import referred, town  # noqa: PLC0415

    amina, help_request = town.build()
    town.fill(help_request, size)
    clara = referred.refer(help_request, by=amina)
    lena = referred.for_one_team(help_request)
    client, partner, lead = _browser(amina), _browser(clara), _browser(lena)
    request, words = (reverse(f"desk:{name}", args=[help_request.pk]) for name in ABOUT_IT)
    client.post(reverse("desk:open", args=[help_request.pk]), {"purpose": "triage"})
    pages = {
        "queue": (client, reverse("desk:queue")), "request": (client, request),
        "words": (client, words), "inbox": (partner, reverse("portal:inbox")),
        **{name: (lead, reverse(f"desk:{name}")) for name in OF_A_TEAM},
    }  # fmt: skip
    print(json.dumps({name: _count(*page, box) for name, page in pages.items()}), flush=True)
    for line in sys.stdin:
        print(_visit(*pages[line.strip()]), flush=True)


def _browser(user) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _count(client, address: str, box) -> dict:
    """On the second visit: the first one also compiles templates and fills caches."""
    _visit(client, address)
    with Openings(box) as openings, CaptureQueriesContext(connection) as queries:
        _visit(client, address)
    said = [query["sql"] for query in queries if not query["sql"].startswith(FRAME)]
    return {"queries": len(said), "openings": openings.count}


def _visit(client, address: str) -> float:
    started = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]))
