"""Print hidden by a coloured stamp is read; nothing that was read is lost."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.pages.under_stamps import read_under_stamps, without_colour
from extractors.words.ppocr import PPOcrReader
from extractors.words.reader import Image
from models.geometry import Box
from models.reading import How, Word
from tests.extractors.paper import paper

LINES = [f"Consultation du docteur ligne {n}" for n in ("une", "deux", "trois", "quatre", "cinq")]
BLUE, RED = (40, 60, 190), (200, 30, 40)


def _stamped(ink: tuple[int, int, int]) -> Image:
    """Five lines, the middle ones under two ovals and three bars of coloured ink."""
    page = cv2.resize(np.asarray(paper(LINES)), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    stamp = np.full_like(page, 255)
    for axes in ((200, 150), (160, 110)):
        cv2.ellipse(stamp, (420, 350), axes, 12, 0, 360, ink, 9)
    for shift in (-45, 0, 45):
        cv2.line(stamp, (290, 345 + shift), (560, 330 + shift), ink, 14)
    soft = cv2.GaussianBlur(stamp, (0, 0), 1.0)
    return (page.astype(np.float32) * soft / 255).astype(np.uint8)


def test_the_lightest_channel_keeps_black_print_and_drops_coloured_ink() -> None:
    page = np.full((3, 3, 3), 255, np.uint8)
    page[0], page[1] = (20, 20, 20), BLUE
    assert without_colour(page)[:, 0, 0].tolist() == [20, 190, 255]


@pytest.mark.parametrize("ink", [BLUE, RED])
def test_words_under_a_stamp_are_read_and_the_others_stay(ink: tuple[int, int, int]) -> None:
    reader = PPOcrReader()
    if not reader.available():
        pytest.skip("modèles PP-OCR absents")
    page = _stamped(ink)
    first = reader.read(page, 150) or ()
    again = read_under_stamps(page, first, reader)
    read = " ".join(word.text for word in again)
    assert read.count("docteur") >= 4
    kept = {word.text for word in first if word.confidence > 0.95}
    assert kept <= {word.text for word in again}


class Under(PPOcrReader):
    """Reads one word, in the middle of whatever it is shown."""

    def __init__(self, text: str, confidence: float) -> None:
        super().__init__()
        self._said = Word(text, Box(0.4, 0.4, 0.6, 0.6), confidence, How.OCR, 0)
        self.shown: list[Image] = []

    def read_lines(self, image: Image, *_: object, **__: object) -> tuple[Word, ...]:
        self.shown.append(image)
        return (self._said,)


@pytest.mark.parametrize(("confidence", "kept"), [(0.99, "docteur"), (0.91, "d0ct"), (0.8, "d0ct")])
def test_a_word_gives_way_only_to_a_surer_one_at_its_place(
    confidence: float, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _stamped(BLUE)
    reader = Under("docteur", confidence)
    monkeypatch.setattr(reader.detector, "quads", lambda image: [])
    read_under_stamps(page, (), reader)
    assert len(reader.shown) == 1
    (height, width), (part_height, part_width) = page.shape[:2], reader.shown[0].shape[:2]
    sure = Under("docteur", 0.99)
    monkeypatch.setattr(sure.detector, "quads", lambda image: [])
    (alone,) = read_under_stamps(page, (), sure)
    assert alone.box.width == pytest.approx(0.2 * part_width / width, rel=0.01)
    assert alone.box.height == pytest.approx(0.2 * part_height / height, rel=0.01)
    hidden = replace(alone, text="d0ct", confidence=0.9)
    beside = replace(alone, text="soins", box=Box(0.01, 0.9, 0.1, 0.92))
    read = read_under_stamps(page, (hidden, beside), reader)
    assert [word.text for word in read] == [kept, "soins"]


def test_a_page_without_colour_is_left_alone() -> None:
    reader = PPOcrReader()
    words = tuple(reader.read(paper(LINES), 75) or ()) if reader.available() else ()
    assert read_under_stamps(np.asarray(paper(LINES)), words, reader) == words
