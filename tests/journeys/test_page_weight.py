"""The first page fits in one round trip, and a whole visit into a poor connection."""

from urllib.parse import urlsplit

import brotli
import pytest

from config.demo import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_PAGE, WHOLE_VISIT, SCRIPT = 14 * 1024, 30 * 1024, 5 * 1024
PACKED = {"font/woff2", "image/png"}


@pytest.fixture
def loaded(page, here):
    """Everything that was fetched, by address: its kind and what it weighs on the line."""
    town.build()
    found = {}

    def weigh(response):
        body = response.body()
        kind = response.headers.get("content-type", "").partition(";")[0]
        weight = len(body) if kind in PACKED else len(brotli.compress(body))
        found[response.url] = (kind, weight, len(body), response.headers)

    page.on("requestfinished", lambda request: weigh(request.response()))
    return found


def test_the_first_page_and_a_whole_visit_are_light(page, here, loaded):
    page.goto(f"{here}/", wait_until="networkidle")
    first = sum(weight for kind, weight, *_ in loaded.values() if kind in ("text/html", "text/css"))
    assert page.context.cookies() == []
    page.goto(f"{here}/request/", wait_until="networkidle")
    script = sum(raw for kind, _weight, raw, _ in loaded.values() if "javascript" in kind)
    whole = sum(weight for _kind, weight, *_ in loaded.values())
    assert len(loaded) >= 5
    assert first <= FIRST_PAGE
    assert script <= SCRIPT
    assert whole <= WHOLE_VISIT


def test_nobody_else_hears_of_the_visit(page, here, loaded):
    for path in ("/", "/request/", "/mailbox/", "/your-data/", "/accessibility/"):
        page.goto(here + path, wait_until="networkidle")
        kept = {cookie["name"] for cookie in page.context.cookies()}
        assert kept <= {"csrf"}, path  # the code form's own; the public form needs none
    assert {urlsplit(url).netloc for url in loaded} == {urlsplit(here).netloc}
    for url, (kind, *_rest, headers) in loaded.items():
        if kind == "text/html":
            assert headers["cache-control"] == "no-store", url
