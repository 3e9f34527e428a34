"""Is this certificate of erasure genuine? A program for outsiders: no Django, no database.

    python -m audit.certificate certificate.json identity.public

The second argument is the house's public key: a file that holds it in hexadecimal, or the key
itself. The answer is what was erased, when and on which ground – or that it is not genuine.

A certificate is JSON: {"format", "body", "public", "signature"}. The signature (Ed25519) is over
"lotsen-erasure-1", a line break and the body as canonical JSON (UTF-8, sorted keys, no spaces).
The body names no person. "commitments" are hashes of what was destroyed, "root" is the SHA-256
of all of them, and the line of the log that "trail" names holds the same root.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.chain import EPOCH, canonical

FORMAT = "lotsen-erasure-1"
SAYS = {
    "file": "This is not a certificate of erasure, or it is not complete.",
    "other_key": "It was signed by another house than the one whose key you gave.",
    "signature": "It was changed after it was signed, or never signed.",
    "root": "What was destroyed is not what the log says was destroyed.",
    "counts": "It does not name as much as it says it destroyed.",
    "two_people": "It does not name two people.",
}
FIELDS = {
    "house", "erasure", "kind", "ground", "reference", "counts", "commitments", "root", "at",
    "trail", "people",
}  # fmt: skip


class NotGenuine(Exception):
    """*reason* is a key of SAYS."""

    def __init__(self, reason: str):
        super().__init__(SAYS[reason])
        self.reason = reason


def signed_bytes(body: dict) -> bytes:
    """What the signature is over."""
    return FORMAT.encode() + b"\n" + canonical(body)


def root_of(commitments: Iterable[str]) -> str:
    return sha256("\n".join(sorted(commitments)).encode()).hexdigest()


def reference_digest(erasure: str, reference: str) -> str:
    """Whoever knows the reference number sees that it is meant; nobody reads it from here."""
    return sha256(f"{FORMAT} {erasure} {reference}".encode()).hexdigest()


def verify(text: str, public: bytes) -> dict:
    """The body of a genuine certificate. Raises NotGenuine."""
    body, theirs, signature = _read(text)
    if theirs != public:
        raise NotGenuine("other_key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(body))
    except InvalidSignature:
        raise NotGenuine("signature") from None
    if root_of(body["commitments"]) != body["root"]:
        raise NotGenuine("root")
    if body["counts"].get("destroyed") != len(body["commitments"]):
        raise NotGenuine("counts")
    if len(body["people"]) != 2:
        raise NotGenuine("two_people")
    return body


def _read(text: str) -> tuple[dict, bytes, bytes]:
    try:
        whole = json.loads(text)
        body, public = whole["body"], bytes.fromhex(whole["public"])
        signature = bytes.fromhex(whole["signature"])
        is_known = whole["format"] == FORMAT and set(body) == FIELDS
    except (ValueError, KeyError, TypeError):
        raise NotGenuine("file") from None
    if not is_known:
        raise NotGenuine("file")
    return body, public, signature


def says(body: dict) -> Iterator[str]:
    """The certificate in words."""
    ground, trail = body["ground"], body["trail"]
    at = EPOCH + timedelta(microseconds=body["at"])
    yield f"genuine: {body['kind']} erased at {at.isoformat()} by {body['house']}"
    yield f"ground: {ground['paragraph']} ({ground['code']}, version {ground['version']})"
    yield f"decided by two: {' and '.join(body['people'])}"
    yield "counts: " + ", ".join(f"{name} {count}" for name, count in body["counts"].items())
    yield f"line {trail['number']}:{trail['digest']} of the log holds root {body['root']}"


def public_from(given: str) -> bytes:
    """A key in hexadecimal, or the file that holds it. Raises ValueError or OSError."""
    text = given if len(given) == 64 and not Path(given).exists() else Path(given).read_text()
    key = bytes.fromhex(text.strip())
    if len(key) != 32:
        raise ValueError
    return key


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Is this certificate of erasure genuine?")
    parser.add_argument("certificate")
    parser.add_argument("public", help="identity.public, or the key in hexadecimal")
    given = parser.parse_args(arguments)
    try:
        body = verify(Path(given.certificate).read_text("utf-8"), public_from(given.public))
    except NotGenuine as refusal:
        sys.stdout.write(f"NOT GENUINE: {refusal}\n")
        return 1
    except (OSError, ValueError) as error:
        sys.stdout.write(f"NOT READ: a file is missing, or no such file ({type(error).__name__})\n")
        return 1
    sys.stdout.write("\n".join(says(body)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
