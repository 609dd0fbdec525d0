"""A PDF whose pages look as they were scanned, upright, with the words that were read selectable."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from extractors.intake.kinds import Kind
from extractors.intake.pdf import PdfFile
from extractors.pages.source import KeptPage
from models.geometry import Box
from models.reading import Word

POINTS_PER_INCH = 72.0
_DESCENT = 0.2
"""Share of a word's box under its baseline."""
_SPACE = 0.278
"""Width of Helvetica's space at size 1, which shows nothing that could be measured."""
_LETTERS = "cp1252"
"""Those of Helvetica in a PDF."""
_FROM_LAYER = "texte_pdf"

Place = Callable[[float, float], tuple[float, float]]
"""From fractions of the upright page to points of the PDF page."""


class SearchablePdf:
    """Pages are added one by one, in order; `save` gives the file. For a process of one thread, as
    the command's is: see `extractors.intake.pdf`."""

    def __init__(self) -> None:
        self._pdf = pdfium.PdfDocument.new()
        self._font = raw.FPDFText_LoadStandardFont(self._pdf, b"Helvetica")

    def add(self, path: Path, kind: Kind, index: int, page: KeptPage) -> None:
        """Page `index` (from 0) of the file that `page` was read from.

        A page of a PDF is taken over as it is and turned upright; a text that does not show (of
        an earlier OCR) gives way to ours, a text layer that was believed stays. Any other page
        is its image. Words in Arabic are left out: the font has no letters for them.
        """
        as_pdf = kind is Kind.PDF
        target = self._taken_over(path, index, page) if as_pdf else self._drawn(page)
        if _FROM_LAYER not in page.reading.reader.split():
            self._write(target, page.reading.words)
        target.gen_content()
        target.close()

    def save(self, path: Path) -> None:
        with path.open("wb") as file:
            self._pdf.save(file)

    def close(self) -> None:
        raw.FPDFFont_Close(self._font)
        self._pdf.close()

    def _taken_over(self, path: Path, index: int, page: KeptPage) -> pdfium.PdfPage:
        source = PdfFile(path)
        try:
            self._pdf.import_pages(source.document, [index])
        finally:
            source.close()
        target = self._pdf[len(self._pdf) - 1]
        target.set_rotation((target.get_rotation() + int(page.reading.rotation)) % 360)
        if _FROM_LAYER not in page.reading.reader.split():
            for item in list(target.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
                hidden = raw.FPDF_TEXTRENDERMODE_INVISIBLE
                if raw.FPDFTextObj_GetTextRenderMode(item.raw) == hidden:
                    target.remove_obj(item)
        return target

    def _drawn(self, page: KeptPage) -> pdfium.PdfPage:
        seen = page.reading
        scale = POINTS_PER_INCH / max(seen.dpi, 1)
        width, height = seen.width * scale, seen.height * scale
        target = self._pdf.new_page(width, height)
        picture = pdfium.PdfImage.new(self._pdf)
        picture.load_jpeg(io.BytesIO(page.image), inline=True)
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        target.insert_obj(picture)
        return target

    def _write(self, target: pdfium.PdfPage, words: Sequence[Word]) -> None:
        place = _place(target)
        words = [word for word in words if _writable(word.text)]
        for word, after in zip(words, [*words[1:], None], strict=True):
            self._put(target, place, word.text, word.box)
            if after is not None and after.line == word.line and after.box.x0 > word.box.x1:
                gap = Box(word.box.x1, word.box.y0, after.box.x0, word.box.y1)
                self._put(target, place, " ", gap)

    def _put(self, target: pdfium.PdfPage, place: Place, text: str, box: Box) -> None:
        item = raw.FPDFPageObj_CreateTextObj(self._pdf, self._font, 1.0)
        raw.FPDFText_SetText(item, _utf16(text))
        raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        a, b, c, d, e, f = _matrix(place, box, _width(item))
        raw.FPDFPageObj_Transform(item, a, b, c, d, e, f)
        raw.FPDFPage_InsertObject(target, item)


def _place(page: pdfium.PdfPage) -> Place:
    """Of a page as shown, `/Rotate` and crop box applied."""
    left, bottom, right, top = page.get_bbox()  # the crop box may be larger than the page
    turn = page.get_rotation()

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = {0: (x, 1 - y), 90: (y, x), 180: (1 - x, y), 270: (1 - y, 1 - x)}[turn]
        return left + across * (right - left), bottom + up * (top - bottom)

    return place


def _matrix(place: Place, box: Box, width: float) -> tuple[float, ...]:
    """Stretches a text of `width` at size 1 over the box, whichever way the page is turned."""
    base = box.y1 - _DESCENT * box.height
    x0, y0 = place(box.x0, base)
    x1, y1 = place(box.x1, base)
    x2, y2 = place(box.x0, box.y0)
    return (x1 - x0) / width, (y1 - y0) / width, x2 - x0, y2 - y0, x0, y0


def _writable(text: str) -> bool:
    """Whether the font has all letters of the text: of others it would say «ÿ», which nobody read."""
    try:
        return bool(text.encode(_LETTERS))
    except UnicodeEncodeError:
        return False


def _width(item: raw.FPDF_PAGEOBJECT) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    return (edges[2].value - edges[0].value) or _SPACE


def _utf16(text: str) -> ctypes.Array[ctypes.c_ushort]:
    units = (text + "\0").encode("utf-16-le")
    return (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
