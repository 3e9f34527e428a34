"""Somebody comes into the room: the page is gone at once, and Back does not bring it back."""

import re

import pytest

from intake.models import HelpRequest
from partners.models import Municipality
from tests.journeys.people import Visitor, code_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY, AWAY = "Han läser min telefon.", "https://weather.example/"
# Where no script leads there nobody answers for it, and a browser's page about that has a name of
# its own in some.
THERE = re.compile(f"{re.escape(AWAY)}|chrome-error:")
KEPT = "localStorage.length + sessionStorage.length"
AGES_AGO = """localStorage.draft = JSON.stringify(
  {...JSON.parse(localStorage.draft), until: Date.now() - 1})"""


@pytest.fixture
def phone(browser, browser_context_args, live_server, north):
    """phone(): somebody's telephone; phone(script=False): an old one. Nothing really goes out."""
    Municipality.objects.update(exit_url=AWAY)
    contexts = []

    def take_up(*, script: bool = True) -> Visitor:
        options = {**browser_context_args, "java_script_enabled": script}
        context = browser.new_context(**options, viewport={"width": 375, "height": 700})
        context.route(
            f"{AWAY}**", lambda route: route.fulfill(body="Sol", content_type="text/html")
        )
        contexts.append(context)
        return Visitor(context, live_server.url)

    yield take_up
    for context in contexts:
        context.close()


def writing(visitor: Visitor, path: str = "/request/") -> None:
    visitor.go("/")
    visitor.go(path)
    visitor.page.locator("textarea").first.fill(STORY)


def shift_three_times(page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def click(page) -> None:
    page.locator(".exit").click()


def shows(page, text: str) -> bool:
    fields = page.locator("textarea, input").evaluate_all("all => all.map((one) => one.value)")
    return text in page.content() or text in " ".join(fields)


@pytest.mark.parametrize("leave", [shift_three_times, click])
def test_the_page_is_replaced_and_back_leads_past_it(phone, leave):
    visitor = phone()
    writing(visitor)
    leave(visitor.page)
    visitor.page.wait_for_url(AWAY)
    visitor.page.go_back()
    assert visitor.path() == "/"
    assert not shows(visitor.page, STORY)
    visitor.go("/request/")
    assert not shows(visitor.page, STORY)


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_from_any_screen_every_step_back_shows_nothing(phone, script):
    visitor = phone(script=script)
    writing(visitor)
    gone(visitor)
    writing(visitor)
    visitor.press("[data-test=next]")
    gone(visitor)
    visitor.go("/request/")
    visitor.write(STORY, name="Kim")
    gone(visitor)


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_from_the_receipt_no_step_back_shows_the_code(phone, script):
    visitor = phone(script=script)
    visitor.go("/request/")
    visitor.write(STORY)
    visitor.press("[data-test=send]")
    gone(visitor, *code_on(visitor).split("-"))
    assert HelpRequest.objects.count() == 1


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_from_the_mailbox_back_shows_no_words_and_the_door_is_shut(phone, told, script):
    visitor = phone(script=script)
    visitor.go("/mailbox/")
    visitor.send("#code-form", code=told.code)
    visitor.page.locator("textarea").fill(STORY)
    gone(visitor, "hyran")
    visitor.go("/mailbox/thread/")
    assert visitor.path() == "/mailbox/"


def gone(visitor: Visitor, *words: str) -> None:
    """Leave, and look back as far as the browser goes: no word, no cookie, nothing kept."""
    with visitor.page.expect_request(AWAY):
        click(visitor.page)
    visitor.page.wait_for_url(THERE)
    assert visitor.context.cookies() == []
    for _step in range(5):
        visitor.page.go_back()
        shown = visitor.page.content()
        assert not [word for word in (STORY, *words) if word in shown]
        assert not shows(visitor.page, STORY)
        if visitor.page.url.startswith(visitor.address):
            assert visitor.page.evaluate(KEPT) == 0


def test_what_is_kept_on_the_device_is_kept_only_when_asked_and_goes_when_one_leaves(phone):
    visitor = phone()
    writing(visitor)
    assert visitor.page.evaluate("localStorage.length") == 0
    visitor.page.check("#keep-here")
    another = visitor.context.new_page()
    another.goto(f"{visitor.address}/request/")
    assert another.locator("textarea").input_value() == STORY
    assert another.locator("#keep-here").is_checked()
    another.locator(".exit").click()
    another.wait_for_url(AWAY)
    another.goto(f"{visitor.address}/request/")
    assert another.locator("textarea").input_value() == ""
    assert not another.locator("#keep-here").is_checked()


def test_what_is_kept_on_the_device_goes_after_an_hour_and_when_it_is_sent(phone):
    visitor = phone()
    writing(visitor)
    visitor.page.check("#keep-here")
    visitor.page.evaluate(AGES_AGO)
    another = visitor.context.new_page()
    another.goto(f"{visitor.address}/request/")
    assert another.locator("textarea").input_value() == ""
    assert another.evaluate("localStorage.length") == 0
    visitor.page.uncheck("#keep-here")
    visitor.page.check("#keep-here")
    visitor.write(STORY)
    assert visitor.page.evaluate("localStorage.length") == 1
    visitor.press("[data-test=send]")
    assert visitor.page.evaluate(KEPT) == 0


def test_capitals_do_not_throw_anybody_out(phone):
    visitor = phone()
    writing(visitor)
    visitor.page.locator("textarea").first.focus()
    for letter in "ABC":
        visitor.page.keyboard.press(f"Shift+{letter}")
    assert visitor.path() == "/request/"
    assert shows(visitor.page, f"{STORY}ABC")
