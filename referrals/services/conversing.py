"""We and the partner write to each other about one referral: from when the package opens until
the referral ends, and only where the agreement with the partner says so.

The police get no words and give none. Whoever ends a referral shuts the conversation to the
partner in the same moment, with everything else; with us it stays beside the request.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard, trail, vault
from intake import tickets, words
from intake.services import saving_drafts
from referrals import drafts, rights
from referrals.lifecycle import OUR_WRITE, WRITE, Side
from referrals.models import PartnerMessage, Referral
from referrals.services.disclosing import is_codes_only, require_confirmed, require_open
from referrals.services.holding import hold, rows
from referrals.services.writing import require_words

PURPOSE = "conversation"
WRITING = {Side.US: drafts.TO_PARTNER, Side.PARTNER: drafts.TO_US}


@dataclass(frozen=True)
class Said:
    """One message, opened."""

    message: PartnerMessage
    text: str = field(repr=False)


@dataclass(frozen=True)
class Conversation:
    """*shut*: why this side cannot write now; "" if it can."""

    referral: Referral
    said: list[Said]
    shut: str = ""


@trail.act
def write_to_partner(
    pk, *, text: str, by, ticket: str = "", confirmed: bool = False
) -> PartnerMessage:
    """We write. Everybody at the partner who reaches the referral may read it."""
    referral = hold(pk, OUR_WRITE, by=by)
    require_confirmed(referral, confirmed)
    return _write(referral, Side.US, text, ticket, by=by)


@trail.act
def write_to_us(pk, *, text: str, by, ticket: str = "") -> PartnerMessage:
    """The partner writes. Those of ours who reach the request may read it."""
    return _write(hold(pk, WRITE, by=by), Side.PARTNER, text, ticket, by=by)


@trail.act
def read_ours(pk, *, by) -> Conversation:
    """Read what we and the partner have written: also after the end."""
    return _opened(guard.hold(rows(), pk, by=by, right=rights.SEND), Side.US, by=by)


@trail.act
def read_theirs(pk, *, by) -> Conversation:
    """The same for the partner, for as long as it reads the package.

    The row is held while it is read, so that nobody reads on after the commit that ends it, and
    nothing is written between what was read and the line that says so.
    """
    referral = guard.hold(rows(), pk, by=by, right=rights.RECEIVE)
    require_words(referral)
    require_open(referral)
    return _opened(referral, Side.PARTNER, by=by)


def converses(referral: Referral) -> bool:
    """Is there a conversation, or may there be one?"""
    if is_codes_only(referral):
        return False
    may = referral.to.takes_messages and referral.status in WRITE.sources
    return may or referral.messages.exists()


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _write(referral: Referral, side: Side, text: str, ticket: str, *, by) -> PartnerMessage:
    """Sent twice, it counts once."""
    WRITING[side].require(referral)
    text = words.required(text)
    known = tickets.digest(ticket, text) if ticket else None
    earlier = referral.messages.filter(ticket=known).defer("text").first() if known else None
    if earlier:
        return earlier
    message = PartnerMessage(
        referral=referral, writer=side, author=by, written_at=timezone.now(), ticket=known
    )
    vault.seal(message, text=text)
    message.save(force_insert=True)
    trail.record(by, "referral.write", referral, message=message.pk, side=side)
    saving_drafts.drop(WRITING[side], referral, {"text": text}, by=by)
    return message


def _opened(referral: Referral, side: Side, *, by) -> Conversation:
    """All of it under one line, which also says that this side has read so far."""
    messages = list(referral.messages.select_related("author"))
    places = [(message, "text") for message in messages]
    texts = vault.unseal_all(referral, places, by=by, purpose=PURPOSE) if places else []
    said = [Said(message, text) for message, text in zip(messages, texts, strict=True)]
    return Conversation(referral, said, _why_shut(referral, side))


def _why_shut(referral: Referral, side: Side) -> str:
    try:
        WRITING[side].require(referral)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""
