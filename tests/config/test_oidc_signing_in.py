"""There and back by the municipality's own sign-in, with a real server that may lie."""

import base64
import hashlib
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from audit import adding
from audit.models import Event, Outgoing
from tests.config.oidc_house import (
    BACK,
    THERE,
    a_provider,
    begin,
    come,
    is_inside,
    published,
    refusals,
    rsa_key,
)
from tests.conftest import STORY

# --- The way in ----------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_such_door(client, house, settings):
    assert "/accounts/with/" not in client.get("/accounts/login/").content.decode()
    for address in (THERE, f"{THERE}ended/"):
        assert client.post(address).status_code == 404
    assert client.get(BACK).status_code == 404


def test_with_one_there_is_a_button_beside_the_password(client, provider, house):
    page = client.get("/accounts/login/").content.decode()
    assert f'action="{THERE}"' in page
    assert 'name="password"' in page


def test_what_allauth_offers_besides_has_no_address(client, provider):
    for name in ("socialaccount_connections", "socialaccount_signup", "socialaccount_login_error",
                 "socialaccount_login_cancelled"):  # fmt: skip
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for address in ("3rdparty/", "social/connections/", "social/signup/", "social/login/error/"):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_nobody_is_led_away_by_a_link(client, provider):
    assert client.get(THERE).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(THERE).status_code == 403


def test_what_the_provider_is_asked(client, provider):
    asked = begin(client)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["acr_values"] == "loa2 loa3"
    assert asked["max_age"] == "28800"
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert len(asked["nonce"]) >= 43
    assert begin(client)["nonce"] != asked["nonce"]


def test_a_visitor_cannot_put_words_in_our_mouth(client, provider):
    leads_to = client.post(
        f"{THERE}?process=connect&scope=all&auth_params=acr_values%3Dloa1%26nonce%3Dmine&action=x"
    ).url
    assert "loa1" not in leads_to
    assert "mine" not in leads_to
    assert "all" not in urlsplit(leads_to).query.split("scope=")[1].split("&")[0]
    [state] = client.session["socialaccount_states"].values()
    assert state[0]["process"] == "login"


def test_somebody_known_comes_in_and_the_code_is_proved(client, provider, amina, allowed):
    asked = begin(client)
    provider.id_token = provider.sign(provider.claims(nonce=asked["nonce"]))
    answer = client.get(BACK, {"code": "once", "state": asked["state"]})
    assert answer.url == "/accounts/home/"
    assert client.session["_auth_user_id"] == str(amina.pk)
    form = next(form for path, form in provider.asked if path == "/token")
    challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked["code_challenge"]
    assert form["client_secret"] == "between-us"
    line = Event.objects.get(deed="account.sign_in")
    assert (line.actor, line.facts) == (f"user/{amina.pk}", {"ways": ["socialaccount"]})


def test_one_is_where_one_wanted_to_be_and_nowhere_else(client, provider, bound):
    assert come(client, provider, form={"next": "/accounts/profile/"}).url == "/accounts/profile/"
    away = come(Client(), provider, form={"next": "https://elsewhere.example/"})
    assert away.url == "/accounts/home/"


def test_nothing_that_the_token_says_is_kept(client, provider, amina, allowed):
    provider.userinfo = {"sub": "199001019802", "name": "Amina"}
    come(client, provider, sub="199001019802", name="Amina", personal_number="199001019802")
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.extra_data) == (amina, {"iss": provider.issuer})
    assert "199001019802" not in kept.uid
    assert not SocialToken.objects.exists()
    lying_about = str([list(kind.objects.values()) for kind in (SocialAccount, Event, Outgoing)])
    lying_about += str([one.get_decoded() for one in Session.objects.all()])
    assert "199001019802" not in lying_about
    assert provider.id_token not in lying_about


def test_the_words_of_a_request_open_for_somebody_without_a_password(
    client, provider, amina, allowed, help_request
):
    """Keys belong to the service: nothing is derived from what somebody types to sign in."""
    come(client, provider)
    amina.refresh_from_db()
    assert not amina.has_usable_password()
    client.post(f"/desk/requests/{help_request.pk}/take/")
    client.post(f"/desk/requests/{help_request.pk}/open/", {"purpose": "triage"})
    page = client.get(reverse("desk:words", args=[help_request.pk]))
    assert STORY in page.content.decode()
    assert Event.objects.filter(deed="helprequest.opened", actor=f"user/{amina.pk}").exists()


# --- What does not get in ------------------------------------------------------------------------


LIES = {
    "nonce": {"nonce": "of another sign-in"}, "audience": {"aud": "another"},
    "issuer": {"iss": "https://id.elsewhere.example"}, "expired": {"exp": 1000},
    "stale": {"iat": 1000}, "level": {"acr": "loa1"}, "auth_time": {"auth_time": 1000},
}  # fmt: skip


@pytest.mark.parametrize("code", LIES)
def test_a_token_that_lies_lets_nobody_in_and_leaves_a_line(client, provider, bound, code):
    before = SocialAccount.objects.values().get()
    answer = come(client, provider, **LIES[code])
    assert answer.status_code == 403
    assert not is_inside(client)
    assert refusals() == [("anonymous", "account", code)]
    assert Event.objects.get(deed="account.sign_in_failed").facts["provider"] == "kommunen"
    assert SocialAccount.objects.values().get() == before


