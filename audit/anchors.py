"""What is known of a log from outside it: the sealer's seals, and what witnesses were given.

No Django. Both are lines of the same form; a witness's file may hold other text around them,
as a mail does. A line that is not believed stops the check, with a sentence that says why.
"""

import email
import email.policy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from audit.seals import CERTIFICATE, COSIGNED, SEAL, Keys, is_signed, stream_of

SAYS = {
    "other": "a seal belongs to another installation",
    "unknown": "the key of a seal is not certified; give the file with the certificates too",
    "date": "a seal is dated on a day that its key was not for",
    "signature": "the signature of a seal is wrong",
    "fork": "two seals follow the same one and say different things",
    "cut": "a line breaks off: the file was cut in the middle",
    "none": "there is no seal in this file",
    "identity": "this is no public identity key: 64 hexadecimal digits, or a file that holds them",
    "witness": "a co-signature is not one of the named witnesses",
}
A_KEY = re.compile(r"[0-9a-fA-F]{64}")


class Unusable(ValueError):
    """A file that was given cannot be used, and why."""

    def __init__(self, reason: str, path: str = ""):
        super().__init__(f"{path}: {SAYS[reason]}" if path else SAYS[reason])
        self.reason = reason


@dataclass(frozen=True)
class Anchor:
    """At that moment the log had *number* lines and ended with *head*."""

    number: int
    head: str
    at: int
    is_witnessed: bool


@dataclass
class Anchors:
    """Every seal and checkpoint that was given and is believed, in the order of their lines."""

    identity: bytes
    witnesses: tuple[bytes, ...] = ()
    known: list[Anchor] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, seals: list[str], checkpoints: list[str]) -> None:
        """From files. Raises Unusable, or OSError."""
        files = [(path, False) for path in seals] + [(path, True) for path in checkpoints]
        self.take([(path, witnessed, _lines(path)) for path, witnessed in files])

    def take(self, read: list[tuple[str, bool, list[dict]]]) -> None:
        """Lines, where they come from, and whether a witness has kept them."""
        keys = Keys(self.identity)
        every = [line for _path, _witnessed, lines in read for line in lines]
        keys.learn([line for line in every if CERTIFICATE in line])
        for path, witnessed, lines in read:
            for line in lines:
                self._take(line, keys, path, witnessed)
            if path and not any(SEAL in line or COSIGNED in line for line in lines):
                raise Unusable("none", path)
        _refuse_forks([line for line in every if SEAL in line])
        self.known.sort(key=lambda anchor: (anchor.number, anchor.at))
        for begun in sorted(keys.roots.values())[1:]:
            self.notes.append(f"the sealer began anew, with a key of the identity's, at {begun}")

    def _take(self, line: dict, keys: Keys, path: str, is_witnessed: bool) -> None:
        if SEAL in line:
            doubt, paper = keys.doubt(line), line[SEAL]
            if doubt:
                raise Unusable(doubt, path)
        elif COSIGNED in line:
            paper = line[COSIGNED]
            self._believe(line, paper, path)
            is_witnessed = True
        else:
            return
        self.known.append(Anchor(paper["number"], paper["head"], paper["at"], is_witnessed))

    def _believe(self, line: dict, paper: dict, path: str) -> None:
        if paper["stream"] != stream_of(self.identity):
            raise Unusable("other", path)
        if not any(is_signed(COSIGNED, line, witness) for witness in self.witnesses):
            raise Unusable("witness", path)


def identity_of(given: str) -> bytes:
    """A public key, as hexadecimal digits or as a file that holds them."""
    try:
        is_key = A_KEY.fullmatch(given.strip())
        key = bytes.fromhex((given if is_key else Path(given).read_text()).strip())
    except (OSError, ValueError):
        raise Unusable("identity") from None
    if len(key) != 32:
        raise Unusable("identity")
    return key


def _lines(path: str) -> list[dict]:
    """The papers in a file. What does not begin like one is text around them."""
    found = []
    for text in _text(Path(path)).splitlines():
        if not text.startswith('{"'):
            continue
        try:
            line = json.loads(text)
        except ValueError:
            raise Unusable("cut", path) from None
        if _is_whole(line):
            found.append(line)
    return found


def _text(path: Path) -> str:
    """A saved mail may be written in a way that only looks like its text when it is decoded."""
    if path.suffix != ".eml":
        return path.read_text(encoding="utf-8", errors="replace")
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


WANTED = {
    SEAL: {"stream": str, "number": int, "head": str, "at": int, "key": str, "previous": str},
    CERTIFICATE: {"stream": str, "by": str, "key": str, "from": int},
    COSIGNED: {"stream": str, "number": int, "head": str, "at": int},
}


def _is_whole(line: dict) -> bool:
    for kind, wanted in WANTED.items():
        if isinstance(paper := line.get(kind), dict):
            return all(isinstance(paper.get(name), is_a) for name, is_a in wanted.items())
    return False


def _refuse_forks(seals: list[dict]) -> None:
    followers: dict[str, set] = {}
    for line in seals:
        paper = line[SEAL]
        said = (paper["number"], paper["head"])
        followers.setdefault(paper["previous"], set()).add(said)
    if any(len(said) > 1 for said in followers.values()):
        raise Unusable("fork")
