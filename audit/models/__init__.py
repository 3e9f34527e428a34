from audit.models.blind_index import BlindIndex
from audit.models.change import Change
from audit.models.erasure import Erasure, ErasureGround, ErasureKind, ErasureState
from audit.models.event import (
    ArchivedSalt,
    ArchivedUntil,
    Decision,
    Event,
    Head,
    Link,
    PersonHead,
)
from audit.models.letter import Letter, RetiredKey
from audit.models.outgoing import Outgoing, OutgoingState
from audit.models.piece import Piece
from audit.models.review import Finding, FindingReason, Item, ReviewPlan, Round, SignWeight
from audit.models.seal import Alarm, Certificate, Neighbour, Seal, Witness

__all__ = [
    "Alarm",
    "ArchivedSalt",
    "ArchivedUntil",
    "BlindIndex",
    "Certificate",
    "Change",
    "Decision",
    "Erasure",
    "ErasureGround",
    "ErasureKind",
    "ErasureState",
    "Event",
    "Finding",
    "FindingReason",
    "Head",
    "Item",
    "Letter",
    "Link",
    "Neighbour",
    "Outgoing",
    "OutgoingState",
    "PersonHead",
    "Piece",
    "RetiredKey",
    "ReviewPlan",
    "Round",
    "Seal",
    "SignWeight",
    "Witness",
]
