"""Print hidden by a coloured stamp is read; nothing that was read is lost."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.under_stamps import read_under_stamps, without_colour
from extractors.words.ppocr import PPOcrReader
from extractors.words.reader import Image
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


def test_a_page_without_colour_is_left_alone() -> None:
    reader = PPOcrReader()
    words = tuple(reader.read(paper(LINES), 75) or ()) if reader.available() else ()
    assert read_under_stamps(np.asarray(paper(LINES)), words, reader) == words
