"""Barcodes and two-dimensional codes, decoded by zxing-cpp, and the patch codes that it does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.marks.bars import Patch, bar_patches, barred
from extractors.marks.code_looks import (
    LINEAR,
    WEAKLY_CHECKED,
    Decoded,
    damaged_squares,
    decode,
    read_bars,
    read_clipping,
    read_square,
)
from extractors.marks.patch_codes import find_patch_codes
from extractors.marks.sheet import A4_LONG_MM, PLAUSIBLE_LONG_MM, Image
from models.geometry import MM_PER_INCH, Box
from models.reading import Barcode

FEWEST_CHARACTERS: Final = {"ITF": 8, "Codabar": 6, "Code39": 4, "Code93": 4, "Code128": 3}
"""Shorter readings of symbologies with a weak check are chance patterns in print."""
FEWEST_IN_BARS: Final = {**FEWEST_CHARACTERS, "ITF": 6}
"""The same where the code fills a patch of bars from edge to edge."""
FILLS: Final = 0.7
UNWANTED: Final = {"MicroQRCode", "RMQRCode", "MicroPDF417"}
"""Read along with their families, but on no paper of ours: chance patterns."""
LEAST_LINEAR_MM: Final = 7.0
LEAST_MATRIX_MM: Final = 3.0
"""A code smaller than this on paper is no code."""
DAMAGED_MM: Final = (6.0, 80.0)
MOST_DAMAGED: Final = 4
"""QR codes seen and not read, and that are looked at again: print has chance patterns."""
CLIPPING_PX: Final = 700
"""An image whose longest side is shorter shows a thing, not a page: its scale is not known."""
CLIPPING_DPI: Final = 200
LARGEST_UPSCALE: Final = 3.0
SECOND_LOOK_DPI: Final = 400
"""What looks like bars is cut out, set straight and enlarged to this."""
MARGIN: Final = 0.15
"""Share of a two-dimensional code's side that is cut out around it."""


def find_barcodes(image: Image, dpi: int) -> tuple[Barcode, ...]:
    """All codes legible on the page, each once, in reading order.

    `image` is RGB at `dpi`; boxes are fractions of it. A first look takes the page as it
    is. Where bars were not read, or read by a symbology of weak check, and where a square code
    was seen and not understood, the place is cut out and looked at again (`code_looks`).
    """
    height, width = image.shape[:2]
    if min(height, width) < 8:
        return ()
    px_per_mm = _scale(max(height, width), dpi)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    patches = bar_patches(grey, px_per_mm)
    codes = [
        code for code in decode(grey) if code.name not in UNWANTED and _plausible(code, px_per_mm)
    ]
    for patch in patches:
        own = [code for code in codes if patch.holds(code.points.mean(axis=0))]
        if all(code.name in WEAKLY_CHECKED for code in own):
            codes = [code for code in codes if code not in own]
            codes += _again(grey, patch, own, px_per_mm)
    for code in damaged_squares(grey)[:MOST_DAMAGED]:
        if _square(code, px_per_mm):
            text = read_square(_around(grey, code.points))
            codes += [replace(code, text=text)] if text else []
    if not codes and max(height, width) < CLIPPING_PX:
        codes = [c for c in read_clipping(grey) if _plausible(c, None, FEWEST_IN_BARS)]
    read = [
        Barcode(code.text, code.name, _box(_spread(code.points, patches), width, height))
        for code in codes
    ]
    return _each_once([*read, *find_patch_codes(grey, px_per_mm)])


def _scale(side: int, dpi: int) -> float:
    """Pixels in a millimetre."""
    if side < CLIPPING_PX:
        return CLIPPING_DPI / MM_PER_INCH
    long_mm = side / max(dpi, 1) * MM_PER_INCH
    if not PLAUSIBLE_LONG_MM[0] <= long_mm <= PLAUSIBLE_LONG_MM[1]:
        long_mm = min(long_mm, A4_LONG_MM)
    return side / max(long_mm, 1.0)


def _again(
    grey: Image, patch: Patch, own: Sequence[Decoded], px_per_mm: float
) -> Iterator[Decoded]:
    """What the looks at a patch of bars agree on; `own`: what the page's look read of it."""
    factor = float(np.clip(SECOND_LOOK_DPI / MM_PER_INCH / px_per_mm, 1.0, LARGEST_UPSCALE))
    cut, back = patch.straight(grey, factor)
    if not own and not barred(cut):
        return
    there = np.linalg.inv(back)
    for code in read_bars(cut, [code.moved(there) for code in own]):
        fills = np.ptp(code.points[:, 0]) > FILLS * patch.width * factor
        placed = code.moved(back)
        if _plausible(placed, None, FEWEST_IN_BARS if fills else FEWEST_CHARACTERS):
            yield placed


def _plausible(
    code: Decoded, px_per_mm: float | None, fewest: Mapping[str, int] = FEWEST_CHARACTERS
) -> bool:
    """Long enough for its symbology; large enough on paper where the scale is given."""
    enough = len(code.text.strip()) >= fewest.get(code.name, 1)
    return enough and (px_per_mm is None or _large(code, px_per_mm))


def _square(code: Decoded, px_per_mm: float) -> bool:
    """Of the size and shape of a printed QR code; chance finds join ticked boxes far apart."""
    corners = code.points
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1) / px_per_mm
    low, high = float(sides.min()), float(sides.max())
    return DAMAGED_MM[0] <= low and high <= DAMAGED_MM[1] and high < 1.5 * low


def _large(code: Decoded, px_per_mm: float) -> bool:
    least = LEAST_LINEAR_MM if code.name in LINEAR else LEAST_MATRIX_MM
    return float(np.linalg.norm(code.points[0] - code.points[2])) >= least * px_per_mm


def _around(grey: Image, points: np.ndarray) -> Image:
    """The place of a code with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = MARGIN * float((high - low).max())
    x0, y0 = (max(0, int(v - margin)) for v in low)
    x1, y1 = (int(v + margin) + 1 for v in high)
    return np.ascontiguousarray(grey[y0:y1, x0:x1])


def _spread(points: np.ndarray, patches: Sequence[Patch]) -> np.ndarray:
    """zxing often gives a linear code's scan line only: take the patch of bars it crosses."""
    centre = points.mean(axis=0)
    for patch in patches:
        across = np.linalg.norm(points[0] - points[2])
        if patch.holds(centre) and across < 1.3 * np.hypot(patch.width, patch.height):
            return np.vstack([points, np.asarray(patch.corners)])
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
