"""A sheet of paper as somebody photographs it, for the invented town."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from intake.cleaning import File, clean
from intake.sheets import FONTS

PAPER, INK, LINE = "#fbf8ef", "#1d2a44", "#c9d3e4"
WIDE, HIGH, STEP, MARGIN = 720, 960, 64, 56
LETTERS = FONTS / "DejaVuSans.ttf"


def sheet(name: str, *lines: str) -> File:
    """Handed in as a resident's picture is: written anew before anything is kept."""
    drawn = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen, font = ImageDraw.Draw(drawn), ImageFont.truetype(LETTERS, 28)
    for number in range(1, HIGH // STEP):
        pen.line([(0, number * STEP), (WIDE, number * STEP)], fill=LINE, width=2)
    for number, line in enumerate(lines, 1):
        pen.text((MARGIN, number * STEP - 38), line, fill=INK, font=font)
    written = BytesIO()
    drawn.save(written, "JPEG", quality=80)
    return File(name, clean(written.getvalue()))
