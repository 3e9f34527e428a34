import re
from unittest import mock

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.actors import Resident
from audit.models import Event
from audit.vault import box, receipts
from audit.vault.receipts import NotACode
from intake.services import admitting, slowing
from intake.services.admitting import NoSuchCode, TooManyGuesses


def wrong_secret(code):
    """Rightly spelt, for a locator that exists."""
    locator, secret = receipts.read(code)
    return receipts.write(locator, secret[1:] + secret[0])


def unknown_locator(code):
    locator, secret = receipts.read(code)
    other = "2" if locator[0] != "2" else "3"
    return receipts.write(other + locator[1:], secret)


def guess(code, bucket="a"):
    with pytest.raises(NoSuchCode):
        admitting.admit(code, bucket=bucket)


def test_the_code_lets_the_sender_in(told, help_request):
    resident = admitting.admit(told.code)
    assert isinstance(resident, Resident)
    assert resident.request_id == help_request.pk
    assert resident.subject == help_request.subject
    assert (resident.name, resident.role) == (f"receipt/{help_request.receipt.pk}", "resident")
    assert resident.key.hex() not in repr(resident)


def test_coming_in_leaves_a_line_without_the_code(told, help_request):
    admitting.admit(told.code)
    event = Event.objects.get(deed="receipt.admit")
    assert event.subject == help_request.subject
    assert told.code not in repr((event.facts, event.about, bytes(event.header)))


def test_a_refusal_leaves_a_line_that_says_nothing_of_what_exists(told):
    guess(wrong_secret(told.code))
    guess(unknown_locator(told.code))
    one, other = Event.objects.filter(deed="receipt.refused")
    assert (one.about, one.facts, one.decision) == (other.about, other.facts, "refused")


@pytest.mark.parametrize("typed", ["", "ABC", "hello there", "0" * 23])
def test_a_mistyped_code_is_noticed_before_the_database_is_asked(
    db, django_assert_num_queries, typed
):
    with django_assert_num_queries(0), pytest.raises(NotACode):
        admitting.admit(typed)


def test_known_and_unknown_locators_take_the_same_work(told):
    work = []
    for code in (wrong_secret(told.code), unknown_locator(told.code)):
        with (
            mock.patch.object(receipts, "private_key", wraps=receipts.private_key) as derived,
            mock.patch.object(box, "public_of", wraps=box.public_of) as multiplied,
            mock.patch.object(admitting, "compare_digest", return_value=False) as compared,
            CaptureQueriesContext(connection) as asked,
        ):
            guess(code, bucket="")
        shapes = [re.sub(r"s\d+_x\d+|'[^']*'|\d+", "?", query["sql"]) for query in asked]
        calls = (derived.call_count, multiplied.call_count, compared.call_count)
        work.append((calls, shapes))
    assert work[0] == work[1]
    assert work[0][0] == (1, 1, 1)


def test_five_wrong_guesses_are_free_and_then_the_guesser_waits(told):
    for _ in range(slowing.FREE_GUESSES):
        guess(wrong_secret(told.code))
    with pytest.raises(TooManyGuesses) as wait:
        admitting.admit(told.code, bucket="a")
    assert wait.value.minutes == 1


def test_the_wait_grows_with_every_further_guess(told):
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(slowing.FREE_GUESSES - 1):
            guess(wrong_secret(told.code))
        for _ in range(9):
            guess(wrong_secret(told.code))
            waits.append(slowing.minutes_to_wait("a"))
            clock.shift(waits[-1] * 60)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_guesser_slows_nobody_else_and_locks_no_code(told):
    for _ in range(slowing.FREE_GUESSES):
        guess(wrong_secret(told.code))
    assert admitting.admit(told.code, bucket="b").subject == told.help_request.subject


def test_a_right_code_in_between_does_not_start_the_count_anew(told):
    for _ in range(slowing.FREE_GUESSES - 1):
        guess(wrong_secret(told.code))
    admitting.admit(told.code, bucket="a")
    guess(wrong_secret(told.code))
    with pytest.raises(TooManyGuesses):
        admitting.admit(told.code, bucket="a")


def test_while_waiting_nothing_is_tried_and_nothing_is_written(told, django_assert_num_queries):
    for _ in range(slowing.FREE_GUESSES):
        guess(wrong_secret(told.code))
    with django_assert_num_queries(0), pytest.raises(TooManyGuesses):
        admitting.admit(wrong_secret(told.code), bucket="a")


def test_a_bucket_is_no_address_and_changes_every_day():
    with time_machine.travel("2026-11-20 12:00", tick=False):
        today = slowing.bucket_of("192.0.2.7")
        assert today == slowing.bucket_of("192.0.2.7")
        assert today != slowing.bucket_of("192.0.2.8")
    with time_machine.travel("2026-11-21 12:00", tick=False):
        assert slowing.bucket_of("192.0.2.7") != today
    assert "192" not in today


def test_no_cache_ever_holds_the_address(settings):
    slowing.count_guess(slowing.bucket_of("192.0.2.7"))
    slowing.count_request(slowing.bucket_of("192.0.2.7"))
    for name in settings.CACHES:
        assert "192.0.2.7" not in repr((caches[name]._cache, caches[name]._expire_info))


def test_a_household_of_the_new_addresses_is_one_and_an_unknown_one_is_nobody():
    assert slowing.bucket_of("2001:db8::1") == slowing.bucket_of("2001:db8::ffff")
    assert slowing.bucket_of("2001:db8::1") != slowing.bucket_of("2001:db8:0:1::1")
    assert slowing.bucket_of("") == ""
    for _ in range(50):
        slowing.count_guess("")
        slowing.count_request("")
    assert not slowing.minutes_to_wait("")
    assert not slowing.floods("")
