"""Look at what is attached: staff for a stated purpose, the person at their own."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from audit.actors import Resident, actor_of
from audit.guard import OutOfReach
from audit.models import Decision, Event
from audit.vault.doors import CONTENTS
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
    return _reach(pk, by=by)[1]


@trail.act
def view(pk, *, by, purpose: str) -> Seen:
    """Staff look at it. The line in the log says who, why and which one, as for words."""
    help_request, row = _reach(pk, by=by)
    return Seen(row, open_file(help_request.pk, row, by=by, purpose=purpose))


def own(resident: Resident, pk) -> Attachment:
    """Which one of the person's own conversation it is, without opening it."""
    rows = Attachment.objects.of_thread().filter(help_request=resident.request_id)
    row = rows.select_related("message").defer("name", "message__text").filter(pk=pk).first()
    if row is None:
        raise OutOfReach
    return row


@trail.act
def view_own(resident: Resident, pk) -> Seen:
    """The person looks at what they sent, or at what we sent them once it has been scanned.

    The request is held first, as for its words: no answer is taken back that is on its way.
    """
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    help_request = rows.get(pk=resident.request_id)
    row = own(resident, pk)
    if row.message.writer == Message.Writer.US or row.scan == Scan.REFUSED:
        require_open(row)
    return Seen(row, vault.unseal_file(help_request, row, by=resident, purpose=OWN))


def _reach(pk, *, by) -> tuple[HelpRequest, Attachment]:
    """It is within reach as the request is that it hangs on."""
    rows = HelpRequest.objects.without_words()
    row = Attachment.objects.without_words().filter(pk=pk).first()
    help_request = guard.reach(rows, row and row.help_request_id, by=by, right=rights.READ)
    return help_request, row


def open_file(help_request_pk, row: Attachment, *, by, purpose: str) -> bytes:
    """Step: the contents, once a scanner has looked. The line stands in the request's own log."""
    require_open(row)
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request = rows.get(pk=help_request_pk)
    facts = circumstances.of_request(help_request, by)
    return vault.unseal_file(help_request, row, by=by, purpose=purpose, **facts)


def place_of(row) -> str:
    """How the log names a row's file."""
    return f"{trail.name_of(row)}/{CONTENTS}"


def places_opened(about, by, **how) -> set[str]:
    """The places of files and words of a request or a referral that *by* has opened: the log
    knows. *how*: only for a purpose, say.
    """
    seen = Event.objects.filter(
        subject=about.subject, actor=actor_of(by).name, deed=f"{about._meta.model_name}.opened",
        decision=Decision.ALLOWED, **how,
    )  # fmt: skip
    opened = [facts.get("opened", []) for facts in seen.values_list("facts", flat=True)]
    return {place for places in opened for place in places}


def require_open(row: Attachment) -> None:
    if not row.opens_for_staff:
        raise ValidationError(CLOSED[Scan(row.scan)], code=f"scan_{row.scan}")
