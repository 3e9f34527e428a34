"""Steps: a picture or a PDF beside a message or a note.

What comes here has been cleaned: *files* are the form's (intake/forms/files.py). It is sealed with
its name, to us and – in the conversation – to the person's own key, so that they can open it. What
has come in waits for the virus scanner before anybody of ours opens it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import coarse, trail, vault
from audit.trail import name_of
from intake import words
from intake.cleaning import File
from intake.models import Attachment, HelpRequest, Message, Note

LONGEST_NAME = 120
TOO_MANY = _(
    "We can keep %(most)s pictures and PDFs for one request, and that many are here already. "
    "Everything you wrote is still here: send it without."
)


@dataclass(frozen=True)
class Shown:
    """An attachment as a page names it: its name is opened, its contents are not."""

    row: Attachment
    name: str = field(repr=False)


def attach(
    help_request: HelpRequest, files: Sequence[File], *, by, message: Message | None = None,
    note: Note | None = None,
) -> None:  # fmt: skip
    """Beside one message, or one note between colleagues, which the receipt code does not open."""
    if files:
        _require_room(help_request, len(files))
    also_to = bytes(help_request.receipt.public) if message else None
    for place, file in enumerate(files):
        row = Attachment(
            help_request=help_request, message=message, note=note,
            added_at=(message or note).written_at + place * coarse.A_STEP,
            kind=file.cleaned.kind, size=len(file.cleaned.contents),
        )  # fmt: skip
        name = words.cleaned(file.name).strip()[:LONGEST_NAME]
        vault.seal_file(row, file.cleaned.contents, also_to=also_to, name=name)
        row.save(force_insert=True)
        trail.record(
            by, "attachment.add", help_request, attachment=row.pk, kind=row.kind,
            message=message and message.pk, note=note and note.pk,
        )  # fmt: skip


def digests(files: Iterable[File]) -> str:
    """By which the same files in the same form are recognised. It is never kept as such."""
    return "".join(sha256(file.cleaned.contents).hexdigest() for file in files)


def beside(help_request: HelpRequest, rows: Iterable) -> dict:
    """What hangs on these messages and notes: lists by the row's key, in one query."""
    found: dict = {row.pk: [] for row in rows}
    for one in help_request.attachments.all():
        if (one.message_id or one.note_id) in found:
            found[one.message_id or one.note_id].append(one)
    return found


def count_of(help_request_pk) -> int:
    """How many there are. A concern report has none of its own: they stay with its request."""
    return Attachment.objects.filter(help_request=help_request_pk).count()


def names_of(help_request: HelpRequest) -> list[str]:
    """The trail's names of everything attached to a request."""
    return [name_of(row) for row in help_request.attachments.only("pk")]


def _require_room(help_request: HelpRequest, more: int) -> None:
    most = settings.ATTACHMENTS_PER_REQUEST
    if help_request.attachments.count() + more > most:
        raise ValidationError(TOO_MANY, code="too_many_attached", params={"most": most})
