"""An identity provider that says whatever a test tells it to: a real server, on this machine."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from audit.models import Event
from config.accounts.oidc_providers import Provider

CLIENT = "lotsen-at-tallsunda"
THERE, BACK = "/accounts/with/kommunen/", "/accounts/with/kommunen/back/"


@cache
def rsa_key(_name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(_name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def published(key, kid: str, algorithm: str = "RS256") -> dict:
    """A public key as a provider shows it."""
    made = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    return made | {"kid": kid, "use": "sig", "alg": algorithm}


@dataclass
class Told:
    """What the server answers, and what it was asked."""

    issuer: str
    keys: list = field(default_factory=lambda: [published(rsa_key("own"), "own")])
    id_token: str | None = None
    userinfo: dict | None = None
    doors: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def trusted(self, **more) -> Provider:
        return Provider(**{
            "id": "kommunen", "name": "Tallsunda kommun", "issuer": self.issuer,
            "client_id": CLIENT, "secret": "between-us", "levels": frozenset({"loa2", "loa3"}),
            "two_factor_levels": frozenset({"loa3"}), "groups_claim": "groups", **more,
        })  # fmt: skip

    def claims(self, **other) -> dict:
        """All that a good token says; what is None is left out."""
        now = int(time.time())
        good = {
            "iss": self.issuer, "aud": CLIENT, "sub": "person-1", "iat": now, "exp": now + 300,
            "auth_time": now - 5, "acr": "loa3", "groups": ["lotsen-norr"],
            "email": "amina@tallsunda.example", "email_verified": True,
        }  # fmt: skip
        return {name: said for name, said in (good | other).items() if said is not None}

    def sign(self, claims: dict, key=None, algorithm="RS256", kid="own", **header) -> str:
        """Whatever the claims are: jwt.encode() would refuse some of what we want to try."""
        said = json.dumps(claims).encode()
        named = {"kid": kid, **header}
        key = rsa_key("own") if key is None else key
        return jwt.PyJWS().encode(said, key, algorithm, headers=named)

    def answer(self, path: str, form: dict) -> tuple[int, dict]:
        self.asked.append((path, form))
        if path.endswith("openid-configuration"):
            doors = {f"{name}_endpoint": f"{self.issuer}/{name}"
                     for name in ("authorization", "token", "userinfo", "end_session")}  # fmt: skip
            return 200, {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys",
                         "token_endpoint_auth_methods_supported": ["client_secret_post"],
                         **doors, **self.doors}  # fmt: skip
        if path == "/keys":
            return 200, {"keys": self.keys}
        if path == "/token":
            return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token}
        if path == "/userinfo":
            return 200, self.userinfo or {"sub": "person-1"}
        return 404, {}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._say({})

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(dict(parse_qsl(sent)))

    def _say(self, form: dict):
        status, said = self.server.told.answer(urlsplit(self.path).path, form)
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def a_provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.told = Told(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        server.server_close()


def begin(client, **form) -> dict:
    """Press the button. What the provider is then asked, by name."""
    leads_to = client.post(THERE, form).url
    return {name: values[0] for name, values in parse_qs(urlsplit(leads_to).query).items()}


def come(client, told: Told, *, form=None, sign=None, **claims):
    """The whole way there and back, with a token that says *claims*."""
    asked = begin(client, **(form or {}))
    said = told.claims(**{"nonce": asked["nonce"], **claims})
    told.id_token = told.sign(said, **(sign or {}))
    return client.get(BACK, {"code": "once", "state": asked["state"]})


def is_inside(client) -> bool:
    return "_auth_user_id" in client.session


def refusals() -> list[tuple]:
    found = Event.objects.filter(deed="account.sign_in_failed").order_by("pk")
    return [(event.actor, event.about, event.facts["step"]) for event in found]
