"""The first page fits in one round trip, and a whole visit into a poor connection."""

from urllib.parse import urlsplit

import brotli
import pytest

from config.demo import town
from tests import photographs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_PAGE, WHOLE_VISIT, SCRIPT = 14 * 1024, 30 * 1024, 5 * 1024
WAY = (  # after the first: who asks, on, how to be reached, on, sent
    "[name=asker][value=young]", "[data-test=next]", "[name=way][value=none]",
    "[data-test=next]", "[data-test=send]",
)  # fmt: skip
PACKED = {"font/woff2", "image/png"}


@pytest.fixture
def loaded(page, here):
    """Everything that was fetched, by address: its kind and what it weighs on the line."""
    photographs.standing(town.build)
    found = {}

    def weigh(response):
        body = response.body()
        kind = response.headers.get("content-type", "").partition(";")[0]
        weight = len(body) if kind in PACKED else len(brotli.compress(body))
        once = response.url if kind != "text/html" else f"{response.url}#{len(found)}"
        found[once] = (kind, weight, len(body), response.headers)

    page.on("requestfinished", lambda request: weigh(request.response()))
    return found


def test_the_first_page_and_a_whole_visit_are_light(page, here, loaded):
    page.goto(f"{here}/", wait_until="networkidle")
    first = sum(weight for kind, weight, *_ in loaded.values() if kind in ("text/html", "text/css"))
    assert page.context.cookies() == []
    page.goto(f"{here}/leave/", wait_until="networkidle")
    page.goto(f"{here}/request/", wait_until="networkidle")
    script = sum(raw for kind, _weight, raw, _ in loaded.values() if "javascript" in kind)
    whole = sum(weight for _kind, weight, *_ in loaded.values())
    assert len(loaded) >= 5
    assert first <= FIRST_PAGE
    assert script <= SCRIPT
    assert whole <= WHOLE_VISIT


def test_on_a_phone_it_is_three_screens_and_six_taps_to_the_receipt(page, here, loaded):
    """Typing is not counted: a tap chooses an answer, or opens what comes next."""
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{here}/", wait_until="networkidle")
    page.click("[data-test=write]")
    screens = [page.locator("h1").inner_text()]
    page.fill("[name=story]", "Jag orkar inte mer.")
    for target in WAY:
        page.click(target)
        page.wait_for_load_state("networkidle")
        screens.append(page.locator("h1").inner_text())
    assert page.locator("output").is_visible()
    assert 1 + len(WAY) <= 6
    assert len(set(screens[:-1])) <= 3
    assert sum(weight for _kind, weight, *_ in loaded.values()) <= WHOLE_VISIT


def test_nobody_else_hears_of_the_visit(page, here, loaded):
    for path in ("/", "/request/", "/leave/", "/mailbox/", "/your-data/", "/accessibility/"):
        page.goto(here + path, wait_until="networkidle")
        kept = {cookie["name"] for cookie in page.context.cookies()}
        assert kept <= {"csrf"}, path  # the code form's own; the public form needs none
    assert {urlsplit(url).netloc for url in loaded} == {urlsplit(here).netloc}
    for url, (kind, *_rest, headers) in loaded.items():
        if kind == "text/html":
            assert headers["cache-control"] == "no-store", url
