"""One page of a source file, from the file to its reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2

from extractors.intake.kinds import Kind
from extractors.intake.render import open_source
from extractors.pages.reading import PageReader
from extractors.words.reader import Image
from extractors.words.text_layer import PageText, TextLayers, believable
from models.errors import StepFailed
from models.reading import PageReading

JPEG_QUALITY = 82


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is kept of a page: its reading, and its upright image as JPEG."""

    reading: PageReading
    image: bytes


def read_source_page(reader: PageReader, path: Path, kind: Kind, index: int, dpi: int) -> KeptPage:
    """Page `index` (from 0) of the file at `path`.

    `BadInput` when this page cannot be rendered, `StepFailed` when it cannot be read.
    """
    with open_source(path, kind) as source:
        rendered = source.render(index, dpi)
    layer = _text_layer(path, index) if kind is Kind.PDF else None
    page = reader.read(rendered.image, rendered.dpi, layer)
    return KeptPage(page.reading, jpeg(page.image))


def jpeg(image: Image) -> bytes:
    """RGB pixels as JPEG."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    if not done:
        raise StepFailed("L'image de cette page n'a pas pu être enregistrée.")
    return data.tobytes()


def _text_layer(path: Path, index: int) -> PageText | None:
    with TextLayers(path) as layers:
        page = layers.page(index)
    return page if page is not None and believable(page.words, page) else None
