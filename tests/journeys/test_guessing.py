"""Ten thousand guesses from one place: slow for whoever guesses, and for nobody else."""

import re
from collections import Counter
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.vault import receipts
from intake.services import admitting, slowing

GUESSER, NEXT_DOOR = "192.0.2.7", "192.0.2.8"
ENTER = "/mailbox/"


@pytest.fixture
def as_in_production(db, settings):
    """Guesses are counted in the database, for every process of the house."""
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
    }  # fmt: skip
    call_command("createcachetable")


def guess() -> str:
    """Rightly spelt, and it opens nothing."""
    return receipts.write(receipts.new_locator(), receipts.secret_from(receipts.new_ticket(), b""))


def wrong(code: str) -> str:
    """A locator that exists, with a secret that is not its own."""
    locator, secret = receipts.read(code)
    return receipts.write(locator, secret[1:] + secret[0])


def shape(sql: str) -> str:
    """What is asked of which table, without the values and the names of savepoints."""
    return re.sub(r'"s\w+_x\d+"', "", re.split(" WHERE | VALUES | SET ", sql)[0])


def entering(client, code: str, address: str) -> int:
    return client.post(ENTER, {"code": code}, REMOTE_ADDR=address).status_code


def test_ten_thousand_guesses_cost_five_tries_and_nobody_else_anything(
    client, told, as_in_production
):
    def what_the_next_resident_pays() -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as asked:
            assert entering(client, told.code, NEXT_DOOR) == 302
        return len(asked), [shape(query["sql"]) for query in asked]

    entering(client, told.code, NEXT_DOOR)  # what is fetched once a process
    before = what_the_next_resident_pays()
    with mock.patch.object(receipts, "private_key", wraps=receipts.private_key) as derived:
        answers = Counter(entering(client, guess(), GUESSER) for _ in range(300))
        bucket = slowing.bucket_of(GUESSER)
        for _ in range(9_700):
            with pytest.raises(admitting.TooManyGuesses):
                admitting.admit(guess(), bucket=bucket)
        free = slowing.FREE_GUESSES
        assert answers == {200: free, 429: 300 - free}
        assert derived.call_count == free
    assert Event.objects.filter(deed="receipt.refused").count() == free
    assert entering(client, told.code, GUESSER) == 429
    assert what_the_next_resident_pays() == before


def test_a_blocked_guess_is_answered_before_any_work_is_done(client, told, as_in_production):
    for _ in range(slowing.FREE_GUESSES):
        entering(client, guess(), GUESSER)
    with CaptureQueriesContext(connection) as asked:
        assert entering(client, told.code, GUESSER) == 429
    assert not [query for query in asked if "intake_receipt" in query["sql"]]
    assert len(asked) <= 5


def test_a_known_locator_costs_exactly_as_much_as_an_unknown_one(client, told, as_in_production):
    entering(client, guess(), NEXT_DOOR)  # what is fetched once a process
    cost = []
    for place, code in enumerate((wrong(told.code), guess(), wrong(told.code), guess())):
        with (
            CaptureQueriesContext(connection) as asked,
            mock.patch.object(receipts, "private_key", wraps=receipts.private_key) as derived,
        ):
            status = entering(client, code, f"192.0.2.{20 + place}")
        cost.append((status, derived.call_count, [shape(query["sql"]) for query in asked]))
    assert cost[0] == cost[1] == cost[2] == cost[3]
    assert cost[0][:2] == (200, 1)


@pytest.mark.parametrize("code", ["ABC", "2" * 22 + "3", "\x00" * 23, "😢" * 23, "x" * 100_000])
def test_a_mistyped_code_is_told_by_its_check_symbol_and_counts_as_no_guess(client, told, code):
    client.get(ENTER)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(slowing.FREE_GUESSES + 5):
            assert entering(client, code, GUESSER) == 200
    assert not [query for query in asked if "intake_" in query["sql"]]
    assert not Event.objects.filter(deed="receipt.refused").exists()
    assert entering(client, told.code, GUESSER) == 302
