"""A real server under real requests: sending the form against the yardstick, and idle memory."""

import http.client
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from audit.vault import receipts
from tests.benchmarks.town import STORY

ROOT = Path(__file__).resolve().parents[2]
SENDERS, EACH, ROUNDS = 4, 60, 3
IDLE_SECONDS = 12
OURS, BARE, SMALLEST = "/request/", "/bare/", "/smallest/"


@contextmanager
def running(*options: str, **values: str):
    """`manage.py serve`, until the block ends. Yields its process and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
    environment = {**os.environ, "PORT": str(port), **values}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def measure() -> dict:
    with running("--without-worker") as (_pid, port):
        for address in (SMALLEST, BARE, OURS):
            _rate(port, address, each=10)
        rounds = [
            tuple(_rate(port, address) for address in (SMALLEST, BARE, OURS)) for _ in range(ROUNDS)
        ]
    smallest, bare, ours = (median(column) for column in zip(*rounds, strict=True))
    return {
        "smallest_per_second": smallest,
        "bare_per_second": bare,
        "submit_per_second": ours,
        "submit_ratio": median(ours / bare for _, bare, ours in rounds),
        "smallest_ratio": median(ours / smallest for smallest, _, ours in rounds),
        "idle_mb": _idle(),
    }


def _rate(port: int, address: str, each: int = EACH) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(lambda _: _send(port, address, each), range(SENDERS)))
    return SENDERS * each / (time.perf_counter() - started)


def _send(port: int, address: str, each: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": f"localhost:{port}",
        "Origin": f"http://localhost:{port}",
    }
    for _ in range(each):
        fields = {
            "story": STORY, "about": "self", "age_band": "25_64", "area": "north", "way": "none",
            "hours": "any", "ticket": receipts.new_ticket(),
        }  # fmt: skip
        connection.request("POST", address, urlencode(fields), headers)
        answer = connection.getresponse()
        page = answer.read()
        assert answer.status == 200, f"{address}: {answer.status}"
        assert address != OURS or b'id="promise"' in page, f"{address}: no receipt"
    connection.close()


def _idle() -> float:
    """The whole product at rest: pages and worker, after one visit. Proportional, in MB."""
    with running() as (pid, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        assert connection.getresponse().status == 200
        connection.close()
        time.sleep(IDLE_SECONDS)
        return sum(_proportional_kb(one) for one in _family(pid)) / 1024


def _family(pid: int) -> list[int]:
    """Whichever thread started them."""
    lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [pid, *(one for child in sum(lists, []) for one in _family(int(child)))]


def _proportional_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
