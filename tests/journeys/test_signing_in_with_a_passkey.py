"""allauth's own script under our content policy, with a key that the browser pretends to have."""

import re

import pytest
from django.core.cache import cache

from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
INSIDE = re.compile("/(desk|portal)/|/accounts/profile/")


@pytest.fixture
def town(page, here):
    cache.clear()
    telephone = page.context.new_cdp_session(page)
    telephone.send("WebAuthn.enable")
    telephone.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.set_default_timeout(60_000)
    return here.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not a number


def test_a_passkey_is_added_then_opens_the_door_alone_and_as_a_second_step(page, town, amina):
    complaints = []
    page.on("console", lambda line: line.type == "error" and complaints.append(line.text))

    def sign_in():
        page.goto(f"{town}/accounts/login/")
        page.fill("[name=login]", amina.email)
        page.fill("[name=password]", PASSWORD)
        page.click("[data-test=sign-in]")

    def sign_out():
        page.goto(f"{town}/accounts/logout/")
        page.click("main button[type=submit]")
        page.wait_for_url("**/accounts/login/")

    sign_in()
    page.wait_for_url("**/accounts/factors/")
    page.click("[data-test=add-passkey]")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.click("[data-test=go-on]")
    page.wait_for_url(INSIDE)
    sign_out()
    page.click("#passkey_login")
    page.wait_for_url(INSIDE)
    sign_out()
    sign_in()
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(INSIDE)
    assert not complaints
