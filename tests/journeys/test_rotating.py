"""Ten thousand letters move to a new key, killed twice on the way. Not one is unreadable, ever."""

import signal

import pytest

from tests.journeys.houses import a_house

LETTERS = 10_000


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_blocker):
    with a_house(tmp_path_factory.mktemp("house"), django_db_blocker) as built:
        built.first = built.ask("rotation", "fill", str(LETTERS))["key"]
        built.second = built.ask("rotation", "make")["key"]
        yield built


def kill_after(house, batches: int) -> None:
    """kill -9 while the batch after so many is under way."""
    with house.start("rotation", "rotate") as process:
        for _ in range(batches):
            assert process.stdout.readline().strip().isdigit()
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert process.returncode == -signal.SIGKILL


def test_a_rotation_killed_twice_loses_no_letter_and_the_first_key_can_go(house):
    moved_before = 0
    for batches in (9, 12):
        kill_after(house, batches)
        found = house.ask("rotation", "open")
        assert (found["letters"], found["opened"]) == (LETTERS, LETTERS)
        assert moved_before < found["boxes"][house.second] < LETTERS
        moved_before = found["boxes"][house.second]
    moved = house.ask("rotation", "rotate")["moved"]
    assert 0 < moved < LETTERS
    assert house.ask("rotation", "retire", house.first) == {"keys": [house.second]}
    assert not (house.folder / "keys" / f"{house.first}.private").exists()
    found = house.ask("rotation", "open")
    assert found == {"letters": LETTERS, "opened": LETTERS, "boxes": {house.second: LETTERS}}
