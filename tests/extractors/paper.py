"""Page images: black print on white paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from extractors.words.reader import Image

FONTS = Path("/usr/share/fonts")
NAMES = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "FreeSans.ttf")
SIZE = 24
"""Pixels of a letter's body."""


def font(size: int = SIZE) -> ImageFont.FreeTypeFont:
    """A print font of the machine; the test is skipped where there is none."""
    path = next((p for name in NAMES for p in sorted(FONTS.rglob(name))), None)
    if path is None:
        pytest.skip(f"aucune police d'imprimerie sous {FONTS} ({', '.join(NAMES)})")
    return ImageFont.truetype(str(path), size)


def paper(
    lines: Sequence[str], width: int = 620, height: int = 877, ink: int = 0, size: int = SIZE
) -> Image:
    """An A4 page at 75 dpi (RGB pixels), `lines` from the top at every other line."""
    page = Picture.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        place = (60, 70 + 2 * number * size)
        draw.text(place, line, fill=(ink, ink, ink), font=font(size))
    return np.asarray(page)
