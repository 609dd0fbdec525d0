"""One code, cut out of its page, looked at several ways until the looks agree.

zxing-cpp takes the first rows of bars that fit; on a blurred, worn or shiny code these may fit a
wrong number, whose one check digit lets one in ten pass. A few treatments of the cut settle it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Self

import cv2
import numpy as np
import zxingcpp

from extractors.marks.ean import read_ean13
from extractors.marks.sheet import Image

LINEAR: Final = ("EAN13", "EAN8", "UPCA", "Code128", "Code39", "Code93", "ITF", "Codabar")
MATRIX: Final = ("QRCode", "DataMatrix", "PDF417", "Aztec")
WEAKLY_CHECKED: Final = frozenset({"EAN13", "EAN8", "UPCA", "ITF", "Codabar"})
"""One check digit or none: a single look proves nothing."""
EAN13: Final = "EAN13"
ROOM: Final = 0.12
"""Share of a code's width beside it that is looked at with it."""
AGREE: Final = 2
"""Looks that must say the same, and by how many times they outnumber any other reading."""
SMALLEST_CUT: Final = 240
"""Pixels: codes that are cut out smaller are enlarged."""

Look = Callable[[Image], Image]


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What one look read. `points`: its corners in pixels."""

    text: str
    name: str
    points: np.ndarray

    def moved(self, there: np.ndarray) -> Self:
        """At the place where the perspective `there` puts it."""
        points = cv2.perspectiveTransform(self.points[None].astype(np.float32), there)[0]
        return replace(self, points=np.asarray(points, dtype=np.float64))


def decode(
    grey: Image, binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage
) -> list[Decoded]:
    """Every code that zxing-cpp reads in an image."""
    return [_decoded(c) for c in zxingcpp.read_barcodes(grey, _formats(), binarizer=binarizer)]


def damaged_squares(grey: Image) -> list[Decoded]:
    """QR codes that are seen and whose errors are too many; zxing-cpp is quick at that. (Asked
    for the errors of all kinds at once, it gives up a linear code at its first bad row.)"""
    found = zxingcpp.read_barcodes(grey, _formats(("QRCode",)), return_errors=True)
    return [c for c in (_decoded(code) for code in found if not code.valid) if c.name == "QRCode"]


def _decoded(code: zxingcpp.Barcode) -> Decoded:
    spot = code.position
    corners = (spot.top_left, spot.top_right, spot.bottom_right, spot.bottom_left)
    points = np.array([(corner.x, corner.y) for corner in corners], dtype=np.float64)
    return Decoded(str(code.text), str(code.format.name), points)


def read_bars(cut: Image, first: Sequence[Decoded] = ()) -> tuple[Decoded, ...]:
    """The linear codes of a patch set straight, bars upright. `first`: what the page's look read,
    in pixels of the cut.

    Where looks differ about one place, the reading that clearly prevails stands, or none. What
    the page's look read stands when no look contradicts it.
    """
    places: list[_Place] = []
    for code in first:
        _place_of(code, places).take(code, of_page=True)
    for number, look in enumerate(_BAR_LOOKS):
        for code in decode(look(cut)):
            if code.name in LINEAR:
                _place_of(code, places).take(code)
        if places and all(place.settled for place in places):
            break
        if number + 1 >= _HOPELESS and not places:
            break
    if not places:
        text = read_ean13(cut)
        return () if text is None else (Decoded(text, EAN13, _corners(cut)),)
    stand = (place.winner or place.weighed(cut) for place in places)
    return tuple(code for code in stand if code is not None)


def _corners(cut: Image) -> np.ndarray:
    height, width = cut.shape
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)


class _Place:
    """Readings of one stretch of bars."""

    def __init__(self, code: Decoded) -> None:
        self.left, self.right = float(code.points[:, 0].min()), float(code.points[:, 0].max())
        self._votes = Counter[tuple[str, str]]()
        self._seen: dict[tuple[str, str], Decoded] = {}
        self._of_page = False

    def holds(self, code: Decoded) -> bool:
        left, right = float(code.points[:, 0].min()), float(code.points[:, 0].max())
        common = min(right, self.right) - max(left, self.left)
        return common > 0.5 * min(right - left, self.right - self.left)

    def take(self, code: Decoded, of_page: bool = False) -> None:
        self._of_page |= of_page
        self._votes[code.text, code.name] += 1
        self._seen.setdefault((code.text, code.name), code)

    @property
    def settled(self) -> bool:
        return len(self._votes) == 1 and self._votes.total() >= AGREE

    @property
    def winner(self) -> Decoded | None:
        (best, most), *others = self._votes.most_common(2)
        enough = AGREE if best[1] in WEAKLY_CHECKED and not self._of_page else 1
        if most < enough or (others and most <= AGREE * others[0][1]):
            return None
        return self._seen[best]

    def weighed(self, cut: Image) -> Decoded | None:
        """Which of the disputed numbers the bars are nearest to, taken as a whole."""
        rivals = {text: code for (text, name), code in self._seen.items() if name == EAN13}
        if not rivals:
            return None
        width = self.right - self.left
        left, right = max(0, int(self.left - ROOM * width)), int(self.right + ROOM * width) + 1
        text = read_ean13(np.ascontiguousarray(cut[:, left:right]), rivals.keys())
        if text is None:
            return None
        return rivals.get(text) or Decoded(text, EAN13, next(iter(rivals.values())).points)


def _place_of(code: Decoded, places: list[_Place]) -> _Place:
    for place in places:
        if place.holds(code):
            return place
    places.append(_Place(code))
    return places[-1]


def read_square(cut: Image) -> str | None:
    """The text of a QR code that a first look saw and could not correct.

    What is read passed its error correction: one look is enough.
    """
    scale = max(1.0, SMALLEST_CUT / min(cut.shape))
    larger = cut if scale == 1 else _scaled(cut, scale)
    for image, binarizer in (
        (cut, zxingcpp.Binarizer.GlobalHistogram),
        (_scaled(larger, 2.0), zxingcpp.Binarizer.LocalAverage),
        (_sharpened(larger), zxingcpp.Binarizer.LocalAverage),
        (_evened(larger), zxingcpp.Binarizer.GlobalHistogram),
    ):
        for code in decode(image, binarizer):
            if code.name == "QRCode" and code.text:
                return code.text
    return _crumpled(cut) or _crumpled(larger)


def read_clipping(grey: Image) -> list[Decoded]:
    """The codes of a small picture that shows little else, when a look at it gave nothing."""
    for image, binarizer in (
        (grey, zxingcpp.Binarizer.GlobalHistogram),
        (cv2.GaussianBlur(grey, (0, 0), 1.2), zxingcpp.Binarizer.GlobalHistogram),
    ):
        found = [c for c in decode(np.asarray(image, np.uint8), binarizer) if c.name in MATRIX]
        if found:
            return found
    places: list[_Place] = []
    for look in _BAR_LOOKS:
        for code in decode(look(grey)):
            if code.name in LINEAR:
                _place_of(code, places).take(code)
    winners = (place.winner for place in places)
    return [code for code in winners if code is not None]


def _crumpled(cut: Image) -> str | None:
    """OpenCV follows the bent edges of a QR code on a fold, which zxing-cpp does not."""
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecodeCurved(cut)
    except cv2.error:
        return None
    return str(text) or None


def _scaled(image: Image, factor: float) -> Image:
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=how), np.uint8)


def _sharpened(image: Image) -> Image:
    """Thin bars that ran together stand apart again."""
    soft = cv2.GaussianBlur(image, (0, 0), 3)
    return np.asarray(cv2.addWeighted(image, 2.5, soft, -1.5, 0), np.uint8)


def _evened(image: Image) -> Image:
    """The same contrast in shade and under a reflection."""
    return np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(image), np.uint8)


def _along(image: Image) -> Image:
    """Averaged along the bars: scratches, folds and grain vanish, bars stay."""
    return np.asarray(cv2.blur(image, (1, max(3, image.shape[0] // 10) | 1)), np.uint8)


_BAR_LOOKS: Final[tuple[Look, ...]] = (
    lambda cut: cut,
    _evened,
    _sharpened,
    lambda cut: _evened(_along(cut)),
    lambda cut: _sharpened(_along(cut)),
    lambda cut: np.asarray(cv2.GaussianBlur(cut, (0, 0), 1.5), np.uint8),
)
_HOPELESS: Final = 4
"""After so many looks without any reading, it is no code."""


@cache
def _formats(names: tuple[str, ...] = LINEAR + MATRIX) -> zxingcpp.BarcodeFormats:
    """Made at first use: the library complains of those that are left when a process ends."""
    return zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[name] for name in names])
