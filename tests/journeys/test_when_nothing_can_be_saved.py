"""A locked database or a full disk: an error in plain words, and the text is still there."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.db import connection

from intake.models import HelpRequest, Message
from intake.services import admitting, conversing, triaging
from tests.intake.visitor import FORM
from tests.journeys.people import code_on, signed_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Jag är rädd hemma 😢 – أحتاج إلى مساعدة – och vet inte vad jag ska göra.\n" * 240


def value(visitor, name: str) -> str:
    return visitor.page.locator(f'[name="{name}"]').first.input_value()


@contextmanager
def locked(connection):
    """Somebody else writes and does not stop; we wait a moment instead of twenty seconds."""
    options = connection.settings_dict["OPTIONS"]
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    patience, options["timeout"] = options["timeout"], 0.2
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        options["timeout"] = patience


@contextmanager
def full(connection):
    """The disk has no room for another page."""
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    with sqlite3.connect(connection.settings_dict["NAME"]) as other:
        other.execute("VACUUM")
        (pages,) = other.execute("PRAGMA page_count").fetchone()
    other.close()
    usual = options["init_command"]
    options["init_command"] = f"{usual} PRAGMA max_page_count={pages};"
    try:
        yield
    finally:
        options["init_command"] = usual


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize("trouble", [locked, full])
def test_what_cannot_be_saved_stays_in_the_form_with_whom_to_call(
    browser, browser_context_args, live_server, north, trouble, script
):
    options = {**browser_context_args, "java_script_enabled": script}
    with visiting(browser, options, live_server.url) as resident:
        could_not_be_saved_and_then_could(resident, trouble)


def could_not_be_saved_and_then_could(resident, trouble) -> None:
    resident.go(FORM)
    resident.write(STORY, name="Kim")
    with trouble(connection):
        answers = []
        resident.page.on("response", lambda response: answers.append(response.status))
        resident.press("[data-test=send]")
        assert 503 in answers
        assert (value(resident, "story"), value(resident, "name")) == (STORY, "Kim")
        assert resident.page.locator("[role=alert]").count() == 1
        assert resident.page.locator("main a[href^='tel:']").count() >= 1
        assert not HelpRequest.objects.exists()
    resident.press("[data-test=send]")
    thread = conversing.read_thread(admitting.admit(code_on(resident)))
    assert thread.said[0].text == STORY.strip()


@pytest.mark.parametrize("trouble", [locked, full])
def test_an_answer_that_cannot_be_saved_is_shown_and_sent_again(
    browser, browser_context_args, live_server, told, amina, trouble
):
    row = triaging.take(told.help_request.pk, by=amina)
    with signed_in(browser, browser_context_args, live_server.url, "amina") as visitor:
        visitor.go(f"/desk/requests/{row.pk}/answer/")
        visitor.fill(text=STORY)
        with trouble(connection):
            visitor.press("#deed-form button[type=submit]")
            assert value(visitor, "text") == STORY
        visitor.press("main form button")
    assert Message.objects.count() == 1
