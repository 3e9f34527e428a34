"""Lists among very many: they show what opens, and the database goes through nobody else's rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import guard
from intake.services import conflicting, protecting
from referrals.models import Referral, Tombstone
from tests.plans import by_shape, looked_through

# What grows with everybody's work, however little of it is one's own.
GROWING = {"referrals_referral", "intake_helprequest", "referrals_tombstone", "referrals_guidance"}
OURS = (
    ("desk:referrals", ""), ("desk:referrals", "?state=ended"), ("desk:referrals", "?state=all"),
    ("desk:referrals", "?due=today"), ("desk:mine", ""), ("desk:approvals", ""),
    ("desk:next_steps", ""), ("desk:differing", ""), ("desk:ways", ""), ("desk:unmet_need", ""),
    ("desk:figures", ""),
)  # fmt: skip
THEIRS = (("portal:inbox", ""), ("portal:inbox", "?tab=ended"), ("portal:figures", ""))


def pages(client, doors):
    """Each of them, visited once before: what a first visit fills is no part of its plan."""
    for door, asked in doors:
        address = reverse(door) + asked
        assert client.get(address).status_code == 200
        yield address, lambda address=address: client.get(address)


def listed(user) -> set:
    return set(Referral.objects.listed_from(guard.place_of(user)).values_list("pk", flat=True))


def reached(user) -> set:
    return set(Referral.objects.visible_to(user).values_list("pk", flat=True))


def test_a_list_shows_what_opens_whoever_looks(sent, amina, bjorn, lena, clara, dag):
    everybody = (amina, bjorn, lena, clara, dag)

    def seen_by() -> list:
        assert [listed(one) for one in everybody] == [reached(one) for one in everybody]
        return [one for one in everybody if sent.pk in listed(one)]

    assert seen_by() == [amina, lena, clara]  # the team, and the partner that was asked
    protecting.protect(sent.help_request_id, by=amina)
    named = seen_by()
    assert lena not in named
    protecting.name(sent.help_request_id, user_pk=lena.pk, by=lena)
    assert seen_by() == sorted({*named, lena}, key=everybody.index)
    conflicting.declare(sent.help_request_id, by=lena)
    assert seen_by() == named


def test_what_was_asked_before_holds_for_what_was_granted_too(sent, clara):
    """Narrowed first, as lists are: on each way in the same."""
    place = guard.place_of(clara)
    assert list(Referral.objects.filter(status="sent").listed_from(place)) == [sent]
    assert list(Referral.objects.filter(status="closed").listed_from(place)) == []


def test_whoever_belongs_nowhere_has_an_empty_list(sent, declined, sofia):
    place = guard.place_of(sofia)
    assert list(Referral.objects.listed_from(place)) == []
    assert list(Tombstone.objects.listed_from(place)) == []


@by_shape
def test_our_lists_are_found_by_an_index(at, declined, lena):
    found = {page: looked_through(look, GROWING) for page, look in pages(at(lena), OURS)}
    assert found == dict.fromkeys(found, [])


@by_shape
def test_a_partners_lists_are_found_by_an_index(at, declined, clara):
    found = {page: looked_through(look, GROWING) for page, look in pages(at(clara), THEIRS)}
    assert found == dict.fromkeys(found, [])


def test_who_is_asked_next_is_looked_for_by_its_own_index_and_beside_nothing(at, sent, lena):
    """Joined to its partner, SQLite went through all referrals of each, once it had statistics."""
    with CaptureQueriesContext(connection) as asked:
        assert at(lena).get(reverse("desk:referral", args=[sent.pk])).status_code == 200
    sought = [one["sql"] for one in asked if '"after_id" = ' in one["sql"].partition("WHERE")[2]]
    assert ["JOIN" in sql for sql in sought] == [False]


@pytest.mark.parametrize(("door", "most"), [("referrals", 19), ("next_steps", 14), ("ways", 15)])
def test_a_list_asks_few_questions(at, declined, lena, door, most, django_assert_max_num_queries):
    """And where a transaction begins and ends."""
    client = at(lena)
    client.get(reverse(f"desk:{door}"))
    with django_assert_max_num_queries(most):
        client.get(reverse(f"desk:{door}"))


def test_the_figures_ask_no_more_of_two_partners_than_of_one(at, sent, private, lena):
    client, address = at(lena), reverse("desk:figures")

    def asked(**chosen) -> tuple[int, set]:
        with CaptureQueriesContext(connection) as questions:
            page = client.get(address, chosen)
        return len(questions), {one.name for one in page.context["shown"].partners}

    asked()
    of_one, of_both = asked(partner=str(sent.to_id)), asked()
    assert (of_one[1], of_both[1]) == ({sent.to.name}, {sent.to.name, private.to.name})
    assert of_one[0] == of_both[0]
