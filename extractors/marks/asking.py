"""How far a place is from the words that ask for a mark there."""

from __future__ import annotations

from models.geometry import Box

ABOVE, ABOVE_MM = 2.0, 8.0
"""A millimetre above the words counts as this many below them, and what stands above costs this much more."""


def away(asking: Box, box: Box, paper_mm: tuple[float, float]) -> float:
    """Millimetres, weighed, from words to a place: below and beside them is near."""
    width, height = paper_mm
    aside = max(box.x0 - asking.x1, asking.x0 - box.x1, 0.0) * width
    below = max(box.y0 - asking.y1, 0.0) * height
    above = max(asking.y0 - box.y1, 0.0) * height
    lifted = ABOVE * above + ABOVE_MM if box.cy < asking.y0 else 0.0
    return aside + below + lifted
