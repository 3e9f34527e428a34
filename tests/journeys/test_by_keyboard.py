"""Without a mouse: Tab, Space, Enter and the arrows, and always seeing where one is."""

import pytest

from audit.models import Event
from intake.models import HelpRequest, Message
from tests.journeys.people import Visitor, code_on, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Jag behöver någon att prata med."
SEEN = """() => {
  const here = document.activeElement, look = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  return ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const middle = box.top + Math.min(box.height / 2, 20);
  const top = document.elementFromPoint(box.left + box.width / 2, middle);
  return !top || !(document.activeElement.contains(top) || top.contains(document.activeElement));
}"""


class Keys:
    """Somebody at a keyboard. Every stop on the way must be seen and not be covered."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page, self.press = visitor, visitor.page, visitor.page.keyboard.press
        self.page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once

    def at(self, selector: str) -> bool:
        return self.page.evaluate("what => document.activeElement.matches(what)", selector)

    def go_to(self, selector: str, *, key: str = "Tab") -> None:
        for _ in range(80):
            self.press(key)
            assert self.at("body") or self.page.evaluate(SEEN), self._where("is not seen")
            assert self.at("body") or not self.page.evaluate(COVERED), self._where("is covered")
            if self.at(selector):
                return
        raise AssertionError(f"Tab never came to {selector}")

    def _where(self, what: str) -> str:
        return self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)") + what

    def type(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.page.keyboard.type(text)

    def enter(self, selector: str) -> None:
        self.go_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Into the group with Tab, to the answer with the arrows."""
        self.go_to(f"[name={name}]")
        for _ in range(20):
            if self.at(f"[value='{value}']"):
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {value}")


@pytest.fixture
def resident(page, here, north, areas):
    visitor = Visitor(page.context, here)
    page.close()
    return Keys(visitor)


def test_from_the_first_page_to_the_receipt_and_into_the_mailbox(resident):
    resident.visitor.go("/")
    resident.go_to(".skip")
    resident.press("Enter")
    assert resident.at("#main")
    resident.enter("[data-test=write]")
    resident.type("[name=story]", STORY)
    resident.choose("asker", "relative")
    resident.enter("[data-test=next]")
    resident.choose("about", "family")
    resident.go_to("[name=age_band]")
    resident.press("ArrowDown")
    resident.choose("way", "email")
    resident.type("[name=email]", "kim@example.org")
    resident.enter("[data-test=next]")
    resident.enter("[data-test=send]")
    code = code_on(resident.visitor)
    row = HelpRequest.objects.get()
    assert (row.about, row.safe_contact.way) == ("family", "email")
    assert row.age_band != "unknown"
    resident.visitor.go("/mailbox/")
    resident.type("[name=code]", code)
    resident.press("Enter")
    resident.page.wait_for_url("**/thread/")
    assert STORY in resident.visitor.reads()


def test_what_went_wrong_takes_the_focus_and_leads_to_the_field(resident):
    resident.visitor.go("/request/")
    resident.enter("[data-test=next]")
    assert resident.at("[data-errors]")
    resident.go_to("[data-errors] a")
    resident.press("Enter")
    assert resident.at("[name=story]")
    assert resident.page.locator("[name=story]").get_attribute("aria-invalid") == "true"


def test_staff_take_open_and_answer(browser, browser_context_args, live_server, told, amina):
    with signed_in(browser, browser_context_args, live_server.url, "amina") as visitor:
        keys = Keys(visitor)
        visitor.go("/desk/queue/")
        keys.go_to(".skip")
        keys.press("Enter")
        keys.enter("[data-test=queue] th a")
        keys.enter("form[action$='/take/'] button")
        keys.choose("purpose", "triage")
        keys.enter("#open-form button")
        keys.type("#answer-form [name=text]", "Hej! Ring oss i morgon.")
        keys.enter("#answer-form button[type=submit]")
        assert Message.objects.count() == 1
        assert Event.objects.filter(deed="helprequest.opened").exists()
        keys.go_to("details.user summary")
        keys.press("Enter")
        keys.go_to("details.user a")
        keys.press("Escape")
        assert keys.at("details.user summary")
        assert not visitor.page.locator("details.user[open]").count()
