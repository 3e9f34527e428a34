"""Let the sender back in with a code; slow down guesses, and only the one who guesses."""

from hmac import compare_digest

from audit import trail
from audit.actors import ANYBODY, Resident
from audit.models import Decision
from audit.vault import Erased, box, kinds, receipts
from intake.models import NewCode, Receipt
from intake.services import slowing
from intake.services.conversing import mark_read


class NoSuchCode(Exception):
    """Rightly spelt, but it opens nothing. Whether the locator exists is not said."""


class NotYet(Exception):
    """A new code, made instead of a lost one. *opens_at* says when it opens, at the earliest."""

    def __init__(self, opens_at):
        super().__init__(opens_at)
        self.opens_at = opens_at


class TooManyGuesses(Exception):
    """From there, not now. *minutes* says how long to wait."""

    def __init__(self, minutes: int):
        super().__init__(minutes)
        self.minutes = minutes


NOBODY = Receipt(salt=bytes(16), public=bytes(kinds.MLKEM_PUBLIC + kinds.X25519_PUBLIC))


def admit(typed: str, *, bucket: str = "") -> Resident:
    """Let somebody in by their code.

    Raises receipts.NotACode before anything is asked of the database, TooManyGuesses for
    whoever has guessed too often, NoSuchCode, NotYet for a new code whose delay is not over, and
    Erased for a code whose request is erased.
    """
    locator, secret = receipts.read(typed)
    minutes = slowing.minutes_to_wait(bucket)
    if minutes:
        raise TooManyGuesses(minutes)
    resident = _try(locator, secret)
    if isinstance(resident, NewCode):
        raise NotYet(resident.opens_at)
    if resident is None:
        slowing.count_guess(bucket)
        raise NoSuchCode
    return recognise(locator, secret)


@trail.act
def _try(locator: str, secret: str) -> Resident | NewCode | None:
    """Every answer leaves its line: a refusal that raised would take its trace along."""
    receipt, resident = _compare(locator, secret)
    if isinstance(resident, NewCode):
        trail.record(ANYBODY, "newcode.early", resident, decision=Decision.REFUSED)
        return resident
    if resident is None:
        nobody = "intake.receipt/unknown"
        trail.record(ANYBODY, "receipt.refused", nobody, decision=Decision.REFUSED)
        return None
    trail.record(resident, "receipt.admit", receipt.help_request)
    mark_read(receipt.help_request)
    return resident


def recognise(locator: str, secret: str) -> Resident | None:
    """Whose code this is, without a trace: for the pages behind the door. Raises Erased."""
    receipt, resident = _compare(locator, secret)
    if not isinstance(resident, Resident):
        return None
    if receipt.help_request.erased_at:
        raise Erased(resident.name)
    return resident


def _compare(locator: str, secret: str) -> tuple[Receipt, Resident | NewCode | None]:
    """The same work for a locator that exists and one that does not."""
    rows = Receipt.objects.select_related("help_request")
    fields = ("locator", "salt", "public", "help_request__subject", "help_request__erased_at")
    found = rows.only(*fields).filter(locator=locator).first()
    receipt = found or NOBODY
    kind = kinds.kind_of(bytes(receipt.public))
    key = receipts.private_key(secret, bytes(receipt.salt), kind)
    is_right = compare_digest(box.public_of(key), bytes(receipt.public))
    if not found or not is_right:
        return receipt, None
    if receipt.help_request is None:
        return receipt, receipt.new_code
    return receipt, resident_of(receipt, key)


def resident_of(receipt: Receipt, key: bytes) -> Resident:
    """The sender of a request, as the trail names them and with the key to their thread."""
    return Resident(
        f"receipt/{receipt.pk}",
        "resident",
        request_id=receipt.help_request_id,
        subject=receipt.help_request.subject,
        key=key,
    )
