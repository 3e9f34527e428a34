"""A social worker in the street: one bar, one thumb, and an answer that gets lost on its way."""

from time import monotonic

import pytest

from config.demo import town
from intake.models import HelpRequest
from tests import photographs
from tests.journeys.people import code_on, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Tjej som sover på stationen, vill ha någon att prata med."
SLOW_3G = {
    "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000,
}  # fmt: skip
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True}
ADDRESS = "/desk/outreach/?arena=ekbacksskolan"
EMPTY = "Object.keys({...localStorage, ...sessionStorage}).length"


@pytest.fixture
def in_the_street(browser, browser_context_args, live_server):
    photographs.standing(town.build)

    def going_out(**more):
        options = {**browser_context_args, **PHONE, **more}
        return signed_in(browser, options, live_server.url, "amina")

    return going_out


def lose(page, *, first: int) -> list[str]:
    """The first answers never arrive, though the server has done its part."""
    lost = []

    def drop(route):
        if route.request.method != "POST" or len(lost) >= first:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    page.route("**/desk/outreach/*", drop)
    return lost


def write(page) -> None:
    page.fill("[name=story]", STORY)
    page.check("[name=way][value=none]")


def test_an_answer_that_got_lost_is_asked_for_again_and_is_one_request(
    in_the_street, record_property
):
    with in_the_street() as amina:
        page = amina.page
        amina.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_3G)
        began = monotonic()
        amina.go(ADDRESS)
        opened = monotonic() - began
        lost = lose(page, first=1)
        write(page)
        page.tap("[data-test=send]")
        page.locator("[data-says]", has_text="2 s").wait_for()
        assert page.input_value("[name=story]") == STORY
        assert page.evaluate(EMPTY) == 0
        page.locator("output").wait_for()
        record_property("seconds to open", round(opened, 1))
        record_property("seconds to the code", round(monotonic() - began, 1))
        assert len(lost) == 1
        assert code_on(amina).replace("-", "") in "".join(lost[0].split()).replace(
            "</span><span>", ""
        )
        assert page.evaluate(EMPTY) == 0
        row = HelpRequest.objects.get(channel="outreach_note")
        assert (row.arena.slug, row.asker) == ("ekbacksskolan", "self")


def test_whoever_closes_the_page_while_it_is_unsent_is_warned(in_the_street):
    with in_the_street() as amina:
        page = amina.page
        amina.go(ADDRESS)
        page.route("**/desk/outreach/*", lambda route: route.abort())
        write(page)
        page.tap("[data-test=send]")
        page.locator("[data-says]", has_text="2 s").wait_for()
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.close(run_before_unload=True)
        page.wait_for_timeout(500)
        assert asked == ["beforeunload"]
        page.unroute("**/desk/outreach/*")
        page.tap("[data-test=send]")
        page.locator("output").wait_for()
        assert HelpRequest.objects.filter(channel="outreach_note").count() == 1


def test_a_session_that_ended_shows_the_words_and_they_are_sent_after_signing_in(in_the_street):
    with in_the_street() as amina:
        page, cookies = amina.page, amina.context.cookies()
        amina.go(ADDRESS)
        write(page)
        amina.context.clear_cookies(name="lotsen")
        page.tap("[data-test=send]")
        page.locator("textarea[readonly]").wait_for()
        assert page.input_value("[name=story]") == STORY
        amina.context.add_cookies(cookies)
        page.tap("main form button[type=submit]")
        page.locator("output").wait_for()
        assert HelpRequest.objects.filter(channel="outreach_note").count() == 1


def test_an_answer_that_is_no_leaves_the_words_where_they_are(in_the_street):
    with in_the_street() as amina:
        page = amina.page
        amina.go(ADDRESS)
        page.route("**/desk/outreach/*", lambda route: route.fulfill(status=403, body="no"))
        write(page)
        page.tap("[data-test=send]")
        page.locator("[data-says]", has_text="403").wait_for()
        assert page.input_value("[name=story]") == STORY
        assert page.is_editable("[name=story]")


def test_without_a_script_loading_the_answer_again_is_no_second_request(in_the_street):
    with in_the_street(java_script_enabled=False) as amina:
        amina.go(ADDRESS)
        write(amina.page)
        amina.press("[data-test=send]")
        code = code_on(amina)
        amina.page.reload()
        assert code_on(amina) == code
        assert HelpRequest.objects.filter(channel="outreach_note").count() == 1
