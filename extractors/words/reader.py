"""The seam between a page image and its words."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.reading import Word

Image = npt.NDArray[np.uint8]
"""RGB pixels, shape (height, width, 3), of an upright page."""


class Reader(Protocol):
    """A reader of text. It may be unavailable on this machine, or decline a page."""

    @property
    def name(self) -> str:
        """Name and version, stamped on what it reads."""

    def available(self) -> bool:
        """Whether it can read here."""

    def read(self, image: Image, dpi: int) -> tuple[Word, ...] | None:
        """The words in reading order, or `None` when this page is not for it."""
