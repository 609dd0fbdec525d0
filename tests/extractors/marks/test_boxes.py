"""Tick boxes have three answers; combs, tables and letters are none."""

from __future__ import annotations

import pytest

from extractors.marks.boxes import find_boxes, ticked
from extractors.marks.inline import inline_boxes
from extractors.marks.sheet import sheet
from models.geometry import Box
from models.reading import How, SeenMark, Word
from tests.extractors.marks.drawing import Paper


def _boxes(paper: Paper, words: tuple[Word, ...] = (), **scan: float) -> tuple[SeenMark, ...]:
    return find_boxes(sheet(paper.scanned(**scan), 200), words)  # type: ignore[arg-type]


@pytest.mark.parametrize("mm", [2.6, 4.0, 5.5])
@pytest.mark.parametrize(
    ("state", "present"), [("", False), ("cross", True), ("tick", True), ("blot", True)]
)
@pytest.mark.parametrize("skew", [-0.9, 0.3])
def test_a_box_says_whether_it_is_ticked(state: str, present: bool, mm: float, skew: float) -> None:
    paper = Paper(1)
    paper.text(20, 60, "Bénéficiaire des soins :", 3.4)
    box = paper.tick_box(105, 148, state, mm)
    paper.text(105 + mm + 1.5, 148, "Conjoint", 3.4)
    found = _boxes(paper, skew=skew)
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.5
    assert found[0].present is present
    assert found[0].confidence > 0.7


def test_between_empty_and_ticked_it_is_unsure() -> None:
    assert ticked(0.0)[0] is False
    assert ticked(0.06) == (None, 0.5)
    assert ticked(0.3)[0] is True


def test_a_comb_and_a_table_are_no_boxes() -> None:
    paper = Paper(2)
    for cell in range(10):
        paper.tick_box(30 + cell * 4.5, 60, "", 4.5)
    for cell in range(8):
        paper.tick_box(30 + cell * 5.4, 75, "", 4.5)
    paper.grid(30, 100, 8, 6, w=5, h=5)
    assert _boxes(paper) == ()


def test_print_is_no_box() -> None:
    paper = Paper(3)
    paper.print_lines(30, 200)
    for row, size in enumerate((4, 5, 6, 8, 10)):
        paper.text(20, 210 + row * 14, "DEBOUDOIRE HONORAIRES 80B0O", size)
    assert len(_boxes(paper)) <= 1


def _words(*texts: str) -> tuple[Word, ...]:
    return tuple(
        Word(text, Box(0.1 + 0.1 * i, 0.5, 0.18 + 0.1 * i, 0.52), 0.9, How.TEXTE_PDF, 1)
        for i, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    ("texts", "states"),
    [
        (("[X]", "Conjoint", "[", "]", "Enfant"), [True, False]),
        (("☒Oui", "☐Non"), [True, False]),
        (("(", "x", ")", "ALD"), [True]),
        (("pièce(s)", "jointe(x)"), []),
        (("冈Conjoint", "口Enfant"), [True, False]),
    ],
)
def test_boxes_written_with_characters(texts: tuple[str, ...], states: list[bool]) -> None:
    assert [mark.present for mark in inline_boxes(_words(*texts))] == states


@pytest.mark.parametrize("text", ["MF", "□MF"])
def test_a_crossed_box_inside_a_word_that_gapes_is_one(text: str) -> None:
    paper = Paper(1)
    for row in range(3):
        paper.tick_box(20, 100 + 12 * row)
    paper.text(47, 148, "M", 3.4)
    paper.tick_box(55, 147.5, "cross")
    paper.text(62, 148, "F", 3.4)
    word = Word(text, paper.box(46, 147, 20, 4.6), 0.95, How.OCR, 1)
    ticks = [mark for mark in _boxes(paper, (word,)) if mark.present]
    assert len(ticks) == 1


@pytest.mark.parametrize(
    ("text", "at", "before", "after"),
    [("tiers:non", 57.0, "tiers :", "non"), ("8M", 46.0, "", "M")],
)
def test_a_crossed_box_that_a_reader_ran_into_a_word_is_one(
    text: str, at: float, before: str, after: str
) -> None:
    paper = Paper(1)
    paper.text(46, 148, before, 3.4)
    box = paper.tick_box(at, 147.5, "cross")
    paper.text(at + 5, 148, after, 3.4)
    end = at + 5 + 2.2 * len(after)
    word = Word(text, paper.box(46, 147, end - 46, 4.6), 0.95, How.OCR, 1)
    ticks = [mark for mark in _boxes(paper, (word,)) if mark.present]
    assert [mark.box.iou(box) > 0.5 for mark in ticks] == [True]


