"""A form that is sent twice counts once: what it carries, and what is kept of that."""

import re
from functools import wraps

from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from audit.vault import receipts

A_TICKET = re.compile(r"[\w-]{32}", re.ASCII)


def new() -> str:
    return receipts.new_ticket()


def is_ours(ticket: str) -> bool:
    """Only what we could have made ourselves: a guessable ticket would give a guessable code."""
    return bool(A_TICKET.fullmatch(ticket or ""))


def digest(ticket: str, text: str = "") -> bytes:
    """By which a form is recognised. With a text: by which that text in that form is.

    The ticket itself is not kept, so the digest confirms no guess at the text.
    """
    return receipts.ticket_digest(f"{ticket}\n{text}" if text else ticket, _pepper())


def counts_once(use_case):
    """The same form sent twice at once: the database takes one, and the other one looks again.

    So does whoever was given a number in the same moment as somebody else.
    """

    @wraps(use_case)
    def again(*args, **told):
        try:
            return use_case(*args, **told)
        except IntegrityError:
            return use_case(*args, **told)

    return again


def secret_of(ticket: str) -> str:
    """The secret part of the receipt code that this form gives."""
    return receipts.secret_from(ticket, _pepper())


def _pepper() -> bytes:
    """Changing SECRET_KEY harms no stored receipt; only forms that are open just then."""
    return salted_hmac("lotsen receipt", "ticket", algorithm="sha256").digest()
