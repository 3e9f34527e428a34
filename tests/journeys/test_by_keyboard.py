"""Without a mouse: Tab, Space, Enter and the arrows, and always seeing where one is."""

import pytest

from audit.models import Event
from intake.models import Feedback, HelpRequest, Message
from intake.services import answering, triaging
from partners.models import Municipality
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.services import drafting
from tests.journeys.keys import Keys
from tests.journeys.people import Visitor, code_on, signed_in
from tests.referrals.conftest import a_draft, consent_to, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY, AWAY = "Jag behöver någon att prata med.", "https://weather.example/"


@pytest.fixture
def resident(page, here, north, areas):
    visitor = Visitor(page.context, here)
    page.close()
    return Keys(visitor)


def test_from_the_first_page_to_the_receipt_and_into_the_mailbox(resident):
    resident.visitor.go("/")
    resident.go_to(".skip")
    resident.press("Enter")
    assert resident.at("#main")
    resident.enter("[data-test=write]")
    resident.type("[name=story]", STORY)
    resident.choose("asker", "relative")
    resident.enter("[data-test=next]")
    resident.choose("about", "family")
    resident.go_to("[name=age_band]")
    resident.press("ArrowDown")
    resident.choose("way", "email")
    resident.type("[name=email]", "kim@example.org")
    resident.enter("[data-test=next]")
    resident.enter("[data-test=send]")
    code = code_on(resident.visitor)
    row = HelpRequest.objects.get()
    assert (row.about, row.safe_contact.way) == ("family", "email")
    assert row.age_band != "unknown"
    resident.visitor.go("/mailbox/")
    resident.type("[name=code]", code)
    resident.press("Enter")
    resident.page.wait_for_url("**/thread/")
    assert STORY in resident.visitor.reads()


def test_what_went_wrong_takes_the_focus_and_leads_to_the_field(resident):
    resident.visitor.go("/request/")
    resident.enter("[data-test=next]")
    assert resident.at("[data-errors]")
    resident.go_to("[data-errors] a")
    resident.press("Enter")
    assert resident.at("[name=story]")
    assert resident.page.locator("[name=story]").get_attribute("aria-invalid") == "true"


def test_staff_take_open_and_answer(browser, browser_context_args, live_server, told, amina):
    with signed_in(browser, browser_context_args, live_server.url, "amina") as visitor:
        keys = Keys(visitor)
        visitor.go("/desk/queue/")
        keys.go_to(".skip")
        keys.press("Enter")
        keys.enter("[data-test=queue] th a")
        keys.enter("form[action$='/take/'] button")
        keys.choose("purpose", "triage")
        keys.enter("#open-form button")
        keys.type("#answer-form [name=text]", "Hej! Ring oss i morgon.")
        keys.enter("#answer-form button[type=submit]")
        assert Message.objects.count() == 1
        assert Event.objects.filter(deed="helprequest.opened").exists()
        keys.go_to("details.user summary")
        keys.press("Enter")
        keys.go_to("details.user a")
        keys.press("Escape")
        assert keys.at("details.user summary")
        assert not visitor.page.locator("details.user[open]").count()


def test_whoever_comes_back_writes_says_how_it_was_and_takes_it_back(resident, told, amina):
    triaging.take(told.help_request.pk, by=amina)
    answering.answer(told.help_request.pk, text="Hej! Ring oss.", by=amina)
    resident.visitor.go("/mailbox/")
    resident.type("[name=code]", told.code)
    resident.press("Enter")
    resident.page.wait_for_url("**/thread/")
    assert "Hej! Ring oss." in resident.visitor.reads()
    resident.type("#write-form [name=text]", "Tack.")
    resident.enter("#write-form [data-test=send]")
    assert Message.objects.count() == 2
    resident.enter("[data-test=feedback]")
    resident.choose("contact", "1")
    resident.enter("#feedback-form [data-test=send]")
    assert Feedback.objects.count() == 1
    resident.visitor.go("/mailbox/so-far/")
    resident.enter("main a[href*='/withdraw/']")
    resident.enter("[data-test=withdraw] .ds-button")
    told.help_request.refresh_from_db()
    assert told.help_request.status == "closed"


