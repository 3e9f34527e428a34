"""The workbench's pages: names of staff and codes, nobody's words; the way on without a mouse."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.guard import note_refusal
from audit.models import Event, Item
from audit.services import findings, rounds
from intake.services import reading
from tests.conftest import STORY

DAY = timedelta(days=1)


@pytest.fixture
def at(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def as_somebody(user):
        client.force_login(user)
        return client

    return as_somebody


@pytest.fixture
def drawn(help_request, amina, lena, loke):
    for by in (amina, lena):
        reading.read(help_request.pk, by=by, purpose="triage")
    for _n in range(3):
        note_refusal(loke, None, 404)
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + DAY, tick=False):
        return rounds.draw(first=today, last=today, by=loke)


def of(somebody) -> Item:
    return Item.objects.get(actor=f"user/{somebody.pk}")


def doors(drawn, item):
    return [
        reverse("desk:review"), reverse("desk:review_figures"),
        reverse("desk:review_round", args=[drawn.pk]),
        reverse("desk:review_protocol", args=[drawn.pk]),
        reverse("desk:review_item", args=[item.pk]),
    ]  # fmt: skip


def test_no_page_shows_anybodys_words_and_none_of_them_their_own_acts(drawn, amina, loke, at):
    for door in doors(drawn, of(amina)):
        answer = at(loke).get(door)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert not [word for word in (STORY, "Kim", "kim@") if word in page]
        assert str(of(loke).pk) not in page
    assert at(loke).get(doors(drawn, of(loke))[-1]).status_code == 404


def test_the_page_says_who_in_which_role_and_what(drawn, amina, loke, at, help_request):
    page = at(loke).get(doors(drawn, of(amina))[-1]).content.decode()
    assert amina.name in page
    assert help_request.reference in page


def test_the_start_page_is_the_reviewers_first_door_and_draws(help_request, amina, loke, at):
    assert at(loke).get(reverse("desk:home")).url == reverse("desk:review")
    assert 'data-test="rounds"' not in at(loke).get(reverse("desk:review")).content.decode()
    reading.read(help_request.pk, by=amina, purpose="triage")
    day = timezone.localdate().isoformat()
    too_early = at(loke).post(reverse("desk:review"), {"first": day, "last": day})
    assert too_early.status_code == 200
    assert f'value="{day}"' in too_early.content.decode()
    with time_machine.travel(timezone.now() + DAY, tick=False):
        answer = at(loke).post(reverse("desk:review"), {"first": day, "last": day})
    assert answer.url == reverse("desk:review_round", args=[Item.objects.get().round_id])


def test_from_one_finding_to_the_next_and_back_to_the_round(drawn, amina, lena, loke, at):
    first, second = sorted((of(amina), of(lena)), key=lambda item: item.position)
    here = reverse("desk:review_item", args=[first.pk])
    said = at(loke).post(here, {"finding": "explained", "reason": "cover", "turn": 0})
    assert said.url == reverse("desk:review_item", args=[second.pk]) + "#finding"
    last = at(loke).post(said.url.split("#")[0], {"finding": "talk", "turn": 0})
    assert last.url == reverse("desk:review_round", args=[drawn.pk])
    assert {of(amina).finding, of(lena).finding} == {"explained", "talk"}


def test_tab_goes_straight_to_the_question(drawn, amina, loke, at):
    """#finding takes the place; what follows it in the page is the first answer."""
    page = at(loke).get(reverse("desk:review_item", args=[of(amina).pk])).content.decode()
    after = page[page.index('id="finding"') :]
    assert re.search(r"<(?:input(?! type=\"hidden\")|a|button|select)[^>]*>", after)[0].count(
        'name="finding"'
    )


def test_what_a_colleague_said_meanwhile_is_shown_and_what_was_chosen_is_kept(
    drawn, amina, loke, at
):
    here = reverse("desk:review_item", args=[of(amina).pk])
    findings.find(of(amina).pk, finding="incident", turn=0, by=loke)
    page = at(loke).post(here, {"finding": "talk", "reason": "slip", "turn": 0}).content.decode()
    assert of(amina).finding == "incident"
    assert re.search(r'value="talk"[^>]*checked', page)
    assert re.search(r'value="slip"[^>]*selected', page)
    assert 'name="turn" value="1"' in page
    assert at(loke).post(here, {"finding": "talk", "turn": 1}).status_code == 302


