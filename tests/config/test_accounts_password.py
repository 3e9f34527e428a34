import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from audit.models import Event, Outgoing
from config.accounts.adapters import AccountAdapter
from tests.conftest import PASSWORD

NEW = "a quite different and long one"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    cache.clear()


def ask(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(client, amina):
    known, unknown = ask(client, amina.email), ask(client, "nobody@tallsunda.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    events = Event.objects.filter(deed="account.ask_reset")
    assert {(event.actor, event.about) for event in events} == {("anonymous", "account")}
    assert Outgoing.objects.filter(notice="config.accounts.RESET").count() == 1


def test_a_new_password_by_mail_and_every_other_session_ends(client, amina):
    elsewhere = Client()
    elsewhere.force_login(amina)
    ask(client, amina.email)
    outbox.deliver(timezone.now())
    letter = mail.outbox[-1]
    assert letter.to == [amina.email]
    link = re.search(r"https://tallsunda\.example(\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    there = form.redirect_chain[-1][0]
    client.post(there, {"password1": NEW, "password2": NEW})
    amina.refresh_from_db()
    assert amina.check_password(NEW)
    assert Event.objects.get(deed="account.change_password").actor == f"user/{amina.pk}"
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert client.get(link).context["token_fail"]


def test_the_link_is_nowhere_stored(client, amina):
    ask(client, amina.email)
    outgoing = Outgoing.objects.get(notice="config.accounts.RESET")
    assert outgoing.to == f"accounts.reset/{amina.pk}"
    assert amina.email not in str(outgoing.__dict__)


def test_whose_access_has_ended_gets_no_link(client, amina):
    amina.expires_at = timezone.now()
    amina.save()
    ask(client, amina.email)
    assert not Outgoing.objects.exists()


def test_changing_ones_password_is_traced_and_keeps_this_session(client, amina):
    client.force_login(amina)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/", data)
    assert client.get("/accounts/profile/").status_code == 200
    assert Event.objects.filter(deed="account.change_password").count() == 1


def test_a_short_password_is_refused(client, amina):
    client.force_login(amina)
    data = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert "password1" in client.post("/accounts/password/", data).context["form"].errors


def test_mail_leaves_by_the_outbox_only():
    with pytest.raises(ImproperlyConfigured):
        AccountAdapter().send_mail("account/email/anything", "a@tallsunda.example", {})


def test_a_profile_is_ones_own_words_and_is_traced(client, amina):
    client.force_login(amina)
    data = {"name": "Amina A", "alias": "Amina", "language": "en", "role": "administrator"}
    client.post("/accounts/profile/", data)
    amina.refresh_from_db()
    assert (amina.name, amina.alias, amina.language) == ("Amina A", "Amina", "en")
    assert amina.role == "social_worker"
    assert not amina.has_shortcuts  # the box was not ticked
    assert Event.objects.get(deed="account.describe").facts == {}


def test_whoever_has_no_password_yet_is_led_to_choose_one(client, amina):
    amina.set_unusable_password()
    amina.save()
    client.force_login(amina)
    answer = client.get(reverse("account_change_password"), follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == reverse("account_set_password")
