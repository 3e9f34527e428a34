"""Two people press at once: one of them wins, the other reads a plain sentence about it."""

import pytest

from audit.actors import ANYBODY
from audit.vault import receipts
from config.demo import telling, town
from intake.models import About, Channel, HelpRequest
from intake.services import receiving, triaging
from partners.models import Area
from tests import photographs
from tests.journeys.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(browser, browser_context_args, live_server):
    photographs.standing(town.build)
    return lambda name: signed_in(browser, browser_context_args, live_server.url, name)


@pytest.fixture
def written(at):
    return receiving.submit(
        by=ANYBODY, ticket=receipts.new_ticket(), channel=Channel.WEB, about=About.SELF,
        story="Jag vill ha något att göra.", language="sv",
        area=Area.objects.get(code="norrstrand"), contact={},
    ).help_request  # fmt: skip


@pytest.fixture
def sent(written):
    amina = town.person("amina")
    row = triaging.take(written.pk, by=amina)
    service = town.service_of("Fritidsgården Bryggan")
    return telling.sent(
        row, service, amina, goals=["Något att göra"], situation="Vill träffa andra."
    )


def says_so_plainly(visitor, *statuses: int) -> None:
    """A page of ours, with a heading and no trace of how it is built."""
    status = visitor.page.evaluate(
        "() => performance.getEntriesByType('navigation')[0].responseStatus"
    )
    assert status in statuses
    assert visitor.page.locator("main h1").count() == 1
    assert visitor.page.locator("header a.home").count() == 1
    assert "Traceback" not in visitor.page.content()


def test_the_partner_accepts_what_was_just_recalled(at, sent):
    with at("clara") as clara, at("amina") as amina:
        clara.go(f"/portal/inbox/{sent.pk}/")
        clara.press("[data-test=open]")
        clara.go(f"/portal/inbox/{sent.pk}/accept/")
        amina.go(f"/desk/referrals/{sent.pk}/recall/")
        amina.send("main form:has([name=reason])", reason="other_help")
        sent.refresh_from_db()
        assert sent.status == "recalled"
        clara.press("main form button[type=submit]")
        says_so_plainly(clara, 404, 409)
        assert clara.page.locator("main a[href*='/portal/ended/']").count() == 1
        assert clara.go(f"/portal/inbox/{sent.pk}/package/").status == 404
        clara.go("/portal/inbox/?tab=ended")
        assert "Vill träffa andra." not in clara.page.content()
    sent.refresh_from_db()
    assert sent.status == "recalled"


def test_the_sender_recalls_what_was_just_accepted(at, sent):
    with at("clara") as clara, at("amina") as amina:
        clara.go(f"/portal/inbox/{sent.pk}/")
        clara.press("[data-test=open]")
        amina.go(f"/desk/referrals/{sent.pk}/recall/")
        clara.go(f"/portal/inbox/{sent.pk}/accept/")
        clara.press("main form button[type=submit]")
        amina.send("main form:has([name=reason])", reason="other_help")
        says_so_plainly(amina, 200)
        sent.refresh_from_db()
        assert sent.status == "accepted"
        assert amina.page.locator("[data-errors]").count() == 1
        amina.send("main form:has([name=reason])", reason="other_help")
        sent.refresh_from_db()
        assert sent.status == "recalled"
        assert clara.go(f"/portal/inbox/{sent.pk}/package/").status == 404


def test_two_of_us_take_the_same_request(at, written):
    with at("amina") as amina, at("lena") as lena:
        for visitor in (amina, lena):
            visitor.go(f"/desk/requests/{written.pk}/")
        for visitor in (amina, lena):
            visitor.press(f"form[action$='/{written.pk}/take/'] button")
        assert amina.path() == f"/desk/requests/{written.pk}/"
        says_so_plainly(lena, 409)
    assert HelpRequest.objects.get().assigned_to == town.person("amina")
