"""The five questions: anonymous unless the person says otherwise, and shown as numbers only."""

from datetime import date
from itertools import product

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event
from intake import survey_results, tickets
from intake.models import Feedback
from intake.services import admitting, rating
from intake.survey import QUESTIONS

NOVEMBER = "2026-11-20 12:00+01:00"
ANSWERS = {"contact": "4", "information": "3", "overall": "1"}


@pytest.fixture
def resident(told, answered):
    return admitting.admit(told.code)


def test_it_is_asked_after_an_answer_and_not_before(told, amina, taken, client):
    client.post(reverse("mailbox:enter"), {"code": told.code})
    assert reverse("mailbox:feedback") not in client.get(reverse("mailbox:thread")).content.decode()
    with pytest.raises(ValidationError):
        rating.rate(admitting.admit(told.code), ticket=tickets.new(), contact=4)


def test_the_answers_lead_to_nobody(answered, inside):
    """Neither the row nor the log: a line would say when, and the log who came in just then."""
    inside.get(reverse("mailbox:feedback"))
    before = Event.objects.count()
    with time_machine.travel(NOVEMBER, tick=False):
        said = inside.post(reverse("mailbox:feedback"), ANSWERS | {"ticket": tickets.new()})
    assert "Tack." in said.content.decode()
    row = Feedback.objects.get()
    assert (row.contact, row.information, row.influence, row.overall) == (4, 3, None, 1)
    assert (row.help_request, row.month) == (None, date(2026, 11, 1))
    assert Event.objects.count() == before


def test_only_a_tick_ties_them_to_the_request(resident, answered):
    rating.rate(resident, ticket=tickets.new(), may_link=True, overall=4)
    assert Feedback.objects.get().help_request_id == answered.pk
    assert Event.objects.get(deed="feedback.give").subject == answered.subject


def test_the_same_form_twice_counts_once(resident):
    ticket = tickets.new()
    for _time in range(2):
        rating.rate(resident, ticket=ticket, overall=4)
    assert Feedback.objects.count() == 1


def test_no_answer_at_all_is_said_and_kept_out(answered, inside):
    page = inside.post(reverse("mailbox:feedback"), {"ticket": tickets.new()}).content.decode()
    assert "Svara på minst en fråga" in page
    assert not Feedback.objects.exists()


def test_the_form_asks_the_survey_s_questions(answered, inside):
    page = inside.get(reverse("mailbox:feedback")).content.decode()
    for question in QUESTIONS:
        assert str(question.text) in page


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 0, 0], (None, ())),
        ([1, 1, 1, 1], (None, ())),
        ([9, 8, 0, 5], (22, (9, 8, 0, 5))),
        ([9, 8, 7, 1], (25, (17, 8))),
        ([9, 0, 2, 1], (12, ())),
        ([4, 4, 0, 0], (8, (8, 0))),
    ],
)
def test_small_numbers_are_not_shown(counts, shown):
    assert survey_results.suppress(counts) == shown


def test_no_table_gives_a_small_number_away():
    """Whatever is shown, at least two tables could be behind it – for each number below five."""
    looks: dict = {}
    top = range(13)
    for table in product(top, repeat=4):
        looks.setdefault(survey_results.suppress(list(table)), set()).add(table)
    for (total, parts), tables in looks.items():
        for nth in range(4):
            values = {table[nth] for table in tables}
            if len(values) == 1 and (total or 0) < len(top):
                assert not 0 < values.pop() < survey_results.SMALL, (total, parts)


def test_only_quarters_that_have_ended_are_counted(db):
    assert survey_results.quarters(date(2026, 11, 29)) == [
        date(2026, 7, 1), date(2026, 4, 1), date(2026, 1, 1), date(2025, 10, 1),
    ]  # fmt: skip
    for nth in range(6):
        Feedback.objects.create(month=date(2026, 8, 1), ticket=bytes([nth]), contact=4)
    Feedback.objects.create(month=date(2026, 10, 1), ticket=b"x", contact=1)
    contact, *others = survey_results.results(date(2026, 7, 1))
    assert (contact.answered, contact.counts) == (6, (6, 0, 0, 0))
    assert {one.answered for one in others} == {None}


def test_staff_see_numbers(at, amina):
    with time_machine.travel(NOVEMBER, tick=False):
        for nth in range(6):
            Feedback.objects.create(month=date(2026, 9, 1), ticket=bytes([nth]), overall=3)
        page = at(amina).get(reverse("desk:feedback")).content.decode()
    assert "6 svar" in page
