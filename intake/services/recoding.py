"""Steps around a new receipt code: which one runs, what it is recognised by, how it ends.

The digits are eight, told by mouth in any language. What is kept of them is keyed with
SECRET_KEY: a copy of the database alone cannot try them out.
"""

import secrets
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

from audit import moves
from audit.moves import Move
from intake.lifecycle import CALL_NEW_CODE_OFF
from intake.models import DIGITS, HelpRequest, NewCode

NO_DIGEST = bytes(32)


def running_of(help_request: HelpRequest) -> NewCode | None:
    """The one that is under way. Whoever changes it holds the request: no two at once."""
    row = help_request.new_codes.filter(ended_at__isnull=True).select_related("started_by").first()
    if row:
        row.help_request = help_request
    return row


def latest_of(help_request_pk) -> NewCode | None:
    """For the person's own page: the last one, under way or ended."""
    rows = NewCode.objects.filter(help_request=help_request_pk)
    return rows.select_related("help_request").defer("help_request__story").first()


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(row: NewCode, digits: str, secret: str | None = None) -> bytes:
    """Another row's digits, the same by chance, give another one."""
    key = secret or settings.SECRET_KEY
    told = f"{row.pk}:{digits}"
    return salted_hmac("lotsen new code", told, secret=key, algorithm="sha256").digest()


def is_right(row: NewCode, digits: str) -> bool:
    """The same work for a row that has no digits, and for one that is not there."""
    kept = bytes(row.digits or NO_DIGEST)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return max(compare_digest(digest(row, digits, key), kept) for key in keys)


def end(row: NewCode, move: Move, *, by) -> None:
    """It comes to nothing: the digits hold no longer, and the new code never opens anything."""
    receipt, row.receipt = row.receipt, None
    moves.make(move, row, by=by)
    if receipt:
        receipt.delete()


def call_off(help_request: HelpRequest, *, by) -> None:
    """The request ends in a way that a new code must not outlive."""
    row = running_of(help_request)
    if row:
        end(row, CALL_NEW_CODE_OFF, by=by)
