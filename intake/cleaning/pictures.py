"""A picture is decoded to its points and drawn into a new one: nothing else of it is left.

Gone are where and when it was taken, with which telephone, its thumbnail, comments, colour
profile, further frames, and whatever was hung on behind its end.
"""

import logging
import struct
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from intake.cleaning.kinds import FileKind

POINTS = 50_000_000  # what a good telephone takes; decoded it needs 150 MB or more for a moment
LONGEST = 3000  # enough to read a letter by; scaled down to it
QUALITY = 85
FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
SAVED_WITH = {
    FileKind.JPEG: {"quality": QUALITY},
    FileKind.PNG: {},
    FileKind.WEBP: {"quality": QUALITY},
}
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, struct.error, MemoryError,
)  # fmt: skip

TOO_MANY_POINTS = _(
    "The picture is too large: it has more than %(millions)s million points. Take a screenshot of "
    "it, and send that instead."
)
BROKEN = _("The picture is damaged and cannot be opened. Choose it once more, or another one.")

Image.MAX_IMAGE_PIXELS = POINTS  # above twice that, pillow refuses before we have looked
for talker in ("PIL.TiffImagePlugin", "PIL.PngImagePlugin"):
    # At DEBUG they write down what a picture tells of itself. Not here, whatever the level.
    logging.getLogger(talker).addFilter(lambda record: False)
warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # in between, we refuse


def draw_anew(sent: bytes, kind: FileKind) -> bytes:
    """The same picture, upright, as a new file of the same kind. Raises ValidationError."""
    try:
        with Image.open(BytesIO(sent), formats=[FORMATS[kind]]) as original:
            if original.width * original.height > POINTS:
                raise too_many_points()
            if kind == FileKind.JPEG:
                original.draft("RGB", (LONGEST, LONGEST))  # decoded no larger than we need it
            original.load()
            fresh = _drawn(ImageOps.exif_transpose(original), has_alpha=kind != FileKind.JPEG)
        written = BytesIO()
        fresh.save(written, FORMATS[kind], **SAVED_WITH[kind])
    except Image.DecompressionBombError:
        raise too_many_points() from None
    except DAMAGED:
        raise ValidationError(BROKEN, code="broken") from None
    return written.getvalue()


def too_many_points() -> ValidationError:
    params = {"millions": POINTS // 1_000_000}
    return ValidationError(TOO_MANY_POINTS, code="too_many_points", params=params)


def _drawn(original: Image.Image, *, has_alpha: bool) -> Image.Image:
    is_clear = has_alpha and original.has_transparency_data
    plain = original.convert("RGBA" if is_clear else "RGB")
    plain.thumbnail((LONGEST, LONGEST))
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh
