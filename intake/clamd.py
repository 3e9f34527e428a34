"""Asks ClamAV's daemon whether a file holds a virus. The file goes over a socket, onto no disk.

Its protocol (clamd(8), INSTREAM): chunks, each after its length, and an empty one at the end. The
address is *unix:PATH* or *tcp:HOST:PORT*. Over TCP the file travels in the clear: only to this
machine, or through a tunnel.
"""

import socket

CHUNK = 64 * 1024
SECONDS = 60


class Away(Exception):
    """It does not answer, or not as it should. Nothing is known of the file."""


def answers(address: str) -> bool:
    """Is it there, with its signatures loaded?"""
    try:
        return _ask(address, b"zPING\0") == "PONG"
    except Away:
        return False


def finds_virus(contents: bytes, address: str) -> bool:
    """Raises Away unless it says clearly yes or no."""
    parts = [contents[at : at + CHUNK] for at in range(0, len(contents), CHUNK)]
    sent = b"".join(len(part).to_bytes(4, "big") + part for part in [*parts, b""])
    said = _ask(address, b"zINSTREAM\0" + sent)
    if said.endswith(" FOUND"):
        return True
    if said == "stream: OK":
        return False
    raise Away


def _ask(address: str, told: bytes) -> str:
    try:
        with _reached(address) as line:
            line.sendall(told)
            said = bytearray()
            while not said.endswith(b"\0") and (part := line.recv(4096)):
                said += part
    except (OSError, ValueError) as silence:
        raise Away from silence
    return said.rstrip(b"\0").decode(errors="replace")


def _reached(address: str) -> socket.socket:
    kind, _colon, place = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(place)
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
