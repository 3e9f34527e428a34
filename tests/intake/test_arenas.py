"""A poster's short link fills in where somebody found it, and nothing else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from intake import arena_counts
from intake.models import HelpRequest
from intake.services import erasing, greeting
from intake.views import facts
from partners.models import Arena
from tests.intake.visitor import text_in

TODAY = timezone.localdate


@pytest.fixture
def library(north, areas):
    return Arena.objects.create(
        slug="biblioteket", name={"sv": "Biblioteket", "en": "The library"}, kind="library",
        area=areas["north"],
    )  # fmt: skip


@pytest.fixture
def closed(library):
    library.opens_on = TODAY() - timedelta(days=9)
    library.closes_on = TODAY()
    library.save()
    return library


def test_the_link_fills_in_the_arena_and_leaves_no_cookie(client, library):
    response = client.get(library.path)
    assert library.path == reverse("public:arena", args=[library.slug])
    form = response.context["form"]
    filled = {name for name, value in form.typed.items() if value} - {"ticket", "opened"}
    assert filled == {"arena"}
    assert not response.cookies
    assert "Du kom från" in text_in(response)
    assert "Biblioteket" in text_in(response)


def test_it_is_typed_in_capitals_too(client, library):
    assert client.get("/a/Biblioteket/").context["form"].typed["arena"] == library.slug


def test_the_arena_travels_through_the_screens_to_the_request_and_the_log(library, visit):
    questions = visit.send("Hej.", screen="message", arena=library.slug)
    assert ("arena", library.slug) in questions.context["form"].carried
    check = visit.send("Hej.", screen="questions", arena=library.slug)
    assert "Biblioteket" in [answer.value for answer in check.context["answers"]]
    visit.send("Hej.", screen="check", arena=library.slug)
    row = HelpRequest.objects.get()
    assert row.arena == library
    assert Event.objects.get(deed="helprequest.submit").facts["arena"] == "biblioteket"
    assert library in dict(facts.of(row)).values()


def test_whoever_takes_the_tick_away_came_from_nowhere(library, visit):
    visit.send("Hej.", screen="check")
    assert HelpRequest.objects.get().arena is None


@pytest.mark.parametrize("typed", ["okand", "biblioteket' --", "x" * 400])
def test_an_arena_that_is_none_stops_nobody(library, visit, typed):
    visit.send("Hej.", screen="check", arena=typed)
    assert HelpRequest.objects.get().arena is None


def test_a_closed_arena_leads_to_the_ordinary_form_and_says_so(client, closed, visit):
    response = client.get(closed.path)
    assert response.status_code == 200
    assert "Biblioteket är stängd" in text_in(response)
    assert "arena" not in response.context["form"].fields
    visit.send("Hej.", screen="check", arena=closed.slug)
    assert HelpRequest.objects.get().arena is None


def test_an_unknown_link_leads_to_the_first_page(client, library):
    response = client.get("/a/finns-inte/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_whoever_says_no_area_is_answered_by_those_who_work_at_the_arena(
    library, visit, south, areas
):  # fmt: skip
    library.area = areas["south"]
    library.save()
    greeting.forget()
    visit.send("Hej.", screen="check", arena=library.slug, area="")
    row = HelpRequest.objects.get()
    assert (row.unit, row.area) == (south.group, None)


def test_the_arena_is_erased_with_the_words(tell, library, loke):
    row = tell(arena=library).help_request
    erasing.close(row)
    erasing.clear(row, by=loke)
    row.refresh_from_db()
    assert row.arena is None


def test_of_a_protected_identity_neither_log_nor_list_says_where_they_were(tell, library):
    row = tell(arena=library, is_protected=True).help_request
    assert not Event.objects.get(deed="helprequest.submit").facts.get("arena")
    assert row.masked().arena is None


SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1)


def test_fewer_than_five_from_an_arena_are_not_counted_out(at, amina, tell, library):
    Arena.objects.update(opens_on=date(2026, 1, 1))
    for day, times in (("06-30", 4), ("09-30", 5), ("10-01", 1)):
        with time_machine.travel(f"2026-{day}T20:00Z", tick=False):
            for _nth in range(times):
                tell(arena=library)
    assert arena_counts.by_arena(SUMMER) == [("Biblioteket", None)]
    assert arena_counts.by_arena(AUTUMN) == [("Biblioteket", 5)]
    with time_machine.travel("2026-11-29T12:00Z", tick=False):
        page = text_in(at(amina).get(reverse("desk:feedback")))
    assert "<dt>Biblioteket</dt> <dd>5</dd>" in page
    assert "<dt>Biblioteket</dt> <dd>Färre än fem</dd>" in page


def test_neither_protected_identities_nor_machines_nor_the_erased_are_counted(tell, library, loke):
    Arena.objects.update(opens_on=date(2026, 1, 1))
    with time_machine.travel("2026-08-03T10:00Z", tick=False):
        rows = [tell(arena=library).help_request for _nth in range(5)]
        tell(arena=library, is_protected=True)
        tell(arena=library, suspicion="trap")
        assert arena_counts.by_arena(AUTUMN) == [("Biblioteket", 5)]
        erasing.close(rows[0])
        erasing.clear(rows[0], by=loke)
        assert arena_counts.by_arena(AUTUMN) == [("Biblioteket", None)]
