"""The health centre's own system, invented: it is told that something happened, and takes notes.

It listens beside the house, on this machine alone, over TLS, and takes nothing that is not signed
with the secret – as a real one should. What it was told is shown at /demo/calls/.
"""

import hmac
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections

from audit.outbox import hooks
from config.demo import certificate
from config.demo.town import person, service_of
from config.webhooks.models import Receiver
from config.webhooks.services import connecting, hearing, reaching

HOST = "127.0.0.2"  # our own machine, and none of the names by which we are called ourselves
KEPT, LONGEST, OLDEST = 20, 4_000, timedelta(minutes=5)
KEY = "demo.their_system"


def connect() -> None:
    """From now on the health centre’s system is told, if the settings say whom to trust."""
    if not settings.WEBHOOKS_CA:
        return
    certificate.make(HOST, Path(settings.WEBHOOKS_CA))
    port = (urlsplit(settings.SITE_URL).port or 80) + 1000
    organisation = service_of("Tallsunda vårdcentral").organisation
    url = f"https://{HOST}:{port}/lotsen"
    connecting.connect(organisation=organisation, url=url, by=person("adam"))
    hearing.hear()  # from here on; the worker makes the calls


def listen(stop: Event) -> None:
    """Until told to stop. Where the line is taken, or there is no such town, nobody listens."""
    found = Receiver.objects.filter(url__startswith=f"https://{HOST}:").first()
    if found is None or not Path(settings.WEBHOOKS_CA).is_file():
        return
    try:
        server = serving(_handler(found.pk), urlsplit(found.url).port, settings.WEBHOOKS_CA)
    except OSError:
        return
    close_old_connections()
    server.timeout = 1.0
    with server:
        while not stop.is_set():
            server.handle_request()


def serving(handler: type, port: int, identity: str) -> ThreadingHTTPServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    server = ThreadingHTTPServer((HOST, port), handler)
    server.handle_error = lambda request, address: None  # whoever hangs up need not be told of
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    return server


def listener(secrets: Callable[[], tuple[str, ...]], note: Callable[[dict], None]) -> type:
    """How it answers a call: 204 for what is signed, 401 for everything else."""

    class Listener(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self):
            length = self.headers.get("Content-Length", "")
            is_short = length.isdecimal() and int(length) <= LONGEST
            body = self.rfile.read(int(length)) if is_short else b""
            is_ours = is_short and is_signed(self.headers, body, secrets())
            if is_ours:
                note({"at": datetime.now(UTC), "body": body.decode()})
            self.send_response(204 if is_ours else 401)
            self.end_headers()

        def log_message(self, *args):
            """The page says it."""

    return Listener


def is_signed(headers, body: bytes, secrets: tuple[str, ...]) -> bool:
    """As Standard Webhooks asks of whoever is called: by us, and just now."""
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not secrets or not moment.isdecimal():
        return False
    age = datetime.now(UTC) - datetime.fromtimestamp(int(moment), UTC)
    expected = hooks.signed(secrets, name, int(moment), body)["webhook-signature"]
    given = headers.get("webhook-signature", "")
    return abs(age) <= OLDEST and hmac.compare_digest(given, expected)


def told() -> list[dict]:
    """What it was told, the newest first."""
    return cache.get(KEY, [])


def _handler(pk) -> type:
    def secrets() -> tuple[str, ...]:
        hook = reaching.receiver(str(pk))
        return hook.secrets if hook else ()

    def note(call: dict) -> None:
        cache.set(KEY, [call, *told()][:KEPT], timeout=None)
        close_old_connections()

    return listener(secrets, note)
