"""A request comes in, a person answers, partners help, the loop closes: the whole story."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Event
from config.demo import town
from intake.models import ConcernReport, HelpRequest
from partners.models import Organisation
from referrals.lifecycle import Status
from referrals.models import Referral, Tombstone
from tests import photographs
from tests.journeys.people import code_on, signed_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Jag kan inte betala hyran i december, och jag skäms."
ANSWER = "Hej! Vi kan gå igenom det tillsammans. Ring eller skriv när du vill."
THANKS = "Tack, det låter bra."
SITUATION = "Vill ha någon att prata med om sin ekonomi."


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def at(request, browser, browser_context_args, live_server, settings):
    """at("amina") opens her browser, signed in; at() opens somebody's own phone."""
    photographs.standing(town.build)
    address = live_server.url
    options = {**browser_context_args, "java_script_enabled": request.param}

    def somebody(name: str | None = None):
        if name is None:
            phone = {**options, "viewport": {"width": 375, "height": 700}}
            return visiting(browser, phone, address)
        return signed_in(browser, options, address, name)

    return somebody


def test_the_whole_story(at):
    code = tell_us(at)
    help_request = HelpRequest.objects.get()
    take_read_and_answer(at, help_request)
    helped = refer(at, help_request, "Fritidsgården Bryggan")
    asked_and_answered(at, helped)
    accepted_and_reported(at, helped)
    acknowledged(at, helped)
    stopped = refer(at, help_request, "Föreningen Fikabänken")
    accepted_with_a_reservation(at, stopped)
    come_back_and_take_back(at, code, stopped)
    reviewed(at)


def tell_us(at) -> str:
    with at() as resident:
        resident.go("/")
        assert resident.context.cookies() == []
        resident.press("[data-test=write]")
        resident.write(
            STORY, asker="self", age_band="25_64", way="email", email="kim@example.org", name="Kim"
        )
        resident.press("[data-test=send]")
        assert STORY not in resident.page.url
        return code_on(resident)


def take_read_and_answer(at, help_request) -> None:
    with at("amina") as amina:
        amina.go("/desk/queue/")
        assert STORY not in amina.page.content()
        assert not Event.objects.filter(deed="helprequest.opened").exists()
        amina.press(f"a:has-text('{help_request.reference}')")
        amina.press(f"form[action$='/{help_request.pk}/take/'] button")
        amina.send("#open-form", purpose="triage")
        assert STORY in amina.reads()
        amina.send("#answer-form", text=ANSWER)
        amina.go(f"/desk/requests/{help_request.pk}/weigh/")
        amina.send("#deed-form", urgency="priority")
    help_request.refresh_from_db()
    assert (help_request.status, help_request.urgency) == ("waiting", "priority")


def refer(at, help_request, name: str) -> Referral:
    organisation = Organisation.objects.get(name=name)
    until = timezone.localdate() + timedelta(days=90)
    with at("amina") as amina:
        amina.go(f"/desk/requests/{help_request.pk}/consents/")
        amina.send(
            "#consent-form", organisation=str(organisation.pk), items=["situation", "name"],
            given_by="person", given_how="oral", valid_until=until.isoformat(),
        )  # fmt: skip
        amina.go(f"/desk/requests/{help_request.pk}/referrals/")
        amina.press("[data-test=refer]")
        amina.press(f"[data-organisation='{organisation.pk}'] [data-test=choose]")
        amina.fill(goal_1="En plan för hyran", situation=SITUATION, items=["name"])
        amina.press("[name=save]")
        amina.press("[name=consent_pk]")
        amina.press("[name=by_consent]")
        assert SITUATION in amina.page.locator("[data-test=after]").inner_text()
        assert SITUATION not in amina.page.locator("[data-test=before]").inner_text()
        amina.press("[data-test=send]")
    return Referral.objects.get(to=organisation, status=Status.SENT)


