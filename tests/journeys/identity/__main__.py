"""Serve until somebody ends this process. The first line says on which port.

BACK and OUT are where people are led back to: python -m tests.journeys.identity BACK OUT
"""

import json
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 – after set-up
from allauth.idp.oidc.models import Client  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

PASSWORD = "known to the municipality only"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def open_house(back: str, out: str) -> None:
    call_command("migrate", verbosity=0)
    for email in json.loads((settings.FOLDER / "told.json").read_text()):
        user = User.objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    client = Client(id="lotsen", name="Lotsen", scopes="openid\nemail", skip_consent=True)
    client.set_secret("between-us")
    client.set_redirect_uris([back])
    client.set_post_logout_redirect_uris([out])
    client.save()


if __name__ == "__main__":
    open_house(*sys.argv[1:])
    with make_server("127.0.0.1", 0, get_wsgi_application(), Server) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
