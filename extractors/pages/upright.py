"""A page image that a person turned upright: read as it stands, whatever its lines seem to say."""

from __future__ import annotations

from extractors.pages.reading import PageReader, ReadPage
from extractors.pages.skew import skew
from extractors.words.reader import Image
from models.errors import StepFailed
from models.reading import Rotation, Word


class UprightReader(PageReader):
    """Reads pages whose way up is known."""

    def read_upright(self, image: Image, dpi: int, rotation: Rotation) -> ReadPage:
        """What is on an upright RGB page; `rotation` is what turned its source so."""
        if not self._ppocr.available():
            raise StepFailed("Aucun lecteur de texte n'est installé sur cette machine.")
        quads = self._ppocr.detector.quads(image)
        words, readers = self._with_second(image, dpi, self._ppocr.read_lines(image, quads))
        return self._finish(image, dpi, rotation, 1.0, skew(quads), words, readers)

    def words(self, image: Image) -> tuple[Word, ...]:
        """The words of a piece of a page."""
        return self._ppocr.read_lines(image, self._ppocr.detector.quads(image))
