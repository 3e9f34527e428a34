"""Whoever has lost their code types reference number and digits, and makes a new code – for later.

It is made as every code is, in the process where people write: that process can put the new
public key aside, and open nothing. Until the delay is over the old code opens, and stops it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from audit import coarse, moves, outbox, trail
from audit.actors import ANYBODY, Resident
from audit.models import Decision
from audit.outbox import safe_contact
from audit.vault import box, receipts
from intake import tickets
from intake.lifecycle import BLOCK_NEW_CODE, REDEEM, STOP_NEW_CODE, NewCodeState
from intake.models import HelpRequest, NewCode, Receipt, Way
from intake.services import recoding, slowing, telling, withdrawing
from intake.services.admitting import TooManyGuesses
from partners.models import Municipality

TRIES = 5
NONE = NewCode()  # compared with where there is no row: the same work


class NoSuchDigits(Exception):
    """They do not belong to that number, or no longer. Which of it, is not said."""


@dataclass(frozen=True)
class Made:
    """A new code, shown once. It opens at *opens_at* at the earliest."""

    code: str = field(repr=False)
    opens_at: datetime


def redeem(*, reference: str, digits: str, ticket: str, bucket: str = "") -> Made:
    """The same form sent twice gives the same code. Raises TooManyGuesses and NoSuchDigits."""
    minutes = slowing.minutes_to_wait(bucket)
    if minutes:
        raise TooManyGuesses(minutes)
    secret, salt = tickets.secret_of(ticket), secrets.token_bytes(16)
    public = box.public_of(receipts.private_key(secret, salt))
    try:
        made = exchange(reference, digits, ticket, secret, salt, public)
    except IntegrityError:  # somebody has that locator: the next one is another
        made = exchange(reference, digits, ticket, secret, salt, public)
    if made is None:
        slowing.count_guess(bucket)
        raise NoSuchDigits
    return made


@trail.act
def exchange(reference, digits, ticket, secret, salt, public) -> Made | None:
    """One try. None for what does not fit: a refusal that raised would take its count along."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    help_request = rows.filter(reference=reference).first()
    row = _open_to(reference, help_request, ticket)
    fits = recoding.is_right(row, digits)
    NewCode.objects.filter(pk=row.pk).update(tries=F("tries") + (0 if fits else 1))
    if not fits:
        return _refuse(row)
    if row.status == NewCodeState.WAITING:
        return Made(receipts.write(row.receipt.locator, secret), row.opens_at)
    now = timezone.now()
    row.receipt = Receipt(
        locator=receipts.new_locator(), salt=salt, public=public, created_at=coarse.hour(now)
    )  # fmt: skip
    row.receipt.save(force_insert=True)
    row.ticket, row.opens_at = tickets.digest(ticket), _from(now)
    _warn(row, now)
    moves.make(REDEEM, row, by=ANYBODY)
    return Made(receipts.write(row.receipt.locator, secret), row.opens_at)


@trail.act
def stop(resident: Resident) -> NewCode | None:
    """Somebody who has the old code says that it was not they who asked. Nothing has changed."""
    row = recoding.running_of(withdrawing.hold(resident))
    if row:
        recoding.end(row, STOP_NEW_CODE, by=resident)
        tell(row, by=resident)
    return row


def _open_to(reference: str, help_request: HelpRequest | None, ticket: str) -> NewCode:
    """What these digits can be tried on: given and fresh, or made already by this very form."""
    rows = NewCode.objects.select_related("receipt").filter(ended_at__isnull=True)
    row = rows.filter(help_request__reference=reference).first()
    if row is None or help_request is None:
        return NONE
    row.help_request = help_request
    is_fresh = row.status == NewCodeState.GIVEN and row.digits_until > timezone.now()
    is_again = row.status == NewCodeState.WAITING and bytes(row.ticket) == tickets.digest(ticket)
    return row if (is_fresh or is_again) and not row.lacks_a_second_person else NONE


def _refuse(row: NewCode) -> None:
    """A line either way, without a name. At the fifth the digits are void, and we are told."""
    trail.record(ANYBODY, "newcode.refused", "intake.newcode/unknown", decision=Decision.REFUSED)
    if row is not NONE and row.status == NewCodeState.GIVEN and row.tries + 1 >= TRIES:
        recoding.end(row, BLOCK_NEW_CODE, by=ANYBODY)
        tell(row, by=ANYBODY)


def _from(begins: datetime) -> datetime:
    """By the hour, as everything a resident does; upwards, so that the delay is never shorter."""
    return coarse.hour(begins + delay() + timedelta(minutes=59, seconds=59))


def delay() -> timedelta:
    hours = Municipality.objects.values_list("new_code_hours", flat=True).first()
    return timedelta(hours=hours or Municipality._meta.get_field("new_code_hours").default)


def _warn(row: NewCode, now: datetime) -> None:
    """To the address they once gave: something was asked for. The delay begins when it may leave.

    Who wants to be called has been, before the digits were given.
    """
    contact = row.help_request.safe_contact
    if contact.rules.way != Way.EMAIL:
        return
    verdict = safe_contact.weigh(contact.rules, timezone.localtime(now))
    row.opens_at = _from(verdict.wait_until or now)
    row.notice = outbox.post(contact, "intake.NEW_CODE", about=row.help_request, by=ANYBODY)


# --- A step: it expects to be inside a use case --------------------------------------------------


def tell(row: NewCode, *, by) -> None:
    """Whoever has the request hears that something came in the way, without a word of what."""
    telling.tell(row.help_request, "NEW_CODE_NEWS", by=by)
