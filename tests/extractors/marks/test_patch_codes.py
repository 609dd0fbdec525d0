"""The bars of separator sheets are read on any edge, printed smaller, leaning or upside down."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.marks.barcodes import find_barcodes
from extractors.types import classify
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word

MM = 200 / 25.4
NARROW, WIDE = 2.03, 5.08
A4 = (210, 297)


def _sheet(
    bars: str,
    edge: str = "haut",
    at: float = 14,
    length: float = 130,
    scale: float = 1.0,
    paper: int = 245,
) -> np.ndarray:
    """An A4 sheet at 200 dpi whose bars lie `at` millimetres from an edge, the first outermost."""
    page = np.full((round(A4[1] * MM), round(A4[0] * MM), 3), paper, np.uint8)
    across = A4[0] if edge in ("haut", "bas") else A4[1]
    begin = (across - length * scale) / 2
    for bar in bars:
        thick = (WIDE if bar == "W" else NARROW) * scale
        near, far = round(at * MM), round((at + thick) * MM)
        side = slice(round(begin * MM), round((begin + length * scale) * MM))
        if edge == "haut":
            page[near:far, side] = 20
        elif edge == "bas":
            page[page.shape[0] - far : page.shape[0] - near, side] = 20
        elif edge == "gauche":
            page[side, near:far] = 20
        else:
            page[side, page.shape[1] - far : page.shape[1] - near] = 20
        at += thick + NARROW * scale
    return page


def _scanned(page: np.ndarray, degrees: float) -> np.ndarray:
    height, width = page.shape[:2]
    spin = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(page, spin, (width, height), borderValue=(245, 245, 245))
    noise = np.random.default_rng(1).normal(0, 6, turned.shape)
    return np.clip(cv2.GaussianBlur(turned, (0, 0), 1.2) + noise, 0, 255).astype(np.uint8)


def _codes(page: np.ndarray) -> list[str]:
    return [code.text for code in find_barcodes(page, 200)]


@pytest.mark.parametrize("edge", ["haut", "bas", "gauche", "droite"])
@pytest.mark.parametrize(
    ("bars", "code"),
    [
        ("WNNW", "PATCH 2"),
        ("WNWN", "PATCH 3"),
        ("NWNW", "PATCH T"),
        ("WWNN", "PATCH 1"),
        ("NWWN", "PATCH 4"),
        ("NNWW", "PATCH 6"),
    ],
)
def test_the_order_of_the_bars_names_the_code(bars: str, code: str, edge: str) -> None:
    assert _codes(_scanned(_sheet(bars, edge), 0)) == [code]


@pytest.mark.parametrize("degrees", [-3, 1.5, 4])
@pytest.mark.parametrize("scale", [0.75, 1.1])
def test_a_leaning_sheet_printed_at_another_scale_is_read(degrees: float, scale: float) -> None:
    page = _scanned(_sheet("NWNW", length=90, scale=scale, paper=200), degrees)
    assert _codes(page) == ["PATCH T"]


def test_the_box_is_around_the_bars() -> None:
    [code] = find_barcodes(_scanned(_sheet("NWNW"), 0), 200)
    thick = 2 * (NARROW + WIDE) + 3 * NARROW
    wanted = (40 / 210, 14 / 297, 170 / 210, (14 + thick) / 297)
    found = (code.box.x0, code.box.y0, code.box.x1, code.box.y1)
    assert found == pytest.approx(wanted, abs=0.006)


@pytest.mark.parametrize("bars", ["NNNN", "WWWW", "NWN", "NWNWN", "NWNWNWNW"])
def test_other_bars_are_no_patch_code(bars: str) -> None:
    assert _codes(_scanned(_sheet(bars), 0)) == []


@pytest.mark.parametrize("shape", [(9, 300), (300, 9), (2339, 8)])
def test_a_strip_of_an_image_has_none(shape: tuple[int, int]) -> None:
    assert _codes(np.full((*shape, 3), 240, np.uint8)) == []


def _reading(page: np.ndarray, words: int) -> PageReading:
    box = Box(0.1, 0.5, 0.2, 0.51)
    said = tuple(
        replace(Word("mot", box, 0.9, How.OCR, n), box=Box(0.1, n / 200, 0.2, n / 200 + 0.004))
        for n in range(words)
    )
    height, width = page.shape[:2]
    codes = find_barcodes(page, 200)
    return PageReading(Rotation(0), 0.9, 0.0, False, width, height, 200, said, codes)


def test_a_sheet_with_hardly_a_word_is_a_separator() -> None:
    page = classify(_reading(_sheet("NWNW"), 4), 1)
    assert (page.type, page.separator) == ("feuille_separatrice", "PATCH T")
    assert page.confidence > 0.99


@pytest.mark.parametrize(("bars", "words"), [("WNNW", 150), ("NWWN", 4)])
def test_a_form_with_a_patch_code_and_a_command_sheet_part_nothing(bars: str, words: int) -> None:
    assert classify(_reading(_sheet(bars), words), 1).separator is None
