"""Small print is enlarged before it is read, and boxes stay those of the page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.reading import PageReader
from extractors.pages.small_print import enlarged
from extractors.words.ppocr.detector import Quad
from extractors.words.reader import Image
from tests.extractors.paper import paper

LINES = ["Facture des soins du mois", "Montant total des honoraires", "Cachet et signature"]


def _rows(height: float, count: int = 6) -> list[Quad]:
    tops = [20 + 2 * height * i for i in range(count)]
    return [
        np.array([(50, y), (350, y), (350, y + height), (50, y + height)], np.float32) for y in tops
    ]


def _page(side: int) -> Image:
    return np.full((side, side * 7 // 10, 3), 255, np.uint8)


def test_only_a_small_image_of_small_lines_is_enlarged() -> None:
    large = enlarged(_page(877), _rows(11))
    assert large is not None
    assert large.shape == (1754, 1226, 3)
    assert enlarged(_page(877), _rows(18)) is None
    assert enlarged(_page(2339), _rows(11)) is None
    assert enlarged(_page(877), []) is None


def test_words_of_a_thumbnail_are_read_where_they_stand() -> None:
    reader = PageReader()
    if not reader.warm_up():
        pytest.skip("modèles PP-OCR absents")
    page = paper(LINES * 4, size=24)
    shrunk = cv2.resize(page, None, fx=0.36, fy=0.36, interpolation=cv2.INTER_AREA)
    small = np.asarray(shrunk, dtype=np.uint8)
    seen = reader.read(small, 30)
    assert (seen.reading.width, seen.reading.height) == (small.shape[1], small.shape[0])
    texts = [word.text for word in seen.reading.words]
    assert texts.count("Montant") >= 3
    first = next(word for word in seen.reading.words if word.text.startswith("Facture"))
    assert abs(first.box.x0 * 620 - 60) < 12
    assert abs(first.box.y0 * 877 - 72) < 12
