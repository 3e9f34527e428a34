"""Many writers at once, and writers that are killed: neither or both, no gap, no fork."""

import json
import os
import subprocess
import sys

import pytest

from tests.journeys.houses import OUTSIDE, ROOT, a_house

WRITERS, EACH, DEATHS = 8, 40, 200


@pytest.fixture
def run(tmp_path, django_db_setup, django_db_blocker):
    """In a database of its own, of the kind that this suite runs on."""
    with a_house(tmp_path, django_db_blocker) as house:
        outside = {key: os.environ[key] for key in OUTSIDE if key in os.environ}

        def start(*arguments):
            return subprocess.Popen(
                [sys.executable, *map(str, arguments)], cwd=ROOT, env=outside | house.values,
                text=True, stdout=subprocess.PIPE,
            )  # fmt: skip

        assert start("manage.py", "migrate", "--verbosity=0").wait() == 0
        yield start


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
