"""Pictures inside a PDF stay as they were compressed; what tells about them is cut out.

A JPEG is a row of segments, a JPEG 2000 a row of boxes. What describes the picture to a human or a
camera has kinds of its own, and nothing needs them to draw it.
"""

JPEG_START, JPEG_SCAN, JPEG_END = b"\xff\xd8", 0xDA, 0xD9
COMMENT = 0xFE
NEEDED = {0xE0, 0xEE}  # JFIF, and how Adobe's colours are meant
ALONE = {0x01, *range(0xD0, 0xD8)}  # segments without a length
JP2_START = b"\x00\x00\x00\x0cjP  "
JP2_TELLS = {b"uuid", b"uinf", b"xml ", b"jp2i"}


class NotReadable(ValueError):
    """Not a picture of this kind, or cut off."""


def jpeg(picture: bytes) -> bytes:
    """Without Exif, position, comments, profiles, thumbnails, and what is hung on at the end."""
    if not picture.startswith(JPEG_START):
        raise NotReadable
    kept, at = bytearray(JPEG_START), 2
    while at < len(picture):
        if picture[at] != 0xFF or at + 1 >= len(picture):
            raise NotReadable
        marker = picture[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
            continue
        end = _end_of(picture, at, marker)
        tells = marker == COMMENT or (0xE0 <= marker <= 0xEF and marker not in NEEDED)
        kept += b"" if tells else picture[at:end]
        if marker == JPEG_END:
            return bytes(kept)
        at = end
    raise NotReadable


def _end_of(picture: bytes, at: int, marker: int) -> int:
    if marker in ALONE or marker == JPEG_END:
        return at + 2
    length = int.from_bytes(picture[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(picture):
        raise NotReadable
    return _end_of_scan(picture, end) if marker == JPEG_SCAN else end


def _end_of_scan(picture: bytes, at: int) -> int:
    """The points themselves: until a marker that is neither escaped nor a restart."""
    while True:
        at = picture.find(b"\xff", at)
        if at < 0 or at + 1 >= len(picture):
            raise NotReadable
        if picture[at + 1] != 0 and not 0xD0 <= picture[at + 1] <= 0xD7:
            return at
        at += 2


def jp2(picture: bytes) -> bytes:
    """Without the boxes that tell. A bare codestream has none."""
    if not picture.startswith(JP2_START):
        return picture
    kept, at = bytearray(), 0
    while at < len(picture):
        length, kind = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(picture[at + 8 : at + 16], "big")
        length = length or len(picture) - at
        if length < 8 or at + length > len(picture):
            raise NotReadable
        if kind not in JP2_TELLS:
            kept += picture[at : at + length]
        at += length
    return bytes(kept)