def asked_and_answered(at, referral) -> None:
    with at("clara") as clara:
        clara.go("/portal/")
        assert "Kim" not in clara.page.content()
        clara.press(f"a:has-text('{referral.reference}')")
        clara.press("[data-test=open]")
        assert SITUATION not in clara.page.content()
        clara.press("[data-test=ask]")
        clara.send("form:has([name=code])", code="availability")
    with at("amina") as amina:
        amina.go(f"/desk/referrals/{referral.pk}/answer/")
        amina.send("form:has([name=text])", text="Tisdagar passar.")
    referral.refresh_from_db()
    assert referral.status == Status.OPENED


def accepted_and_reported(at, referral) -> None:
    with at("clara") as clara:
        clara.go(f"/portal/inbox/{referral.pk}/accept/")
        clara.press("main form button[type=submit]")
        clara.go(f"/portal/inbox/{referral.pk}/package/")
        assert SITUATION in clara.reads()
        assert "Kim" in clara.reads()
        assert "kim@example.org" not in clara.page.content()
        assert STORY not in clara.page.content()
        clara.go(f"/portal/inbox/{referral.pk}/start/")
        clara.press("main form button[type=submit]")
        clara.go(f"/portal/inbox/{referral.pk}/report/")
        clara.send("form:has([name=reached])", reached="yes", result_1="met")
    referral.refresh_from_db()
    assert referral.status == Status.REPORTED


def acknowledged(at, referral) -> None:
    with at("amina") as amina:
        amina.go(f"/desk/referrals/{referral.pk}/acknowledge/")
        amina.press("main form button[type=submit]")
    referral.refresh_from_db()
    assert referral.status == Status.CLOSED
    with at("clara") as clara:
        assert clara.go(f"/portal/inbox/{referral.pk}/package/").status == 404
        assert Tombstone.objects.filter(reference=referral.reference).exists()


def accepted_with_a_reservation(at, referral) -> None:
    with at("dag") as dag:
        dag.go(f"/portal/inbox/{referral.pk}/")
        dag.press("[data-test=open]")
        dag.go(f"/portal/inbox/{referral.pk}/accept/")
        dag.send("form:has([name=reservation])", reservation="on")
        dag.go(f"/portal/inbox/{referral.pk}/package/")
        assert SITUATION in dag.reads()


def come_back_and_take_back(at, code, referral) -> None:
    with at() as resident:
        resident.go("/mailbox/")
        resident.send("#code-form", code=code)
        assert ANSWER in resident.reads()
        assert STORY in resident.reads()
        resident.send("#write-form", text=THANKS)
        assert THANKS in resident.reads()
        resident.go("/mailbox/who/")
        assert "Tallsunda" in resident.reads()
        resident.go("/mailbox/shared/")
        assert "Fritidsgården Bryggan" in resident.reads()
        resident.press(f"a[href*='{referral.basis.consent_id}']")
        resident.press("[data-test=take-back] button")
    with at("dag") as dag:
        assert dag.go(f"/portal/inbox/{referral.pk}/package/").status == 404
    referral.refresh_from_db()
    assert referral.status == Status.WITHDRAWN


def reviewed(at) -> None:
    with at("loke") as loke:
        loke.go("/desk/log/")
        text = loke.page.content()
        assert not [words for words in (STORY, ANSWER, THANKS, SITUATION) if words in text]
        assert re.search(r"\d+", loke.reads())
    call_command("verify_trail")


def test_a_teacher_who_suspects_harm_is_led_to_the_concern_report(at):
    concern = "Hon hade blåmärken på armarna i dag."
    with at("stina") as stina:
        stina.go("/portal/register/")
        stina.send("#harm-form", harm="yes")
        stina.send(
            "#concern-form", child="Flicka, 7 år", concern=concern, reached_at="Skolans expedition"
        )
        stina.go("/portal/registrations/")
        report = ConcernReport.objects.get()
        assert report.reference in stina.reads()
    assert not HelpRequest.objects.exists()
    with at("amina") as amina:
        assert amina.go(f"/desk/concerns/{report.pk}/").status == 404
    with at("rut") as rut:
        rut.go(f"/desk/concerns/{report.pk}/")
        rut.send("form[action$='/open/']", purpose="concern")
        assert concern in rut.reads()
