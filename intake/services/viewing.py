"""Look at what is attached: staff for a stated purpose, the person at their own."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from audit.actors import Resident
from audit.guard import OutOfReach
from intake import circumstances, rights
from intake.models import Attachment, HelpRequest, Message, Scan
from intake.services.conversing import OWN

CLOSED = {
    Scan.WAITING: _("The virus scanner has not looked at this yet. Try again in a minute."),
    Scan.REFUSED: _("The virus scanner stopped this. It cannot be opened."),
}


@dataclass(frozen=True)
class Seen:
    """An attachment, opened. It is nowhere but in the answer it is sent with."""

    row: Attachment
    contents: bytes = field(repr=False)


def within_reach(pk, *, by) -> Attachment:
    """Which one it is, without opening it. Its page leaves a line of its own (reading.look)."""
    return _reach(HelpRequest.objects.without_words(), pk, by=by)[1]


@trail.act
def view(pk, *, by, purpose: str) -> Seen:
    """Staff look at it. The line in the log says who, why and which one, as for words."""
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request, row = _reach(rows, pk, by=by)
    require_open(row)
    facts = circumstances.of_request(help_request, by)
    contents = vault.unseal_file(help_request, row, by=by, purpose=purpose, **facts)
    return Seen(row, contents)


def own(resident: Resident, pk) -> Attachment:
    """Which one of the person's own conversation it is, without opening it."""
    rows = Attachment.objects.of_thread().filter(help_request=resident.request_id)
    row = rows.select_related("message").defer("name", "message__text").filter(pk=pk).first()
    if row is None:
        raise OutOfReach
    return row


@trail.act
def view_own(resident: Resident, pk) -> Seen:
    """The person looks at what they sent, or at what we sent them once it has been scanned."""
    row = own(resident, pk)
    if row.message.writer == Message.Writer.US or row.scan == Scan.REFUSED:
        require_open(row)
    help_request = HelpRequest.objects.without_words().get(pk=resident.request_id)
    return Seen(row, vault.unseal_file(help_request, row, by=resident, purpose=OWN))


def _reach(rows, pk, *, by) -> tuple[HelpRequest, Attachment]:
    """It is within reach as the request is that it hangs on."""
    row = Attachment.objects.without_words().filter(pk=pk).first()
    help_request = guard.reach(rows, row and row.help_request_id, by=by, right=rights.READ)
    return help_request, row


def require_open(row: Attachment) -> None:
    if not row.opens_for_staff:
        raise ValidationError(CLOSED[Scan(row.scan)], code=f"scan_{row.scan}")
