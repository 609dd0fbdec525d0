"""The pages of a source file, from the file to their readings."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

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


class SourcePages:
    """A file opened once, whose pages are read one at a time, in any order.

    Opening costs as much as the file is long (pdfminer walks all its pages), so whoever reads
    many pages of a file keeps it open. `BadInput` when it cannot be opened.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        self._path, self._kind = path, kind
        self._open = ExitStack()
        self._source = self._open.enter_context(open_source(path, kind))
        self._layers: TextLayers | None = None

    def read(self, reader: PageReader, index: int, dpi: int) -> KeptPage:
        """Page `index`, from 0.

        `BadInput` when this page cannot be rendered, `StepFailed` when it cannot be read.
        """
        rendered = self._source.render(index, dpi)
        drawn = self._kind is Kind.PDF and rendered.born_digital
        page = reader.read(rendered.image, rendered.dpi, self._layer(index) if drawn else None)
        return KeptPage(page.reading, jpeg(page.image))

    def _layer(self, index: int) -> PageText | None:
        if self._layers is None:
            self._layers = self._open.enter_context(TextLayers(self._path))
        page = self._layers.page(index)
        return page if page is not None and believable(page.words, page) else None

    def close(self) -> None:
        self._open.close()


def read_source_page(reader: PageReader, path: Path, kind: Kind, index: int, dpi: int) -> KeptPage:
    """One page of a file opened for it alone; see `SourcePages.read`."""
    with closing(SourcePages(path, kind)) as pages:
        return pages.read(reader, index, dpi)


def jpeg(image: Image) -> bytes:
    """RGB pixels as JPEG."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    if not done:
        raise StepFailed("L'image de cette page n'a pas pu être enregistrée.")
    return data.tobytes()


def opened(image: bytes) -> Image | None:
    """A kept page image as RGB pixels; `None` when it is none."""
    pixels = cv2.imdecode(np.frombuffer(image, dtype=np.uint8), cv2.IMREAD_COLOR)
    return None if pixels is None else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
