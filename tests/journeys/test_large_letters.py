"""Letters of twice the size, and words without an end: all of it is still on the screen."""

import pytest

from intake.models import HelpRequest
from partners.models import PhoneNumber
from tests.journeys.people import code_on, signed_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A telephone of 320 points with everything at 200 % has room for this much.
NARROW = {"width": 160, "height": 320}
PHONE = {"width": 375, "height": 700}
WITHOUT_END = "hjälp" * 60
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_nothing_runs_off_the_screen(page, live_server, north):
    PhoneNumber.objects.create(
        label={"sv": "Socialjouren, kvällar och helger"}, number="08-465 004 03", when="always"
    )
    page.set_viewport_size(NARROW)
    for path in ("/", "/request/", "/mailbox/", "/now/", "/child/report/", "/?lang=ar"):
        page.goto(live_server.url + path)
        assert page.locator("a[href^='tel:']").count()
        assert page.evaluate(TOO_WIDE) == 0, path
        way_out = page.locator(".exit").bounding_box()
        assert 0 <= way_out["x"] <= way_out["x"] + way_out["width"] <= NARROW["width"], path


def test_a_word_without_an_end_is_broken(browser, browser_context_args, live_server, areas, amina):
    """An address of the net, or a finger that stays on a key."""
    here = (browser, {**browser_context_args, "viewport": PHONE}, live_server.url)
    with visiting(*here) as resident:
        resident.go("/request/")
        resident.write(WITHOUT_END)
        fits(resident)
        resident.press("[data-test=send]")
        code = code_on(resident)
        resident.go("/mailbox/")
        resident.send("#code-form", code=code)
        fits(resident)
    with signed_in(*here, "amina") as reader:
        request = HelpRequest.objects.get()
        reader.go(f"/desk/requests/{request.pk}/")
        reader.press(f"form[action$='/{request.pk}/take/'] button")
        reader.send("#open-form", purpose="triage")
        fits(reader)


def fits(visitor) -> None:
    assert WITHOUT_END in visitor.page.content()
    assert visitor.page.evaluate(TOO_WIDE) == 0, visitor.path()