def test_a_missing_level_is_as_bad_as_a_low_one(client, provider, bound):
    assert 'data-why="level"' in come(client, provider, acr=None).content.decode()
    assert not is_inside(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_unsigned_token_or_one_signed_with_what_is_public(client, provider, bound, algorithm):
    asked = begin(client)
    key = {"none": "", "HS256": b"between-us" * 4}[algorithm]
    provider.id_token = provider.sign(provider.claims(nonce=asked["nonce"]), key, algorithm)
    assert client.get(BACK, {"code": "c", "state": asked["state"]}).status_code == 403
    assert refusals()[-1][2] == "algorithm"
    assert not is_inside(client)


def test_no_id_token_at_all(client, provider, bound):
    asked, provider.id_token = begin(client), None
    assert client.get(BACK, {"code": "c", "state": asked["state"]}).status_code == 403
    assert refusals()[-1][2] == "malformed"


def test_a_key_that_is_new_is_asked_for_once_a_minute(client, provider, bound):
    come(client, provider)
    provider.keys = [published(rsa_key("next"), "next")]
    again = Client()
    come(again, provider, sign={"key": rsa_key("next"), "kid": "next"})
    assert is_inside(again)
    for _n in range(3):
        come(Client(), provider, sign={"key": rsa_key("false"), "kid": "false"})
    assert [code for _actor, _about, code in refusals()] == ["key"] * 3
    assert len([path for path, _form in provider.asked if path == "/keys"]) == 2


def test_an_answer_works_once(client, provider, bound):
    asked = begin(client)
    provider.id_token = provider.sign(provider.claims(nonce=asked["nonce"]))
    answer = {"code": "once", "state": asked["state"]}
    client.get(BACK, answer)
    client.post("/accounts/logout/")
    assert client.get(BACK, answer).status_code == 403
    assert not is_inside(client)
    assert refusals()[-1][2] == "state"


def test_an_answer_is_for_the_browser_that_asked(provider, bound):
    asked = begin(Client())
    provider.id_token = provider.sign(provider.claims(nonce=asked["nonce"]))
    other = Client()
    assert other.get(BACK, {"code": "c", "state": asked["state"]}).status_code == 403
    assert not is_inside(other)


def test_a_token_of_an_earlier_sign_in_is_of_no_use_in_a_new_one(client, provider, bound):
    come(client, provider)
    taken, thief = provider.id_token, Client()
    asked = begin(thief)
    provider.id_token = taken
    thief.get(BACK, {"code": "c", "state": asked["state"]})
    assert not is_inside(thief)
    assert refusals()[-1][2] == "nonce"


def test_userinfo_about_somebody_else(client, provider, bound):
    provider.userinfo = {"sub": "person-2"}
    assert come(client, provider).status_code == 403
    assert refusals()[-1][2] == "userinfo"


def test_a_provider_that_says_it_is_another(client, provider, bound):
    provider.doors = {"issuer": "https://id.elsewhere.example"}
    caches["nearby"].clear()
    assert client.post(THERE).status_code == 403
    assert refusals()[-1][2] == "metadata"


@pytest.mark.parametrize("door", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_provider_whose_doors_are_in_the_clear(client, provider, bound, door):
    provider.doors = {door: "http://id.tallsunda.example/"}
    caches["nearby"].clear()
    assert client.post(THERE).status_code == 403
    assert refusals()[-1][2] == "metadata"


def test_a_provider_that_is_gone_is_said_to_be(client, settings, house):
    with a_provider() as gone:
        settings.OIDC_PROVIDERS = [gone.trusted()]
    answer = client.post(THERE)
    assert (answer.status_code, refusals()[-1][2]) == (503, "unavailable")


@pytest.mark.parametrize(
    ("error", "code"), [("access_denied", "cancelled"), ("server_error", "denied")]
)
def test_a_provider_that_says_no(client, provider, house, error, code):
    asked = begin(client)
    answer = client.get(BACK, {"error": error, "state": asked["state"]})
    assert (answer.status_code, refusals()[-1][2]) == (403, code)


def test_an_exchange_that_fails_or_makes_no_sense(client, provider, bound, monkeypatch):
    plain = type(provider).answer
    for said in ((400, {"error": "invalid_grant"}), (200, {}), (200, [])):

        def answer(self, path, form, said=said):
            return said if path == "/token" else plain(self, path, form)

        monkeypatch.setattr(type(provider), "answer", answer)
        asked = begin(client)
        assert client.get(BACK, {"code": "c", "state": asked["state"]}).status_code == 403
        assert refusals()[-1][2] == "exchange"


def test_nobody_fills_the_log_with_answers_made_up(client, provider, house):
    answers = {client.get(BACK, {"code": "c", "state": "x"}).status_code for _n in range(35)}
    assert answers == {403, 429}
    assert len(refusals()) == 30


def test_nobody_becomes_a_provider_by_a_row(client, provider, house):
    SocialApp.objects.create(
        provider="openid_connect", provider_id="row", name="Row", client_id="x",
        settings={"server_url": provider.issuer},
    )  # fmt: skip
    assert client.post("/accounts/with/row/").status_code == 404
    assert client.post("/accounts/with/openid_connect/").status_code == 404


def test_nobody_comes_in_when_the_trail_cannot_be_written(client, provider, bound, monkeypatch):
    def full_disk(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(adding, "inserting", full_disk)
    assert come(client, provider).status_code == 503
    assert not is_inside(client)
