"""Whose turn it is, what is waited for and until when: each side reads it in a sentence."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from referrals import deadlines
from referrals.services.trying import ENOUGH_ATTEMPTS
from referrals.views import turns
from tests.referrals.conftest import Story

BEFORE_SENDING = {"draft", "approval", "in_line"}
WHOSE = [
    ("draft", turns.OURS, None),
    ("pending", turns.SECOND, None),
    ("in_line", turns.NOBODYS, None),
    ("sent", turns.PARTNERS, turns.YOURS),
    ("opened", turns.PARTNERS, turns.YOURS),
    ("asked", turns.OURS, turns.SOCIAL_SERVICES),
    ("accepted", turns.PARTNERS, turns.YOURS),
    ("waiting", turns.NOBODYS, turns.NOBODYS),
    ("active", turns.PARTNERS, turns.YOURS),
    ("paused", turns.NOBODYS, turns.NOBODYS),
    ("reported", turns.OURS, turns.SOCIAL_SERVICES),
    ("contested", turns.PARTNERS, turns.YOURS),
]


@pytest.mark.parametrize(("state", "to_us", "to_the_partner"), WHOSE)
def test_each_side_reads_whose_turn_it_is(state, to_us, to_the_partner, draft, story):
    row = story.bring(draft, state)
    assert turns.of_us(row).whose == to_us
    if to_the_partner:
        assert turns.of_partner(row).whose == to_the_partner


@pytest.mark.parametrize("state", Story.ENDS)
def test_after_the_end_it_is_nobodys_turn(state, draft, story):
    row = story.bring(draft, state)
    assert turns.of_us(row) is turns.of_partner(row) is None


def test_whatever_a_timer_counts_has_a_sentence():
    counted = {*deadlines.NORMAL, *deadlines.QUIET}
    assert set(turns.WITH_US) == counted
    assert set(turns.AT_THE_PARTNER) == counted - BEFORE_SENDING


def test_both_pages_say_by_when(at, clock, sent, amina, clara):
    day = date_format(sent.due_at, "j F")
    for who, door in ((amina, "desk:referral"), (clara, "portal:referral")):
        answer = at(who).get(reverse(door, args=[sent.pk]))
        assert day in answer.context["turn"].what
        assert answer.context["turn"].what in answer.content.decode()


def test_while_the_help_rests_no_time_is_seen_to_run(at, draft, story, amina, clara):
    row = story.bring(draft, "paused")
    for who, door in ((amina, "desk:referral"), (clara, "portal:package")):
        assert "promise" not in at(who).get(reverse(door, args=[row.pk])).content.decode()


def test_no_list_counts_time_for_what_rests(at, draft, story, amina, clara):
    row = story.bring(draft, "waiting")
    of_request = reverse("desk:request_referrals", args=[row.help_request_id])
    lists = [
        at(clara).get(reverse("portal:inbox"), {"tab": "ours"}),
        at(amina).get(reverse("desk:referrals")), at(amina).get(of_request),
    ]  # fmt: skip
    for page in (answer.content.decode() for answer in lists):
        assert str(turns.NOBODYS) in page
        assert "promise" not in page


def test_a_report_that_we_object_to_is_not_said_to_be_done(at, draft, story, amina, clara):
    row = story.bring(draft, "contested")
    page = at(clara).get(reverse("portal:package", args=[row.pk])).content.decode()
    assert page.count('data-test="amend"') == 1
    ours = at(amina).get(reverse("desk:referral", args=[row.pk])).context["moves"]
    assert {move["kind"] for move in ours} == {"secondary", "danger"}


def test_that_nobody_was_reached_is_offered_once_it_may_be_said(at, accepted, clara):
    url = reverse("portal:package", args=[accepted.pk])
    assert 'data-test="report"' not in at(clara).get(url).content.decode()
    accepted.attempts = ENOUGH_ATTEMPTS
    accepted.save()
    assert 'data-test="report"' in at(clara).get(url).content.decode()
