"""The words that a PDF carries itself, and whether they are to be believed."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pdfplumber
from pdfplumber.page import Page as PlumberPage

from extractors.intake.pdf import Makeup, PdfFile, pdf_bytes
from extractors.words.form_values import Rect, typed_words
from extractors.words.order import in_reading_order
from extractors.words.plausible import looks_like_language
from models.errors import BadInput
from models.geometry import Box
from models.reading import How, Rotation, Word

CONFIDENCE = 0.99
_DAMAGED = 0.03
"""Share of characters that are replaced, private, control or `(cid:…)` on a broken layer."""
_OUTSIDE = 0.9
"""Share of characters out of the crop box on a layer that was made for another page. (Half of
them is a spread of two pages, cropped to one.)"""
_PICTURE = 0.5
"""Share of the page under pictures above which a few words do not tell the page."""
_FEW_WORDS = 30
_OUTLINED = 400
"""Paths that, beside hardly any words, are letters drawn as outlines."""
_MOJIBAKE = ("Ã©", "Ã¨", "Ãª", "Ã ", "Ã§", "Ã´", "â€™", "â€“", "Â°", "Ã‰", "Å“")

_DIRECTIONS: dict[int, dict[str, str]] = {
    0: {"line_dir": "ttb", "char_dir": "ltr"},
    180: {"line_dir": "btt", "char_dir": "rtl"},
    90: {"line_dir_rotated": "ltr", "char_dir_rotated": "btt"},
    270: {"line_dir_rotated": "rtl", "char_dir_rotated": "ttb"},
}
"""How pdfplumber reads text that needs so many clockwise degrees to stand upright."""


_CUT = {
    0: ("left", "top"),
    90: ("bottom", "left"),
    180: ("right", "bottom"),
    270: ("top", "right"),
}
"""Which margins of the page as drawn lie left and above once `/Rotate` has turned it."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text layer of one page, as it is.

    Boxes of `words` are fractions of the source page (crop box and `/Rotate` applied, *not*
    turned by `rotation`); their order and lines are those of the page once upright.
    `rotation`: clockwise degrees that bring most of the text upright. `damaged`, `outside`,
    `glyphless`: shares of the characters. `makeup`: what else is on the page.
    """

    words: tuple[Word, ...]
    rotation: Rotation
    damaged: float
    outside: float
    glyphless: float
    makeup: Makeup


class TextLayers:
    """The text layers of a PDF's pages: opened once, read page by page."""

    def __init__(self, source: bytes | Path) -> None:
        data = pdf_bytes(source)
        self._file = PdfFile(data)
        try:
            self._pdf = pdfplumber.open(io.BytesIO(data), unicode_norm="NFC")
            self._pages = self._pdf.pages
        except Exception:  # what pdfium repairs, pdfminer may not: the pages are then read by eye
            self._pages = []

    def page(self, index: int) -> PageText | None:
        """The layer of page `index` from 0; `None` when it has none or it cannot be read."""
        if not 0 <= index < len(self._pages) or len(self._pages) != self._file.pages:
            return None
        try:
            makeup = self._file.makeup(index)
            return _page_text(self._pages[index], makeup)
        except BadInput:
            return None
        except Exception:  # pdfminer fails in many ways on damaged fonts and streams
            return None
        finally:
            self._pages[index].close()

    def close(self) -> None:
        self._file.close()
        if self._pages:
            self._pdf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def text_layer(source: bytes | Path, index: int) -> tuple[Word, ...] | None:
    """The words of page `index` from 0, or `None` when OCR will know better.

    Opens the file anew: `TextLayers` is for many pages.
    """
    with TextLayers(source) as layers:
        page = layers.page(index)
    return page.words if page is not None and believable(page.words, page) else None


def believable(words: Sequence[Word], page: PageText) -> bool:
    """Whether the layer says what the page shows: it was drawn with it, it is readable, and
    the page is not a picture with some OCR under it or a few words on it."""
    makeup = page.makeup
    if not words or makeup.scanned or makeup.hidden > makeup.visible:
        return False
    if page.damaged > _DAMAGED or page.outside > _OUTSIDE or page.glyphless > 0.5:
        return False
    if makeup.coverage > _PICTURE and len(words) < _FEW_WORDS:
        return False
    if makeup.drawn > _OUTLINED and len(words) < _FEW_WORDS / 3:
        return False
    text = " ".join(word.text for word in words)
    if sum(text.count(bad) for bad in _MOJIBAKE) >= 2:
        return False
    return looks_like_language(word.text for word in words)


