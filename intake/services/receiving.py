"""Somebody, or we on their behalf, tell us something."""

import secrets
from dataclasses import dataclass

from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit import trail, vault
from audit.references import new_reference
from audit.vault import box, receipts
from intake.models import URGENCY_RANK, HelpRequest, Receipt, SafeContact, Urgency, Way
from intake.services.promising import promise
from intake.services.routing import team_for


@dataclass(frozen=True)
class Told:
    """What was received: the row, and the code that is shown once and never stored."""

    help_request: HelpRequest
    code: str
    is_new: bool


CONTACT = ("way", "hours", "voicemail_ok", "say_who_ok", "name", "phone", "email", "wishes")


@trail.act
def submit(*, ticket: str, story: str, by, contact: dict | None = None, **codes) -> Told:
    """Take a request in, sealed. The same *ticket* again gives the same request and code.

    *contact* holds SafeContact's fields; *codes* HelpRequest's coded columns. Takes no secret:
    the process that took it in cannot open it again.
    """
    digest = receipts.ticket_digest(ticket, _pepper())
    secret = receipts.secret_from(ticket, _pepper())
    earlier = HelpRequest.objects.filter(ticket=digest).select_related("receipt").first()
    if earlier:
        return Told(earlier, receipts.write(earlier.receipt.locator, secret), is_new=False)
    receipt = _receipt(secret)
    help_request = _row(digest, story, receipt, codes)
    receipt.help_request = help_request
    receipt.save()
    _contact(help_request, contact or {}, receipt)
    trail.record(
        by, "helprequest.submit", help_request, team=help_request.unit_id,
        channel=help_request.channel, about=help_request.about, urgency=help_request.urgency,
    )  # fmt: skip
    return Told(help_request, receipts.write(receipt.locator, secret), is_new=True)


def _pepper() -> bytes:
    """For recognising a form that is sent twice. Changing SECRET_KEY harms no stored receipt."""
    return salted_hmac("lotsen receipt", "ticket", algorithm="sha256").digest()


def _receipt(secret: str) -> Receipt:
    salt = secrets.token_bytes(16)
    public = box.public_of(receipts.private_key(secret, salt))
    locator = receipts.new_locator()
    while Receipt.objects.filter(locator=locator).exists():
        locator = receipts.new_locator()
    return Receipt(locator=locator, salt=salt, public=public, created_at=timezone.now())


def _row(digest: bytes, story: str, receipt: Receipt, codes: dict) -> HelpRequest:
    now = timezone.now()
    urgency = codes.setdefault("urgency", Urgency.NORMAL)
    help_request = HelpRequest(
        reference=new_reference(),
        ticket=digest,
        received_at=now,
        promised_at=promise(now, urgency),
        urgency_rank=URGENCY_RANK[urgency],
        unit=team_for(codes.get("area")).group,
        **codes,
    )
    while HelpRequest.objects.filter(reference=help_request.reference).exists():
        help_request.reference = new_reference()
    vault.seal(help_request, also_to=receipt.public, story=story)
    help_request.save()
    return help_request


def _contact(help_request: HelpRequest, contact: dict, receipt: Receipt) -> SafeContact:
    given = {name: contact.get(name, "") for name in ("name", "phone", "email", "wishes")}
    rules = {name: value for name, value in contact.items() if name in CONTACT[:4]}
    row = SafeContact(help_request=help_request, **{"way": Way.NONE, **rules})
    vault.seal(row, also_to=receipt.public, **given)
    row.save()
    return row
