"""The queue: everybody who waits within reach, in order – and nothing is opened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from audit.models import Event
from audit.vault import keys
from intake import statistics, tickets
from intake.models import About, AgeBand, HelpRequest, Urgency
from intake.services import admitting, conversing, reading, triaging
from tests.conftest import STORY

NO_ROWS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def shown(response) -> list:
    return [row.pk for row in response.context["page"].object_list]


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not one["sql"].startswith(NO_ROWS) for one in captured.captured_queries)


def test_only_the_own_team_sees_it_waiting(at, page, help_request, amina, bjorn, lena, rut):
    seen = {who: shown(at(who).get(page("queue"))) for who in (amina, bjorn, lena, rut)}
    assert seen == {amina: [help_request.pk], lena: [help_request.pk], bjorn: [], rut: []}


def test_whoever_has_no_queue_is_refused(at, page, help_request, stina, clara, loke, adam, sofia):
    for who in (stina, clara, loke, adam, sofia):
        assert at(who).get(page("queue")).status_code == 403


def test_what_the_list_shows_is_exactly_what_opens(at, page, tell, areas, south, amina, bjorn):
    told = [tell(area=areas[code]).help_request for code in ("north", "south", "north")]
    for who in (amina, bjorn):
        client = at(who)
        listed = set(shown(client.get(page("queue"))))
        opening = {row.pk for row in told if client.get(page("request", row)).status_code == 200}
        assert listed == opening
        assert listed == set(HelpRequest.objects.visible_to(who).values_list("pk", flat=True))


def test_a_request_granted_to_the_team_waits_there_too(at, page, help_request, bjorn, south, amina):
    share(help_request, south, amina)
    assert shown(at(bjorn).get(page("queue"))) == [help_request.pk]


def share(help_request, team, by):
    @trail.act
    def sharing():
        guard.grant(team.group, help_request, by=by)

    sharing()


def test_the_most_urgent_comes_first_then_whoever_waited_longest(at, page, tell, amina):
    first, second = tell().help_request, tell().help_request
    urgent = tell(urgency=Urgency.PRIORITY).help_request
    triaging.take(second.pk, by=amina)
    assert shown(at(amina).get(page("queue"))) == [urgent.pk, first.pk, second.pk]


def test_what_has_ended_waits_no_longer(at, page, taken, amina):
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert shown(at(amina).get(page("queue"))) == []


def test_the_queue_opens_nothing(at, page, help_request, taken, amina, monkeypatch):
    def nobody(*_args, **_kwargs):
        raise AssertionError("A list has opened a letter.")

    monkeypatch.setattr(keys, "take_out", nobody)
    for name in ("queue", "mine"):
        seen = at(amina).get(page(name)).content.decode()
        assert STORY not in seen
        assert "Kim Exempel" not in seen
        assert "kim@example.org" not in seen
    assert not Event.objects.filter(deed__endswith=".opened").exists()


def test_no_sealed_column_is_even_fetched(at, page, help_request, amina):
    with CaptureQueriesContext(connection) as captured:
        at(amina).get(page("queue"))
    assert not [one for one in captured.captured_queries if '"story"' in one["sql"]]


def test_a_list_leaves_one_line_with_a_number_and_no_rows(at, page, tell, amina):
    tell(), tell()
    at(amina).get(page("queue"), {"urgency": "normal"})
    event = Event.objects.get(deed="helprequest.list")
    assert event.facts == {"count": 2, "urgency": "normal"}
    assert event.about == "intake.helprequest/list"


def test_a_list_takes_no_more_queries_however_many_wait(at, page, tell, areas, amina):
    client = at(amina)
    tell(area=areas["north"])
    few = queries_of(client, page("queue"))
    for _ in range(30):
        tell(area=areas["north"])
    assert queries_of(client, page("queue")) == few <= 10


def test_filters_are_in_the_address_and_remembered_on_the_way_back(at, page, tell, amina):
    urgent = tell(urgency=Urgency.PRIORITY).help_request
    normal = tell().help_request
    client = at(amina)
    assert shown(client.get(page("queue"), {"urgency": "priority"})) == [urgent.pk]
    back = client.get(page("request", urgent)).context["way_back"]
    assert back == f"{page('queue')}?urgency=priority"
    client.get(page("queue"))
    assert client.get(page("request", normal)).context["way_back"] == page("queue")


def test_a_filter_that_nobody_offered_is_ignored_and_not_kept(at, page, help_request, amina):
    client = at(amina)
    words = {"urgency": "Kim Exempel", "area": "x", "taken": "kim@example.org", "page": "-3"}
    for area in ("x", "²", "9" * 5000):
        response = client.get(page("queue"), words | {"area": area})
        assert shown(response) == [help_request.pk]
        assert response.cookies["queue"].value == ""


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"status": "new"}, {"new"}),
        ({"status": "open"}, {"mine"}),
        ({"taken": "me"}, {"mine"}),
        ({"taken": "nobody"}, {"new"}),
        ({"area": "north"}, {"mine"}),
        ({}, {"new", "mine"}),
    ],
)
def test_each_filter_shows_what_it_says(at, page, tell, areas, amina, chosen, found):
    rows = {"new": tell().help_request, "mine": tell(area=areas["north"]).help_request}
    triaging.take(rows["mine"].pk, by=amina)
    chosen = chosen | ({"area": areas["north"].pk} if "area" in chosen else {})
    listed = shown(at(amina).get(page("queue"), chosen))
    assert set(listed) == {rows[name].pk for name in found}


def test_twenty_five_to_a_page_and_past_the_end_is_the_first(at, page, tell, amina):
    for _ in range(27):
        tell()
    client = at(amina)
    first, second = (shown(client.get(page("queue"), {"page": n})) for n in (1, 2))
    assert (len(first), len(second)) == (25, 2)
    assert not set(first) & set(second)
    for odd in ("9", "0", "-1", "²", "9" * 5000):
        assert shown(client.get(page("queue"), {"page": odd})) == first, odd[:9]


def test_the_cards_count_what_waits(tell, amina, north):
    late, read = tell().help_request, tell().help_request
    HelpRequest.objects.filter(pk=late.pk).update(promised_at=timezone.now() - timedelta(hours=1))
    HelpRequest.objects.filter(pk=read.pk).update(received_at=timezone.now() - timedelta(hours=3))
    triaging.take(read.pk, by=amina)
    reading.read(read.pk, by=amina, purpose="triage")
    pulse = statistics.pulse(guard.place_of(amina))
    assert (pulse.waiting, pulse.new, pulse.late, pulse.mine) == (2, 1, 1, 1)
    assert pulse.to_first_reading // timedelta(minutes=1) == 180


def test_beyond_the_longest_line_it_says_so(at, page, tell, amina, monkeypatch):
    monkeypatch.setattr(statistics, "LONGEST", 2)
    for _ in range(3):
        tell()
    response = at(amina).get(page("queue"))
    assert response.context["is_more"]
    assert len(shown(response)) == 2
    assert len(shown(at(amina).get(page("queue"), {"taken": "nobody"}))) == 2


@pytest.mark.parametrize(("hours_left", "at_risk"), [(23, False), (7, False), (5, True), (1, True)])
def test_a_promise_is_at_risk_in_its_last_quarter(hours_left, at_risk):
    now = timezone.now()
    promised = now + timedelta(hours=hours_left)
    row = HelpRequest(received_at=promised - timedelta(hours=24), promised_at=promised)
    assert (row.at_risk_from <= now) is at_risk


def test_a_short_promise_is_at_risk_in_its_last_two_hours():
    now = timezone.now()
    row = HelpRequest(
        received_at=now - timedelta(hours=1), promised_at=now + timedelta(minutes=110)
    )
    assert row.at_risk_from <= now


def test_mine_are_those_i_have_and_a_new_message_is_marked(at, page, tell, amina, lena, areas):
    told, other = tell(), tell()
    triaging.take(told.help_request.pk, by=amina)
    triaging.take(other.help_request.pk, by=lena)
    client = at(amina)
    assert [row.has_news for row in client.get(page("mine")).context["page"].object_list] == [False]
    resident = admitting.admit(told.code)
    conversing.write(resident, text="Ett ord till.", ticket=tickets.new())
    assert [row.has_news for row in client.get(page("mine")).context["page"].object_list] == [True]
    reading.read(told.help_request.pk, by=amina, purpose="answer")
    assert [row.has_news for row in client.get(page("mine")).context["page"].object_list] == [False]


def test_a_reference_number_leads_to_its_row_and_only_within_reach(at, help_request, amina, bjorn):
    find = reverse("desk:find")
    typed = help_request.reference.replace("-", " ").lower()
    answer = at(amina).post(find, {"reference": typed})
    assert answer.url == reverse("desk:request", args=[help_request.pk])
    assert at(bjorn).post(find, {"reference": help_request.reference}).status_code == 404
    assert at(amina).post(find, {"reference": "A2B-3C4"}).status_code == 404
    assert Event.objects.filter(deed="guard.refuse", actor=f"user/{bjorn.pk}").count() == 1


def test_a_name_typed_there_finds_nothing_and_stands_in_no_trail(at, help_request, amina):
    response = at(amina).post(reverse("desk:find"), {"reference": "Kim Exempel"})
    assert response.status_code == 200
    assert response.context["find_form"].errors
    assert not Event.objects.filter(facts__icontains="Kim").exists()


def test_the_desk_leads_to_the_first_door_of_ones_role(at, amina, stina, loke):
    assert at(amina).get("/desk/").url == reverse("desk:queue")
    assert at(stina).get("/desk/").url == reverse("portal:register")


def test_looking_at_lists_and_facts_changes_nothing_but_the_trail(at, page, taken, amina):
    before = HelpRequest.objects.filter(pk=taken.pk).values().get()
    names = ("request", "open", "consents", "weigh", "answer", "close", "hand_over")
    for name in names:
        assert at(amina).get(page(name, taken)).status_code == 200, name
    assert HelpRequest.objects.filter(pk=taken.pk).values().get() == before
    for name in ("take", "release"):
        assert at(amina).get(page(name, taken)).status_code == 405


def test_unknown_ages_and_families_count_as_children():
    row = HelpRequest(about=About.FAMILY, age_band=AgeBand.UNKNOWN)
    assert row.needs_a_guardian