@pytest.mark.parametrize(
    "given", [{}, {"finding": "x"}, {"finding": "talk", "turn": "x"}, {"turn": -1}]
)
def test_a_broken_form_comes_back_and_changes_nothing(drawn, amina, loke, at, given):
    answer = at(loke).post(reverse("desk:review_item", args=[of(amina).pk]), given)
    assert answer.status_code == 200
    assert of(amina).turn == 0


@pytest.mark.parametrize(
    "query", ["state=x", "sign=nothing", "actor=user/0", "page=" + "9" * 40, "how=\x00"]
)
def test_a_strange_question_is_answered(drawn, loke, at, query):
    door = reverse("desk:review_round", args=[drawn.pk])
    assert at(loke).get(f"{door}?{query}").status_code == 200


def test_the_queue_has_pages(drawn, loke, at):
    one = drawn.items.first()
    Item.objects.bulk_create(
        Item(round=drawn, position=n, actor="user/0", role="x", deed="x", about=f"x/{n}", number=1,
             at=one.at, day=one.day, times=1, weight=0, by_chance=True)
        for n in range(10, 60)
    )  # fmt: skip
    door = reverse("desk:review_round", args=[drawn.pk])
    seen = set()
    for number in (1, 2, 3):
        page = at(loke).get(f"{door}?page={number}").content.decode()
        seen |= set(re.findall(r"/desk/review/items/([0-9a-f-]{36})/", page))
    assert seen == {str(item.pk) for item in findings.to_review(loke).filter(round=drawn)}


def test_the_start_page_turns_red_after_seven_days_and_health_counts(
    drawn, amina, loke, at, client
):
    with time_machine.travel(timezone.now() + 7 * DAY, tick=False):
        assert 'data-test="late"' not in at(loke).get(reverse("desk:review")).content.decode()
        assert client.get("/health/").json()["reviews_late"] == 0
    with time_machine.travel(timezone.now() + 9 * DAY, tick=False):
        page = at(loke).get(reverse("desk:review")).content.decode()
        assert 'data-test="late"' in page
        assert 'data-color="danger"' in page
        assert client.get("/health/").json()["reviews_late"] == 3


def test_the_protocol_counts_names_staff_and_has_lines_to_sign(
    drawn, amina, lena, loke, at, help_request
):
    findings.find(of(amina).pk, finding="incident", reason="curious", turn=0, by=loke)
    findings.find(of(lena).pk, finding="explained", turn=0, by=loke)
    page = at(loke).get(reverse("desk:review_protocol", args=[drawn.pk])).content.decode()
    remarks = page[page.index('data-test="remarks"') :]
    assert amina.name in remarks
    assert lena.name not in remarks
    assert page.count("______") >= 2
    assert 'data-test="not-shown"' in page, "Loke's own item is counted, not shown"
    for hidden in (help_request.reference, str(help_request.pk), "Kim"):
        assert hidden not in page
    assert Event.objects.filter(deed="review.protocol", actor=f"user/{loke.pk}").count() == 1


def test_the_pages_take_few_queries(drawn, amina, loke, at, django_assert_max_num_queries):
    for door in doors(drawn, of(amina)):
        browser = at(loke)
        browser.get(door)  # what a process keeps is known by now
        with django_assert_max_num_queries(30):
            browser.get(door)


# --- One's own log -------------------------------------------------------------------------------


def test_everybody_sees_what_they_have_opened_and_why_and_nothing_of_others(
    help_request, amina, lena, at
):
    reading.read(help_request.pk, by=amina, purpose="follow_up")
    reading.read(help_request.pk, by=lena, purpose="cover")
    number = Event.objects.get(deed__endswith=".opened", actor=f"user/{amina.pk}").link.number
    theirs = Event.objects.get(deed__endswith=".opened", actor=f"user/{lena.pk}").link.number
    page = at(amina).get(reverse("account_log")).content.decode()
    assert f">{number}</th>" in page
    assert f">{theirs}</th>" not in page
    assert help_request.reference in page
    assert STORY not in page


def test_looking_at_ones_own_log_is_a_line_and_everything_one_did_can_be_asked_for(amina, at):
    door = reverse("account_log")
    assert 'data-test="own-log"' not in at(amina).get(door).content.decode()
    line = Event.objects.get(deed="log.own").link.number
    assert f">{line}</th>" in at(amina).get(f"{door}?all=1").content.decode()


@pytest.mark.parametrize("who", ["amina", "clara", "stina", "loke", "adam"])
def test_every_role_has_its_own_log(who, request, at):
    assert at(request.getfixturevalue(who)).get(reverse("account_log")).status_code == 200
