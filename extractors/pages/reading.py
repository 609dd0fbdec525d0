"""One page, from its rendering to all that is seen on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from extractors.marks.barcodes import find_barcodes
from extractors.marks.seen import find_marks
from extractors.pages.blank import FAINT_INK, ink_share, is_blank
from extractors.pages.orientation import orientation, turned
from extractors.pages.skew import skew
from extractors.pages.small_print import enlarged
from extractors.pages.under_stamps import read_under_stamps
from extractors.words.agreement import agreed
from extractors.words.comb_reading import read_combs
from extractors.words.order import in_reading_order
from extractors.words.ppocr import PPOcrReader
from extractors.words.reader import Image, Reader
from extractors.words.tesseract import TesseractReader
from extractors.words.text_layer import PageText
from models.errors import StepFailed
from models.reading import PageReading, Rotation, Word

VERSION = "lecture/11"
"""Changes whenever the same page might be read otherwise: kept with each reading."""
DOUBTFUL = 0.85
"""Mean word confidence under which a second reader is asked."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A reading and the upright image that its boxes refer to."""

    reading: PageReading
    image: Image


class PageReader:
    """Reads pages one after the other; models are opened at the first one."""

    def __init__(self, second: Reader | None = None) -> None:
        self._ppocr = PPOcrReader()
        self._second = second if second is not None else TesseractReader()

    def warm_up(self) -> bool:
        """Open the models before the first page; whether there are any."""
        if not self._ppocr.available():
            return False
        blank = np.full((64, 64, 3), 255, np.uint8)
        self._ppocr.detector.quads(blank)
        self._ppocr.recogniser.read([blank])
        return True

    def read(self, image: Image, dpi: int, layer: PageText | None = None) -> ReadPage:
        """What is on an RGB page. `layer`: a believable text layer of it.

        Raises `StepFailed` when no reader is available.
        """
        if layer is not None:
            way = layer.rotation
            words = tuple(replace(w, box=w.box.turned(way)) for w in layer.words)
            upright = turned(image, way) if way else image
            return self._finish(upright, dpi, way, 0.99, 0.0, words, "texte_pdf")
        if not self._ppocr.available():
            raise StepFailed("Aucun lecteur de texte n'est installé sur cette machine.")
        quads = self._ppocr.detector.quads(image)
        found = orientation(image, quads, self._ppocr.recogniser)
        if found.rotation:
            image = turned(image, found.rotation)
            quads = self._ppocr.detector.quads(image)
        large = enlarged(image, quads)
        if large is None:
            words = self._ppocr.read_lines(image, quads, known=found.readings)
        else:
            quads = self._ppocr.detector.quads(large)
            words = self._ppocr.read_lines(large, quads)
        words = read_under_stamps(image, words, self._ppocr)
        words = read_combs(image, words, self._ppocr.recogniser, dpi)
        words, readers = self._with_second(image, dpi, words)
        return self._finish(
            image, dpi, found.rotation, found.confidence, skew(quads), words, readers
        )

    def _with_second(
        self, image: Image, dpi: int, words: tuple[Word, ...]
    ) -> tuple[tuple[Word, ...], str]:
        """The words, with what a second reader makes of a doubtful page, and who read it.

        Where that one fails the words stand as they were read; `StepFailed` when there are none.
        """
        first = self._ppocr.name
        if not self._wants_second(image, words):
            return words, first
        try:
            second = self._second.read(image, dpi)
        except StepFailed:
            if not words:
                raise
            return words, first
        if second is None:
            return words, first
        return agreed(words, second), f"{first}+{self._second.name}"

    def _wants_second(self, image: Image, words: tuple[Word, ...]) -> bool:
        if not self._second.available():
            return False
        if not words:
            return ink_share(image) > FAINT_INK
        return sum(w.confidence for w in words) / len(words) < DOUBTFUL

    def _finish(
        self,
        image: Image,
        dpi: int,
        rotation: Rotation,
        rotation_confidence: float,
        lean: float,
        words: tuple[Word, ...],
        readers: str,
    ) -> ReadPage:
        height, width = image.shape[:2]
        ordered = in_reading_order(words, lean, width / height)
        blank = is_blank(image, ordered)
        barcodes = () if blank else find_barcodes(image, dpi)
        reading = PageReading(
            rotation=rotation,
            rotation_confidence=rotation_confidence,
            skew=lean,
            blank=blank,
            width=width,
            height=height,
            dpi=dpi,
            words=ordered,
            barcodes=barcodes,
            marks=() if blank else find_marks(image, ordered, dpi, barcodes),
            reader=f"{VERSION} {readers}",
        )
        return ReadPage(reading, image)
