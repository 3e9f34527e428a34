"""Somebody comes into the room: the page is gone at once, and Back does not bring it back."""

import pytest

from partners.models import Municipality
from tests.journeys.people import Visitor, code_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY, AWAY = "Han läser min telefon.", "https://weather.example/"


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
    page.locator("a.exit").click()


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


def test_without_script_it_is_a_link_and_nothing_was_kept(phone):
    visitor = phone(script=False)
    writing(visitor)
    click(visitor.page)
    visitor.page.wait_for_url(AWAY)
    visitor.page.go_back()
    assert STORY not in visitor.page.content()


def test_from_the_receipt_back_shows_no_code(phone):
    visitor = phone()
    visitor.go("/request/")
    visitor.write(STORY)
    visitor.press("[data-test=send]")
    code = code_on(visitor)
    shift_three_times(visitor.page)
    visitor.page.wait_for_url(AWAY)
    visitor.page.go_back()
    shown = visitor.page.content()
    assert not [group for group in code.split("-") if group in shown]
    assert not shows(visitor.page, STORY)


def test_from_the_mailbox_back_shows_no_words(phone, told):
    visitor = phone()
    visitor.go("/mailbox/")
    visitor.send("#code-form", code=told.code)
    visitor.page.locator("textarea").fill(STORY)
    shift_three_times(visitor.page)
    visitor.page.wait_for_url(AWAY)
    visitor.page.go_back()
    assert "hyran" not in visitor.page.content()
    assert not shows(visitor.page, STORY)


def test_capitals_do_not_throw_anybody_out(phone):
    visitor = phone()
    writing(visitor)
    visitor.page.locator("textarea").first.focus()
    for letter in "ABC":
        visitor.page.keyboard.press(f"Shift+{letter}")
    assert visitor.path() == "/request/"
    assert shows(visitor.page, f"{STORY}ABC")
