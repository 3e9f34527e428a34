"""A partner answers without an account: from the mail to a yes, with a scanner in front of it.

Clicks are counted by the page itself. How many seconds it takes is no bar here: that would
measure the machine.
"""

import re
from time import time

import pytest
from django.core import mail
from django.test import Client

from audit import outbox
from audit.models import Event
from audit.vault import one_time_codes
from referrals.models import AnswerLink
from tests.journeys.people import visiting
from tests.partners.test_code_apps import turned_on
from tests.referrals.conftest import SITUATION, consent, draft, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["consent", "draft"]
LINK = re.compile(r"https?://[^/\s]+(/link/\S+)")
COUNT = """
    addEventListener("click", event => event.isTrusted && event.detail > 0 && sessionStorage
        .setItem("clicks", Number(sessionStorage.getItem("clicks")) + 1), true);
"""


def scanned() -> str:
    """The link of the newest mail, after a scanner has followed it, as scanners do: several times,
    each time as somebody who has never been there.
    """
    outbox.deliver()
    path = LINK.search(mail.outbox[-1].body)[1]
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(path).status_code == 200
    return path


@pytest.fixture
def mailed(draft, youth_centre, amina, adam):
    secret = turned_on(youth_centre, adam)
    row = send(draft, amina)
    before = Event.objects.exclude(deed__startswith="outbox.").count()
    path = scanned()
    row.refresh_from_db()
    assert (row.status, AnswerLink.objects.get().state) == ("sent", "waiting")
    assert Event.objects.exclude(deed__startswith="outbox.").count() == before
    return row, path, secret


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def phone(request, browser, browser_context_args, live_server):
    options = {
        **browser_context_args, "java_script_enabled": request.param,
        "viewport": {"width": 375, "height": 700},
    }  # fmt: skip
    with visiting(browser, options, live_server.url) as visitor:
        visitor.has_script = request.param
        if request.param:
            visitor.context.add_init_script(COUNT)
        yield visitor


ANSWERS = {
    "accepted": ["[data-test=accept]"],
    "declined": ["[name=reason][value=capacity]", "[data-test=decline]"],
    "asked": ["[name=code][value=scope]", "[data-test=ask]"],
}


@pytest.mark.parametrize("status", ANSWERS)
def test_three_clicks_from_the_mail_to_an_answer(status, mailed, phone):
    row, path, secret = mailed
    clicks, page = ["[data-test=open]", *ANSWERS[status]], phone.page
    phone.go(path)
    assert row.reference not in page.content()
    page.fill("[name=code]", one_time_codes.code_at(secret, time()))
    for one in clicks:
        page.locator(one).click()
    page.locator("[data-test=became], [data-test=asked]").wait_for()
    assert len(clicks) <= 3
    if phone.has_script:
        counted = page.evaluate("() => Number(sessionStorage.getItem('clicks'))")
        assert counted == len(clicks)
    row.refresh_from_db()
    assert row.status == status
    assert SITUATION not in page.content()
    assert path.split("/")[2] not in page.url


def test_a_second_device_is_refused_and_shown_the_way(mailed, phone, browser, live_server):
    _row, path, secret = mailed
    phone.go(path)
    phone.page.fill("[name=code]", one_time_codes.code_at(secret, time()))
    phone.press("[data-test=open]")
    phone.page.locator("[data-test=envelope]").wait_for()
    with visiting(browser, {}, live_server.url) as other:
        assert other.go(path).status == 410
        other.press("[data-test=again]")
        other.page.locator("[data-test=sent]").wait_for()
        assert other.go(scanned()).status == 200
