import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from audit import newest, trail, vault
from audit.guard import OutOfReach, Refused
from audit.models import Event, Link
from audit.services import reviewing
from audit.services.reviewing import Sought
from tests.conftest import STORY


@trail.act
def read(help_request, by, purpose="triage"):
    vault.unseal(help_request, "story", by=by, purpose=purpose)


@pytest.fixture
def read_once(help_request, amina):
    read(help_request, by=amina)
    return Event.objects.get(deed="helprequest.opened")


@pytest.fixture
def lookers(client, loke, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(loke)
    return client


def found(by, **sought):
    return [event.pk for event in reviewing.look(Sought(**sought), 1, by=by)]


def test_the_reviewer_sees_who_what_when_and_why_but_no_word(lookers, read_once, amina):
    page = lookers.get(reverse("desk:log")).content.decode()
    assert amina.name in page
    assert read_once.about.split("/")[0].split(".")[0] in read_once.about
    assert STORY not in page
    assert "Kim" not in page


def test_the_newest_line_comes_first(help_request, amina, loke):
    read(help_request, by=amina)
    read(help_request, by=amina)
    moments = dict(Event.objects.values_list("pk", "at"))
    pks = found(loke)
    assert pks == sorted(pks, key=lambda pk: (moments[pk], pk), reverse=True)


@pytest.mark.parametrize("key", ["about", "reference", "actor", "group", "organisation", "subject"])
def test_the_log_can_be_asked(read_once, help_request, south, house, loke, key):
    asked = {
        "about": {"about": read_once.about, "group": "reads"},
        "reference": {"about": help_request.reference.lower(), "group": "reads"},
        "actor": {"actor": read_once.actor, "group": "reads"},
        "group": {"group": "reads"},
        "organisation": {"organisation": str(house.pk), "group": "reads"},
        "subject": {"subject": str(help_request.subject), "group": "reads"},
    }[key]
    assert found(loke, **asked) == [read_once.pk]
    nobody = {"about": "x/1", "subject": "0" * 32, "actor": "user/0", "organisation": "x"}
    for name in set(asked) & set(nobody):
        assert found(loke, **asked | {name: nobody[name]}) == []


def test_a_period_has_two_ends(read_once, loke):
    today = timezone.localdate()
    assert read_once.pk in found(loke, since=today, until=today)
    assert found(loke, since=today + timedelta(days=1)) == []
    assert found(loke, until=today - timedelta(days=1)) == []


def test_a_period_may_reach_to_the_edges_of_the_calendar(read_once, loke):
    assert read_once.pk in found(loke, since=date.min, until=date.max)
    assert found(loke, since=date.max) == found(loke, until=date.min) == []


def test_a_day_begins_and_ends_where_we_are(help_request, amina, loke):
    """Half past eleven in the evening is no part of the next day, nor the reverse."""
    with time_machine.travel("2027-07-01 23:30+02:00", tick=False):
        read(help_request, by=amina)
    with time_machine.travel("2027-07-02 00:30+02:00", tick=False):
        read(help_request, by=amina)
    first, second = Event.objects.filter(deed="helprequest.opened").order_by("at")
    one, other = date(2027, 7, 1), date(2027, 7, 2)
    assert found(loke, since=one, until=one, group="reads") == [first.pk]
    assert found(loke, since=other, until=other, group="reads") == [second.pk]


def test_of_very_many_lines_the_newest_are_counted_and_shown(lookers, read_once, monkeypatch):
    monkeypatch.setattr(newest, "MOST", 1)
    page = lookers.get(reverse("desk:log"), {"page": "7"})
    shown = page.context["page"]
    assert (shown.paginator.count, shown.number, shown.paginator.is_more) == (1, 1, True)
    assert 'data-test="is-more"' in page.content.decode()
    only = lookers.get(reverse("desk:log"), {"about": read_once.about, "group": "reads"})
    assert only.context["page"].paginator.count == 1
    assert 'data-test="is-more"' not in only.content.decode()


def test_what_is_rare_is_looked_for_in_a_month_unless_somebody_asks_for_more(
    lookers, loke, read_once
):
    """Through a million lines it would take as long as there are lines."""
    log = reverse("desk:log")
    at = timezone.localdate(read_once.at)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        lookers.force_login(loke)
        shown = lookers.get(log, {"group": "reads", "since": "", "page": "1"})
        month = timezone.localdate() - timedelta(days=30)
        assert shown.context["form"].cleaned_data["since"] == month
        assert not shown.context["page"].object_list
        assert "components/empty_state.html" in {one.name for one in shown.templates}
        year, _five = [query for _label, query in shown.context["wider"]]
        assert f'href="?{escape(year)}"' in shown.content.decode()
        for query in (year, f"group=reads&about={read_once.about}", f"since={at}&group=reads"):
            wider = lookers.get(f"{log}?{query}")
            assert [one.pk for one in wider.context["page"]] == [read_once.pk], query
            assert not wider.context["wider"]
        until = at + timedelta(days=10)
        before = lookers.get(log, {"group": "reads", "until": until.isoformat()})
        assert [one.pk for one in before.context["page"]] == [read_once.pk]


def test_looking_is_a_line_of_its_own(loke, read_once):
    found(loke, group="reads")
    event = Event.objects.get(deed="log.viewed")
    assert (event.actor, event.facts["group"]) == (f"user/{loke.pk}", "reads")


def test_nobody_reviews_their_own_lines(loke, read_once):
    found(loke)
    own = Event.objects.get(deed="log.viewed")
    assert own.pk not in found(loke)
    with pytest.raises(OutOfReach):
        reviewing.look_at(own.link.number, by=loke)


def test_one_line_shows_its_place_in_the_chain(lookers, read_once):
    link = Link.objects.get(event=read_once)
    page = lookers.get(reverse("desk:log_event", args=[link.number])).content.decode()
    assert bytes(link.digest).hex() in page.replace("<wbr>", "")
    assert STORY not in page


def test_only_a_reviewer_may_look(amina, adam, sofia, read_once, client):
    for somebody in (amina, adam, sofia):
        with pytest.raises(Refused):
            reviewing.look(Sought(), 1, by=somebody)
        client.force_login(somebody)
        for name in ("log", "log_whole", "review", "review_figures"):
            assert client.get(reverse(f"desk:{name}")).status_code in (302, 403)


def test_a_strange_question_gets_the_form_back(lookers):
    for query in ("about=two+words", "since=tomorrow", "actor=x", "subject=x", "page=9" * 40):
        assert lookers.get(f"{reverse('desk:log')}?{query}").status_code in (200, 400)


def test_the_table_is_traced_and_runs_no_formula(loke, help_request, amina, monkeypatch):
    amina.name = "=cmd|' /C calc'!A0"
    amina.save()
    read(help_request, by=amina)
    rows = list(csv.DictReader(io.StringIO(reviewing.export(Sought(group="reads"), by=loke))))
    assert rows[0]["name"].startswith("'=")
    assert Event.objects.get(deed="log.export").facts["lines"] == len(rows) == 1


def test_the_table_is_only_given_on_a_button(lookers, read_once):
    assert lookers.get(reverse("desk:log_export")).status_code == 405
    answer = lookers.post(f"{reverse('desk:log_export')}?group=reads")
    assert answer["Content-Type"].startswith("text/csv")
    assert read_once.actor in answer.content.decode()


def test_the_page_says_whether_the_log_is_whole(lookers, read_once):
    page = lookers.post(reverse("desk:log_whole")).content.decode()
    assert 'data-test="whole"' in page
    assert Event.objects.filter(deed="log.verify").exists()


def test_the_list_takes_few_queries(lookers, help_request, amina, django_assert_max_num_queries):
    for _n in range(20):
        read(help_request, by=amina)
    lookers.get(reverse("desk:log"))  # what a process keeps is known by now
    with django_assert_max_num_queries(24):
        lookers.get(reverse("desk:log"))
