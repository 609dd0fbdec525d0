"""Stamps in ink are found with their colour; print, letterheads, forms and handwriting are none."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.marks.sheet import sheet
from extractors.marks.stamps import find_stamps
from models.reading import How, Ink, SeenMark, Word
from tests.extractors.marks.drawing import BLACK, BLUE, GREEN, RED, VIOLET, Paper

LINES = ["Dr HAMID ALAOUI", "Cardiologue", "12, av. Hassan II - Fes", "INPE 091234567"]
INKS = {Ink.BLEUE: BLUE, Ink.VIOLETTE: VIOLET, Ink.ROUGE: RED, Ink.VERTE: GREEN}


def _form(seed: int = 1) -> Paper:
    """A page with letterhead, print, a table filled in by hand and a phrase that asks for a stamp."""
    paper = Paper(seed)
    paper.text(60, 12, "CLINIQUE DES OLIVIERS", 6, BLUE)
    paper.text(60, 20, "Bd Zerktouni Casablanca", 3.4, BLUE)
    paper.print_lines(40, 95)
    paper.grid(20, 100, 7, 5)
    for row in range(5):
        paper.hand(25, 106 + row * 8, "doliprane mille", 2.4)
    paper.text(120, 158, "Cachet et signature du médecin", 3.4)
    return paper


def _stamps(paper: Paper, words: tuple[Word, ...] = (), **scan: float) -> tuple[SeenMark, ...]:
    return find_stamps(sheet(paper.scanned(**scan), 200), words)  # type: ignore[arg-type]


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("shape", ["round", "rect", "oval"])
@pytest.mark.parametrize("tilt", [-7.0, 4.0])
def test_a_coloured_stamp_is_found_with_its_ink(ink: Ink, shape: str, tilt: float) -> None:
    paper = _form()
    box = paper.stamp(
        125, 170, LINES[:3], shape=shape, ink=INKS[ink], tilt=tilt, w=40, strength=0.95
    )
    found = _stamps(paper)
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.6
    assert found[0].ink is ink
    assert found[0].confidence > 0.6


def test_a_black_round_stamp_is_found_by_its_rim() -> None:
    paper = _form()
    box = paper.stamp(125, 170, LINES[:3], shape="round", ink=BLACK, w=38, strength=1.0)
    found = _stamps(paper)
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.6
    assert found[0].ink is Ink.NOIRE


def test_a_black_leaning_frame_with_words_in_it_is_a_stamp() -> None:
    paper = _form()
    box = paper.stamp(125, 170, LINES, ink=BLACK, tilt=6, strength=1.0)
    inside = tuple(
        Word(text, box.grown(-0.02, -0.02), 0.9, How.OCR, 90 + i)
        for i, text in enumerate(("Dr", "ALAOUI"))
    )
    found = _stamps(paper, inside)
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.6


@pytest.mark.parametrize("quality", [30, 80])
def test_a_page_without_stamp_has_none(quality: int) -> None:
    paper = _form()
    for row in range(7):
        paper.hand(22, 210 + row * 9, "amoxicilline gelule matin et soir", 2.8)
    assert _stamps(paper, quality=quality) == ()


def test_a_form_printed_in_colour_has_no_stamp() -> None:
    paper = Paper(5)
    paper.text(40, 15, "BULLETIN DE SOINS", 7, GREEN)
    paper.print_lines(45, 120, ink=GREEN)
    paper.grid(20, 130, 4, 6, w=40, h=12, ink=GREEN)
    paper.pen.rectangle([160, 1750, 700, 1950], outline=GREEN, width=3)
    paper.text(25, 225, "Cachet du médecin", 3.4, GREEN)
    assert _stamps(paper) == ()


def test_a_round_logo_at_the_top_is_no_stamp() -> None:
    paper = Paper(6)
    paper.stamp(20, 8, ["MUTUELLE"], shape="round", ink=BLUE, w=30, tilt=0, strength=1.0)
    paper.print_lines(60, 200)
    assert _stamps(paper) == ()


def test_a_blank_page_and_a_scrap_have_no_stamp() -> None:
    assert _stamps(Paper(1)) == ()
    assert find_stamps(sheet(np.full((20, 30, 3), 255, np.uint8), 200), ()) == ()
