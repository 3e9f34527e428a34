"""Slips, impatience and bad luck in a real browser: one request, and no word lost."""

import pytest
from django.contrib.sessions.models import Session

from audit.vault import receipts
from intake.models import HelpRequest, Message
from intake.services import admitting, conversing, triaging
from tests.conftest import PASSWORD
from tests.intake.visitor import FORM
from tests.journeys.people import code_on, signed_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Jag är rädd hemma 😢 – أحتاج إلى مساعدة – och vet inte vad jag ska göra.\n" * 40
SENDS_TWICE = """async () => {
  const form = document.querySelector("#request-form");
  const body = () => new URLSearchParams(new FormData(form));
  const send = () => fetch(form.action, {method: "POST", body: body()});
  const answers = await Promise.all([send(), send(), send()]);
  return Promise.all(answers.map(async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [answer.status, page.querySelector("output")?.innerText.trim().split(/\\s+/).join("-")];
  }));
}"""


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def resident(request, browser, browser_context_args, live_server, north, areas):
    options = {**browser_context_args, "java_script_enabled": request.param}
    with visiting(browser, options, live_server.url) as visitor:
        yield visitor


@pytest.fixture
def with_script(browser, browser_context_args, live_server, north, areas):
    with visiting(browser, browser_context_args, live_server.url) as visitor:
        yield visitor


@pytest.fixture
def at(browser, browser_context_args, live_server):
    return lambda name: signed_in(browser, browser_context_args, live_server.url, name)


def story_of(code: str) -> str:
    return conversing.read_thread(admitting.admit(code)).said[0].text


def value(visitor, name: str) -> str:
    return visitor.page.locator(f'[name="{name}"]').first.input_value()


# --- Once is once -------------------------------------------------------------------------------


def test_three_at_the_same_time_are_one_request_with_one_code(with_script):
    with_script.go(FORM)
    with_script.write(STORY)
    answers = with_script.page.evaluate(SENDS_TWICE)
    assert {status for status, _code in answers} == {200}
    assert len({code for _status, code in answers}) == 1
    assert HelpRequest.objects.count() == 1
    assert story_of(answers[0][1]) == STORY.strip()


def test_an_impatient_double_click_is_one_request(resident):
    resident.go(FORM)
    resident.write(STORY)
    resident.page.locator("[data-test=send]").dblclick(delay=5)
    resident.page.wait_for_selector("output")
    assert HelpRequest.objects.count() == 1


def test_loading_the_receipt_again_sends_nothing_new(resident):
    resident.go(FORM)
    resident.write(STORY)
    resident.press("[data-test=send]")
    code = code_on(resident)
    resident.page.reload()
    assert code_on(resident) == code
    assert HelpRequest.objects.count() == 1


def test_back_after_the_receipt_is_an_empty_form_for_something_new(with_script):
    with_script.go(FORM)
    with_script.write(STORY, name="Kim")
    with_script.press("[data-test=send]")
    first = code_on(with_script)
    with_script.go(FORM)
    assert value(with_script, "story") == ""
    with_script.write("Något annat.")
    with_script.press("[data-test=send]")
    second = code_on(with_script)
    assert (story_of(first), story_of(second)) == (STORY.strip(), "Något annat.")


def test_back_from_another_page_brings_what_was_not_yet_sent(with_script):
    with_script.page.on("dialog", lambda question: question.accept())
    with_script.go(FORM)
    with_script.fill(story=STORY)
    with_script.press("footer a")
    with_script.page.go_back()
    with_script.page.wait_for_load_state("load")
    assert value(with_script, "story") == STORY


# --- Nothing that was typed is lost -------------------------------------------------------------


def test_another_language_on_any_screen_keeps_every_answer(resident):
    resident.go(FORM)
    resident.fill(story=STORY, asker="relative")
    resident.press("[name=language][value=en]")
    page = resident.page
    assert page.locator("html").get_attribute("lang") == "en"
    assert value(resident, "story") == STORY
    assert page.locator("[name=asker][value=relative]").is_checked()
    resident.press("[data-test=next]")
    answers = {
        "age_band": "12_14", "area": "north", "phone": "070-174 06 05", "name": "Kim",
        "wishes": "Ring aldrig hem.",
    }  # fmt: skip
    resident.fill(about="family", way="phone", voicemail_ok="on", **answers)
    resident.press("[name=language][value=sv]")
    assert page.locator("[name=about][value=family]").is_checked()
    assert page.locator("[name=way][value=phone]").is_checked()
    assert {name: value(resident, name) for name in answers} == answers
    resident.press("[data-test=next]")
    resident.press("[name=language][value=en]")
    assert page.locator("html").get_attribute("lang") == "en"
    assert {name: value(resident, name) for name in answers} == answers
    resident.press("[data-test=send]")
    row = HelpRequest.objects.get()
    assert (row.language, row.asker, row.about) == ("en", "relative", "family")
    assert story_of(code_on(resident)) == STORY.strip()


def test_a_mailbox_that_closed_meanwhile_sends_the_text_once_the_code_is_given(resident, told):
    resident.go("/mailbox/")
    resident.send("#code-form", code=told.code)
    resident.fill(text=STORY)
    resident.context.clear_cookies(name="mailbox")
    resident.press("#write-form button[type=submit]")
    assert not Message.objects.exists()
    assert value(resident, "text") == STORY
    resident.send("#code-form", code=receipts.write("22222", receipts.read(told.code)[1]))
    assert value(resident, "text") == STORY
    resident.send("#code-form", code=told.code)
    assert Message.objects.count() == 1
    assert STORY.splitlines()[0] in resident.reads()


def test_a_long_answer_survives_the_end_of_the_session(at, told, amina, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    row = triaging.take(told.help_request.pk, by=amina)
    with at("amina") as visitor:
        visitor.go(f"/desk/requests/{row.pk}/answer/")
        visitor.fill(text=STORY)
        Session.objects.all().delete()
        visitor.press("#deed-form button[type=submit]")
        assert value(visitor, "text") == STORY
        with visitor.context.expect_page() as opened:
            visitor.page.locator("main a[target=_blank]").click()
        tab = opened.value
        tab.fill("[name=login]", amina.email)
        tab.fill("[name=password]", PASSWORD)
        tab.click("[data-test=sign-in]")
        tab.wait_for_url("**/desk/**")
        visitor.press("main form button")
        if not Message.objects.exists():  # signing in has changed the forms' token: asked once more
            assert value(visitor, "text") == STORY
            visitor.press("main form button")
        assert visitor.path().startswith(f"/desk/requests/{row.pk}/")
    assert Message.objects.count() == 1
    said = conversing.read_thread(admitting.admit(told.code)).said
    assert said[-1].text == STORY.strip()


def test_a_form_that_stood_open_too_long_is_sent_again_with_one_press(at, told, amina):
    row = triaging.take(told.help_request.pk, by=amina)
    with at("amina") as visitor:
        visitor.go(f"/desk/requests/{row.pk}/answer/")
        visitor.fill(text=STORY)
        visitor.context.clear_cookies(name="csrf")
        visitor.press("#deed-form button[type=submit]")
        assert value(visitor, "text") == STORY
        visitor.press("main form button")
    assert Message.objects.count() == 1
