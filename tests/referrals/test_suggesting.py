"""Whom to ask first: by the rules of today, from codes alone, and a person decides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.actors import CLOCK
from audit.models import Event
from config.starter import loading
from intake.models import HelpRequest
from partners.models import ClosedDays, Service, Topic
from partners.services import directory, stating_capacity
from referrals.models import SuggestionRule
from referrals.services import drafting, suggesting
from tests.referrals.conftest import a_day, a_draft
from tests.stage import cast

FORTNIGHT = timedelta(days=14)


@cast
def rules(house):
    rows = loading.read("suggestion_rules")
    return [SuggestionRule.objects.create(valid_from=a_day(-1), **row) for row in rows]


@cast
def about_money(help_request, rules):
    """The request, weighed: it is about money."""
    help_request.topic = Topic.objects.get(code="economy")
    help_request.save()
    return help_request


@pytest.fixture
def offer(youth_centre, school, debt_advice):
    """Let one of the partners work with money, and say that there is room. The others do not."""
    for partner in (youth_centre, school, debt_advice):
        partner.services.get().topics.set([Topic.objects.get(code="parenting")])

    def offered(organisation, **fields) -> Service:
        service = organisation.services.get()
        said = {"capacity": "open", "capacity_said_at": timezone.now()} | fields
        Service.objects.filter(pk=service.pk).update(**said)
        service.topics.set([Topic.objects.get(code="economy")])
        return service

    return offered


def first(help_request) -> list:
    return [one.offered.pk for one in suggesting.suggestions_for(help_request)]


def page(client, help_request):
    return client.get(reverse("desk:referral_new", args=[help_request.pk]))


def seen(response) -> tuple[list[int], list[int]]:
    suggested = response.context["suggested"]
    return tuple([one.service.pk for one in part] for part in (suggested.first, suggested.full))


def test_the_page_begins_with_the_best_and_says_why(
    at, about_money, offer, amina, youth_centre, debt_advice
):
    best, second = offer(debt_advice), offer(youth_centre, capacity="few")
    response = page(at(amina), about_money)
    assert seen(response) == ([best.pk, second.pk], [])
    text = response.content.decode()
    assert "arbetar med ämnet (+40)" in text
    assert text.index('data-test="suggested"') < text.index('id="kind-1"')
    chosen = reverse("desk:referral_begin", args=[about_money.pk, best.pk])
    assert f'href="{chosen}"' in text


def test_nothing_is_opened_and_nothing_decided_by_looking(at, about_money, offer, amina, school):
    offer(school)
    page(at(amina), about_money)
    assert not Event.objects.filter(deed__contains="opened").exists()
    assert not about_money.referrals.exists()


def test_without_a_topic_the_page_asks_for_it(at, help_request, rules, offer, amina, school):
    offer(school)
    response = page(at(amina), help_request)
    assert seen(response) == ([], [])
    assert reverse("desk:weigh", args=[help_request.pk]) in response.content.decode()


def test_what_is_full_is_shown_apart(at, about_money, offer, amina, school, debt_advice):
    full, other = offer(school, capacity="full"), offer(debt_advice, capacity="few")
    assert seen(page(at(amina), about_money)) == ([other.pk], [full.pk])
    Service.objects.filter(pk=other.pk).update(capacity="full")
    assert seen(page(at(amina), about_money))[0] == []


def test_what_a_partner_says_about_room_counts_at_once(
    at, about_money, offer, amina, youth_centre, debt_advice, carl
):
    ours, other = offer(youth_centre), offer(debt_advice)
    assert first(about_money) == [ours.pk, other.pk]
    stating_capacity.state(ours.pk, by=carl, capacity="full")
    assert first(about_money) == [other.pk, ours.pk]


def test_what_was_said_about_room_is_unknown_after_two_weeks(about_money, offer, school):
    with time_machine.travel("2027-03-01 09:00+01:00", tick=False) as clock:
        offer(school)
        clock.shift(FORTNIGHT)
        known = suggesting.suggestions_for(about_money)[0]
        clock.shift(1)
        unknown = suggesting.suggestions_for(about_money)[0]
    fired = [[rule.code for rule in one.fired] for one in (known, unknown)]
    assert ("room" in fired[0], "room-not-known" in fired[0]) == (True, False)
    assert ("room" in fired[1], "room-not-known" in fired[1]) == (False, True)
    assert unknown.points < known.points


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": {"agreement_until": a_day(-1)}},
        {"organisation": {"is_active": False}},
        {"service": {"is_active": False}},
    ],
)
def test_whoever_cannot_be_asked_is_not_suggested(change, about_money, offer, school):
    service = offer(school)
    assert first(about_money) == [service.pk]
    for whose, values in change.items():
        row = school if whose == "organisation" else service
        type(row).objects.filter(pk=row.pk).update(**values)
    assert first(about_money) == []


def test_what_we_offer_ourselves_is_not_suggested(about_money, house, offer, school):
    own = directory.add_service(house, by=CLOCK, name={"sv": "Eget"}, topics=[about_money.topic])
    assert own.pk not in first(about_money)


def test_whom_we_ask_already_is_left_out(at, about_money, offer, amina, school):
    service = offer(school)
    a_draft(about_money, school, amina)
    assert seen(page(at(amina), about_money)) == ([], [])
    drafting.discard(about_money.referrals.get().pk, by=amina)
    assert seen(page(at(amina), about_money)) == ([service.pk], [])


def test_whoever_has_said_no_stands_further_down_also_on_the_next_try(
    at, declined, rules, offer, amina, youth_centre, debt_advice
):
    told = declined.help_request
    HelpRequest.objects.filter(pk=told.pk).update(topic=Topic.objects.get(code="economy"))
    best, other = offer(youth_centre), offer(debt_advice, capacity="few")
    response = at(amina).get(reverse("desk:referral_next", args=[declined.pk]))
    assert seen(response)[0] == [other.pk, best.pk]
    assert f'value="{other.pk}"' in response.content.decode()


def test_hours_are_asked_of_the_partners_own_calendar(
    clock, about_money, offer, school, debt_advice
):
    """Kept for a minute; a change on a settings page is seen at once."""
    offer(school), offer(debt_advice)
    before = first(about_money)
    closing = school if before[0] == school.services.get().pk else debt_advice
    ClosedDays.objects.create(organisation=closing, first=a_day(0), last=a_day(30))
    assert first(about_money) == before
    suggesting.forget()
    assert first(about_money) == before[::-1]


def test_who_has_come_within_the_minute_is_suggested_at_once(
    about_money, offer, youth_centre, adam
):
    """However they came: another process, a command or a file tells this one nothing."""
    known = first(about_money)
    new = directory.add_organisation(by=adam, name="Ny", kind="civil_society", secrecy="private")
    service = directory.add_service(new, by=adam, name={"sv": "Ny"}, topics=[about_money.topic])
    assert first(about_money) == [service.pk, *known]


def test_an_interpreter_says_which_language_is_needed(about_money):
    about_money.language, about_money.interpreter = "fi", "ar"
    assert suggesting.asked_by(about_money).language == "ar"
    about_money.interpreter = ""
    assert suggesting.asked_by(about_money).language == "fi"
    about_money.language = "sv-simple"
    assert suggesting.asked_by(about_money).language == ""


def test_a_version_counts_from_its_day_until_its_last(rules, offer, about_money, school):
    offer(school)
    rule = SuggestionRule.objects.get(code="topic")
    rule.pk, rule.version, rule.points, rule.valid_from = None, 2, 50, a_day(5)
    rule.valid_until = a_day(9)
    rule.save(force_insert=True)

    def points(day):
        return [one.points for one in SuggestionRule.in_force(a_day(day)) if one.code == "topic"]

    assert [points(day) for day in (0, 4, 5, 9, 10)] == [[40], [40], [50], [50], []]


def test_ten_times_as_many_services_take_no_more_questions(about_money, offer, school):
    offer(school)
    counts = []
    for _time in range(2):
        suggesting.forget()
        with CaptureQueriesContext(connection) as asked:
            assert first(about_money)
        counts.append(len(asked))
        for number in range(10):
            directory.add_service(
                school, by=CLOCK, name={"sv": f"Nr {number}"}, topics=[about_money.topic]
            )
    assert counts[0] == counts[1] <= 9


def test_what_the_partner_must_be_ready_for_is_weighed_and_comes_along(
    at, about_money, offer, amina, school, debt_advice
):
    """Ticked where the partner is chosen, it is ticked in the next step, and nothing is written."""
    best, other = offer(debt_advice), offer(school, access=["steps", "hearing"], capacity="few")
    client, choose = at(amina), reverse("desk:referral_new", args=[about_money.pk])
    assert seen(client.get(choose))[0] == [best.pk, other.pk]
    needs = {"access": ["steps", "hearing"]}
    asked = client.post(choose, needs)
    assert seen(asked)[0] == [other.pk, best.pk]
    assert "klarar det som behövs (+15)" in asked.content.decode()
    begin = reverse("desk:referral_begin", args=[about_money.pk, other.pk])
    assert f'action="{begin}"' in asked.content.decode()
    told = client.post(begin, needs | {"carried": "yes"})
    assert told.context["form"]["access"].value() == needs["access"]
    assert not told.context["form"].is_bound
    assert not about_money.referrals.exists()
    assert seen(client.post(choose, {"access": ["wings"]}))[0] == [best.pk, other.pk]


def test_another_teams_request_gets_no_suggestions(at, about_money, bjorn):
    assert page(at(bjorn), about_money).status_code == 404
