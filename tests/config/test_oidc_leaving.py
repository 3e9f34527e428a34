"""Whose second factor counts, which door is left, and how one gets out again by it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.test import Client

from audit.models import Event
from config.accounts import second_factor
from tests.config.oidc_house import THERE, come, is_inside, refusals
from tests.conftest import PASSWORD

# --- The second factor ---------------------------------------------------------------------------


def test_the_providers_two_factors_are_ours(client, provider, bound):
    TOTP.activate(bound, generate_totp_secret())
    come(client, provider, acr="loa3")
    assert client.get("/accounts/profile/").status_code == 200


def test_a_level_without_two_factors_asks_for_ours(client, provider, bound):
    TOTP.activate(bound, generate_totp_secret())
    answer = come(client, provider, acr="loa2")
    assert answer.url == "/accounts/login/second/"
    assert not is_inside(client)


def test_and_who_has_none_yet_gets_nowhere_before_there_is_one(client, provider, bound):
    come(client, provider, acr="loa2")
    assert client.get("/accounts/profile/").url == "/accounts/factors/"
    assert second_factor.PASSED not in client.session


def test_two_factors_in_one_sign_in_are_none_in_the_next(client, provider, bound):
    come(client, provider, acr="loa3")
    client.post("/accounts/logout/")
    come(client, provider, acr="loa2")
    assert client.get("/accounts/profile/").url == "/accounts/factors/"
    assert not Authenticator.objects.exists()


# --- No other door for them ----------------------------------------------------------------------


def test_whoever_is_bound_has_no_password_here_any_more(client, provider, bound):
    bound.refresh_from_db()
    bound.set_password(PASSWORD)
    bound.save()
    answer = client.post("/accounts/login/", {"login": bound.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert not is_inside(client)
    assert Event.objects.filter(deed="account.sign_in_failed")[0].facts["step"] == "other_door"


def test_and_gets_none_by_a_link_in_a_mail(client, provider, bound):
    come(client, provider)
    answer = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    bound.refresh_from_db()
    assert answer.status_code == 409
    assert not bound.has_usable_password()


def test_when_the_provider_is_trusted_no_longer_the_old_door_opens_again(
    client, provider, bound, settings
):
    settings.OIDC_PROVIDERS, settings.SECOND_FACTOR_REQUIRED = [], False
    bound.refresh_from_db()
    bound.set_password(PASSWORD)
    bound.save()
    client.post("/accounts/login/", {"login": bound.email, "password": PASSWORD})
    assert is_inside(client)


# --- Out again -----------------------------------------------------------------------------------


def test_signing_out_leads_to_the_provider_without_a_claim_in_the_address(client, provider, bound):
    come(client, provider)
    leads_to = client.post("/accounts/logout/").url
    assert leads_to.startswith(f"{provider.issuer}/end_session?client_id=lotsen-at-tallsunda&")
    assert "post_logout_redirect_uri=https%3A%2F%2Ftallsunda.example%2Faccounts%2Flogin" in leads_to
    assert "id_token" not in leads_to
    assert not is_inside(client)


def test_so_does_signing_out_everywhere(client, provider, bound):
    come(client, provider)
    assert client.post("/accounts/everywhere/").url.startswith(f"{provider.issuer}/end_session")


@pytest.mark.parametrize("door", [None, "https://elsewhere.example/out"])
def test_a_provider_without_such_a_page_or_with_one_elsewhere_leads_here(
    client, provider, bound, door
):
    provider.doors = {"end_session_endpoint": door or f"{provider.issuer}/x"}
    caches["nearby"].clear()
    come(client, provider)
    provider.doors = {}
    if door is None:
        caches["nearby"].clear()
        provider.issuer = "gone"
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def logout_token(provider, **other) -> str:
    said = {"jti": "1", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}
    return provider.sign(provider.claims(**{**said, **other}))


def test_the_provider_ends_every_session_of_somebody(provider, bound):
    browsers = [Client(), Client()]
    for browser in browsers:
        come(browser, provider)
    answer = Client().post(f"{THERE}ended/", {"logout_token": logout_token(provider)})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    for browser in browsers:
        assert browser.get("/accounts/profile/").status_code == 302
    line = Event.objects.get(deed="account.sign_out_everywhere")
    assert (line.actor, line.facts) == ("provider/kommunen", {"sessions": 2})


@pytest.mark.parametrize(
    "wrong", [{"events": None}, {"sub": None}, {"aud": "another"}, {"nonce": "n"}, {"iat": 1000}]
)
def test_nobody_else_does(client, provider, bound, wrong):
    come(client, provider)
    token = logout_token(provider, **wrong)
    assert Client().post(f"{THERE}ended/", {"logout_token": token}).status_code == 400
    assert Client().post(f"{THERE}ended/", {"logout_token": "x"}).status_code == 400
    assert Client().post(f"{THERE}ended/").status_code == 400
    assert is_inside(client)
    assert client.get("/accounts/profile/").status_code == 200
    assert len(refusals()) == 3


def test_a_logout_token_works_once(provider, bound):
    token = {"logout_token": logout_token(provider)}
    assert Client().post(f"{THERE}ended/", token).status_code == 200
    assert Client().post(f"{THERE}ended/", token).status_code == 400
    assert refusals()[-1][2] == "replayed"


def test_somebody_we_do_not_know_has_nothing_to_end(provider, bound):
    token = {"logout_token": logout_token(provider, sub="person-9")}
    assert Client().post(f"{THERE}ended/", token).status_code == 200
    assert not Event.objects.filter(deed="account.sign_out_everywhere").exists()