@pytest.mark.parametrize("others", [0, 3])
def test_a_crossed_box_between_the_letters_of_a_word_is_one_of_its_row(others: int) -> None:
    paper = Paper(1)
    for place in range(others):
        paper.tick_box(110 + 20 * place, 147.5)
    paper.text(40, 148, "oui", 3.4)
    box = paper.tick_box(46.5, 147.5, "cross")
    paper.text(51, 148, "non", 3.4)
    word = Word("ouinon", paper.box(40, 147, 18, 4.6), 0.95, How.OCR, 1)
    ticks = [mark for mark in _boxes(paper, (word,)) if mark.present]
    assert [m.box.iou(box) > 0.5 for m in ticks] == [True] * bool(others)


@pytest.mark.parametrize("brackets", ["[]", "()"])
@pytest.mark.parametrize("read_as", ["open", "empty"])
@pytest.mark.parametrize("penned", [True, False])
def test_a_pen_between_brackets_that_the_reader_left_out(
    brackets: str, read_as: str, penned: bool
) -> None:
    paper = Paper(1)
    words = []
    for place, text in enumerate(("oui", "non")):
        x = 40 + 30 * place
        paper.text(x, 148, brackets[0], 3.4)
        paper.text(x + 4, 148, brackets[1], 3.4)
        paper.text(x + 7, 148, text, 3.4)
        read = brackets if place == 0 or read_as == "empty" else brackets[0]
        words.append(Word(read, paper.box(x, 147, 2.5 * len(read), 4.6), 0.95, How.OCR, 1))
        words.append(Word(text, paper.box(x + 7, 147, 6, 4.6), 0.95, How.OCR, 1))
    if penned:
        paper.stroke([(70.5, 147.5), (72.5, 149.5), (74.5, 151.5)], mm=0.6)
        paper.stroke([(70.5, 151.5), (72.5, 149.5), (74.5, 147.5)], mm=0.6)
    ticked = [mark for mark in _boxes(paper, tuple(words)) if mark.present]
    assert [70 < mark.box.cx * 210 < 75 for mark in ticked] == [True] * penned


OPTIONS = ("Assuré", "Conjoint", "Enfant", "Ascendant")


def _row_of_options(
    paper: Paper, y: float, boxes: float = 3.6
) -> tuple[list[Box], tuple[Word, ...]]:
    """A box before each option, and the options as a reader gives them, one touching its box."""
    drawn, words = [], []
    for place, text in enumerate(OPTIONS):
        x = 40 + 36 * place
        drawn.append(paper.tick_box(x, y, "", boxes))
        paper.text(x + boxes + 1, y, text, 3.4)
        wide = 1.75 * len(text)
        begins = x + boxes + 0.8 if place == 0 else x + 1.2
        box = paper.box(begins, y - 0.4, x + boxes + 1 + wide - begins, 4.6)
        words.append(Word(text, box, 0.98, How.OCR, 1))
    return drawn, tuple(words)


def _scrawl(paper: Paper, x: float, y: float, mm: float) -> None:
    """Two thick strokes that leave the box on all sides and run along them."""
    for points in (
        [(-0.6, -0.5), (0.5, 0.5), (1.6, 1.4)],
        [(1.5, -0.6), (0.5, 0.5), (-0.5, 1.5)],
        [(-0.2, -0.1), (1.1, 0.05), (1.0, 1.1), (-0.05, 1.0), (0.0, -0.1)],
    ):
        paper.stroke([(x + px * mm, y + py * mm) for px, py in points], mm=0.9)


def test_a_scrawl_that_hides_its_box_is_told_by_the_row_and_less_surely() -> None:
    paper = Paper(4)
    drawn, words = _row_of_options(paper, 148)
    _scrawl(paper, 40, 148, 3.6)
    found = sorted(_boxes(paper, words), key=lambda mark: mark.box.cx)
    assert [mark.present for mark in found] == [True, False, False, False]
    assert drawn[0].holds(found[0].box.cx, found[0].box.cy)
    assert found[0].confidence < 0.8


def test_a_scrawl_without_a_row_of_boxes_is_no_box() -> None:
    paper = Paper(4)
    _, words = _row_of_options(paper, 148)
    _scrawl(paper, 40, 200, 3.6)
    assert all(mark.box.cy < 0.6 for mark in _boxes(paper, words))


def test_a_short_word_that_was_not_read_is_no_scrawled_box() -> None:
    paper = Paper(5)
    _, words = _row_of_options(paper, 148)
    paper.text(30, 148.4, "Lien", 3.0)
    found = [mark for mark in _boxes(paper, words) if mark.present]
    assert all(mark.confidence < 0.8 for mark in found)


@pytest.mark.parametrize("blur", [0.6, 1.8, 2.4])
def test_a_row_of_boxes_on_a_photograph_that_is_not_sharp_is_seen(blur: float) -> None:
    paper = Paper(6)
    drawn, words = _row_of_options(paper, 148)
    found = sorted(_boxes(paper, words, blur=blur), key=lambda mark: mark.box.cx)
    assert [mark.present for mark in found] == [False] * 4
    assert all(mark.box.iou(box) > 0.5 for mark, box in zip(found, drawn, strict=True))
