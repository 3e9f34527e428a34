"""Letters of twice the size on a small phone: the way out and the numbers are still there."""

import pytest

from partners.models import PhoneNumber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A telephone of 320 points with everything at 200 % has room for this much.
NARROW = {"width": 160, "height": 320}
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
