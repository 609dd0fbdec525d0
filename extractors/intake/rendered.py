"""A page as an image, and how large such an image may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.geometry import MM_PER_INCH

Pixels = NDArray[np.uint8]
"""RGB, 8 bits, shape (height, width, 3), white paper."""

A4_SIDE_INCHES = 297 / MM_PER_INCH
"""Longest side of A4."""
LONGEST_SIDE = 5_262
"""Pixels of the longest side of any rendered page: A4 at 450 dpi."""


@dataclass(frozen=True, slots=True, eq=False)
class RenderedPage:
    """A source page, crop box and EXIF/`/Rotate` applied, not yet brought upright.

    `dpi` is that of `image`, an estimate for photos. `born_digital`: a program drew the page,
    it is not the picture of a paper.
    """

    image: Pixels
    dpi: int
    born_digital: bool


class Source(Protocol):
    """An opened file whose pages are rendered one at a time."""

    @property
    def pages(self) -> int:
        """How many pages it has, broken ones included."""
        ...

    def render(self, index: int, dpi: int = 200) -> RenderedPage:
        """Page `index` from 0. `BadInput` when this page cannot be rendered; others may be."""
        ...

    def close(self) -> None: ...
