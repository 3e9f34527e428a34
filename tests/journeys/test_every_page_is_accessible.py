"""axe, the W3C's checker and a narrow telephone on every page there is.

axe looks at it in the light, in the dark and from right to left.
"""

from collections import defaultdict

import pytest

from config.languages import EVERYBODYS
from tests.architecture.answers import DOORS, EITHER
from tests.architecture.doors import address, views
from tests.architecture.standing import committed_town
from tests.journeys import validating
from tests.journeys.looking import Looker
from tests.journeys.pages import NO_PAGES, ON_THE_WAY, every_page, is_page
from tests.journeys.people import Visitor
from tests.journeys.walks import WALKS

__all__ = ["committed_town"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARES = 4  # of all pages: so that every worker has something to look at


@pytest.fixture
def here(live_server, committed_town):
    return committed_town


@pytest.fixture
def looking_as(browser, browser_context_args, live_server, here):
    """looking_as("amina"): her own browser, signed in; looking_as("nobody"): anybody's."""
    contexts = {}

    def look(who: str) -> Looker:
        if who not in contexts:
            contexts[who] = browser.new_context(**browser_context_args)
            given = here.visitors[who].cookies.items()
            contexts[who].add_cookies(
                [{"name": name, "value": value, "url": live_server.url} for name, value in given]
            )
        return Looker(Visitor(contexts[who], live_server.url))

    yield look
    for context in contexts.values():
        context.close()


def test_every_address_is_looked_at_or_named_as_no_page():
    looked_at = {name for name in DOORS if is_page(name)}
    lead_on = {name for name, door in DOORS.items() if door.get not in (200, EITHER)}
    assert {name for name, _view in views()} == looked_at | lead_on | NO_PAGES | ON_THE_WAY


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_in_every_mode(here, looking_as, share, tmp_path):
    pages, sources, wrong = defaultdict(list), {}, []
    for page in every_page(here)[share::SHARES]:
        pages[page.who].append(page)
    for who, theirs in pages.items():
        looker = looking_as(who)
        for page in theirs:
            looker.visitor.go(page.path)
            if (looker.status, looker.visitor.path()) != (200, page.path):
                wrong.append(f"{page}: {looker.status} at {looker.visitor.path()}")
            if not looker.is_page:
                wrong.append(f"{page}: a file, and not named as one")
                continue
            sources[str(page)] = looker.source()
            wrong += [f"{page}: {fault}" for fault in looker.faults()]
        looker.page.close()
    wrong += validating.faults(sources, tmp_path)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_that_answers_a_form_or_a_failure(here, looking_as, share, tmp_path):
    sources, wrong = {}, []
    for walk in WALKS[share::SHARES]:
        looker = looking_as(walk.who)
        walk.go(looker.visitor, here)
        if looker.status != walk.status:
            wrong.append(f"{walk}: {looker.status}")
        sources[str(walk)] = looker.source()
        wrong += [f"{walk}: {fault}" for fault in looker.faults()]
        looker.page.close()
    wrong += validating.faults(sources, tmp_path)
    assert not wrong, "\n" + "\n".join(wrong)


def test_what_residents_read_is_valid_in_every_language(client, north, tmp_path):
    names = [name for name in DOORS if name.startswith(("public:", "mailbox:enter"))]
    paths = [address(name) for name in names if is_page(name) and not DOORS[name].fixed]
    sources = {}
    for code in EVERYBODYS:
        for path in paths:
            sources[f"{path} in {code}"] = client.get(path, {"lang": code}).content.decode()
        wrong = client.post("/request/", {"story": "", "asker": "young"})
        sources[f"an error in {code}"] = wrong.content.decode()
    assert len(sources) >= 80
    assert not validating.faults(sources, tmp_path)
