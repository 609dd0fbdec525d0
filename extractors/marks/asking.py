"""What forms print where one signs and stamps, and how far from it a place is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.marks.sheet import Sheet
from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import Word

ASKING: Final = re.compile(r"signature|signe\b|cachet|visa\b|griffe|paraphe|approuve|emargement")
FAR_MM: Final = 60.0
ABOVE, ABOVE_MM = 2.0, 8.0
"""A millimetre above the words counts as this many below them, and what stands above costs this much more."""


class Asking:
    """The words of a page that ask for a signature or a stamp."""

    __slots__ = ("boxes", "paper_mm")

    def __init__(self, page: Sheet, words: Sequence[Word]) -> None:
        self.boxes = [word.box for word in words if ASKING.search(plain(word.text))]
        self.paper_mm = page.width_mm, page.height_mm

    def far(self, box: Box) -> float:
        """Millimetres from the nearest of them, at most `FAR_MM`."""
        return min((FAR_MM, *(away(asking, box, self.paper_mm) for asking in self.boxes)))


def away(asking: Box, box: Box, paper_mm: tuple[float, float]) -> float:
    """Millimetres, weighed, from words to a place: below and beside them is near."""
    width, height = paper_mm
    aside = max(box.x0 - asking.x1, asking.x0 - box.x1, 0.0) * width
    below = max(box.y0 - asking.y1, 0.0) * height
    above = max(asking.y0 - box.y1, 0.0) * height
    lifted = ABOVE * above + ABOVE_MM if box.cy < asking.y0 else 0.0
    return aside + below + lifted
