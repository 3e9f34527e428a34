from audit.models.change import Change
from audit.models.event import Decision, Event, Head, Link
from audit.models.letter import Letter
from audit.models.outgoing import Outgoing, OutgoingState

__all__ = [
    "Change", "Decision", "Event", "Head", "Letter", "Link", "Outgoing", "OutgoingState",
]
