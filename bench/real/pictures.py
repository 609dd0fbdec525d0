"""Pages of real files as the product renders them, evenly sampled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from extractors.intake.kinds import Kind, kind_of
from extractors.intake.render import open_source
from extractors.intake.rendered import RenderedPage
from extractors.words.reader import Image

T = TypeVar("T")
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff"})


def kind(path: Path) -> Kind:
    with path.open("rb") as file:
        return kind_of(file.read(65_536))


def first_page(path: Path, dpi: int = 200) -> RenderedPage:
    """The first page of a PDF or image. `BadInput` when it cannot be rendered."""
    with open_source(path, kind(path)) as source:
        return source.render(0, dpi)


def pixels(path: Path) -> Image:
    return first_page(path).image


def thinned(items: Sequence[T], most: int) -> list[T]:
    """`most` of the items, evenly spread over them."""
    step = max(1.0, len(items) / most)
    return [items[int(i * step)] for i in range(min(most, len(items)))]
