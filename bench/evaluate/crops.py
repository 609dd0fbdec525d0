"""Pieces of pages as small pictures, for people who read a report."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from bench.evaluate.inputs import PageKey
from extractors.intake.render import open_source
from extractors.intake.unpack import SourceFile, unpack
from extractors.pages.orientation import turned
from extractors.words.reader import Image
from models.errors import LiasseError
from models.reading import Rotation

DPI = 110
WIDEST = 560
"""Pixels of a picture's width."""
THUMBNAIL = 220
AROUND = (0.06, 0.012)
"""Share of the page shown beside and above a box."""
QUALITY = 68


@dataclass(slots=True)
class Crops:
    """Pictures of the pages of sources; pages are rendered once, as long as memory allows."""

    places: Mapping[str, Path]
    rotations: Mapping[PageKey, int]
    _files: dict[str, list[SourceFile]] = field(default_factory=dict)
    _pages: dict[PageKey, Image] = field(default_factory=dict)

    def crop(self, key: PageKey, box: Sequence[float] | None) -> str | None:
        """A `data:` address of the box with a little around it; of the page's top without a box."""
        page = self._page(key)
        if page is None:
            return None
        height, width = page.shape[:2]
        x0, y0, x1, y1 = box or (0.0, 0.0, 1.0, 0.25)
        left, right = max(0.0, x0 - AROUND[0]), min(1.0, x1 + AROUND[0])
        top, bottom = max(0.0, y0 - AROUND[1]), min(1.0, y1 + AROUND[1])
        piece = page[
            int(top * height) : int(bottom * height), int(left * width) : int(right * width)
        ]
        return _address(piece, WIDEST) if piece.size else None

    def thumbnail(self, key: PageKey) -> str | None:
        page = self._page(key)
        return None if page is None else _address(page, THUMBNAIL)

    def _page(self, key: PageKey) -> Image | None:
        if key not in self._pages:
            if len(self._pages) > 60:
                self._pages.clear()
            image = self._rendered(key)
            if image is None:
                return None
            self._pages[key] = turned(image, Rotation(self.rotations.get(key, 0)))
        return self._pages[key]

    def _rendered(self, key: PageKey) -> Image | None:
        if key.source not in self.places:
            return None
        if key.source not in self._files:
            path = self.places[key.source]
            self._files[key.source] = list(unpack(path.name, path.read_bytes()).files)
        index = key.page - 1
        for file in self._files[key.source]:
            if index < file.pages:
                return _render(file, index)
            index -= file.pages
        return None


def _render(file: SourceFile, index: int) -> Image | None:
    try:
        with tempfile.NamedTemporaryFile(prefix="liasse-") as kept:
            kept.write(file.data)
            kept.flush()
            with open_source(Path(kept.name), file.kind) as source:
                return source.render(index, DPI).image
    except LiasseError:
        return None


def _address(image: Image, widest: int) -> str:
    scale = min(1.0, widest / image.shape[1])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    )
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()
