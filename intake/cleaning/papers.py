"""A PDF's pages are carried over into a new document: what is drawn on them, and nothing else.

What was filled in is drawn onto the page first. Then everything that acts or tells is left behind:
script, actions, links, forms (XFA too), files inside, layers, who wrote it with what and when,
also in the pictures on its pages.
"""

import zlib
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from intake.cleaning import segments

PAGES = 40
MEGABYTE = 1_000_000
DECODED = 100 * MEGABYTE  # what one compressed part may grow to
DAMAGED = (
    pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError,
    RuntimeError, OverflowError, IndexError, zlib.error,
)  # fmt: skip

# What a page is drawn with. Everything else of a page stays behind.
OF_A_PAGE = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources",
    "/Contents", "/Group",
}  # fmt: skip
# What acts or tells, wherever it stands.
NOWHERE = (
    "/A", "/AA", "/AF", "/Alternates", "/Annots", "/EF", "/JS", "/JavaScript", "/LastModified",
    "/Metadata", "/OC", "/OPI", "/OpenAction", "/PieceInfo", "/PV", "/Ref", "/RichMedia",
    "/StructParent", "/StructParents", "/URI", "/XFA",
)  # fmt: skip
OUTSIDE = "/F"  # a stream whose bytes lie in another file

BROKEN = _("The PDF is damaged and cannot be opened. Choose it once more, or take a picture of it.")
LOCKED = _("The PDF is locked with a password. Send one without, or take a picture of it.")
TOO_MANY_PAGES = _(
    "The PDF has %(pages)s pages, and we can take %(most)s. Send the pages that matter most."
)
NO_PAGES = _("The PDF has no pages.")

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=DECODED, run_length_max_memory=DECODED, png_max_memory=DECODED,
    tiff_max_memory=DECODED, dct_max_memory=DECODED,
)  # fmt: skip


def write_anew(sent: bytes) -> bytes:
    """The same pages in a new document. Raises ValidationError."""
    try:
        with pikepdf.open(BytesIO(sent), attempt_recovery=False) as original, Pdf.new() as fresh:
            _require_acceptable(original)
            _carry_over(original, fresh)
            written = BytesIO()
            fresh.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except pikepdf.PasswordError:
        raise ValidationError(LOCKED, code="locked") from None
    except DAMAGED:
        raise ValidationError(BROKEN, code="broken") from None
    return written.getvalue()


def _require_acceptable(original: Pdf) -> None:
    pages = len(original.pages)
    if original.is_encrypted:
        raise pikepdf.PasswordError
    if not pages:
        raise ValidationError(NO_PAGES, code="no_pages")
    if pages > PAGES:
        params = {"pages": pages, "most": PAGES}
        raise ValidationError(TOO_MANY_PAGES, code="too_many_pages", params=params)


def _carry_over(original: Pdf, fresh: Pdf) -> None:
    original.generate_appearance_streams()
    original.flatten_annotations("all")
    for page in original.pages:
        for key in set(page.obj.keys()) - OF_A_PAGE:
            del page.obj[key]
    fresh.pages.extend(original.pages)
    for one in fresh.objects:
        _leave_behind(one)


def _leave_behind(one) -> None:
    """Of this object, and of those that stand inside it. What it points at has its own turn."""
    if isinstance(one, Stream):
        _tell_nothing(one)
    if isinstance(one, Dictionary | Stream):
        for key in NOWHERE:
            if key in one:
                del one[key]
        inside = [one[key] for key in one.keys()]  # noqa: SIM118 – not a dict: iterating is not by key
    elif isinstance(one, Array):
        inside = list(one)
    else:
        return
    for part in inside:
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            _leave_behind(part)


def _tell_nothing(stream: Stream) -> None:
    """A picture's own metadata goes, too."""
    if OUTSIDE in stream:
        raise segments.NotReadable
    filters = _filters(stream)
    if Name.DCTDecode in filters:
        bare, cut = _unpacked(stream, filters), segments.jpeg
    elif Name.JPXDecode in filters:
        bare, cut = _unpacked(stream, filters), segments.jp2
    else:
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1]
    stream.write(cut(bare), filter=filters[-1], decode_parms=parameters)


def _filters(stream: Stream) -> list:
    found = stream.get("/Filter")
    return list(found) if isinstance(found, Array) else [found] if found is not None else []


def _unpacked(stream: Stream, filters: list) -> bytes:
    """A picture that was packed once more, as some programs do. Other wrappings nobody uses."""
    raw = stream.read_raw_bytes()
    if len(filters) == 1:
        return raw
    if len(filters) != 2 or filters[0] != Name.FlateDecode:
        raise segments.NotReadable
    unpacking = zlib.decompressobj()
    bare = unpacking.decompress(raw, DECODED)
    if not unpacking.eof:
        raise segments.NotReadable
    return bare
