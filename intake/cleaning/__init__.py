"""A picture or a PDF from outside becomes one of ours: known by its contents, and written anew.

Nothing of what was sent is kept as it came. What a file is called, and what a browser says it
is, is not believed. No database, no files on a disk.
"""

from dataclasses import dataclass, field
from threading import Lock

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.cleaning import papers, pictures
from intake.cleaning.kinds import FileKind

__all__ = ["Cleaned", "File", "FileKind", "clean"]

ONE_AT_A_TIME = Lock()  # a large picture needs much memory for a moment; many at once too much
KNOWN_BY = {
    ".jpg": FileKind.JPEG, ".png": FileKind.PNG, ".webp": FileKind.WEBP, ".pdf": FileKind.PDF,
}  # fmt: skip
FROM_A_PHONE = {".heif", ".heic", ".avif"}
HEIF = (b"ftypmif1", b"ftypmsf1")  # as some Android telephones begin theirs

NOT_KNOWN = _("This is neither a picture (JPEG, PNG, WebP) nor a PDF. We cannot take it.")
OTHER_PICTURE = _(
    "We cannot read this kind of picture (HEIC). Take a screenshot of it and send that instead."
)
NOTHING = _("The file is empty. Choose it once more.")


@dataclass(frozen=True)
class Cleaned:
    """What we keep: a file that we have written ourselves."""

    kind: FileKind
    contents: bytes = field(repr=False)


@dataclass(frozen=True)
class File:
    """What somebody attached, cleaned, and what they called it."""

    name: str = field(repr=False)
    cleaned: Cleaned = field(repr=False)


def clean(sent: bytes) -> Cleaned:
    """Write *sent* anew. Raises ValidationError, in words for whoever sent it."""
    kind = kind_of(sent)
    with ONE_AT_A_TIME:
        if kind == FileKind.PDF:
            return Cleaned(kind, papers.write_anew(sent))
        return Cleaned(kind, pictures.draw_anew(sent, kind))


def kind_of(sent: bytes) -> FileKind:
    """By its first bytes. What could be two of ours is none."""
    if not sent:
        raise ValidationError(NOTHING, code="empty_file")
    try:
        found = {match.extension for match in puremagic.magic_string(sent)}
    except puremagic.PureError:
        found = set()
    kinds = {KNOWN_BY[extension] for extension in found & set(KNOWN_BY)}
    if len(kinds) == 1:
        return kinds.pop()
    if found & FROM_A_PHONE or sent[4:12] in HEIF:
        raise ValidationError(OTHER_PICTURE, code="other_picture")
    raise ValidationError(NOT_KNOWN, code="not_known")
