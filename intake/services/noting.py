"""A working note between colleagues."""

from collections.abc import Sequence

from django.utils import timezone

from audit import guard, trail, vault
from intake import drafts, rights, words
from intake.cleaning import File
from intake.models import HelpRequest, Note
from intake.services import attaching, saving_drafts
from intake.services.erasing import require_not_erased


@trail.act
def note(pk, *, text: str, by, files: Sequence[File] = ()) -> Note:
    """Write something down for colleagues. The receipt code does not open it, nor its files."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.WRITE)
    require_not_erased(help_request)
    row = Note(help_request=help_request, author=by, written_at=timezone.now())
    vault.seal(row, text=words.required(text))
    row.save(force_insert=True)
    trail.record(by, "note.write", help_request, note=row.pk)
    attaching.attach(help_request, files, note=row, by=by)
    saving_drafts.drop(drafts.NOTE, help_request, {"text": text}, by=by)
    return row
