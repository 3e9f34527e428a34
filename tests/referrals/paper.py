"""Who may do what with a referral, from where: written down once more from the paper.

Nothing here is taken from lifecycle.py. WHO says which of the cast hold a deed's right, OURS and
THEIRS who has the row. Tried cell by cell through the use cases, the pages and the API.
"""

from django.core.exceptions import ValidationError
from django.db import connection

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Link, Outgoing
from intake.models import Consent
from referrals import models as rows

# What goes on within a state is a row of its own here: accepted for later, resting, objected to.
# A draft that takes a second person may be unseen (nobody asked yet) or pending; another one may be
# in line: asked if one before it says no.
WITHIN = {
    "unseen": "draft", "pending": "draft", "in_line": "draft",
    "waiting": "accepted", "paused": "active", "contested": "reported",
}  # fmt: skip
THERE = ["waiting", "paused", "contested"]
AT_THE_PARTNER = ["sent", "opened", "asked", "accepted", "active", "reported", *THERE]
DRAFT = "draft unseen pending in_line"
ENDED = ["closed", "declined", "returned", "expired", "recalled", "withdrawn"]
STATES = [*DRAFT.split(), *AT_THE_PARTNER, *ENDED]

WHO = {
    "send": "amina bjorn lena rut",
    "approve": "lena",
    "respond": "clara carl dag petra",
    "return": "carl",
}
OURS, THEIRS = {"amina", "lena"}, {"clara", "carl"}
PARTNERS = ["clara", "carl", "dag", "petra"]
CAST = ["amina", "bjorn", "lena", "rut", *PARTNERS, "stina", "loke", "adam", "sofia"]

# deed: (whose right, from which states, to which state; "=" where it stands, "-" is gone)
DEEDS = {
    "revise": ("send", DRAFT, "="),
    "discard": ("send", DRAFT, "-"),
    "consent": ("send", DRAFT, "="),
    "ground": ("send", DRAFT, "="),
    "preview": ("send", DRAFT, "="),
    "submit": ("send", "unseen", "="),
    "approve": ("approve", "pending", "="),
    "hand back": ("approve", "pending", "="),
    "send": ("send", "draft in_line", "sent"),
    "agree": ("send", "draft", "="),
    "break off": ("send", "in_line", "="),
    "together": ("send", f"{DRAFT} sent opened asked", "="),
    "prepare": ("send", f"{DRAFT} sent opened asked", "="),
    "answer": ("send", "asked", "opened"),
    "acknowledge": ("send", "reported contested", "closed"),
    "recall": ("send", "sent opened asked accepted waiting active paused", "recalled"),
    "recall, sent in error": ("send", " ".join(AT_THE_PARTNER), "recalled"),
    "withdraw": ("send", " ".join(AT_THE_PARTNER), "withdrawn"),
    "try next": ("send", "declined returned expired recalled", "="),
    "open": ("respond", "sent", "opened"),
    "ask": ("respond", "sent opened", "asked"),
    "accept": ("respond", "sent opened", "accepted"),
    "decline": ("respond", "sent opened asked", "declined"),
    "attempt": ("respond", "accepted", "="),
    "start": ("respond", "accepted", "active"),
    "report": ("respond", "active", "reported"),
    "report, never reached": ("respond", "active", "reported"),
    "reschedule": ("respond", "waiting", "="),
    "progress": ("respond", "active", "="),
    "pause": ("respond", "active", "="),
    "resume": ("respond", "paused", "="),
    "pause from us": ("send", "active", "="),
    "resume from us": ("send", "paused", "="),
    "amend": ("respond", "reported contested", "="),
    "contest": ("send", "reported", "="),
    "give back": ("return", "accepted waiting active paused", "returned"),
    "assign": ("return", "accepted waiting active paused", "="),
    "see the envelope": ("respond", " ".join(AT_THE_PARTNER), "="),
    "open the package": ("respond", "accepted active paused reported contested", "="),
    "write to us": ("respond", "accepted active reported contested", "="),
    "write to the partner": ("send", "accepted active paused reported contested", "="),
    "read the conversation": ("respond", "accepted active paused reported contested", "="),
    "read ours": ("send", " ".join(STATES), "="),
    "open our own": ("send", " ".join(STATES), "="),
}

TABLES = (
    rows.Referral, rows.Package, rows.Goal, rows.Question, rows.PartnerMessage, rows.Report,
    rows.Basis, rows.Tombstone, rows.ReferralGrant, rows.TombstoneGrant, Consent, Outgoing, Letter,
)  # fmt: skip
THE_LOG = (Event, Link)


def expected(deed, name, state):
    """The refusal that this cell of the table must meet with; None where it is allowed."""
    right, sources, _target = DEEDS[deed]
    if name not in WHO[right].split():
        return Refused
    reached = name in OURS or (name in THEIRS and state in AT_THE_PARTNER)
    if not reached:
        return OutOfReach
    return None if state in sources.split() else ValidationError


def who_tries(deed) -> list[str]:
    """Everybody. But who is refused is refused whatever the database, and for each reason by one
    and the same query: on PostgreSQL stina stands for all who hold no right for it, and the first
    for all who hold it and reach nothing.
    """
    if connection.vendor != "postgresql":
        return CAST
    holders = WHO[DEEDS[deed][0]].split()
    strangers = [name for name in holders if name not in OURS | THEIRS]
    return [name for name in holders if name not in strangers[1:]] + ["stina"]


def status_after(deed, state) -> str:
    """The state that a deed leads to; "-" is gone."""
    target = DEEDS[deed][2]
    return WITHIN.get(state, state) if target == "=" else target


def everything(tables=TABLES + THE_LOG) -> list:
    """Every row of *tables*: what a deed that was refused must leave as it was."""
    return [list(table.objects.order_by("pk").values_list()) for table in tables]
