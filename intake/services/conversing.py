"""The conversation between the person and us, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import coarse, moves, trail, vault
from audit.actors import Resident
from audit.vault import sealed_fields
from intake import tickets, words
from intake.cleaning import File
from intake.lifecycle import ENDED, HEAR, REOPEN, Status
from intake.models import HelpRequest, Message, SafeContact
from intake.services import attaching, following, heeding, putting_off, telling
from intake.services.attaching import Shown
from intake.services.erasing import require_not_erased
from intake.services.promising import promise, received

OWN = "own"


@dataclass(frozen=True)
class Said:
    """One thing that was said, opened. *alias* is what the writer of ours wants to be called."""

    when: datetime
    text: str = field(repr=False)
    is_mine: bool
    alias: str = ""
    attached: list[Shown] = field(default_factory=list)
    note: str = ""

    @property
    def who(self) -> str:
        return _("You") if self.is_mine else self.alias or _("The social services")


@dataclass(frozen=True)
class Thread:
    """*status* is how it stands for whoever wrote it (following.py)."""

    help_request: HelpRequest
    said: list[Said]
    status: str

    @property
    def is_answered(self) -> bool:
        """We have answered, or it has ended: from now on the person may say how it was."""
        ours = (one for one in self.said if not one.is_mine)
        return self.status in ENDED or any(one.text or one.attached for one in ours)


@trail.act
def read_thread(resident: Resident) -> Thread:
    """The person reads their own thread: the story first, newest last. Notes are not in it.

    The request is held while it is read, so that nothing is taken back that is on its way to them.
    """
    sealed = [f"safe_contact__{name}" for name in sealed_fields(SafeContact)]
    rows = HelpRequest.objects.select_related("safe_contact").defer(*sealed)
    help_request = rows.select_for_update(of=("self",)).get(pk=resident.request_id)
    messages = list(messages_of(help_request))
    attached = attaching.beside(help_request, messages)
    story, texts, names = open_all(help_request, messages, attached, by=resident, purpose=OWN)
    told = Said(when=help_request.received_at, text=story, is_mine=True)
    pairs = zip(messages, texts, strict=True)
    said = [_said(row, text, attached[row.pk], names) for row, text in pairs]
    return Thread(help_request, [told, *said], following.told_as(help_request))


def _said(message: Message, text: str, attached: list, names: dict) -> Said:
    is_mine = message.writer == Message.Writer.PERSON
    alias = message.author.name_outward if message.author and not is_mine else ""
    shown = [Shown(row, names[row.pk]) for row in attached]
    return Said(message.written_at, text, is_mine, alias, attached=shown, note=note_on(message))


@trail.act
def write(resident: Resident, *, text: str, ticket: str, files: Sequence[File] = ()) -> Message:
    """The person writes again, or sends pictures. The same in the same form counts once."""
    return hear(_begin(resident), text=text, ticket=ticket, files=files, by=resident)


@trail.act
def correct(resident: Resident, *, text: str, ticket: str) -> Message:
    """The person says what should stand instead. What stood before stays, for both to see."""
    kind = Message.Kind.CORRECTION
    return hear(_begin(resident), text=text, ticket=ticket, by=resident, kind=kind)


def _begin(resident: Resident) -> HelpRequest:
    """Held first; the receipt is asked for afterwards, when no clock can replace it any more."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    help_request = rows.get(pk=resident.request_id)
    require_not_erased(help_request)
    mark_read(help_request)
    return help_request


# --- Steps: they expect to be inside a use case ------------------------------------------------


def note_on(message: Message) -> str:
    """What stands under a message that is not an ordinary one."""
    return message.get_kind_display() if message.kind != Message.Kind.MESSAGE else ""


def messages_of(help_request: HelpRequest):
    """The conversation in order, each with what its writer wants to be called."""
    author = ("author__alias", "author__shield", "author__shielded_at", "author__role")
    fields = ("help_request_id", "writer", "kind", "written_at", "read_at", "text", *author)
    return help_request.messages.select_related("author").only(*fields).order_by("written_at")


def open_all(
    help_request: HelpRequest, messages, attached: dict, *, by, purpose: str
) -> tuple[str, list[str], dict]:
    """The story, the messages and what attachments are called: one line in the trail for all."""
    files = [one for rows in attached.values() for one in rows]
    places = [(help_request, "story"), *((message, "text") for message in messages)]
    places += [(one, "name") for one in files]
    story, *opened = vault.unseal_all(help_request, places, by=by, purpose=purpose)
    texts, names = opened[: len(messages)], opened[len(messages) :]
    return story, texts, {one.pk: name for one, name in zip(files, names, strict=True)}


def add_message(
    help_request: HelpRequest, *, text: str, writer: str, by, author=None, ticket: str = "",
    files: Sequence[File] = (), kind: str = Message.Kind.MESSAGE,
) -> Message:  # fmt: skip
    """Put a message into the thread, sealed to us and to the person's own key."""
    message = Message(
        help_request=help_request,
        writer=writer,
        author=author,
        kind=kind,
        written_at=coarse.after(coarse.now_for(by), _last_said(help_request)),
        ticket=digest_of(ticket, text, files) if ticket else None,
    )
    vault.seal(message, also_to=bytes(help_request.receipt.public), text=text)
    message.save(force_insert=True)
    trail.record(by, "message.write", help_request, message=message.pk, writer=writer)
    attaching.attach(help_request, files, message=message, by=by)
    return message


def _last_said(help_request: HelpRequest) -> datetime:
    """What was said before, so that the next thing stands behind it. The request is held."""
    times = help_request.messages.order_by("-written_at").values_list("written_at", flat=True)
    return times.first() or help_request.received_at


def digest_of(ticket: str, text: str, files: Sequence[File] = ()) -> bytes:
    """By which a message that is sent twice is recognised."""
    return tickets.digest(ticket, f"{text}\n{attaching.digests(files)}" if files else text)


def hear(
    help_request: HelpRequest, *, text: str, ticket: str, by, files: Sequence[File] = (),
    kind: str = Message.Kind.MESSAGE,
) -> Message:  # fmt: skip
    """The person has written: keep it, put the request back into our hands, tell who has it."""
    text = words.optional(text) if files else words.required(text)
    sent = help_request.messages.filter(ticket=digest_of(ticket, text, files))
    earlier = sent.defer("text").first()
    if earlier:
        return earlier
    message = add_message(
        help_request, text=text, writer=Message.Writer.PERSON, by=by, ticket=ticket, files=files,
        kind=kind,
    )  # fmt: skip
    heeding.heed(help_request, text, by=by)
    putting_off.wake(help_request, by=by)
    if help_request.status == Status.WAITING:
        moves.make(HEAR, help_request, by=by)
    elif help_request.status == Status.JOINED:
        following.wake(help_request, by=by)
    elif help_request.status == Status.CLOSED:
        help_request.promised_at = promise(received(timezone.now()), help_request.urgency)
        help_request.first_read_at = None  # nobody has read this yet, and the queue says so
        moves.make(REOPEN, help_request, by=by)
    telling.tell(help_request, "PERSON_WROTE", by=by)
    return message


def mark_read(help_request: HelpRequest) -> None:
    """The person has been here and did something: what we wrote before that, they have seen.

    Looking at the page alone changes nothing; that is in the trail.
    """
    ours = Q(writer=Message.Writer.US, read_at__isnull=True)
    help_request.messages.filter(ours).update(read_at=coarse.hour(timezone.now()))
