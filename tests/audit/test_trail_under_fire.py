"""Many writers at once, and writers that are killed: neither or both, no gap, no fork."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITERS, EACH, DEATHS = 8, 40, 200


@pytest.fixture
def run(tmp_path):
    values = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "LOTSEN_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/log.sqlite3",
        "VAULT_KEYS": str(tmp_path / "keys"), "SEALER_KEYS": str(tmp_path / "sealer"),
    }  # fmt: skip

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)], cwd=ROOT, env=values, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    assert start("manage.py", "migrate", "--verbosity=0").wait() == 0
    return start


def found(run):
    answer, _errors = run("-m", "tests.audit.writers", "check").communicate()
    return json.loads(answer)


def test_eight_writers_at_once_leave_no_gap_and_no_fork(run):
    """Each a process of its own, all about the same seven people."""
    running = [
        run("-m", "tests.audit.writers", "write", number * 1000, EACH) for number in range(WRITERS)
    ]
    assert [process.wait() for process in running] == [0] * WRITERS
    count = WRITERS * EACH
    assert found(run) == {"rows": count, "events": count, "head": count, "people": True}


def test_whoever_is_killed_leaves_both_or_neither(run):
    """Two hundred times, between the business write, the line, its link and the commit."""
    assert run("-m", "tests.audit.writers", "die", DEATHS).wait() == 0
    answer = found(run)
    assert answer["rows"] == answer["events"] == answer["head"]
    assert 0 < answer["rows"] <= DEATHS // 5
    assert answer["people"]
