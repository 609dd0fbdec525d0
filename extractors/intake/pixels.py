"""From any picture mode to white-paper RGB of 8 bits."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from extractors.intake.rendered import Pixels

_DEEP = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})


def rgb_of(image: Image.Image) -> Pixels:
    """`image` as RGB; what is transparent shows white paper."""
    if image.mode in _DEEP:
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        above = image.convert("RGBA")
        paper = Image.new("RGBA", above.size, "white")
        image = Image.alpha_composite(paper, above)
    if image.mode == "LAB":
        image = image.getchannel("L")
    return np.array(image.convert("RGB"), dtype=np.uint8)


def _eight_bits(deep: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Pixels:
    """Grey of more than 8 bits: by its format's own range, which its values betray."""
    values = np.nan_to_num(deep.astype(np.float32), nan=255.0, posinf=255.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    if deep.dtype.kind == "f" and top <= 1.0:
        values = values * 255.0
    elif top > 65_535:
        values = values * (255.0 / top)
    elif top > 255:
        values = values / 257.0
    return np.clip(values, 0, 255).astype(np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """`pixels` at this size: averaged when smaller, interpolated when stretched."""
    if pixels.shape[:2] == (height, width):
        return pixels
    shrinks = width <= pixels.shape[1] and height <= pixels.shape[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how), dtype=np.uint8)
