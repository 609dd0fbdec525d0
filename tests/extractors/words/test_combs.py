"""Rows of equal cells, a character each: found by their ruling, read cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from extractors.words.comb_reading import read_combs
from extractors.words.combs import find_combs
from extractors.words.ppocr.recogniser import Character, LineReading
from extractors.words.reader import Image
from models.geometry import Box
from models.reading import How, Word

DPI = 200
PITCH, HEIGHT, TOP, LEFT = 44, 48, 300, 400


def paper() -> Image:
    return np.full((1100, 1600, 3), 245, np.uint8)


def drawn(page: Image, text: str, left: int = LEFT, top: int = TOP, *, ticks: bool = False) -> None:
    """A comb with a character of `text` in each cell, a space leaving it empty."""
    foot, right = top + HEIGHT, left + PITCH * len(text)
    cv2.line(page, (left, foot), (right, foot), (60, 60, 60), 2)
    if not ticks:
        cv2.line(page, (left, top), (right, top), (60, 60, 60), 2)
    for cell in range(len(text) + 1):
        x = left + cell * PITCH
        cv2.line(page, (x, foot - 22 if ticks else top), (x, foot), (60, 60, 60), 2)
    for cell, letter in enumerate(text):
        at = (left + cell * PITCH + 11, foot - 9)
        cv2.putText(page, letter, at, cv2.FONT_HERSHEY_SIMPLEX, 1.1, (20, 20, 20), 2)


class Reader:
    """Says `text` of whatever it is shown, at `confidence`; of handwriting the same, or `hand`."""

    def __init__(
        self, text: str, confidence: float = 0.9, hand: tuple[str, float] | None = None
    ) -> None:
        self.said, self.hand = (text, confidence), hand or (text, confidence)
        self.shown: list[Image] = []

    def read(self, strips: Sequence[Image]) -> list[LineReading]:
        self.shown += strips
        return [self._line(*self.said)] * len(strips)

    def read_by_hand(self, strips: Sequence[Image]) -> list[LineReading]:
        return [self._line(*self.hand)] * len(strips)

    def _line(self, text: str, confidence: float) -> LineReading:
        return LineReading(tuple(Character(c, 0, 1, confidence) for c in text))


def word(text: str, box: Box, confidence: float = 0.6) -> Word:
    return Word(text, box, confidence, How.OCR, 0)


@pytest.mark.parametrize("ticks", [False, True])
def test_a_comb_is_found_with_each_of_its_cells(ticks: bool) -> None:
    page = paper()
    drawn(page, "458 74889", ticks=ticks)
    (comb,) = find_combs(page, DPI)
    assert len(comb) == 9
    centres = [(cell.x0 + cell.x1) / 2 for cell in comb]
    assert centres == pytest.approx([LEFT + PITCH * (n + 0.5) for n in range(9)], abs=4)
    assert all(cell.y0 < TOP + HEIGHT / 2 < cell.y1 for cell in comb)


def test_the_rest_of_a_number_on_the_next_line_is_found_beside_the_first_part() -> None:
    page = paper()
    drawn(page, "00792978208582359775")
    drawn(page, "1235", left=120, top=TOP + 2 * HEIGHT)
    assert sorted(map(len, find_combs(page, DPI))) == [4, 20]


def test_groups_of_cells_are_one_comb() -> None:
    page = paper()
    for text, left in (("07", 400), ("05", 510), ("1966", 620)):
        drawn(page, text, left)
    combs = find_combs(page, DPI)
    assert [len(comb) for comb in combs] == [8]
    assert [n for n, cell in enumerate(combs[0]) if cell.first] == [0, 2, 4]


def test_a_cell_whose_rule_is_hidden_is_not_lost() -> None:
    page = paper()
    drawn(page, "27031987")
    cv2.circle(page, (LEFT, TOP + HEIGHT // 2), 20, (20, 20, 20), -1)
    (comb,) = find_combs(page, DPI)
    assert len(comb) == 8


def test_tables_and_lines_of_letters_are_no_combs() -> None:
    page = paper()
    for row in range(6):
        cv2.line(page, (100, 100 + 120 * row), (1500, 100 + 120 * row), (0, 0, 0), 2)
    for column in range(8):
        cv2.line(page, (100 + 200 * column, 100), (100 + 200 * column, 700), (0, 0, 0), 2)
    cv2.putText(page, "IIIIHHHHMMMM", (150, 900), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    cv2.line(page, (150, 910), (900, 910), (0, 0, 0), 3)
    assert find_combs(page, DPI) == []


def test_a_comb_s_reading_stands_for_the_words_that_lay_in_it() -> None:
    page = paper()
    drawn(page, "4587 894")
    height, width = page.shape[:2]
    label = word("N°", Box(0.1, TOP / height, 0.15, (TOP + HEIGHT) / height))
    inside = word("|58", Box(500 / width, (TOP + 5) / height, 600 / width, (TOP + 40) / height))
    found = read_combs(page, [label, inside], Reader("4587894"), DPI)
    assert [w.text for w in found] == ["N°", "4587", "894"]
    assert found[1].box.x0 == pytest.approx(LEFT / width, abs=0.005)
    assert found[2].box.x0 == pytest.approx((LEFT + 5 * PITCH) / width, abs=0.005)


def test_a_reading_with_too_few_characters_changes_nothing() -> None:
    page = paper()
    drawn(page, "458748894")
    before = [word("45874", Box(0.26, 0.28, 0.4, 0.31))]
    assert read_combs(page, before, Reader("45874"), DPI) == tuple(before)


@pytest.mark.parametrize(("sure", "told"), [(0.95, "458748894"), (0.8, "453748394")])
def test_of_print_and_hand_the_surer_reading_is_taken(sure: float, told: str) -> None:
    page = paper()
    drawn(page, "458748894")
    (found,) = read_combs(page, [], Reader("453748394", 0.9, ("458748894", sure)), DPI)
    assert found.text == told


def test_words_that_were_surer_stay() -> None:
    page = paper()
    drawn(page, "458748894")
    there = Box((LEFT + 2) / 1600, (TOP + 2) / 1100, (LEFT + 390) / 1600, (TOP + 46) / 1100)
    before = [word("458748894", there, 0.95)]
    assert read_combs(page, before, Reader("158748894"), DPI) == tuple(before)
    doubtful = [word("458748894", there, 0.5)]
    (found,) = read_combs(page, doubtful, Reader("158748894"), DPI)
    assert found.text == "158748894"


@pytest.mark.parametrize(
    ("there", "confidence"), [("Total : 1 250,00 DH", 0.97), ("Montant total", 0.75)]
)
def test_what_no_reading_of_a_comb_could_beat_is_not_looked_at(
    there: str, confidence: float
) -> None:
    """A frame around surely read print, and one with more letters than cells."""
    page = paper()
    drawn(page, "4587")
    box = Box((LEFT + 2) / 1600, (TOP + 2) / 1100, (LEFT + 170) / 1600, (TOP + 46) / 1100)
    before = [word(there.replace(" ", ""), box, confidence)]
    reader = Reader("4587", 0.99)
    assert read_combs(page, before, reader, DPI) == tuple(before)
    assert reader.shown == []


def test_an_empty_comb_is_not_looked_at() -> None:
    page = paper()
    drawn(page, "         ")
    reader = Reader("123456789")
    assert read_combs(page, [], reader, DPI) == ()
    assert reader.shown == []
