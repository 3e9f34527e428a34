"""The bytes of a seal, of the keys that make seals, and of another house's co-signature.

No Django: an outsider's program does the same (audit/FORMAT.md). Everything that is signed is
a paper: a flat dict, written down canonically behind a word that says what it is. A key signs
for one day. It is certified by the key before it, whose private half is then erased; the first
one by the house's identity. So a thief of today's key signs nothing that is dated yesterday.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.chain import canonical

SEAL, CERTIFICATE, COSIGNED = "seal", "certificate", "cosigned"
DOMAIN = {
    SEAL: b"lotsen-seal-1",
    CERTIFICATE: b"lotsen-day-key-1",
    COSIGNED: b"lotsen-cosigned-1",
}


def stream_of(identity: bytes) -> str:
    """The name of a house's log: whoever has its identity can compute it."""
    return sha256(b"lotsen-stream-1" + identity).hexdigest()[:32]


def message(kind: str, paper: dict) -> bytes:
    """What is signed."""
    return DOMAIN[kind] + canonical(paper)


def signed(kind: str, paper: dict, sign) -> dict:
    """*paper* as a line of a file. *sign* takes bytes and returns a signature."""
    return {kind: paper, "signature": sign(message(kind, paper)).hex()}


def is_signed(kind: str, line: dict, public: bytes) -> bool:
    try:
        key, signature = Ed25519PublicKey.from_public_bytes(public), line["signature"]
        key.verify(bytes.fromhex(signature), message(kind, line[kind]))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def digest_of(line: dict) -> str:
    """By which the next seal names this one."""
    return sha256(message(SEAL, line[SEAL])).hexdigest()


@dataclass
class Keys:
    """The daily keys of one house, each known by the one before it."""

    identity: bytes
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    roots: dict[str, int] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return stream_of(self.identity)

    def learn(self, certificates: list[dict]) -> None:
        """Take every certificate that leads back to the identity, in whatever order they come."""
        waiting = sorted(certificates, key=lambda line: line[CERTIFICATE]["from"])
        while waiting:
            later = [line for line in waiting if not self._take(line)]
            if len(later) == len(waiting):
                return
            waiting = later

    def _take(self, line: dict) -> bool:
        """What costs nothing is asked first: anybody may send certificates that lead nowhere."""
        paper = line[CERTIFICATE]
        by, key, begins = paper["by"], paper["key"], paper["from"]
        is_root = by == self.identity.hex()
        leads_back = is_root or (by in self.begins and begins >= self.begins[by])
        if paper["stream"] != self.stream or not leads_back:
            return False
        if not is_signed(CERTIFICATE, line, bytes.fromhex(by)):
            return False
        if is_root:
            self.roots[key] = begins
        else:
            self.ends[by] = min(begins, self.ends.get(by, begins))
        self.begins.setdefault(key, begins)
        return True

    def doubt(self, line: dict) -> str:
        """Why a seal is not believed: "other", "unknown", "date", "signature"; "" if it is."""
        paper = line[SEAL]
        if paper["stream"] != self.stream:
            return "other"
        key, at = paper["key"], paper["at"]
        if key not in self.begins:
            return "unknown"
        if at < self.begins[key] or at >= self.ends.get(key, at + 1):
            return "date"
        return "" if is_signed(SEAL, line, bytes.fromhex(key)) else "signature"
