"""Barcodes and two-dimensional codes, decoded by zxing-cpp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import cv2
import numpy as np
import zxingcpp

from extractors.marks.bars import Patch, bar_patches
from extractors.marks.sheet import A4_LONG_MM, MM_PER_INCH, PLAUSIBLE_LONG_MM, Image
from models.geometry import Box
from models.reading import Barcode

LINEAR: Final = ("EAN13", "EAN8", "UPCA", "Code128", "Code39", "Code93", "ITF", "Codabar")
MATRIX: Final = ("QRCode", "DataMatrix", "PDF417", "Aztec")

FEWEST_CHARACTERS: Final = {"ITF": 8, "Codabar": 6, "Code39": 4, "Code93": 4, "Code128": 3}
"""Shorter readings of symbologies with a weak check are chance patterns in print."""
UNWANTED: Final = {"MicroQRCode", "RMQRCode", "MicroPDF417"}
"""Read along with their families, but on no paper of ours: chance patterns."""
LEAST_LINEAR_MM: Final = 7.0
LEAST_MATRIX_MM: Final = 3.0
"""A code smaller than this on paper is no code."""
LARGEST_UPSCALE: Final = 3.0
SECOND_LOOK_DPI: Final = 400
"""What looks like bars and was not read is cut out, set straight and enlarged to this."""


def find_barcodes(image: Image, dpi: int) -> tuple[Barcode, ...]:
    """All codes legible on the page, each once, in reading order.

    `image` is RGB at `dpi`; boxes are fractions of it. A first look takes the page as it
    is; a second enlarges and straightens each patch of bars that the first did not read.
    """
    height, width = image.shape[:2]
    if min(height, width) < 8:
        return ()
    long_mm = max(height, width) / max(dpi, 1) * MM_PER_INCH
    if not PLAUSIBLE_LONG_MM[0] <= long_mm <= PLAUSIBLE_LONG_MM[1]:
        long_mm = min(long_mm, A4_LONG_MM)
    px_per_mm = max(height, width) / max(long_mm, 1.0)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    patches = bar_patches(grey, px_per_mm)
    found = [
        Barcode(text, name, _box(_spread(points, patches), width, height))
        for text, name, points in _decode(grey, px_per_mm)
    ]
    for patch in patches:
        box = _box(np.asarray(patch.corners), width, height)
        if not any(
            seen.box.intersection(box) > 0.2 * min(box.area, seen.box.area) for seen in found
        ):
            factor = SECOND_LOOK_DPI / MM_PER_INCH / px_per_mm
            cut, back = patch.straight(grey, float(np.clip(factor, 1.0, LARGEST_UPSCALE)))
            for text, name, points in _decode(cut, None):
                corners = cv2.perspectiveTransform(points[None].astype(np.float32), back)[0]
                spread = _spread(np.asarray(corners), (patch,))
                found.append(Barcode(text, name, _box(spread, width, height)))
    return _each_once(found)


@cache
def _formats() -> zxingcpp.BarcodeFormats:
    """Made at first use: the library complains of those that are left when a process ends."""
    return zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[name] for name in LINEAR + MATRIX])


def _decode(grey: Image, px_per_mm: float | None) -> list[tuple[str, str, np.ndarray]]:
    """Text, symbology and the four corners in pixels; the size is not checked without a scale."""
    read = []
    for code in zxingcpp.read_barcodes(grey, formats=_formats()):
        name = str(code.format.name)
        spot = code.position
        points = np.array(
            [
                (corner.x, corner.y)
                for corner in (spot.top_left, spot.top_right, spot.bottom_right, spot.bottom_left)
            ],
            dtype=np.float64,
        )
        size = float(np.linalg.norm(points[0] - points[2]))
        least = LEAST_LINEAR_MM if name in LINEAR else LEAST_MATRIX_MM
        tiny = px_per_mm is not None and size < least * px_per_mm
        long_enough = len(code.text.strip()) >= FEWEST_CHARACTERS.get(name, 1)
        if long_enough and name not in UNWANTED and not tiny:
            read.append((str(code.text), name, points))
    return read


def _spread(points: np.ndarray, patches: Sequence[Patch]) -> np.ndarray:
    """zxing often gives a linear code's scan line only: take the patch of bars it crosses."""
    centre = points.mean(axis=0)
    for patch in patches:
        corners = np.asarray(patch.corners, dtype=np.float32)
        if cv2.pointPolygonTest(corners, (float(centre[0]), float(centre[1])), False) >= 0:
            across = np.linalg.norm(points[0] - points[2])
            if across < 1.3 * np.hypot(patch.width, patch.height):
                return np.vstack([points, corners])
    return points


def _box(points: np.ndarray, width: int, height: int) -> Box:
    xs = np.clip(points[:, 0] / width, 0, 1)
    ys = np.clip(points[:, 1] / height, 0, 1)
    return Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def _each_once(codes: Iterable[Barcode]) -> tuple[Barcode, ...]:
    """The same text at the same place is one code; the larger box stays."""
    kept: list[Barcode] = []
    for code in sorted(codes, key=lambda c: -c.box.area):
        twin = any(
            code.text == other.text and other.box.grown(0.01, 0.01).holds(code.box.cx, code.box.cy)
            for other in kept
        )
        if not twin:
            kept.append(code)
    return tuple(sorted(kept, key=lambda c: (round(c.box.cy, 2), c.box.cx)))
