"""How our papers look: fonts, sizes, colours that also pass a fax machine."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any
from xml.sax.saxutils import escape  # nosec B406 # it writes, and parses nothing

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable, Paragraph

from flows.outgoing.arabic import shaped

INK, SOFT, RULE, SHADE = (HexColor(c) for c in ("#12263F", "#56657A", "#9AA7B6", "#EEF2F6"))
PLAIN, BOLD, ITALIC, BOTH = "Liasse", "Liasse-Gras", "Liasse-Italique", "Liasse-GrasItalique"
_FILES = {PLAIN: "Vera.ttf", BOLD: "VeraBd.ttf", ITALIC: "VeraIt.ttf", BOTH: "VeraBI.ttf"}
"""Bitstream Vera, which comes with reportlab: embedded, the same on every machine."""
_WIDER = {
    PLAIN: "DejaVuSans.ttf",
    BOLD: "DejaVuSans-Bold.ttf",
    ITALIC: "DejaVuSans-Oblique.ttf",
    BOTH: "DejaVuSans-BoldOblique.ttf",
}
"""The same design with Arabic and more, where the system has it (Debian: fonts-dejavu)."""
_INSTEAD = {"\u202f": "\u00a0", "\u2011": "-", "\u2212": "-", "\u2192": "-", "\ufb01": "fi"}
_BEFORE = re.compile(r" (?=[:;?!»%])")
_AFTER = re.compile(r"(?<=«) ")


@cache
def _glyphs() -> frozenset[int]:
    """Registers the fonts; the characters that they can print."""
    try:
        found = {name: TTFont(name, file) for name, file in _WIDER.items()}
    except TTFError:
        found = {name: TTFont(name, file) for name, file in _FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=ITALIC, boldItalic=BOTH)
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)


def printable(text: str) -> str:
    """`text` in letters that the font has: without their accent where it lacks it, else `?`.

    Arabic is shaped and set right to left, or left out where the font has none.
    """
    glyphs = _glyphs()
    said = []
    for char in shaped(unicodedata.normalize("NFC", text), glyphs):
        char = _INSTEAD.get(char, char)
        if ord(char) in glyphs:
            said.append(char)
            continue
        plain = unicodedata.normalize("NFKD", char)
        kept = "".join(c for c in plain if ord(c) in glyphs)
        said.append(kept or ("" if unicodedata.category(char) in ("Mn", "Cf", "Cc") else "?"))
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", "".join(said)))


def width(text: str, font: str, size: float) -> float:
    """How wide a line of text is."""
    _glyphs()
    return float(pdfmetrics.stringWidth(text, font, size))


_BODY = ParagraphStyle(
    "corps", fontName=PLAIN, fontSize=9.2, leading=13.2, textColor=INK, alignment=TA_JUSTIFY,
    spaceAfter=6, splitLongWords=1,
)  # fmt: skip
STYLES = {
    "body": _BODY,
    "left": ParagraphStyle("gauche", parent=_BODY, alignment=0, spaceAfter=0),
    "small": ParagraphStyle(
        "petit", parent=_BODY, fontSize=7.2, leading=9.6, textColor=SOFT, spaceAfter=0, alignment=0
    ),
    "quote": ParagraphStyle(
        "citation",
        parent=_BODY,
        fontName=ITALIC,
        fontSize=7.4,
        leading=10,
        textColor=SOFT,
        spaceAfter=0,
        alignment=0,
    ),
    "label": ParagraphStyle(
        "etiquette", parent=_BODY, fontSize=7, leading=9, textColor=SOFT, spaceAfter=0, alignment=0
    ),
    "title": ParagraphStyle(
        "titre",
        parent=_BODY,
        fontName=BOLD,
        fontSize=14,
        leading=18,
        alignment=TA_CENTER,
        spaceAfter=2,
    ),
    "subtitle": ParagraphStyle(
        "sous_titre", parent=_BODY, fontSize=9.5, leading=13, alignment=TA_CENTER, spaceAfter=4
    ),
    "heading": ParagraphStyle(
        "intertitre",
        parent=_BODY,
        fontName=BOLD,
        fontSize=9.6,
        leading=13,
        spaceBefore=4,
        spaceAfter=3,
        alignment=0,
        keepWithNext=1,
    ),
    "verdict": ParagraphStyle(
        "decision",
        parent=_BODY,
        fontName=BOLD,
        fontSize=15,
        leading=20,
        alignment=TA_CENTER,
        spaceAfter=0,
    ),
    "right": ParagraphStyle("droite", parent=_BODY, alignment=TA_RIGHT, spaceAfter=0),
}


def text(said: str, style: str = "body") -> Paragraph:
    """A paragraph of plain text, whatever characters it holds."""
    return marked(safe(said), style)


def marked(markup: str, style: str = "body") -> Paragraph:
    """A paragraph with `<b>` and the like; what comes from papers goes through `safe` first."""
    _glyphs()
    return Paragraph(markup, STYLES[style])


def safe(said: str) -> str:
    """Plain text made fit to stand within the markup of a paragraph."""
    return escape(printable(said))


class Fit(Flowable):
    """One line of text that shrinks to its cell, and is cut when it would be too small to read."""

    SMALLEST = 5.2

    def __init__(
        self, said: str, size: float, *, font: str = PLAIN, align: str = "left", colour: Any = INK
    ) -> None:
        super().__init__()
        self.said, self.size, self.font = printable(said), size, font
        self.align, self.colour = align, colour

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        wide = width(self.said, self.font, self.size)
        if wide > available:
            self.size = max(self.SMALLEST, self.size * available / wide)
        while self.said and width(self.said, self.font, self.size) > available + 0.01:
            self.said = self.said.removesuffix("…")[:-1].rstrip() + "…"
            if self.said == "…":
                break
        self.width, self.height = available, self.size * 1.15
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFont(self.font, self.size)
        canvas.setFillColor(self.colour)
        base = self.size * 0.22
        if self.align == "right":
            canvas.drawRightString(self.width, base, self.said)
        elif self.align == "center":
            canvas.drawCentredString(self.width / 2, base, self.said)
        else:
            canvas.drawString(0, base, self.said)
