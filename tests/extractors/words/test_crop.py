"""A value read again with the characters that its kind allows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.words.crop import AMOUNT, DATE, DIGITS, IDENTIFIER, read_crop, without_rules
from extractors.words.ppocr.session import models_present
from extractors.words.reader import Image
from models.geometry import Box

pytestmark = pytest.mark.skipif(not models_present(), reason="modèles PP-OCR absents")

BOX = Box(0.05, 0.35, 0.95, 0.65)


def paper(text: str) -> Image:
    page = np.full((240, 900, 3), 255, np.uint8)
    cv2.putText(page, text, (70, 140), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (20, 20, 60), 3)
    return page


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [("1250,00", AMOUNT), ("12/03/2024", DATE), ("230919631", DIGITS), ("AB123456", IDENTIFIER)],
)
def test_a_plain_value_is_the_first_candidate(text: str, alphabet: frozenset[str]) -> None:
    best, *others = read_crop(paper(text), BOX, alphabet)
    assert best.text == text
    assert best.score > 0.9
    assert best.confidence > 0.9
    assert sum(c.score for c in (best, *others)) <= 1.001


def test_only_what_is_allowed_is_read() -> None:
    candidates = read_crop(paper("SO1B0"), BOX, DIGITS)
    assert candidates
    assert all(set(c.text) <= DIGITS for c in candidates)


def test_ink_that_is_nothing_allowed_is_not_sure() -> None:
    assert all(c.confidence < 0.5 for c in read_crop(paper("WMKW"), BOX, DIGITS))


def test_nothing_written() -> None:
    assert read_crop(np.full((200, 800, 3), 255, np.uint8), BOX, DIGITS) == ()
    assert read_crop(paper("12"), Box(0.5, 0.5, 0.5, 0.5), DIGITS) == ()


def test_ruling_lines_and_boxes_are_painted_over() -> None:
    page = paper("2024")
    cv2.line(page, (0, 150), (899, 150), (0, 0, 0), 2)
    for x in range(60, 300, 60):
        cv2.line(page, (x, 60), (x, 180), (0, 0, 0), 2)
    crop = np.ascontiguousarray(page[80:165, 40:300])
    plain = without_rules(crop)
    assert (plain < 128).sum() < (crop < 128).sum()
    assert read_crop(page, Box(40 / 900, 80 / 240, 300 / 900, 165 / 240), DIGITS)[0].text == "2024"
    blank = paper("")
    assert without_rules(blank) is blank
