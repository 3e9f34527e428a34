"""A served house looks through none of its own modules in the middle of an answer, and ends."""

import gc
import multiprocessing
import os

import pytest

from config.loaded import leave_alone


@pytest.fixture
def _as_before():
    yield
    gc.collect()
    gc.freeze()  # as the tests themselves begin (tests/conftest.py)


@pytest.mark.usefixtures("_as_before")
def test_what_is_loaded_is_looked_through_no_more():
    gc.unfreeze()
    kept = [{"loaded": number} for number in range(100)]
    leave_alone()
    assert gc.get_freeze_count() > len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_only_its_parent_tells_the_serving_process_to_end():
    """A terminal tells a whole group: told twice, the server now and then never ended."""
    with multiprocessing.get_context("spawn").Pool(1) as server:
        server.apply(exec, ["import config.wsgi"])
        assert server.apply(os.getpgrp) == server.apply(os.getpid) != os.getpgrp()
