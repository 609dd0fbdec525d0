"""The rim of an oval stamp is told from a pen's loop and from print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.marks.ovals import Oval, find_ovals, pieces_and_letters
from extractors.marks.sheet import Mask

MM = 4.0


def _page() -> Mask:
    return np.zeros((900, 700), np.uint8)


def _found(ink: Mask) -> tuple[Oval, ...]:
    return find_ovals(ink, MM, *pieces_and_letters(ink, MM))


@pytest.mark.parametrize("axes", [(60, 60), (80, 55), (90, 50)])
@pytest.mark.parametrize("gap", [0, 25, 60])
def test_a_rim_with_a_gap_is_found_where_it_is(axes: tuple[int, int], gap: int) -> None:
    ink = _page()
    cv2.ellipse(ink, (300, 400), axes, 0, gap, 360, (255,), 2)
    for row in range(3):
        cv2.putText(ink, "SERVICE", (262, 385 + 20 * row), 0, 0.5, (255,), 1)
    (oval,) = _found(ink)
    assert oval.coverage > 0.7
    assert oval.letters >= 9
    x0, y0, x1, y1 = oval.bounds
    assert (x0 + x1) / 2 == pytest.approx(300 / MM, abs=1)
    assert (x1 - x0) / 2 == pytest.approx(axes[0] / MM, abs=1)
    assert (y1 - y0) / 2 == pytest.approx(axes[1] / MM, abs=1)


def test_a_pen_across_the_rim_does_not_hide_it() -> None:
    ink = _page()
    cv2.ellipse(ink, (300, 400), (70, 70), 0, 0, 360, (255,), 2)
    cv2.polylines(
        ink, [np.array([(200, 480), (330, 350), (300, 470), (460, 330)])], False, (255,), 2
    )
    assert any(oval.coverage > 0.7 for oval in _found(ink))


def test_lines_of_print_are_no_oval() -> None:
    ink = _page()
    for row in range(20):
        cv2.putText(ink, "Monsieur le directeur", (80, 60 + 40 * row), 0, 1.2, (255,), 2)
    assert all(oval.coverage < 0.58 for oval in _found(ink))