def test_the_page_is_left_quickly_by_its_button(resident):
    Municipality.objects.update(exit_url=AWAY)
    sky = {"body": "Sol", "content_type": "text/html"}
    resident.visitor.context.route(f"{AWAY}**", lambda route: route.fulfill(**sky))
    resident.visitor.go("/request/")
    resident.type("[name=story]", STORY)
    resident.go_to(".exit", key="Shift+Tab")
    resident.press("Enter")
    resident.page.wait_for_url(f"{AWAY}**")
    resident.page.go_back()
    assert STORY not in resident.page.content()


@pytest.fixture
def sent(told, amina, youth_centre):
    """A referral that rests on the person's yes."""
    consent = consent_to(youth_centre, told.help_request, amina)
    draft = a_draft(told.help_request, youth_centre, amina)
    drafting.set_consent_basis(draft.pk, consent_pk=consent.pk, by=amina)
    return send(draft, amina)


def test_a_yes_is_taken_back(resident, told, sent):
    resident.visitor.go("/mailbox/")
    resident.type("[name=code]", told.code)
    resident.press("Enter")
    resident.page.wait_for_url("**/thread/")
    resident.enter("main a[href*='/shared/']")
    resident.enter("[data-test=shared] [data-test=take-back]")
    resident.enter("form[data-test=take-back] .ds-button")
    sent.refresh_from_db()
    assert sent.status == Status.WITHDRAWN


@pytest.fixture
def at(browser, browser_context_args, live_server):
    """at(name): that person's own browser and keyboard."""
    return lambda name: signed_in(browser, browser_context_args, live_server.url, name)


def test_staff_weigh_and_refer_and_a_partner_accepts_and_reports(
    at, told, amina, clara, youth_centre
):
    row = told.help_request
    consent = consent_to(youth_centre, row, amina)
    with at("amina") as visitor:
        keys = Keys(visitor)
        visitor.go(f"/desk/requests/{row.pk}/weigh/")
        keys.choose("urgency", "priority")
        keys.enter("#deed-form .ds-button[type=submit]")
        visitor.go(f"/desk/requests/{row.pk}/referrals/")
        keys.enter("[data-test=refer]")
        keys.enter(f"[data-organisation='{youth_centre.pk}'] [data-test=choose]")
        keys.type("[name=goal_1]", "Har någon att ringa")
        keys.type("[name=situation]", "Vill prata med någon.")
        keys.enter("[name=save]")
        keys.choose("consent_pk", str(consent.pk))
        keys.enter("[name=by_consent]")
        keys.enter("[data-test=send]")
    referral = Referral.objects.get(status=Status.SENT)
    with at("clara") as visitor:
        keys = Keys(visitor)
        visitor.go("/portal/")
        keys.enter(f"main a[href*='{referral.pk}']")
        keys.enter("[data-test=open]")
        keys.enter("[data-test=accept]")
        keys.enter("main form .ds-button[type=submit]")
        keys.enter("[data-test=start]")
        keys.enter("main form .ds-button[type=submit]")
        keys.enter("main a[href$='/report/']")
        keys.choose("reached", "yes")
        keys.choose("result_1", "met")
        keys.enter("main form .ds-button[type=submit]")
    referral.refresh_from_db()
    row.refresh_from_db()
    assert (referral.status, row.urgency) == (Status.REPORTED, "priority")


def test_a_partner_declines(at, sent, clara):
    with at("clara") as visitor:
        keys = Keys(visitor)
        visitor.go(f"/portal/inbox/{sent.pk}/")
        keys.enter("[data-test=open]")
        keys.enter("main a[href$='/decline/']")
        keys.choose("reason", "capacity")
        keys.enter("main form .ds-button[type=submit]")
    sent.refresh_from_db()
    assert sent.status == Status.DECLINED
