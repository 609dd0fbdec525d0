"""Which way up a page is, told by PP-OCR on a page of print."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.pages.orientation import orientation, turned
from extractors.words.ppocr import LineDetector, LineRecogniser, PPOcrReader
from extractors.words.ppocr.detector import cut
from extractors.words.ppocr.session import models_present
from extractors.words.reader import Image
from models.reading import Rotation
from tests.extractors.paper import paper

LINES = (
    "Facture des soins numéro 214",
    "Monsieur le directeur de la clinique",
    "Montant total des prestations",
    "Arrêtée à la somme de mille dirhams",
)
needs_models = pytest.mark.skipif(
    not models_present(), reason="les modèles PP-OCR de rapidocr ne sont pas installés"
)


@needs_models
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_turned_by_quarters_is_told_so(degrees: int) -> None:
    image = turned(paper(LINES), Rotation(-degrees))
    found = orientation(image, LineDetector().quads(image), LineRecogniser())
    assert found.rotation == degrees
    assert found.confidence > 0.8


@needs_models
def test_the_lines_read_to_tell_need_not_be_read_again() -> None:
    image = paper(LINES)
    reader = PPOcrReader()
    quads = reader.detector.quads(image)
    known = orientation(image, quads, reader.recogniser).readings
    assert known
    again = reader.recogniser.read([cut(image, quads[number]) for number in known])
    assert [reading.text for reading in known.values()] == [reading.text for reading in again]
    assert reader.read_lines(image, quads, known=known) == reader.read_lines(image, quads)


@needs_models
def test_a_page_without_text_keeps_its_position_unsure() -> None:
    image = np.full((400, 300, 3), 255, np.uint8)
    found = orientation(image, LineDetector().quads(image), LineRecogniser())
    assert (found.rotation, found.confidence) == (0, 0.5)


def corner(image: Image) -> int:
    """Where the only black corner of an image is: 0 top left, then clockwise."""
    corners = [image[0, 0], image[0, -1], image[-1, -1], image[-1, 0]]
    return [int(c.sum()) for c in corners].index(0)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turning_clockwise_moves_the_top_left_corner(quarters: int) -> None:
    image = np.full((4, 6, 3), 255, np.uint8)
    image[0, 0] = 0
    after = turned(image, Rotation(90 * quarters))
    assert corner(after) == quarters
    assert after.shape[:2] == ((4, 6) if quarters % 2 == 0 else (6, 4))
