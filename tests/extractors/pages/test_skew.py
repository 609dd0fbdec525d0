"""By how much the print leans."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pages.skew import STEEPEST, skew
from extractors.words.ppocr.detector import Quad


def quad(degrees: float, width: float = 400, height: float = 20, x: float = 50) -> Quad:
    """A line of text that climbs by `degrees` (counter-clockwise) from (x, 500)."""
    angle = math.radians(-degrees)
    along = np.array([math.cos(angle), math.sin(angle)]) * width
    down = np.array([-math.sin(angle), math.cos(angle)]) * height
    start = np.array([x, 500.0])
    return np.array([start, start + along, start + along + down, start + down], np.float32)


@given(st.floats(-STEEPEST + 0.1, STEEPEST - 0.1))
def test_lines_that_climb_to_the_right_lean_counter_clockwise(degrees: float) -> None:
    assert skew([quad(degrees)] * 3) == pytest.approx(degrees, abs=0.01)


def test_a_few_leaning_lines_do_not_sway_the_others() -> None:
    assert skew([quad(1.0)] * 5 + [quad(9.0)] * 2) == pytest.approx(1.0, abs=0.01)


def test_short_words_and_steep_scribbles_tell_nothing() -> None:
    assert skew([quad(8.0, width=60)]) == 0
    assert skew([quad(40.0), quad(-1.0)]) == pytest.approx(-1.0, abs=0.01)
    assert skew([]) == 0


def test_longer_lines_weigh_more() -> None:
    assert skew([quad(0.5, width=900), quad(4.0), quad(4.0)]) == pytest.approx(0.5, abs=0.01)
