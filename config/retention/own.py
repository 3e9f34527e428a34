"""RECORDS OF OUR OWN, one entry a kind: deviations, incidents, threats, and what authorities asked.

They are no part of anybody's file. Each is disposed of by a rule of its own in the municipality's
plan. Left are its number, its codes and its days: the register goes on saying that it was there,
and the figures add up.
"""

from dataclasses import dataclass, field

from django.db.models import Model

from audit.models import ErasureKind
from config.deviations import rights as deviations
from config.deviations.models import Deviation
from config.incidents import rights as incidents
from config.incidents.models import Incident
from config.police import rights as police
from config.police.models import ContactRequest
from config.retention.codes import Kind
from config.threats import rights as threats
from config.threats.models import Threat, is_entrusted


@dataclass(frozen=True)
class Own:
    """One kind. It counts from *ended*, or from the last of its *parts*: what hangs on it, and
    the moment of each. *began* is known of every row.

    When it goes, its words and its parts go; of parts that are *left* only the words. *points_at*:
    what else in it points at somebody, and what stands there afterwards. *right*: of those who
    say that it must be held. *named*: what its addresses and a certificate call it.
    """

    model: type[Model]
    kind: Kind
    erasure: ErasureKind
    named: str
    right: str
    began: str
    ended: str
    parts: dict[str, str]
    points_at: dict[str, str | None]
    left: frozenset[str] = field(default=frozenset())

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def opens(self, user) -> bool:
        """Whether *user* opens every word of what they see of this kind, evidence too."""
        return user.has_perm(self.right) and (self.model is not Threat or is_entrusted(user))

    @property
    def counted(self) -> str:
        return f"{self.named}s"

    def frame(self, row) -> dict:
        return framed(row, self.named)

    @property
    def page(self) -> str:
        """Where it is said how long one is kept."""
        return f"desk:{self.named}_retention"

    @property
    def markings(self) -> str:
        """Where it is said how one is marked."""
        return f"desk:{self.named}_markings"


def framed(row, named: str) -> dict:
    """What a page about how one row is kept or marked stands in: retention/own_frame.html."""
    return {"row": row, "what": row._meta, "list": f"desk:{named}s", "back": f"desk:{named}"}


EVERY = (
    Own(
        Deviation, Kind.DEVIATION, ErasureKind.DEVIATION, "deviation", deviations.KEEP,
        "reported_at", "closed_at", {"steps": "at"}, {"about": "", "reported_by": None},
    ),
    Own(
        Incident, Kind.INCIDENT, ErasureKind.INCIDENT, "incident", incidents.KEEP,
        "reported_at", "closed_at", {"measures": "at", "checks": "decided_at"}, {"about": ""},
    ),
    Own(
        Threat, Kind.THREAT, ErasureKind.THREAT, "threat", threats.KEEP,
        "reported_at", "closed_at", {"steps": "at", "evidence": "added_at"},
        {"about": "", "against": None, "police_number": ""},
    ),
    Own(
        ContactRequest, Kind.CONTACT, ErasureKind.CONTACT, "contact_request", police.HANDLE,
        "received_on", "ended_at", {"decisions": "decided_at"},
        {"help_request": None, "subject": None, "their_number": ""},
        left=frozenset({"decisions"}),
    ),
)  # fmt: skip
BY_MODEL = {own.model: own for own in EVERY}
BY_LABEL = {own.label: own for own in EVERY}
