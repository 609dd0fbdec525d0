"""Blank pages are told; faint ones are not taken for blank."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.blank import FAINT_INK, LEAST_INK, ink_share, is_blank
from extractors.words.reader import Image
from tests.extractors.paper import paper
from tests.extractors.sheets import at

LINE = at(0.1, "Facture numéro douze")
SCRIBBLE = at(0.1, "~", confidence=0.4)


def white(height: int = 877, width: int = 620, level: int = 255) -> Image:
    return np.full((height, width, 3), level, np.uint8)


def noisy(spread: float) -> Image:
    grain = np.random.default_rng(7).normal(225, spread, (877, 620, 1))
    return np.clip(np.repeat(grain, 3, axis=2), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("level", [255, 230, 128, 90])
def test_a_plain_sheet_of_any_grey_is_blank(level: int) -> None:
    assert ink_share(white(level=level)) == 0
    assert is_blank(white(level=level), [])


@pytest.mark.parametrize("level", [0, 40])
def test_a_page_scanned_or_photographed_in_the_dark_is_not_said_to_be_blank(level: int) -> None:
    assert not is_blank(white(level=level), [])


def test_paper_with_grain_is_blank() -> None:
    assert is_blank(noisy(6), [])


def test_dark_edges_of_a_scanner_are_no_ink() -> None:
    image = white()
    image[:12] = image[-12:] = 0
    image[:, :9] = image[:, -9:] = 0
    assert is_blank(image, [])


def test_print_of_the_other_side_showing_through_is_no_ink() -> None:
    behind = paper(["Facture des soins"] * 12, ink=200)[:, ::-1]  # paper blurs what is behind it
    assert is_blank(np.asarray(cv2.GaussianBlur(behind, (0, 0), 3.0), np.uint8), [])


@pytest.mark.parametrize("level", [0, 120, 190])
def test_punch_holes_and_a_staple_leave_a_page_blank_even_when_read_as_letters(level: int) -> None:
    image = white(level=250)
    for y in (320, 556):
        cv2.circle(image, (32, y), 9, (level,) * 3, cv2.FILLED)
    cv2.line(image, (40, 30), (62, 22), (90, 90, 90), 2)
    read = [*at(0.36, (0.04, "O")), *at(0.63, (0.04, "0")), *at(0.03, (0.07, "/"))]
    assert is_blank(image, read)
    assert not is_blank(image, [*read, *at(0.5, (0.4, "Vu"))])


def test_one_line_of_print_is_no_blank_page() -> None:
    image = paper(["Facture numéro douze du mois de mars"])
    assert ink_share(image) > LEAST_INK
    assert not is_blank(image, LINE)


def test_a_single_printed_word_is_no_blank_page() -> None:
    image = paper(["Copie"])
    assert LEAST_INK < ink_share(image) < FAINT_INK
    assert not is_blank(image, at(0.1, "Copie"))


def test_a_short_faint_line_that_is_read_is_no_blank_page() -> None:
    image = paper(["Copie"], ink=200, size=14)
    assert ink_share(image) < LEAST_INK
    assert not is_blank(image, LINE)
    assert is_blank(image, SCRIBBLE)


def test_a_drawing_without_words_is_no_blank_page() -> None:
    image = white()
    image[200:400, 100:300] = 255
    for step in range(0, 200, 10):
        image[200 + step : 203 + step, 100:300] = 0
    assert ink_share(image) > FAINT_INK
    assert not is_blank(image, [])


def test_a_speck_without_words_is_blank() -> None:
    image = white()
    image[300:330, 200:230] = 0
    assert LEAST_INK < ink_share(image) < FAINT_INK
    assert is_blank(image, [])


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (2, 5000), (5262, 1), (4000, 2800)])
def test_any_size_of_image(size: tuple[int, int]) -> None:
    assert is_blank(white(*size), [])


@pytest.mark.parametrize("step", [20, 35])
def test_faint_pencil_is_not_blank(step: int) -> None:
    image = white(1754, 1240, 235)
    cv2.putText(
        image, "Vu, repos dix jours", (150, 600), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.1,
        (235 - step,) * 3, 2,
    )  # fmt: skip
    assert not is_blank(image, [])


def test_what_shines_through_and_folds_are_blank() -> None:
    image = white(1754, 1240, 235)
    cv2.putText(
        image, "Vu, repos dix jours", (150, 600), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.1,
        (205, 205, 205), 2,
    )  # fmt: skip
    image = np.asarray(cv2.GaussianBlur(image[:, ::-1], (0, 0), 2.5), np.uint8)
    cv2.line(image, (0, 880), (1239, 884), (215, 215, 215), 2)
    assert is_blank(image, [])
