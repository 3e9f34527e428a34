"""In the invented town a partner's system is really called: over TLS, signed, and only by us."""

import http.client
import ssl
import time
from threading import Thread

import pytest
from django.http import Http404
from django.test import RequestFactory

from audit import outbox
from audit.models import Outgoing
from audit.outbox import hooks
from audit.outbox.hooks import Hook
from config.demo import around, certificate, network, their_system, town, views
from config.webhooks.models import Receiver
from config.webhooks.services import hearing, reaching
from tests.config.test_accounts_demo import demo

__all__ = ["demo"]

SECRET, OTHER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_b3RoZXIgb3RoZXIgb3RoZXI="
BODY = b'{"type":"webhook.test"}'


@pytest.fixture
def trusted(settings, tmp_path):
    """As config/settings/demo.py says it."""
    settings.WEBHOOKS_CA = str(tmp_path / "their_system.pem")
    settings.WEBHOOKS_INSIDE = ["127.0.0.2/32"]
    certificate.make(their_system.HOST, tmp_path / "their_system.pem")
    return settings.WEBHOOKS_CA


@pytest.fixture
def listening(trusted):
    """Its address, and what it was told."""
    told = []
    server = their_system.serving(their_system.listener(lambda: (SECRET,), told.append), 0, trusted)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"https://{their_system.HOST}:{server.server_port}/lotsen", told
    server.shutdown()
    server.server_close()
    thread.join(5)


def send(url, *, secret=SECRET, moment=None):
    moment = int(time.time()) if moment is None else moment
    hooks.send(Hook(url, (secret,)), message="msg_1", moment=moment, body=BODY)


def test_what_we_sign_is_taken_and_written_down_word_for_word(listening):
    url, told = listening
    send(url)
    assert [call["body"].encode() for call in told] == [BODY]


@pytest.mark.parametrize("wrong", [{"secret": OTHER}, {"moment": 1_600_000_000}])
def test_what_another_has_signed_or_was_signed_long_ago_is_not(wrong, listening):
    url, told = listening
    with pytest.raises(hooks.NotTaken) as refused:
        send(url, **wrong)
    assert (refused.value.code, told) == ("status_401", [])


@pytest.mark.parametrize("length", ["x", "-1", "9999999", ""])
def test_a_call_of_no_sensible_length_is_not_read(length, listening, trusted):
    url, told = listening
    context = ssl.create_default_context(cafile=trusted)
    host = url.split("/")[2]
    with_it = http.client.HTTPSConnection(host, context=context, timeout=5)
    with_it.putrequest("POST", "/lotsen")
    if length:
        with_it.putheader("Content-Length", length)
    with_it.endheaders()
    assert (with_it.getresponse().status, told) == (401, [])


def test_without_the_operators_word_its_certificate_is_not_trusted(listening, settings):
    settings.WEBHOOKS_CA = ""
    with pytest.raises(hooks.NotTaken) as refused:
        send(listening[0])
    assert refused.value.code == "no_trust"


def test_a_town_that_is_not_told_whom_to_trust_connects_nobody(settings, db):
    settings.WEBHOOKS_CA = ""
    their_system.connect()
    assert not Receiver.objects.exists()


def test_what_happens_in_the_town_waits_to_be_told(trusted, db, settings, monkeypatch):
    """From the seed to the call: the worker hears what happened and signs with the secret."""
    settings.SITE_URL = "http://localhost:8000"
    town.build()
    network.knit()
    their_system.connect()
    around.tell_them()
    assert hearing.sweep() == Outgoing.objects.filter(to__startswith="webhooks.receiver/").count()
    receiver, signed = Receiver.objects.get(), []
    assert receiver.url == "https://127.0.0.2:9000/lotsen"

    def called(hook, *, message, moment, body):
        headers = hooks.signed(hook.secrets, message, moment, body)
        hook_of_theirs = reaching.receiver(str(receiver.pk))
        signed.append(their_system.is_signed(headers, body, hook_of_theirs.secrets))

    monkeypatch.setattr(hooks, "send", called)
    assert outbox.deliver_calls() == len(signed) > 5
    assert all(signed)


def test_the_page_shows_what_was_told_and_is_only_in_the_demo(demo, client, db, monkeypatch):
    monkeypatch.setattr(their_system, "told", lambda: [{"at": None, "body": BODY.decode()}])
    page = client.get("/demo/calls/", SERVER_NAME="localhost")
    assert "webhook.test" in page.content.decode()
    demo.DEMO = False
    with pytest.raises(Http404):
        views.calls(RequestFactory().get("/demo/calls/"))
