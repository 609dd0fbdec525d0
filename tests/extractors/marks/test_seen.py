"""All finders together, and quickly."""

from __future__ import annotations

import time

import numpy as np
import pytest

from extractors.marks.seen import find_marks
from models.reading import MarkKind
from tests.extractors.marks.drawing import BLUE, Paper

LIKELY = 0.5
PLENTY_S = 1.5
"""Ten times what a page takes: a machine under load passes, a loop gone wild does not."""


def _form() -> Paper:
    paper = Paper(11)
    paper.print_lines(30, 110)
    paper.tick_box(30, 120, "cross")
    paper.tick_box(60, 120)
    paper.stamp(
        40, 170, ["Dr ALAOUI", "Cardiologue", "INPE 091234567"], ink=BLUE, tilt=5, strength=0.95
    )
    paper.signature(130, 175, ink=BLUE)
    return paper


def test_every_kind_is_seen_on_one_page_and_the_page_is_left_as_it_was() -> None:
    page = _form().scanned()
    before = page.copy()
    marks = find_marks(page, (), 200, ())
    kinds = sorted(mark.kind for mark in marks if mark.confidence >= LIKELY)
    assert kinds == sorted([MarkKind.CACHET, MarkKind.SIGNATURE, MarkKind.CASE, MarkKind.CASE])
    assert [m.present for m in marks if m.kind is MarkKind.CASE] == [True, False]
    assert np.array_equal(page, before)
    assert find_marks(page, (), 200, ()) == marks


def test_a_page_takes_little_processor() -> None:
    page = _form().scanned()
    find_marks(page, (), 200, ())
    start = time.process_time()
    find_marks(page, (), 200, ())
    assert time.process_time() - start < PLENTY_S


def test_tiny_blank_and_black_images_are_no_trouble() -> None:
    for shape, tone in (
        ((4, 4, 3), 255),
        ((300, 200, 3), 255),
        ((300, 200, 3), 0),
        ((20, 3000, 3), 128),
    ):
        assert find_marks(np.full(shape, tone, np.uint8), (), 200) == ()


@pytest.mark.parametrize(("height", "width"), [(5262, 16), (16, 5262)])
def test_a_ruled_strip_is_no_trouble(height: int, width: int) -> None:
    bars = (np.arange(width) // 3 % 2 * 255).astype(np.uint8)
    find_marks(np.ascontiguousarray(np.broadcast_to(bars[:, None], (height, width, 3))), (), 200)


def test_an_absurd_resolution_is_replaced() -> None:
    page = _form().scanned()
    assert {m.kind for m in find_marks(page, (), 1, ())} >= {MarkKind.CACHET, MarkKind.SIGNATURE}
