"""Pictures and PDFs as people – or somebody who means harm – may send them. All made here."""

import zipfile
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

CANARY = "Storgatan 1 hemma"
EXIF_ORIENTATION, EXIF_GPS, EXIF_TEXT = 0x0112, 0x8825, 0x010E


def picture(kind="JPEG", size=(40, 30), mode="RGB", **saved) -> bytes:
    """Left half red, right half blue: so that turning it shows."""
    drawn = Image.new(mode, size, "blue")
    drawn.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    written = BytesIO()
    drawn.save(written, kind, **saved)
    return written.getvalue()


def exif(orientation=1) -> bytes:
    told = Image.Exif()
    told[EXIF_ORIENTATION], told[EXIF_TEXT] = orientation, CANARY
    told.get_ifd(EXIF_GPS)[1] = "N"
    told.get_ifd(EXIF_GPS)[2] = (59.0, 19.0, 45.0)
    return told.tobytes()


def telling(kind="JPEG", orientation=1) -> bytes:
    """A picture that tells where it was taken, in every way its kind knows."""
    saved = {"exif": exif(orientation), "icc_profile": b"profile " + CANARY.encode()}
    if kind == "JPEG":
        saved |= {"comment": CANARY.encode()}
    return picture(kind, **saved)


def archive() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("run.js", CANARY)
    return written.getvalue()


def paper(pages=1, change=None, **saved) -> bytes:
    """A PDF with a line of vector drawing on each page; *change* does something to it first."""
    with Pdf.new() as pdf:
        for _n in range(pages):
            page = pdf.add_blank_page(page_size=(200, 300))
            page.contents_add(b"0 0 1 rg 20 20 60 60 re f")
        if change:
            change(pdf)
        written = BytesIO()
        pdf.save(written, **saved)
        return written.getvalue()


def with_everything(pdf: Pdf) -> None:
    """Whatever acts or tells in a PDF, in one."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    page = pdf.pages[0]
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
    pdf.attachments["secret.txt"] = CANARY.encode()
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=Array([_field(pdf)]))
    pdf.Root.Metadata = pdf.make_stream(f"<x>{CANARY}</x>".encode())
    pdf.docinfo["/Author"] = CANARY
    page.obj.AA = Dictionary(O=script)
    page.obj.Tabs = Name.S
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=CANARY))
    page.obj.Metadata = pdf.make_stream(CANARY.encode())
    page.obj.Annots = Array([
        _link(pdf, Dictionary(S=Name.URI, URI="https://evil.example/" + CANARY)),
        _link(pdf, Dictionary(S=Name.Launch, F="cmd.exe")),
        pdf.Root.AcroForm.Fields[0],
    ])  # fmt: skip
    picture_inside(pdf, telling())


def _link(pdf, action):
    return pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    )


def _field(pdf):
    look = pdf.make_stream(b"q 1 0 0 rg 0 0 50 20 re f Q", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = Array([0, 0, 50, 20])
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="namn", V="Ifyllt", F=4,
            Rect=[100, 200, 150, 220], AP=Dictionary(N=look),
        )
    )  # fmt: skip


def picture_inside(pdf: Pdf, jpeg: bytes, **more) -> None:
    page = pdf.pages[0]
    image = pdf.make_stream(
        jpeg, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        Metadata=pdf.make_stream(CANARY.encode()), **more,
    )  # fmt: skip
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.contents_add(b"q 40 0 0 30 100 100 cm /Im0 Do Q")


def every_byte_of(pdf: bytes) -> bytes:
    """A PDF with every stream unpacked: what a reader could find in it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        written = BytesIO()
        opened.save(
            written, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )  # fmt: skip
        return written.getvalue()