def _page_text(page: PlumberPage, makeup: Makeup) -> PageText | None:
    inked: list[dict[str, Any]] = [c for c in page.chars if not c["text"].isspace()]
    frame = _Frame.of(page)
    typed = [
        (text, box) for text, rect in typed_words(page.page_obj) if (box := frame.turned(rect))
    ]
    if not inked and not typed:
        return None
    angles = Counter(_quarter(c["matrix"]) for c in inked)
    rotation = Rotation(angles.most_common(1)[0][0] if inked else 0)
    inside = sum(1 for c in inked if frame.holds(c))
    found = page.dedupe_chars().extract_words(x_tolerance_ratio=0.15, **_directions(angles))
    words = [
        Word(w["text"], box, CONFIDENCE, How.TEXTE_PDF, 0)
        for w in found
        if w["text"].strip() and frame.holds(w) and (box := frame.box(w)) is not None
    ]
    words += [Word(text, box, CONFIDENCE, How.TEXTE_PDF, 0) for text, box in typed]
    total = max(1, len(inked))
    return PageText(
        words=_ordered(words, rotation, frame.width / frame.height),
        rotation=rotation,
        damaged=sum(_is_damaged(c["text"]) for c in inked) / total,
        outside=(len(inked) - inside) / total,
        glyphless=sum("glyphless" in str(c["fontname"]).lower() for c in inked) / total,
        makeup=makeup,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The crop box in pdfplumber's coordinates, in which the page is already turned."""

    left: float
    top: float
    width: float
    height: float
    crop: Rect
    rotation: int

    @classmethod
    def of(cls, page: PlumberPage) -> Self:
        """pdfplumber's own crop box is wrong on turned pages, so it is worked out here."""
        raw = page.page_obj
        mx0, my0, mx1, my1 = _sorted_box(raw.mediabox)
        cx0, cy0, cx1, cy1 = _sorted_box(raw.cropbox)
        x0, y0, x1, y1 = max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1)
        if x1 <= x0 or y1 <= y0:
            x0, y0, x1, y1 = mx0, my0, mx1, my1
        cut = {"left": x0 - mx0, "right": mx1 - x1, "top": my1 - y1, "bottom": y0 - my0}
        side, above = _CUT[page.rotation]
        turned = page.rotation in (90, 270)
        return cls(
            float(page.mediabox[0]) + cut[side],
            float(page.mediabox[1]) + cut[above],
            y1 - y0 if turned else x1 - x0,
            x1 - x0 if turned else y1 - y0,
            (x0, y0, x1, y1),
            page.rotation,
        )

    def turned(self, rect: Rect) -> Box | None:
        """A rectangle of the PDF's own points as fractions of the page."""
        left, bottom, right, top = self.crop
        x0, x1 = (min(1.0, max(0.0, (x - left) / (right - left))) for x in (rect[0], rect[2]))
        y0, y1 = (min(1.0, max(0.0, (top - y) / (top - bottom))) for y in (rect[3], rect[1]))
        return Box(x0, y0, x1, y1).turned(self.rotation) if x1 > x0 and y1 > y0 else None

    def holds(self, item: dict[str, Any]) -> bool:
        """Whether the middle of a character or word lies on the page."""
        x = ((item["x0"] + item["x1"]) / 2 - self.left) / self.width
        y = ((item["top"] + item["bottom"]) / 2 - self.top) / self.height
        return bool(0 <= x <= 1 and 0 <= y <= 1)

    def box(self, item: dict[str, Any]) -> Box | None:
        x0, x1 = ((float(item[k]) - self.left) / self.width for k in ("x0", "x1"))
        y0, y1 = ((float(item[k]) - self.top) / self.height for k in ("top", "bottom"))
        if not all(map(math.isfinite, (x0, y0, x1, y1))) or x0 > x1 or y0 >= y1:
            return None  # text of size zero does not show
        return Box(max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1))


def _sorted_box(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return x0, y0, x1, y1


def _quarter(matrix: Sequence[float]) -> int:
    """The nearest quarter turn, clockwise, that makes a character stand upright."""
    degrees = math.degrees(math.atan2(matrix[1], matrix[0]))
    return round(degrees / 90) % 4 * 90


def _directions(angles: Counter[int]) -> dict[str, Any]:
    """Reading directions for level and for standing text, each by what is most on the page."""
    level = 0 if angles[0] >= angles[180] else 180
    standing = 90 if angles[90] >= angles[270] else 270
    return {**_DIRECTIONS[level], **_DIRECTIONS[standing]}


def _ordered(words: Iterable[Word], rotation: Rotation, aspect: float) -> tuple[Word, ...]:
    """In the reading order of the upright page; the boxes stay where they are."""
    turned = [replace(word, box=word.box.turned(rotation)) for word in words]
    upright_aspect = aspect if rotation in (0, 180) else 1 / aspect
    return tuple(
        replace(word, box=word.box.turned(-rotation))
        for word in in_reading_order(turned, 0.0, upright_aspect)
    )


def _is_damaged(text: str) -> bool:
    if text.startswith("(cid:"):
        return True
    return any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 for c in text)
