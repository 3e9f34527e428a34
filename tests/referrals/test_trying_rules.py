"""A change of the rules is tried on the last requests before it counts: counts, and no words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.actors import ANYBODY
from audit.guard import Refused
from audit.models import Event
from audit.vault import receipts
from config.starter import loading
from intake.models import About, AgeBand, Channel, HelpRequest
from intake.services import receiving
from partners.models import Service, Topic
from referrals.models import SuggestionRule
from referrals.services import trying_rules
from tests.referrals.conftest import a_day
from tests.stage import cast

TOMORROW = 1


@cast
def town(house, youth_centre, debt_advice):
    """Two partners that work with money; debt advice has said that there is room."""
    for row in loading.read("suggestion_rules"):
        SuggestionRule.objects.create(valid_from=a_day(-1), **row)
    services = {}
    for name, partner in (("youth", youth_centre), ("debt", debt_advice)):
        services[name] = partner.services.get()
        services[name].topics.set([Topic.objects.get(code="economy")])
    said = {"capacity": "open", "capacity_said_at": timezone.now()}
    Service.objects.filter(pk=services["debt"].pk).update(**said)
    return services


def tell(area, topic="economy", **fields) -> HelpRequest:
    told = receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), story="Jag kan inte betala hyran.",
        about=About.SELF, area=area, channel=Channel.WEB,
        **{"age_band": AgeBand.FROM_25, "language": "sv"} | fields,
    )  # fmt: skip
    row = told.help_request
    row.topic = Topic.objects.get(code=topic) if topic else None
    row.save()
    return row


@cast
def requests(north, south, areas, town):
    """Five from the north, one of them without a topic; two from the south, in Arabic."""
    norths = [tell(areas["north"]) for _time in range(4)] + [tell(areas["north"], topic=None)]
    return norths + [tell(areas["south"], language="ar") for _time in range(2)]


def a_rule(**fields) -> SuggestionRule:
    told = {
        "code": "own", "title": {"sv": "är vår favorit"}, "fact": "always", "points": 60,
        "valid_from": a_day(TOMORROW),
    }  # fmt: skip
    return SuggestionRule(**told | fields)


def test_who_would_move_is_counted_and_named_only_to_whoever_reaches_them(
    requests, town, amina, bjorn, adam
):
    a_rule(service=town["youth"]).save()
    for who, reached in ((amina, requests[:4]), (bjorn, requests[5:]), (adam, [])):
        tried = trying_rules.look(a_day(TOMORROW), by=who)
        (move,) = tried.moves
        assert (move.before, move.after) == (town["debt"].pk, town["youth"].pk)
        assert (tried.count, tried.without_topic, move.count) == (7, 1, 6)
        assert {pk for pk, _name in move.named} == {row.pk for row in reached}


def test_a_rule_for_some_moves_only_them(requests, town, areas, amina):
    a_rule(service=town["youth"], area=areas["south"]).save()
    assert trying_rules.look(a_day(TOMORROW), by=amina).moved == 2


def test_one_that_forbids_leaves_nobody_with_what_it_forbids(requests, town, amina):
    a_rule(effect="forbids", points=0).save()
    (move,) = trying_rules.look(a_day(TOMORROW), by=amina).moves
    assert (move.before, move.after, move.count) == (town["debt"].pk, None, 6)


def test_protected_and_erased_and_set_aside_are_not_among_them(requests, amina):
    now = timezone.now()
    hidden = (
        {"is_protected": True},
        {"set_aside_at": now, "set_aside_for": "trap"},
        {"status": "closed", "close_reason": "advised", "closed_at": now, "erased_at": now},
    )
    for row, values in zip(requests, hidden, strict=False):
        HelpRequest.objects.filter(pk=row.pk).update(**values)
    assert trying_rules.look(a_day(0), by=amina).count == 4


def test_only_the_last_ones_are_tried(requests, amina, monkeypatch):
    monkeypatch.setattr(trying_rules, "LAST", 3)
    HelpRequest.objects.filter(pk=requests[0].pk).update(
        received_at=timezone.now() + timedelta(hours=1)
    )
    tried = trying_rules.look(a_day(0), by=amina)
    assert tried.count == 3


def test_it_leaves_one_line_and_opens_nothing(requests, amina):
    with CaptureQueriesContext(connection) as asked:
        trying_rules.look(a_day(0), by=amina)
    assert not [query for query in asked if '"story"' in query["sql"]]
    (line,) = Event.objects.filter(deed="suggestionrule.try")
    assert line.facts == {"count": 7, "moved": 0, "on": a_day(0).isoformat()}
    assert not Event.objects.filter(deed__contains="opened").exists()


def test_parity_says_what_the_rules_do_with_language_and_area(requests, town, areas, amina):
    """Two speak Arabic: too few to stand alone, and the rule about it moves both."""
    Service.objects.filter(pk=town["youth"].pk).update(languages=["ar"])
    a_rule(fact="spoken", points=90).save()
    requests += [tell(areas["south"], language="ar") for _time in range(3)]
    tried = trying_rules.look(a_day(TOMORROW), by=amina)
    (arabic,) = tried.languages
    assert (arabic.code, arabic.count, arabic.after, arabic.by_rule) == ("ar", 5, 5, 5)
    (south,) = tried.areas
    assert (south.code, south.count, south.by_rule) == (areas["south"].pk, 5, 0)


def test_whoever_may_not_see_the_rules_tries_none(requests, clara, loke):
    for who in (clara, loke):
        with pytest.raises(Refused):
            trying_rules.look(a_day(0), by=who)


def test_the_page_shows_the_rules_and_what_is_coming(at, requests, town, amina):
    client, page = at(amina), reverse("desk:rules")
    plain = client.get(page)
    assert len(plain.context["rules"]) == len(loading.read("suggestion_rules"))
    assert "tried" not in plain.context
    a_rule(service=town["youth"]).save()
    a_rule(code="later", effect="forbids", points=0, valid_from=a_day(9)).save()
    last, first = client.get(page), client.get(page, {"on": a_day(TOMORROW).isoformat()})
    assert [shown.context["moves"][0][1] for shown in (last, first)] == [None, town["youth"]]
    text = first.content.decode()
    assert "är vår favorit" in text
    assert reverse("desk:request_referrals", args=[requests[0].pk]) in text
    assert client.get(page, {"on": "2000-01-01"}).context["on"] == a_day(9)


def test_an_administrator_is_told_what_a_rule_would_do_before_it_is_saved(at, requests, town, adam):
    client, page = at(adam), reverse("desk:setting_new", args=["suggestion-rules"])
    told = {
        "code": "own", "title_sv": "är vår favorit", "fact": "always", "effect": "points",
        "points": "60", "service": str(town["youth"].pk), "valid_from": a_day(0).isoformat(),
    }  # fmt: skip
    asked = client.post(page, told)
    assert asked.context["warning"].startswith("Prövat på de senaste 7 förfrågningarna")
    assert "6 skulle få ett annat första förslag" in asked.context["warning"]
    assert not SuggestionRule.objects.filter(code="own").exists()
    assert client.post(page, told | {"understood": "on"}).status_code == 302
    assert SuggestionRule.objects.get(code="own").points == 60


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"points": "0"}, "__all__"),
        ({"effect": "forbids"}, "__all__"),
        ({"points": "101"}, "points"),
        ({"ages": ["13"]}, "ages"),
        ({"fact": "likes"}, "fact"),
        ({"title_sv": ""}, "title_sv"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    at, house, adam, told, field
):
    page = reverse("desk:setting_new", args=["suggestion-rules"])
    whole = {
        "code": "own", "title_sv": "är vår favorit", "fact": "always", "effect": "points",
        "points": "60", "valid_from": a_day(0).isoformat(),
    }  # fmt: skip
    answer = at(adam).post(page, whole | told)
    assert field in answer.context["form"].errors
    assert answer.context["form"]["code"].value() == "own"
    assert not SuggestionRule.objects.exists()
