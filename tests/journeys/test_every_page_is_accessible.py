"""axe and a narrow telephone on every page, in light, dark and from right to left."""

from collections import defaultdict

import pytest

from tests.architecture import town
from tests.architecture.doors import names
from tests.journeys.looking import Looker
from tests.journeys.pages import NO_PAGES, ON_THE_WAY, every_page, is_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(live_server, settings):
    return town.build()


@pytest.fixture
def looking_as(browser, browser_context_args, live_server, here):
    """looking_as("amina"): her own browser, signed in; looking_as("nobody"): anybody's."""
    contexts = []

    def look(who: str) -> Looker:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        cookies = here.visitors[who].cookies.items()
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies]
        )
        return Looker(context, live_server.url)

    yield look
    for context in contexts:
        context.close()


def test_every_page_in_every_mode(here, looking_as):
    pages, wrong = defaultdict(list), []
    for page in every_page(here):
        pages[page.who].append(page)
    for who, theirs in pages.items():
        looker = looking_as(who)
        for page in theirs:
            status = looker.open(page.path)
            arrived = looker.page.url == looker.address + page.path
            if status != 200 or not arrived:
                wrong.append(f"{page}: {status} {looker.page.url}")
            wrong += [f"{page}: {fault}" for fault in looker.faults()]
    assert not wrong, "\n" + "\n".join(wrong)
