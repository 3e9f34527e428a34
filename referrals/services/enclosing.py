"""Steps: pictures and PDFs in a register extract. Each is given or withheld as a whole.

A picture shows who somebody is as plainly as a name does. So nothing is chosen beforehand: whoever
gives one has looked at it for this purpose, and so has whoever releases it. The log says so, and
is asked. What is handed over are the attachments themselves, named by their digests.
"""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, vault
from audit.vault.doors import CONTENTS
from intake.models import Attachment, Extract, HelpRequest
from intake.services import viewing
from intake.services.extracting import Part
from intake.services.viewing import Seen

PURPOSE = "extract"
NOT_LOOKED = _("Look at it before you say that it is handed over.")
LOOK_FIRST = _("Look at every picture and document that would be handed over first.")


def looked_at(help_request: HelpRequest, by) -> set[str]:
    """The places of the files that *by* has opened for an extract."""
    return viewing.places_opened(help_request, by, purpose=PURPOSE)


def require_looked(help_request: HelpRequest, given: set[str], by, *, says=NOT_LOOKED) -> None:
    """*given*: the places of the files that would be handed over."""
    if given - looked_at(help_request, by):
        raise ValidationError(says, code="not_looked")


def given(choices: dict, parts: list[Part]) -> set[str]:
    """The places of the files that are handed over, of choices as they are kept."""
    files = [part.place for part in parts if part.is_file]
    return {place for place in files if choices.get(place, {}).get("give") == "whole"}


def show(extract: Extract, parts: list[Part], number: int, *, by) -> Seen:
    """The file of that number, as it is counted in this extract."""
    part = next((one for one in parts if one.is_file and one.number == number), None)
    if part is None:
        raise guard.OutOfReach
    return Seen(part.row, open_file(extract, part.row, by=by))


def open_file(extract: Extract, row, *, by) -> bytes:
    """One file, opened for the extract; its line stands in the person's own log."""
    return viewing.open_file(extract.help_request_id, row, by=by, purpose=PURPOSE)


def described(part: Part, choice: dict, *, left_out: str) -> dict:
    """How the extract names a file: what it is, and where it lies in what is handed over."""
    is_given = choice["give"] == "whole"
    name = f"files/{part.number}.{part.row.file_kind.value}" if is_given else ""
    return {
        "number": part.number, "attachment": str(part.row.pk), "label": part.label,
        "size": part.row.size, "file": name, "left_out": left_out,
    }  # fmt: skip


def place_of(one: dict) -> str:
    """Where the vault has what *described* names."""
    return f"{Attachment._meta.label_lower}/{one['attachment']}/{CONTENTS}"


def with_digests(extract: Extract, files: list[dict], *, by) -> list[dict]:
    """The same, with the SHA-256 of each that is given: what is released is what was seen."""
    return [
        one | {"sha256": sha256(_contents(extract, one, by=by)).hexdigest()} if one["file"] else one
        for one in files
    ]


def enclosed(extract: Extract, files: list[dict], *, by) -> list[tuple[str, bytes]]:
    """Names and contents of what was released. Raises DoesNotOpen where one is another now."""
    found = []
    for one in files:
        if one["file"]:
            contents = _contents(extract, one, by=by)
            if sha256(contents).hexdigest() != one["sha256"]:
                raise vault.DoesNotOpen
            found.append((one["file"], contents))
    return found


def _contents(extract: Extract, one: dict, *, by) -> bytes:
    row = extract.help_request.attachments.filter(pk=one["attachment"]).first()
    if row is None:
        raise vault.Erased(one["attachment"])
    return open_file(extract, row, by=by)
