"""One page from its image to its reading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from extractors.intake.pdf import Makeup
from extractors.pages import reading as reading_module
from extractors.pages.orientation import turned
from extractors.pages.reading import PageReader
from extractors.pages.upright import UprightReader
from extractors.words.ppocr import PPOcrReader
from extractors.words.ppocr.session import models_present
from extractors.words.reader import Image
from extractors.words.text_layer import PageText
from models.errors import StepFailed
from models.geometry import Box
from models.reading import How, Rotation, Word
from tests.extractors.paper import paper

LINES = ("Facture des soins numéro 214", "Montant total des prestations", "Nom du patient ALAMI")
needs_models = pytest.mark.skipif(
    not models_present(), reason="les modèles PP-OCR de rapidocr ne sont pas installés"
)


@dataclass
class Second:
    """A second reader that counts how often it is asked."""

    words: tuple[Word, ...] = ()
    fails: bool = False
    asked: list[int] = field(default_factory=list)
    name: str = "second-1"

    def available(self) -> bool:
        return True

    def read(self, image: Image, dpi: int) -> tuple[Word, ...] | None:
        self.asked.append(dpi)
        if self.fails:
            raise StepFailed("en panne")
        return self.words


@needs_models
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(degrees: int) -> None:
    second = Second()
    page = PageReader(second).read(turned(paper(LINES), Rotation(-degrees)), 75)
    reading = page.reading
    assert reading.rotation == degrees
    assert (reading.height, reading.width) == page.image.shape[:2] == (877, 620)
    assert [line.split()[0] for line in reading.text.splitlines()] == ["Facture", "Montant", "Nom"]
    assert abs(reading.skew) < 1
    assert not reading.blank
    assert second.asked == []  # clear print needs no second opinion
    for word in reading.words:
        rows, columns = _pixels(word.box, page.image)
        assert page.image[rows, columns].min() < 100, word.text  # there is ink in the box


def _pixels(box: Box, image: Image) -> tuple[slice, slice]:
    height, width = image.shape[:2]
    return (
        slice(int(box.y0 * height), int(box.y1 * height) + 1),
        slice(int(box.x0 * width), int(box.x1 * width) + 1),
    )


@needs_models
def test_a_white_page_is_blank_and_has_no_marks() -> None:
    reading = PageReader(Second()).read(np.full((877, 620, 3), 255, np.uint8), 75).reading
    assert reading.blank
    assert (reading.words, reading.marks, reading.barcodes) == ((), (), ())


@needs_models
def test_a_page_drawn_without_words_is_shown_to_the_second_reader() -> None:
    image = np.full((877, 620, 3), 255, np.uint8)
    image[300:500:4, 100:500] = 0
    seen = Word("ILLISIBLE", Box(0.2, 0.4, 0.5, 0.45), 0.9, How.OCR, 0)
    second = Second((seen,))
    reading = PageReader(second).read(image, 75).reading
    assert second.asked == [75]
    assert "ILLISIBLE" in reading.text
    assert reading.reader.endswith("+second-1")


@needs_models
@pytest.mark.parametrize("reader", [PageReader, UprightReader])
def test_a_second_reader_that_fails_leaves_the_first_reading(
    monkeypatch: pytest.MonkeyPatch, reader: type[PageReader]
) -> None:
    monkeypatch.setattr(f"{reading_module.__name__}.DOUBTFUL", 1.1)
    second = Second(fails=True)
    read = reader(second)
    page = (
        read.read_upright(paper(LINES), 75, Rotation(0))
        if isinstance(read, UprightReader)
        else read.read(paper(LINES), 75)
    )
    assert second.asked == [75]
    assert "Montant total" in page.reading.text
    assert "second" not in page.reading.reader


@needs_models
def test_a_page_of_which_no_reader_made_anything_is_not_said_to_be_read() -> None:
    image = np.full((877, 620, 3), 255, np.uint8)
    image[300:500:4, 100:500] = 0
    with pytest.raises(StepFailed, match="en panne"):
        PageReader(Second(fails=True)).read(image, 75)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_text_layer_is_turned_with_its_page(degrees: int) -> None:
    upright = Word("Facture", Box(0.1, 0.08, 0.3, 0.11), 0.99, How.TEXTE_PDF, 0)
    image = turned(paper(LINES), Rotation(-degrees))
    layer = PageText(
        words=(replace(upright, box=upright.box.turned(-degrees)),),
        rotation=Rotation(degrees),
        damaged=0.0,
        outside=0.0,
        glyphless=0.0,
        makeup=Makeup(0.0, None, 1, 0, 0, 0),
    )
    page = PageReader(Second()).read(image, 75, layer)
    (word,) = page.reading.words
    assert word.box.rounded() == pytest.approx(upright.box.rounded(), abs=1e-4)
    assert page.reading.rotation == degrees
    assert page.image.shape[:2] == (877, 620)
    assert np.array_equal(page.image, paper(LINES))
    assert page.reading.reader.endswith("texte_pdf")


def test_no_reader_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PPOcrReader, "available", lambda self: False)
    with pytest.raises(StepFailed, match="lecteur"):
        PageReader(Second()).read(paper(LINES), 75)
