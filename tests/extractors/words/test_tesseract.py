"""Tesseract as a reader."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.words.tesseract import TesseractReader, installed_languages
from models.errors import StepFailed
from models.reading import How
from tests.extractors.paper import paper

needs_french = pytest.mark.skipif(
    "fra" not in installed_languages(), reason="Tesseract n'a pas le français sur cette machine"
)


def test_a_language_that_is_not_installed() -> None:
    assert not TesseractReader(("klingon",)).available()


@needs_french
def test_words_stand_where_they_are_printed() -> None:
    words = TesseractReader().read(paper(["Facture des soins", "Montant total"]), 150)
    assert words is not None
    assert [w.text for w in words] == ["Facture", "des", "soins", "Montant", "total"]
    assert {w.how for w in words} == {How.OCR}
    assert words[0].line == words[2].line < words[3].line
    assert words[0].box.x1 < words[1].box.x0
    assert words[0].box.y1 < words[3].box.y0


@needs_french
def test_white_paper_has_no_words() -> None:
    assert TesseractReader().read(np.full((600, 400, 3), 255, np.uint8), 150) == ()


def test_a_tesseract_that_fails_is_a_step_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: object, **kwargs: object) -> None:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr("extractors.words.tesseract.pytesseract.image_to_data", slow)
    with pytest.raises(StepFailed, match="Tesseract"):
        TesseractReader().read(np.full((60, 40, 3), 255, np.uint8), 150)
