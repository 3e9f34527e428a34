"""`make bench`: what it costs, on both databases, as ratios within one run. Medians of three.

Prints a table, writes build/bench.json, and ends with 1 if a bar is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
from operator import ge, le
from pathlib import Path

from tests import postgres
from tests.run import COMPILED

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "bench.json"

# What is measured, how it is said, and what it must be.
BARS = (
    ("queue_queries", "queue of 100 000: queries", le, 10),
    ("queue_openings", "queue of 100 000: texts opened", le, 0),
    ("queue_p95_ms_few", "queue of 1 000: p95, ms", None, None),
    ("queue_p95_ms_many", "queue of 100 000: p95, ms", None, None),
    ("queue_ratio", "queue: p95 of 100 000 to that of 1 000", le, 1.5),
    ("inbox_queries", "a partner’s inbox among 100 000 referrals: queries", le, 10),
    ("inbox_openings", "a partner’s inbox: texts opened", le, 0),
    ("inbox_p95_ms_few", "a partner’s inbox among 1 000: p95, ms", None, None),
    ("inbox_p95_ms_many", "a partner’s inbox among 100 000: p95, ms", None, None),
    ("inbox_ratio", "inbox: p95 among 100 000 to that among 1 000", le, 1.5),
    ("team_queries", "a team’s lists among 100 000 referrals: queries", le, 15),
    ("team_openings", "a team’s lists: texts opened", le, 0),
    ("team_p95_ms_few", "the slowest of its lists among 1 000: p95, ms", None, None),
    ("team_p95_ms_many", "the slowest of its lists among 100 000: p95, ms", None, None),
    ("team_ratio", "a team’s lists: p95 among 100 000 to that among 1 000", le, 1.5),
    ("suggest_p95_ms", "suggestions, 1 000 services and 50 rules: p95, ms", le, 50),
    ("grants", "grants in the table", ge, 1_000_000),
    ("grants_list_ms", "a page of all one reaches among them, ms", le, 200),
    ("grants_count_ms", "how many that are, ms", None, None),
    ("grants_head_ms", "the head of a queue among them, ms", le, 200),
    ("request_queries", "a request's facts, among 100 000: queries", le, 24),
    ("request_openings", "a request's facts: texts opened", le, 0),
    ("open_queries", "opening a request, among 100 000: queries", le, 15),
    ("pages_more_queries", "these pages: queries more than among 1 000", le, 0),
    ("smallest_per_second", "three fields, one row, no page: per second", None, None),
    ("bare_per_second", "the same form, one row, a page: per second", None, None),
    ("submit_per_second", "sending a request, per second", None, None),
    ("submit_ratio", "sending to the same form, one row, a page", ge, 0.5),
    ("smallest_ratio", "sending to three fields, one row, no page", None, None),
    ("seal_ratio", "sealing to the bare ciphers", ge, 0.7),
    ("open_ratio", "opening to the bare ciphers", ge, 0.7),
    ("hybrid_drop_ratio", "a letter dropped: hybrid to X25519", le, 2),
    ("hybrid_take_ratio", "a letter taken out: hybrid to X25519", le, 2),
    ("rotate_per_second", "letters moved to a new key, per second", ge, 167),
    ("append_ms", "the log: a line and its link, ms", le, {"SQLite": 1.0, "PostgreSQL": 3.0}),
    ("append_act_ms", "the log: an act that only writes a line, ms", None, None),
    ("verify_per_second", "the log: verified events per second", ge, 150_000),
    ("exposed_seconds", "the log: its end that no seal covers, s", le, 20),
    ("flood_ratio", "a resident's wait beside 500 a minute to that without", le, 1.2),
    ("flood_lost", "honest forms lost meanwhile", le, 0),
    ("idle_mb", "memory at rest, MB", le, 300),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = {name: measured(Path(folder) / name) for name, measured in DATABASES.items()}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1) + "\n")
    return _print(found)


def _sqlite(folder: Path) -> dict:
    folder.mkdir()
    return _measured(f"sqlite:///{folder}/few.sqlite3", f"sqlite:///{folder}/many.sqlite3", folder)


def _postgresql(folder: Path) -> dict:
    first = postgres.running(durable=True, name="few")
    second = postgres.running(durable=True, name="many")
    with first as few, second as many:
        return _measured(few, many, folder)


def _measured(few: str, many: str, folder: Path) -> dict:
    """In a process of its own: settings are read once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.measure", few, many, folder], cwd=ROOT,
        env={**os.environ, **COMPILED, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _print(found: dict) -> int:
    missed = 0
    print(f"{'':52}" + "".join(f"{name:>12}" for name in found) + "   bar")
    for key, said, holds, bar in BARS:
        values = [found[name][key] for name in found]
        bars = [bar[name] if isinstance(bar, dict) else bar for name in found]
        pairs = zip(values, bars, strict=True)
        is_missed = holds is not None and not all(holds(*pair) for pair in pairs)
        bar = " / ".join(str(one) for one in dict.fromkeys(bars))
        missed += is_missed
        sign = "" if holds is None else f"   {'≤' if holds is le else '≥'} {bar}"
        figures = "".join(f"{value:>12.2f}" if value % 1 else f"{value:>12.0f}" for value in values)
        print(f"{said:52}{figures}{sign}{'   MISSED' if is_missed else ''}")
    return 1 if missed else 0


DATABASES = {"SQLite": _sqlite, "PostgreSQL": _postgresql}

if __name__ == "__main__":
    sys.exit(main())
