"""One address sends five hundred forms a minute while a resident writes from the next one.

Turn by turn, with the flood and without it: what the resident waits for an answer, and whether
each honest form got its receipt.
"""

import http.client
import threading
import time
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlencode

from audit.vault import receipts
from tests.benchmarks.serving import OURS, running
from tests.benchmarks.town import STORY

A_MINUTE, EACH, ROUNDS = 500, 40, 5
FLOOD, RESIDENT = "198.51.100.7", "203.0.113."


def measure() -> dict:
    with running("--without-worker", TRUSTED_PROXIES="127.0.0.1", SUBMISSIONS_PER_HOUR="20") as (
        _pid, port,
    ):  # fmt: skip
        _wait_for_answers(port, range(5))
        rounds = [_round(port, number) for number in range(ROUNDS)]
    return {
        "flood_ratio": median(flooded / calm for calm, flooded, _lost in rounds),
        "flood_lost": sum(lost for _calm, _flooded, lost in rounds),
    }


def _round(port: int, number: int) -> tuple[float, float, int]:
    calm, lost = _wait_for_answers(port, range(EACH))
    with _flooding(port):
        flooded, more = _wait_for_answers(port, range(EACH))
    return calm, flooded, lost + more


def _wait_for_answers(port: int, several) -> tuple[float, int]:
    """The median wait of residents who send in turn, each from an address of their own."""
    took, lost = [], 0
    for number in several:
        started = time.perf_counter()
        lost += b'id="promise"' not in _send(port, f"{RESIDENT}{number % 200 + 1}")
        took.append(time.perf_counter() - started)
    return median(took), lost


@contextmanager
def _flooding(port: int):
    stop = threading.Event()

    def flood():
        while not stop.wait(60 / A_MINUTE):
            threading.Thread(target=_send, args=(port, FLOOD), daemon=True).start()

    flooder = threading.Thread(target=flood)
    flooder.start()
    try:
        yield
    finally:
        stop.set()
        flooder.join()


def _send(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    fields = {"story": STORY, "asker": "self", "way": "none", "ticket": receipts.new_ticket()}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Host": f"localhost:{port}",
        "Origin": f"http://localhost:{port}", "X-Forwarded-For": address,
    }  # fmt: skip
    connection.request("POST", OURS, urlencode(fields), headers)
    page = connection.getresponse().read()
    connection.close()
    return page
