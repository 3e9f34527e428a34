import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import adding, linking
from audit.models import Event
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    cache.clear()


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": user.email, "password": password}, **extra)


def deeds():
    lines = Event.objects.filter(deed__startswith="account.").order_by("pk")
    return list(lines.values_list("deed", "actor"))


def test_an_address_in_capitals_is_the_same_address(client, amina):
    client.post(LOGIN, {"login": amina.email.upper(), "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_signing_in_and_out_is_traced(client, amina):
    assert sign_in(client, amina).url == "/accounts/home/"
    client.post(reverse("account_logout"))
    assert ("account.sign_in", f"user/{amina.pk}") in deeds()
    assert ("account.sign_out", f"user/{amina.pk}") in deeds()
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_traced_and_names_nobody(client, amina):
    assert sign_in(client, amina, "wrong").status_code == 200
    event = Event.objects.get(deed="account.sign_in_failed")
    assert (event.actor, event.about) == ("anonymous", "account")
    assert amina.email not in str(event.facts)


@pytest.mark.parametrize("broken", ["record", "link"])
def test_nobody_gets_in_when_the_trail_cannot_be_written(client, amina, monkeypatch, broken):
    def full_disk(*args, **kwargs):
        raise DatabaseError

    if broken == "record":
        monkeypatch.setattr(adding, "inserting", full_disk)
    else:
        monkeypatch.setattr(linking, "link", full_disk)
    assert sign_in(client, amina).status_code == 503
    assert "_auth_user_id" not in client.session


def test_whoever_wants_out_gets_out_even_then(client, amina, monkeypatch):
    sign_in(client, amina)
    monkeypatch.setattr(adding, "inserting", lambda *rows: 1 / 0)
    client.raise_request_exception = False
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_an_account_whose_time_has_run_out_does_not_sign_in(client, amina):
    amina.expires_at = timezone.now()
    amina.save()
    assert sign_in(client, amina).url == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_account_whose_time_runs_out_is_signed_out_at_the_next_click(client, amina):
    client.force_login(amina)
    amina.expires_at = timezone.now()
    amina.save()
    assert client.get("/accounts/profile/").url.startswith(LOGIN)


def test_there_is_no_way_to_sign_up_or_to_change_ones_address(client, amina):
    client.force_login(amina)
    for address in ("signup/", "email/", "confirm-email/", "login/code/", "2fa/"):
        assert client.get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/desk/people/", "/desk/people/1/", "/desk/people/999999/"])
def test_outside_the_door_every_address_looks_the_same(client, amina, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"{LOGIN}?next={address}")


def test_after_signing_in_one_is_where_one_wanted_to_be(client, adam):
    data = {"login": adam.email, "password": PASSWORD, "next": "/desk/people/"}
    assert client.post(LOGIN, data).url == "/desk/people/"
    stranger = Client()
    data["next"] = "https://elsewhere.example/"
    assert stranger.post(LOGIN, data).url == "/accounts/home/"


LONG = "Jag har skrivit länge.\nOch ännu längre. " * 50


def test_a_long_text_survives_an_expired_session_and_a_sign_in_in_another_tab(amina):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    token = _token(browser.get(LOGIN))
    browser.post(LOGIN, {"login": amina.email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    token = _token(browser.get("/accounts/profile/"))
    Session.objects.all().delete()

    answer = {"name": "Amina", "alias": LONG, "language": "sv", "csrfmiddlewaretoken": token}
    kept = browser.post("/accounts/profile/", answer)
    assert kept.status_code == 401
    assert ("alias", LONG) in kept.context["fields"]

    token = _token(browser.get(LOGIN))  # the other tab
    browser.post(LOGIN, {"login": amina.email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    answer["csrfmiddlewaretoken"] = _token(kept)
    stale = browser.post("/accounts/profile/", answer)
    assert stale.status_code == 403
    assert ("alias", LONG) in stale.context["fields"]

    answer["csrfmiddlewaretoken"] = _token(stale)
    assert browser.post("/accounts/profile/", answer).status_code == 200  # too long, and shown
    answer |= {"alias": "Amina", "csrfmiddlewaretoken": _token(browser.get("/accounts/profile/"))}
    assert browser.post("/accounts/profile/", answer).status_code == 302
    amina.refresh_from_db()
    assert amina.alias == "Amina"


def _token(response) -> str:
    return str(response.context["csrf_token"])


def test_ten_tries_a_minute_from_one_address_whatever_the_caller_claims(client, amina):
    answers = [
        sign_in(client, amina, "wrong", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code
        for n in range(11)
    ]
    assert answers[-1] == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.get(LOGIN).status_code == 200


def test_five_wrong_passwords_close_an_account_for_a_while(client, amina):
    for n in range(5):
        sign_in(client, amina, "wrong", REMOTE_ADDR=f"192.0.2.{n}")
    sign_in(client, amina, REMOTE_ADDR="192.0.2.99")
    assert "_auth_user_id" not in client.session


def test_a_person_without_rights_reaches_no_door(client, sofia):
    sign_in(client, sofia)
    assert client.get("/accounts/home/").status_code == 403


@pytest.mark.parametrize("who", ["adam", "amina", "clara", "stina", "loke"])
def test_home_is_the_first_door_the_role_may_open(who, client, request):
    client.force_login(request.getfixturevalue(who))
    there = client.get("/accounts/home/").url
    assert client.get(there).status_code == 200


def test_the_session_list_and_signing_out_everywhere(client, amina):
    telephone = Client()
    sign_in(client, amina)
    sign_in(telephone, amina)
    assert client.get("/accounts/sessions/").context["session_count"] == 2
    assert client.post("/accounts/everywhere/").url == LOGIN
    for browser in (client, telephone):
        assert browser.get("/accounts/profile/").status_code == 302
    assert Event.objects.get(deed="account.sign_out_everywhere").facts == {"sessions": 2}


def test_signing_out_everywhere_else_keeps_this_place(client, amina):
    telephone = Client()
    sign_in(telephone, amina)
    sign_in(client, amina)
    client.post("/accounts/sessions/")
    assert client.get("/accounts/profile/").status_code == 200
    assert telephone.get("/accounts/profile/").status_code == 302
    assert Event.objects.filter(deed="account.sign_out_others").exists()
