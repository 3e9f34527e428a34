import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.vault import box, receipts
from audit.vault.receipts import GROUPS, LENGTH, LOCATOR, SECRET, SYMBOLS, NotACode

texts = st.text(alphabet=SYMBOLS, min_size=LOCATOR + SECRET, max_size=LOCATOR + SECRET)
codes = texts.map(lambda text: receipts.write(text[:LOCATOR], text[LOCATOR:]))
tickets = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=64)


def bare(code):
    return code.replace("-", "")


def noticed(wrong):
    with pytest.raises(NotACode) as mistake:
        receipts.read(wrong)
    assert len(wrong) < 20 or wrong not in str(mistake.value)
    return mistake.value.reason


@settings(max_examples=20, deadline=None)
@given(codes)
def test_every_wrong_symbol_is_noticed(code):
    for at, right in enumerate(bare(code)):
        for symbol in SYMBOLS.replace(right, ""):
            assert noticed(bare(code)[:at] + symbol + bare(code)[at + 1 :]) == "check"


@settings(deadline=None)
@given(codes)
def test_every_two_neighbours_that_changed_places_are_noticed(code):
    for at, (first, second) in enumerate(pairwise(bare(code))):
        if first != second:
            swapped = bare(code)[:at] + second + first + bare(code)[at + 2 :]
            assert noticed(swapped) == "check"


def test_a_thousand_random_codes_are_read_back_and_none_is_another():
    written = set()
    for _ in range(1000):
        locator = receipts.new_locator()
        secret = receipts.secret_from(receipts.new_ticket(), b"pepper")
        code = receipts.write(locator, secret)
        assert receipts.read(code) == (locator, secret)
        assert len(bare(code)) == LENGTH
        assert tuple(map(len, code.split("-"))) == GROUPS
        written.add(code)
    assert len(written) == 1000


@given(codes, st.sampled_from(["lower", "spaces", "bare", "dashes", "around"]))
def test_a_code_may_be_typed_in_many_ways(code, way):
    typed = {
        "lower": code.lower(), "spaces": code.replace("-", " "), "bare": bare(code),
        "dashes": code.replace("-", "–"), "around": f"\n {code}\t",
    }[way]  # fmt: skip
    assert receipts.read(typed) == receipts.read(code)


@given(st.text(max_size=60))
def test_whatever_is_typed_the_answer_is_a_code_or_a_reason(typed):
    try:
        read = receipts.read(typed)
    except NotACode as mistake:
        read = mistake
    reason = getattr(read, "reason", None)
    assert reason in {"empty", "length", "symbol", "check"} or len("".join(read)) == LENGTH - 1


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "empty"), (" - ", "empty"), ("ABC", "length"), ("0" * 23, "symbol")]
)
def test_the_reason_says_what_to_look_for(typed, reason):
    assert noticed(typed) == reason


def test_the_secret_has_more_than_eighty_random_bits_and_no_look_alikes():
    assert len(SYMBOLS) ** SECRET > 2**80
    assert not set(SYMBOLS) & set("01IOU")


@given(tickets, tickets)
def test_the_same_ticket_gives_the_same_secret_and_another_ticket_another(one, other):
    first = receipts.secret_from(one, b"pepper")
    assert re.fullmatch(f"[{SYMBOLS}]{{{SECRET}}}", first)
    assert (receipts.secret_from(other, b"pepper") == first) == (one == other)
    assert receipts.secret_from(one, b"another pepper") != first


def test_two_equal_secrets_never_give_two_equal_keys():
    keys = {receipts.private_key("A" * SECRET, bytes([salt]) * 16) for salt in range(50)}
    assert len({box.public_of(key) for key in keys}) == 50


def test_what_recognises_a_form_says_nothing_of_its_code():
    ticket = receipts.new_ticket()
    digest = receipts.ticket_digest(ticket, b"pepper")
    assert ticket.encode() not in digest
    assert digest != receipts.private_key(receipts.secret_from(ticket, b"pepper"), b"pepper")
