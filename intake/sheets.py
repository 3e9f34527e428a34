"""A paper as a PDF: headings, pairs and texts on A4, with letters that can be marked and searched.

The fonts lie in the file: Latin, Cyrillic, Greek and Arabic letters. Each line is set in its own
direction, and what stands from left to right in an Arabic line – a telephone number – stays so.
A sign that the font lacks stands as □ and is counted, so that nothing vanishes unseen.
"""

import re
import unicodedata
from pathlib import Path

from fpdf import FPDF, XPos, YPos

FONTS = Path(__file__).parent / "fonts"
FONT, BOLD = "DejaVuSans", "B"
MARGIN, LINE, LABEL_WIDTH = 20, 5.5, 55  # millimetres
BODY, HEADING, TITLE, SMALL = 10.5, 13, 18, 8.5  # points
GREY, BLACK = 90, 0
LACKING = "□"
NUMBERS = re.compile(r"\+?\d[\d\s–-]*\d")
FROM_LEFT, END = "\u2066", "\u2069"  # isolates: what is between them keeps its own direction
BELOW = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


class Sheet(FPDF):
    """One paper. *footer* stands on every page, with its number."""

    def __init__(self, *, title: str, below: str, language: str):
        super().__init__(format="A4")
        self.below, self.lacking = below, 0
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + LINE)
        self.set_lang(language)
        self.set_title(title)
        self.add_font(FONT, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FONT, BOLD, FONTS / "DejaVuSans-Bold.ttf")
        self.set_font(FONT, size=BODY)
        self.set_text_shaping(True)
        self.add_page()
        self._write(title, size=TITLE, style=BOLD)

    def footer(self):
        self.set_y(-MARGIN)
        self.set_font(FONT, size=SMALL)
        self.set_text_color(GREY)
        self.cell(0, LINE, f"{self.below} · {self.page_no()} / {{nb}}", align="C")

    def heading(self, text: str) -> None:
        """It never stands alone at the end of a page."""
        if self.will_page_break(5 * LINE):
            self.add_page()
        else:
            self.ln(LINE)
        self._write(text, size=HEADING, style=BOLD)

    def pairs(self, rows) -> None:
        """What it is to the left, how it is to the right."""
        self.ln(LINE / 2)
        for label, value in rows:
            if not str(value):
                continue
            if self.will_page_break(2 * LINE):
                self.add_page()
            top, page = self.y, self.page
            self._write(str(label), width=LABEL_WIDTH, colour=GREY)
            low = self.y if self.page == page else top
            self.set_y(top)
            self._write(str(value), indent=LABEL_WIDTH)
            self.set_y(max(self.y, low) if self.page == page else self.y)

    def text(self, text: str, *, is_small=False, is_bold=False) -> None:
        size, colour = (SMALL, GREY) if is_small else (BODY, BLACK)
        self._write(text or "–", size=size, colour=colour, style=BOLD if is_bold else "")

    def bytes(self) -> bytes:
        return bytes(self.output())

    def _write(
        self, text: str, *, size=BODY, style="", colour=BLACK, indent=0, width=0
    ) -> None:  # fmt: skip
        self.set_font(FONT, style, size)
        self.set_text_color(colour)
        height = LINE * size / BODY
        for line in self._known(text).split("\n"):
            from_right = _is_from_right(line)
            said = NUMBERS.sub(_kept, line) if from_right else line
            self.set_x(self.l_margin + indent)
            if said.strip():
                self.multi_cell(width, height, said, align="R" if from_right else "L", **BELOW)
            else:
                self.ln(height)

    def _known(self, text: str) -> str:
        """The text in signs that the font has; one that is not seen anyway is left out."""
        signs, found = self.current_font.cmap, []
        for sign in unicodedata.normalize("NFC", text).replace("\t", "    "):
            if sign == "\n" or ord(sign) in signs:
                found.append(sign)
            elif unicodedata.category(sign) not in ("Cf", "Mn"):
                found.append(LACKING)
                self.lacking += 1
        return "".join(found)


def _kept(number: re.Match) -> str:
    return f"{FROM_LEFT}{number[0]}{END}"


def _is_from_right(line: str) -> bool:
    """By its first letter, as browsers do."""
    kinds = (unicodedata.bidirectional(sign) for sign in line)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)
