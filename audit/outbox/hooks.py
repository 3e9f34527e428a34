"""One call to another system: signed as Standard Webhooks says, and only out into the world.

The address is looked up here and the connection goes to what was found, so that no name can lead
inside between the look and the call. Nothing is followed, nothing that is answered is read, and
nobody is waited for longer than ten seconds.
"""

import base64
import hmac
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from threading import Event, Thread, Timer
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings

MARK = "whsec_"
EACH, WHOLE = 5.0, 10.0  # seconds: for one step, and for all of it
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Python calls more than this global, as fec0::/10, with which houses once numbered what is inside.
WORLD_V6 = ipaddress.ip_network("2000::/3")


class NotTaken(OSError):
    """The other system did not take it. *code* says why, without a word of what it answered."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Hook:
    """Where another system is called, and the secrets it may check our signature with."""

    url: str
    secrets: tuple[str, ...]


def send(hook: Hook, *, message: str, moment: int, body: bytes) -> None:
    """Returns when it was taken: any answer from 200 to 299. Raises NotTaken."""
    status = _ask(hook.url, body, signed(hook.secrets, message, moment, body))
    if 300 <= status < 400:
        raise NotTaken("redirected")
    if status == 410:
        raise NotTaken("gone")
    if not 200 <= status < 300:
        raise NotTaken(f"status_{status}")


def signed(secrets: Iterable[str], message: str, moment: int, body: bytes) -> dict[str, str]:
    """While a secret is being changed there are two signatures, and either will do."""
    covered = f"{message}.{moment}.".encode() + body
    keys = [base64.b64decode(one.removeprefix(MARK)) for one in secrets]
    marks = [base64.b64encode(hmac.digest(key, covered, "sha256")).decode() for key in keys]
    return {
        "webhook-id": message, "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }  # fmt: skip


def why_not(url: str) -> str:
    """A code for why we never call there, whatever it leads to now; "" if we may."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "no_address"
    if parts.scheme != "https" or not parts.hostname or port == 0:
        return "no_https"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "too_much"
    host = parts.hostname.rstrip(".")  # a name that is said to its end is the same name
    return "ourselves" if host in settings.ALLOWED_HOSTS else ""


def is_outside(address: str) -> bool:
    """Out in the world, or in one of the networks that the operator has named."""
    found = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if any(found in ipaddress.ip_network(one) for one in settings.WEBHOOKS_INSIDE):
        return True
    is_there = found.version == 4 or found in WORLD_V6
    return is_there and found.is_global and not found.is_multicast and not found.is_reserved


def _unwrapped(found):
    """An old address in the clothes of a new one is judged as the old one it is."""
    if found.version == 4:
        return found
    if found in NAT64:
        return ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1]) or found


def _ask(url: str, body: bytes, headers: dict[str, str]) -> int:
    refused = why_not(url)
    if refused:
        raise NotTaken(refused)
    is_late = Event()
    try:
        return _exchange(url, body, headers, is_late)
    except NotTaken:
        raise
    except TimeoutError:
        raise NotTaken("silent") from None
    except ssl.SSLError:
        raise NotTaken("silent" if is_late.is_set() else "no_trust") from None
    except (OSError, HTTPException, ValueError):
        raise NotTaken("silent" if is_late.is_set() else "unreachable") from None


def _exchange(url: str, body: bytes, headers: dict[str, str], is_late: Event) -> int:
    parts, until = urlsplit(url), monotonic() + WHOLE
    port = parts.port or 443
    address = _in_time(_looked_up, parts.hostname, port)
    bare = socket.create_connection((address, port), timeout=EACH)
    lines = [bare]  # what is wrapped is another socket: whichever is the line now is cut
    timer = Timer(max(0, until - monotonic()), _cut, [lines, is_late])
    timer.daemon = True
    timer.start()
    connection = HTTPSConnection(parts.hostname, port)
    try:
        connection.sock = context().wrap_socket(
            bare, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
        lines.append(connection.sock)
        connection.sock.do_handshake()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kind = {"Content-Type": "application/json", "User-Agent": "Lotsen"}
        connection.request("POST", path, body, {**kind, **headers})
        return connection.getresponse().status
    finally:
        timer.cancel()
        connection.close()
        bare.close()


def context() -> ssl.SSLContext:
    """What this machine trusts, and whom the operator has named beside."""
    trusted = ssl.create_default_context()
    if settings.WEBHOOKS_CA:
        trusted.load_verify_locations(settings.WEBHOOKS_CA)
    return trusted


def _in_time(look_up: Callable, host: str, port: int) -> str:
    """Others' servers are asked for a name, and the system has no end of its own for that."""
    found = Future()

    def ask():
        try:
            found.set_result(look_up(host, port))
        except NotTaken as refusal:
            found.set_exception(refusal)

    Thread(target=ask, daemon=True).start()
    return found.result(EACH)


def _looked_up(host: str, port: int) -> str:
    """One of its addresses, if every one of them is out in the world."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotTaken("no_address") from None
    addresses = [one[4][0] for one in found]
    if not addresses or not all(map(is_outside, addresses)):
        raise NotTaken("inside")
    return addresses[0]


def _cut(lines: list[socket.socket], is_late: Event) -> None:
    """Whoever sends a byte now and then is never silent, and would never let go."""
    is_late.set()
    for line in lines:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # of TLS: the line below it
