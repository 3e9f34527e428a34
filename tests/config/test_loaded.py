"""A served house does not look through its own modules in the middle of an answer."""

import gc

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
