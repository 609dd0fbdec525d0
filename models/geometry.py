"""Boxes on a page.

Everywhere outside `extractors/pages`, coordinates are fractions (0..1) of the
*upright* page: the source page turned by its `rotation` and nothing else (not
deskewed, not cropped). The origin is the top-left corner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

MM_PER_INCH: Final = 25.4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle `x0 <= x1`, `y0 <= y1`, in fractions of the upright page."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if self.x0 > self.x1 or self.y0 > self.y1:
            raise ValueError(f"box turned inside out: {self}")

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Self:
        """The smallest box that holds all `boxes`; `ValueError` when there are none."""
        items = list(boxes)
        if not items:
            raise ValueError("no box to go around")
        return cls(
            min(b.x0 for b in items),
            min(b.y0 for b in items),
            max(b.x1 for b in items),
            max(b.y1 for b in items),
        )

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def cx(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        return (self.y0 + self.y1) / 2

    def intersection(self, other: Box) -> float:
        """Area shared with `other`."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return width * height if width > 0 and height > 0 else 0.0

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        shared = self.intersection(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside (edges included)."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def grown(self, dx: float, dy: float) -> Box:
        """Larger by `dx` and `dy` on each side, kept on the page."""
        return Box(
            max(0.0, self.x0 - dx),
            max(0.0, self.y0 - dy),
            min(1.0, self.x1 + dx),
            min(1.0, self.y1 + dy),
        )

    def turned(self, degrees: int) -> Box:
        """The same place once the page is turned clockwise by `degrees`, a multiple of 90."""
        if degrees % 90:
            raise ValueError(f"a page turns by quarters, not by {degrees} degrees")
        box = self
        for _ in range(degrees // 90 % 4):
            box = Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
        return box

    def rounded(self) -> list[float]:
        """`[x0, y0, x1, y1]` with four decimals: a tenth of a millimetre on A4."""
        return [round(v, 4) for v in (self.x0, self.y0, self.x1, self.y1)]
