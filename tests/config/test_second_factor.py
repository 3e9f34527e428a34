import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.db import DatabaseError

from audit import linking
from audit.models import Event
from audit.vault import DoesNotOpen, locker
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(amina):
    seed = generate_totp_secret()
    TOTP.activate(amina, seed)
    return seed


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def set_up(client):
    client.get("/accounts/factors/app/add/")
    seed = client.session[SECRET_SESSION_KEY]
    return client.post("/accounts/factors/app/add/", {"code": code_for(seed)})


def test_with_one_factor_one_gets_nowhere(client, adam):
    sign_in(client, adam)
    for address in ("/accounts/home/", "/accounts/profile/", "/desk/people/", "/desk/roles/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, "/accounts/factors/")
    assert client.get("/accounts/factors/").status_code == 200
    assert client.get("/accounts/factors/passkeys/add/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(client, adam):
    RecoveryCodes.activate(adam)
    client.force_login(adam)
    assert client.get("/desk/people/").url == "/accounts/factors/"


def test_setting_up_the_app_right_after_signing_in_opens_the_door(client, adam):
    sign_in(client, adam)
    assert set_up(client).url == "/accounts/factors/codes/"
    assert client.get("/accounts/factors/codes/").status_code == 200
    assert client.get("/desk/people/").status_code == 200
    event = Event.objects.get(deed="account.factor_add")
    assert (event.actor, event.facts) == (f"user/{adam.pk}", {"kind": "totp"})


def test_a_factor_that_cannot_be_traced_is_not_added(client, adam, monkeypatch):
    sign_in(client, adam)
    client.get("/accounts/factors/app/add/")
    seed = client.session[SECRET_SESSION_KEY]

    def full_disk(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(linking, "link", full_disk)
    assert client.post("/accounts/factors/app/add/", {"code": code_for(seed)}).status_code == 503
    assert not Authenticator.objects.exists()


def test_later_on_one_is_asked_again_before_changing_anything(client, amina, secret):
    sign_in(client, amina)
    client.post("/accounts/login/second/", {"code": code_for(secret)})
    cache.clear()
    response = client.get("/accounts/factors/app/remove/")
    assert response.url.startswith("/accounts/again/")


def test_the_second_step_is_asked_for_and_traced(client, amina, secret):
    assert sign_in(client, amina).url == "/accounts/login/second/"
    assert client.get("/accounts/login/second/").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/login/second/", {"code": "000000"}).status_code == 200
    refused = Event.objects.get(deed="account.sign_in_failed")
    assert (refused.actor, refused.about) == ("anonymous", f"accounts.user/{amina.pk}")
    client.post("/accounts/login/second/", {"code": code_for(secret)})
    assert Event.objects.get(deed="account.sign_in").facts == {"ways": ["password", "totp"]}


def test_a_recovery_code_works_once(client, amina, secret):
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]
    sign_in(client, amina)
    client.post("/accounts/login/second/", {"code": code})
    assert client.get("/accounts/profile/").status_code == 200
    client.post("/accounts/logout/")
    sign_in(client, amina)
    assert client.post("/accounts/login/second/", {"code": code}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_the_second_step_is_slowed_down(client, amina, secret):
    sign_in(client, amina)
    for _n in range(6):
        client.post("/accounts/login/second/", {"code": "000000"})
    client.post("/accounts/login/second/", {"code": code_for(secret)})
    assert "_auth_user_id" not in client.session


def test_seeds_do_not_lie_in_the_clear(amina, secret):
    RecoveryCodes.activate(amina)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    for factor in Authenticator.objects.all():
        locked = factor.data.get("secret") or factor.data["seed"]
        assert locker.unlock(locked, purpose="accounts.factors")


def test_what_is_locked_opens_only_for_its_purpose_and_with_the_house_key(settings):
    locked = locker.lock("hemligt", purpose="a")
    with pytest.raises(DoesNotOpen):
        locker.unlock(locked, purpose="b")
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(DoesNotOpen):
        locker.unlock(locked, purpose="a")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert locker.unlock(locked, purpose="a") == "hemligt"


def test_the_only_factor_cannot_be_removed(client, adam):
    sign_in(client, adam)
    set_up(client)
    client.post("/accounts/again/", {"password": PASSWORD})
    client.post("/accounts/factors/app/remove/")
    assert Authenticator.objects.filter(user=adam, type="totp").exists()


def test_the_factor_is_asked_of_the_database_once(client, adam, django_assert_num_queries):
    sign_in(client, adam)
    set_up(client)
    client.get("/desk/roles/")
    # session, user with organisation; and whether anything rings: access and log, incidents
    with django_assert_num_queries(4):
        client.get("/desk/roles/")


def test_new_codes_are_traced(client, adam):
    sign_in(client, adam)
    set_up(client)
    client.post("/accounts/again/", {"password": PASSWORD})
    client.post("/accounts/factors/codes/new/")
    assert Event.objects.filter(deed="account.codes_renew").exists()
