"""What the desk's own script does: it keeps what one writes, and single letters lead on."""

import pytest

from config.accounts.models import User
from intake import drafts
from intake.models import Draft, Message
from intake.services import saving_drafts, triaging
from tests.journeys.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Hej Kim! Vi har läst din fråga."


@pytest.fixture
def amina_at(browser, browser_context_args, live_server, told, amina):
    """Amina at her browser, and a request of hers."""
    triaging.take(told.help_request.pk, by=amina)
    with signed_in(browser, browser_context_args, live_server.url, "amina") as visitor:
        yield visitor


def answer_page(told) -> str:
    return f"/desk/requests/{told.help_request.pk}/answer/"


def is_kept(page) -> None:
    page.wait_for_function("() => document.querySelector('[name=draft]').value")


def test_what_is_written_is_kept_by_itself_and_there_after_a_crash(amina_at, told, amina):
    amina_at.go(answer_page(told))
    amina_at.page.locator("[name=text]").press_sequentially(TEXT)
    is_kept(amina_at.page)
    kept = saving_drafts.read(told.help_request.pk, writing=drafts.ANSWER, by=amina)
    assert kept.texts == {"text": TEXT}
    amina_at.page.close()  # no question is asked on the way: nothing would be lost
    amina_at.page = amina_at.context.new_page()
    amina_at.go(answer_page(told))
    assert amina_at.page.locator("[name=text]").input_value() == TEXT
    amina_at.press("#deed-form button[type=submit]:not([name])")
    assert Message.objects.count() == 1
    assert not Draft.objects.exists()


def test_whoever_is_signed_out_meanwhile_reads_it_and_loses_nothing(amina_at, told):
    amina_at.go(answer_page(told))
    amina_at.context.clear_cookies()
    says = amina_at.page.locator("[data-says]")
    out = says.get_attribute("data-out")
    amina_at.page.locator("[name=text]").press_sequentially(TEXT)
    amina_at.page.wait_for_function(
        "text => document.querySelector('[data-says]').textContent === text", arg=out
    )
    amina_at.press("[name=save_draft]")
    assert TEXT in amina_at.page.content()


def test_letters_lead_through_the_queue_and_the_request_and_a_dialog_tells_which(amina_at, told):
    page = amina_at.page
    amina_at.go("/desk/mine/")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/desk/queue/")
    page.keyboard.press("?")
    assert page.locator("dialog[open] kbd").count() >= 6
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('dialog[open]')")  # it closes in its time
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.closest('tbody tr') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{told.help_request.pk}/")
    page.keyboard.press("a")
    page.wait_for_url("**/answer/")
    page.locator("[name=text]").press_sequentially("ju?")
    assert page.locator("[name=text]").input_value() == "ju?"
    assert not page.locator("dialog[open]").count()


def test_a_letter_only_points_at_what_does_something(amina_at, told, amina):
    triaging.release(told.help_request.pk, by=amina)
    amina_at.go(f"/desk/requests/{told.help_request.pk}/")
    amina_at.page.keyboard.press("t")
    take = "() => document.activeElement.form.action.endsWith('/take/')"
    assert amina_at.page.evaluate(take)
    told.help_request.refresh_from_db()
    assert told.help_request.assigned_to is None


def test_whoever_has_turned_them_off_has_none(amina_at):
    User.objects.update(has_shortcuts=False)
    amina_at.go("/desk/mine/")
    for key in ("?", "g", "q"):
        amina_at.page.keyboard.press(key)
    assert not amina_at.page.locator("dialog").count()
    assert amina_at.path() == "/desk/mine/"
