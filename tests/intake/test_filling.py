"""A receipt is drawn once for all and filled in for each – and never shows one visitor another."""

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from intake import tickets
from intake.models import HelpRequest
from intake.services import greeting
from intake.views import filling
from partners.models import Municipality
from tests.intake.visitor import FORM, Visit, text_in


@pytest.fixture
def drawings(monkeypatch):
    """The templates that are really drawn from now on."""
    seen, draw = [], filling._drawn
    counted = lambda request, name, *rest: seen.append(name) or draw(request, name, *rest)  # noqa: E731
    monkeypatch.setattr(filling, "_drawn", counted)
    return seen


def send(client, speaks="sv", **fields):
    """What somebody meets who sends a form of their own: the page, and all that is theirs."""
    ticket = tickets.new()
    given = {"ticket": ticket, "story": "Jag behöver råd om sömn.", **fields}
    headers = {"Origin": "http://testserver", "Accept-Language": speaks}
    page = client.post(FORM, given, headers=headers)
    reference = HelpRequest.objects.get(ticket=tickets.digest(ticket)).reference
    return page, (ticket, Visit.code(page), reference, Visit.value(page, "ticket"))


def test_everybody_meets_what_is_theirs_and_nothing_of_anybody_else(north, client, drawings):
    (first, hers), (second, his) = send(client), send(client)
    assert drawings == ["intake/public/receipt.html"]
    for page, own, others in [(first, hers, his), (second, his, hers)]:
        assert all(one in text_in(page) for one in own)
        assert not any(one in text_in(page) for one in others)


def test_what_is_kept_says_nothing_of_whoever_came(north, client):
    _page, own = send(client)
    [drawing] = greeting.front().drawn.values()
    kept = "".join(drawing.pieces)
    assert len(kept) > 2000
    assert not any(one in kept for one in own)


def test_what_is_filled_in_is_the_same_page_as_one_that_is_drawn(
    north, client, drawings, monkeypatch
):
    ticket = tickets.new()
    monkeypatch.setattr(tickets, "new", lambda: "n" * 32)
    monkeypatch.setattr(greeting, "forget", lambda: None)  # as if a minute had not gone yet
    given = {"ticket": ticket, "story": "Jag behöver råd om sömn."}
    _first, filled, again = [client.post(FORM, given) for _ in range(3)]
    client.cookies["language"] = "sv"
    drawn = client.post(FORM, given)
    assert filled.content == again.content == drawn.content
    assert len(drawings) == 2  # that it is new, and that we have it already


def test_a_language_a_way_and_a_promise_have_receipts_of_their_own(north, client, drawings):
    swedish, _ = send(client)
    english, _ = send(client, "en")
    called, _ = send(client, way="phone", phone="070-174 06 05")
    assert len(drawings) == 3
    assert "Your receipt code" in text_in(english)
    assert "Your receipt code" not in text_in(swedish)
    assert text_in(called).count("Vi ringer") > text_in(swedish).count("Vi ringer")


@pytest.mark.parametrize("story", ["Min man slog mig förra veckan.", "Jag vill inte leva längre."])
def test_numbers_for_somebody_in_danger_are_on_no_receipt_that_is_kept(north, client, story):
    page, _ = send(client, story=story)
    assert 'data-test="heard"' in text_in(page)
    assert not greeting.front().drawn
    calm, _ = send(client)
    assert 'data-test="heard"' not in text_in(calm)


def test_whoever_is_signed_in_meets_a_page_that_nobody_else_does(north, client, amina):
    client.force_login(amina)
    page, _ = send(client)
    assert page.status_code == 200
    assert not greeting.front().drawn


def test_a_change_in_the_house_is_on_the_next_receipt(north, client):
    assert "Ekhyddan" not in text_in(send(client)[0])
    Municipality.objects.update(name="Ekhyddan")
    greeting.forget()
    assert "Ekhyddan" in text_in(send(client)[0])


# --- The tool itself ---------------------------------------------------------------------------


def fill(monkeypatch, template: str, own: dict, kept: dict | None = None, alike=()) -> str:
    def draw(_name, values, request=None):
        return Template(template).render(Context(values))

    monkeypatch.setattr(filling, "render_to_string", draw)
    request = HttpRequest()
    request.META["HTTP_HOST"] = "testserver"
    return filling.filled(
        request, "a.html", own, lambda own: own, kept={} if kept is None else kept, alike=alike
    )  # fmt: skip


def test_what_somebody_wrote_stays_text(monkeypatch):
    said = {"one": "<b>", "two": mark_safe("<i>x</i>")}
    page = fill(monkeypatch, '<p title="{{ one }}">{{ two }}{{ one }}</p>', said)
    assert page == '<p title="&lt;b&gt;"><i>x</i>&lt;b&gt;</p>'


@pytest.mark.parametrize("template", ["{{ one|slice:':4' }}", "{{ one|upper }}", "nothing"])
def test_a_page_that_does_not_show_something_as_it_is_is_refused(monkeypatch, template):
    with pytest.raises(LookupError, match="one"):
        fill(monkeypatch, template, {"one": "x"})


def test_only_so_many_drawings_are_kept(monkeypatch):
    kept = {}
    for number in range(filling.MOST + 5):
        assert fill(monkeypatch, "{{ one }}", {"one": "x"}, kept, (number,)) == "x"
    assert len(kept) == filling.MOST
