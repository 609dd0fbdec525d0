"""PDF: opened by pdfium, one page at a time, at a resolution that suits what is on it."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from extractors.intake.limits import Limits
from extractors.intake.refusals import Code, bad_file, bad_page
from extractors.intake.rendered import LONGEST_SIDE, RenderedPage

POINTS_PER_INCH = 72.0
_PASSWORD_ERRORS = (4, 5)
"""pdfium's FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY."""
_NATIVE_DPI = (150.0, 300.0)
_READABLE_SIDE = 1_600
"""Pixels of the longest side wanted of a page whose box is tiny but whose picture is not."""
_LEAST_SIDE = 300
"""Pixels of the longest side of a drawn page with a tiny box."""
_OBJECTS = 4_000
"""Objects of a page that are looked at to know what it is made of."""
_FULL_PAGE = 0.8
"""Share of the page that pictures cover on a scan."""
_PDFIUM = threading.RLock()
"""pdfium bears one thread at a time in a process, even on different files; else it ends the process."""


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a PDF page is made of, as far as a glance tells.

    `coverage`: share of the page under pictures, 0..1. `native_dpi`: of the finest picture of
    some size, else `None`. `visible`, `hidden`: text objects that show, and that do not.
    `drawn`: paths. `largest`: pixels of the largest picture.
    """

    coverage: float
    native_dpi: float | None
    visible: int
    hidden: int
    drawn: int
    largest: int

    @property
    def empty(self) -> bool:
        return self.coverage == 0 and self.visible + self.hidden + self.drawn == 0

    @property
    def scanned(self) -> bool:
        return self.coverage >= _FULL_PAGE

    @property
    def born_digital(self) -> bool:
        return not self.scanned and self.visible + self.drawn > 0


class PdfFile:
    """An opened PDF. Several threads may each have theirs: what they ask is done in turn."""

    def __init__(self, source: bytes | Path, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        with _PDFIUM:
            self._pdf = _opened(source)
            try:
                self._pdf.init_forms()  # else what was typed into a form's boxes is not drawn
            except Exception:  # a damaged form: the pages are drawn without its boxes
                self._pdf.formenv = None
            self.pages: int = max(0, len(self._pdf))

    @property
    def document(self) -> pdfium.PdfDocument:
        """The document itself, to take pages over into another one, in a process of one thread."""
        return self._pdf

    def makeup(self, index: int) -> Makeup:
        """What page `index` is made of; `BadInput` when it cannot be loaded or is too large."""
        with _PDFIUM:
            page = self._page(index)
            try:
                return self._checked(page, index)
            finally:
                page.close()

    def render(self, index: int, dpi: int = 200) -> RenderedPage:
        """Page `index`, drawn forms and annotations included, on white paper.

        A scan is rendered at its own resolution, between 150 and 300 dpi; the rest at `dpi`.
        """
        with _PDFIUM:
            page = self._page(index)
            try:
                makeup = self._checked(page, index)
                scale = _scale(*page.get_size(), dpi=dpi, makeup=makeup)
                bitmap = page.render(
                    scale=scale, rev_byteorder=True, force_bitmap_format=pdfium_c.FPDFBitmap_BGR
                )
                image = np.array(bitmap.to_numpy(), dtype=np.uint8)
                bitmap.close()
            except pdfium.PdfiumError as error:
                raise bad_page(Code.PAGE_ILLISIBLE, index) from error
            finally:
                page.close()
        return RenderedPage(image, max(1, round(scale * POINTS_PER_INCH)), makeup.born_digital)

    def close(self) -> None:
        with _PDFIUM:
            self._pdf.close()

    def _checked(self, page: pdfium.PdfPage, index: int) -> Makeup:
        try:
            makeup = _makeup(page)
        except pdfium.PdfiumError as error:
            raise bad_page(Code.PAGE_ILLISIBLE, index) from error
        if makeup.largest > self._limits.image_pixels:
            raise bad_page(Code.IMAGE_TROP_GRANDE, index)
        return makeup

    def _page(self, index: int) -> pdfium.PdfPage:
        if not 0 <= index < self.pages:
            raise IndexError(f"no page {index} among {self.pages}")
        try:
            return self._pdf[index]
        except pdfium.PdfiumError as error:
            raise bad_page(Code.PAGE_ILLISIBLE, index) from error


def pdf_bytes(source: bytes | Path) -> bytes:
    """The PDF itself, without the junk that may come before its header."""
    data = source.read_bytes() if isinstance(source, Path) else source
    start = data[:2048].find(b"%PDF-")
    return data[start:] if start > 0 else data


def _opened(source: bytes | Path) -> pdfium.PdfDocument:
    """A file that begins as it should is left on disk: a bag of 2,000 pages is large."""
    try:
        if isinstance(source, Path) and _begins_well(source):
            if source.resolve().is_file():
                return pdfium.PdfDocument(source)
            # a copy in memory: the library would resolve its name, which then leads nowhere
            return pdfium.PdfDocument(source.open("rb"), autoclose=True)
        return pdfium.PdfDocument(pdf_bytes(source))
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in _PASSWORD_ERRORS
        raise bad_file(Code.PDF_CHIFFRE if locked else Code.PDF_TRONQUE) from error


def _begins_well(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _scale(width: float, height: float, *, dpi: int, makeup: Makeup) -> float:
    """Pixels a point, so that neither a poster nor a page of one point gives a silly image."""
    longest = max(width, height, 1e-3)
    native = makeup.native_dpi if makeup.scanned else None
    if native is None:
        scale = max(dpi / POINTS_PER_INCH, _LEAST_SIDE / longest)
    else:
        bounded = min(max(native, _NATIVE_DPI[0]), _NATIVE_DPI[1]) / POINTS_PER_INCH
        scale = max(bounded, min(native / POINTS_PER_INCH, _READABLE_SIDE / longest))
    return min(scale, LONGEST_SIDE / longest)


def _makeup(page: pdfium.PdfPage) -> Makeup:
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1e-6)
    covered, native, largest = 0.0, 0.0, 0
    visible = hidden = drawn = 0
    for item in _objects(page):
        if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw)
            shows = mode != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
            visible, hidden = visible + shows, hidden + (not shows)
        elif item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawn += 1
        elif item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds_on_page(item)
            wide, high = item.get_px_size()
            largest = max(largest, wide * high)
            shown = max(0.0, min(x1, right) - max(x0, left)) * max(
                0.0, min(y1, top) - max(y0, bottom)
            )
            covered += shown
            side = max(x1 - x0, y1 - y0)
            if shown >= 0.02 * area and side > 0:
                native = max(native, max(wide, high) / side * POINTS_PER_INCH)
    return Makeup(
        min(1.0, covered / area),
        native if math.isfinite(native) and native > 0 else None,
        visible,
        hidden,
        drawn,
        largest,
    )


def _objects(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    try:
        yield from islice(page.get_objects(max_depth=4), _OBJECTS)
    except pdfium.PdfiumError:
        return  # an object that pdfium cannot give back: what came before is told


def _bounds_on_page(item: pdfium.PdfObject) -> tuple[float, float, float, float]:
    """The item's rectangle on the page, carried out of the forms that hold it."""
    x0, y0, x1, y1 = item.get_bounds()
    corners = [(x0, y0), (x0, y1), (x1, y0), (x1, y1)]
    holder = item.container
    while holder is not None:
        matrix = holder.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
        holder = holder.container
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
