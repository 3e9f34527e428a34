"""Who acts, as the trail names them: ids and codes, never names."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """Somebody who acts without an account: a visitor, the clock, an operator."""

    name: str
    role: str
    organisation: str = ""


@dataclass(frozen=True)
class Resident(Actor):
    """The sender of one request, let in by the receipt code. *key* opens their own thread."""

    request_id: UUID | None = None
    subject: UUID | None = None
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Guest(Actor):
    """Somebody of an organisation, let in without an account: to one row, for a few deeds.

    *group* is their organisation's: what is not granted to it they do not reach either.
    """

    row: UUID | None = None
    group: int = 0
    rights: frozenset[str] = frozenset()

    def has_perm(self, right: str) -> bool:
        return right in self.rights


ANYBODY = Actor("anonymous", "anybody")
CLOCK = Actor("clock", "clock")
CONSOLE = Actor("console", "console")


def actor_of(by) -> Actor:
    """The trail's name for *by*: an account, or somebody who acts without one."""
    if isinstance(by, Actor):
        return by
    return Actor(f"user/{by.pk}", by.role, str(by.organisation_id or ""))
