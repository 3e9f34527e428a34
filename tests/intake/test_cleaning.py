"""What is kept of a picture or a PDF: what is seen on it, and nothing else."""

import logging
import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Name
from PIL import Image

from intake.cleaning import FileKind, clean, papers, pictures, segments
from tests.intake.papers import (
    CANARY,
    archive,
    every_byte_of,
    exif,
    paper,
    picture,
    picture_inside,
    telling,
    with_everything,
)

PICTURES = {"JPEG": FileKind.JPEG, "PNG": FileKind.PNG, "WEBP": FileKind.WEBP}
ACTS = (b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"/URI", b"/EmbeddedFile",
        b"/XFA", b"/AcroForm", b"/Annots", b"/Metadata", b"/Info", b"/PieceInfo", b"evil",
        b"Exif")  # fmt: skip


def seen(contents: bytes) -> Image.Image:
    return Image.open(BytesIO(contents))


def refused(sent: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        clean(sent)
    assert refusal.value.messages[0]
    return refusal.value.code


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_tells_nothing_but_what_is_on_it(kind):
    sent = telling(kind)
    assert CANARY.encode() in sent
    cleaned = clean(sent)
    fresh = seen(cleaned.contents)
    assert cleaned.kind == PICTURES[kind]
    assert (fresh.format, fresh.size) == (kind, (40, 30))
    assert not fresh.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(fresh.info)
    assert CANARY.encode() not in cleaned.contents
    red, green, blue = fresh.convert("RGB").getpixel((5, 15))
    assert red > 200 > 60 > max(green, blue)


@pytest.mark.parametrize("kind", PICTURES)
def test_no_log_hears_what_a_picture_tells(kind, caplog, monkeypatch):
    """Not even the most talkative one."""
    for name in ("", *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name or None)
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    clean(telling(kind))
    assert CANARY not in caplog.text


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_turned_upright_before_it_forgets_how_it_was_held(kind):
    fresh = seen(clean(telling(kind, orientation=6)).contents).convert("RGB")
    assert fresh.size == (30, 40)
    assert fresh.getpixel((15, 5))[0] > 200 > fresh.getpixel((15, 35))[0]


def test_a_large_picture_is_scaled_down():
    fresh = seen(clean(picture(size=(4000, 1000))).contents)
    assert fresh.size == (3000, 750)


def test_what_shows_through_still_does():
    fresh = seen(clean(picture("PNG", mode="RGBA")).contents)
    assert fresh.mode == "RGBA"


def test_what_hangs_behind_a_picture_is_gone():
    """A file that is a picture to one program and an archive to another."""
    cleaned = clean(picture() + archive())
    assert cleaned.kind == FileKind.JPEG
    assert b"PK\x03\x04" not in cleaned.contents


def test_only_the_first_of_several_pictures_is_kept():
    frames = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9), "blue")
    written = BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert getattr(seen(clean(written.getvalue()).contents), "n_frames", 1) == 1


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous, with no points in it."""

    def chunk(kind, told):
        whole = kind + told
        return struct.pack(">I", len(told)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start, end = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + end


NOT_PICTURES = {
    "nothing": (b"", "empty_file"),
    "a text": ("Jag behöver hjälp".encode(), "not_known"),
    "a page with script": (b"<!doctype html><script>alert(1)</script>", "not_known"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_known"),
    "an archive named .jpg": (archive(), "not_known"),
    "a GIF": (picture("GIF"), "not_known"),
    "a TIFF": (picture("TIFF"), "not_known"),
    "a program": (b"MZ\x90\x00" + bytes(200), "not_known"),
    "HEIF": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(40), "other_picture"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "other_picture"),
    "cut off": (picture("JPEG", (400, 300))[:-300], "broken"),
    "cut off in the header": (picture("PNG")[:30], "broken"),
    "only a beginning": (b"\xff\xd8\xff\xe0" + bytes(60), "broken"),
    "60 megapixels": (_bomb(10_000, 6_000), "too_many_points"),
    "a bomb": (_bomb(60_000, 60_000), "too_many_points"),
    "says more than it has": (_bomb(3_000, 3_000), "broken"),
    "a PDF behind something else": (b"GIF89a" + paper(), "not_known"),
    "a PDF's beginning": (b"%PDF-1.7\n%%EOF", "broken"),
    "a damaged PDF": (paper()[:-60], "broken"),
    "a PDF without its table": (paper().replace(b"startxref", b"startxxxx"), "broken"),
    "a locked PDF": (
        paper(encryption=pikepdf.Encryption(owner="a", user="b")), "locked"),
    "a PDF that opens but is encrypted": (
        paper(encryption=pikepdf.Encryption(owner="a", user="")), "locked"),
    "a PDF without pages": (paper(pages=0), "no_pages"),
    "a book": (paper(pages=papers.PAGES + 1), "too_many_pages"),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "code"), NOT_PICTURES.values(), ids=NOT_PICTURES)
def test_what_is_not_taken_is_refused_in_words(sent, code):
    assert refused(sent) == code


def test_a_picture_just_within_the_limit_is_taken(monkeypatch):
    monkeypatch.setattr(pictures, "POINTS", 1200)
    assert clean(picture(size=(40, 30)))
    monkeypatch.setattr(pictures, "POINTS", 1199)
    assert refused(picture(size=(40, 30))) == "too_many_points"


def test_a_pdf_keeps_its_pages_and_nothing_that_acts_or_tells():
    sent = paper(pages=2, change=with_everything)
    assert all(word in every_byte_of(sent) for word in (*ACTS, CANARY.encode()))
    cleaned = clean(sent)
    left = every_byte_of(cleaned.contents)
    assert [word for word in (*ACTS, CANARY.encode()) if word in left] == []
    with pikepdf.open(BytesIO(cleaned.contents)) as pdf:
        assert len(pdf.pages) == 2
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert set().union(*(page.obj.keys() for page in pdf.pages)) <= papers.OF_A_PAGE
        assert not pdf.attachments
    assert b"20 20 60 60 re" in left


def test_what_was_filled_in_is_still_seen():
    left = every_byte_of(clean(paper(change=with_everything)).contents)
    assert b"0 0 50 20 re" in left


def test_the_picture_in_a_pdf_is_still_the_same_picture():
    sent = telling()
    with pikepdf.open(BytesIO(clean(paper(change=with_everything)).contents)) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        assert image.Filter == Name.DCTDecode
        assert seen(image.read_raw_bytes()).tobytes() == seen(sent).tobytes()


def test_a_picture_that_was_packed_once_more_forgets_too():
    def change(pdf):
        picture_inside(pdf, telling())
        image = pdf.pages[0].Resources.XObject.Im0
        image.write(zlib.compress(telling()), filter=Array([Name.FlateDecode, Name.DCTDecode]))

    contents = clean(paper(change=change)).contents
    with pikepdf.open(BytesIO(contents)) as pdf:
        assert CANARY.encode() not in pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()


def test_a_picture_that_is_kept_in_another_file_is_not_fetched():
    def change(pdf):
        picture_inside(pdf, telling(), F="//evil.example/a.jpg")

    assert refused(paper(change=change)) == "broken"


def test_a_part_of_a_pdf_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "DECODED", 1000)

    def change(pdf):
        picture_inside(pdf, telling())
        pdf.pages[0].Resources.XObject.Im0.write(
            zlib.compress(bytes(5000)), filter=Array([Name.FlateDecode, Name.DCTDecode])
        )

    assert refused(paper(change=change)) == "broken"


def test_a_jpeg_2000_loses_the_boxes_that_tell():
    sent = picture("JPEG2000")
    box = struct.pack(">I", 8 + len(CANARY)) + b"xml " + CANARY.encode()
    at = sent.index(b"jp2c") - 4
    assert segments.jp2(sent[:at] + box + sent[at:]) == sent


@pytest.mark.parametrize("cut", [0, 1, 3, 10, 200])
def test_a_damaged_picture_in_a_pdf_is_noticed(cut):
    with pytest.raises(segments.NotReadable):
        segments.jpeg(picture(exif=exif())[:cut])
