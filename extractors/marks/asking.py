"""What forms print where one signs and stamps, and how far from it a place is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from extractors.marks.sheet import Sheet
from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import Word

ASKING: Final = re.compile(r"signature|signe\b|cachet|visa\b|griffe|paraphe|approuve|emargement")
FAR_MM: Final = 60.0
ABOVE_MM: Final = 8.0
"""What stands above the words costs this much more."""


class Asking:
    """The words of a page that ask for a signature or a stamp."""

    __slots__ = ("boxes", "page")

    def __init__(self, page: Sheet, words: Sequence[Word]) -> None:
        boxes = [word.box for word in words if ASKING.search(plain(word.text))]
        self.boxes = np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes]).reshape(-1, 4)
        self.page = page

    def far(self, box: Box) -> float:
        """Millimetres from the nearest of them, below it and beside it."""
        if not len(self.boxes):
            return FAR_MM
        x0, y0, x1, y1 = self.boxes.T
        aside = np.clip(np.maximum(box.x0 - x1, x0 - box.x1), 0, None) * self.page.width_mm
        below = np.clip(box.y0 - y1, 0, None) * self.page.height_mm
        above = np.clip(y0 - box.y1, 0, None) * self.page.height_mm
        lifted = np.where(box.cy < y0, 2 * above + ABOVE_MM, 0)
        return float(min(FAR_MM, (aside + below + lifted).min()))
