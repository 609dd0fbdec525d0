"""Boxes: fractions of the upright page, origin top left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Box

share = st.floats(0, 1, allow_nan=False)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, x1 = sorted((draw(share), draw(share)))
    y0, y1 = sorted((draw(share), draw(share)))
    return Box(x0, y0, x1, y1)


def near(one: Box, other: Box) -> bool:
    return (one.x0, one.y0, one.x1, one.y1) == pytest.approx(
        (other.x0, other.y0, other.x1, other.y1)
    )


def test_a_box_turned_inside_out_is_refused() -> None:
    with pytest.raises(ValueError, match="inside out"):
        Box(0.5, 0.1, 0.4, 0.2)
    with pytest.raises(ValueError, match="inside out"):
        Box(0.1, 0.2, 0.4, 0.1)


def test_nothing_to_go_around() -> None:
    with pytest.raises(ValueError, match="no box"):
        Box.around([])


@given(st.lists(boxes(), min_size=1, max_size=6))
def test_the_box_around_holds_each_and_touches_all_four_sides(items: list[Box]) -> None:
    around = Box.around(items)
    assert all(around.holds(b.x0, b.y0) and around.holds(b.x1, b.y1) for b in items)
    assert around.x0 in {b.x0 for b in items}
    assert around.y1 in {b.y1 for b in items}


@given(boxes(), boxes())
def test_overlap_is_mutual_and_never_more_than_the_smaller(one: Box, other: Box) -> None:
    shared = one.intersection(other)
    assert shared == other.intersection(one)
    assert 0 <= shared <= min(one.area, other.area) + 1e-12
    assert 0 <= one.iou(other) <= 1 + 1e-9


def test_overlap_in_figures() -> None:
    one, other = Box(0.0, 0.0, 0.4, 0.4), Box(0.2, 0.2, 0.6, 0.6)
    assert one.intersection(other) == pytest.approx(0.04)
    assert one.iou(other) == pytest.approx(0.04 / 0.28)
    assert one.intersection(Box(0.4, 0.0, 0.8, 0.4)) == 0  # touching is no overlap
    assert one.iou(one) == pytest.approx(1)


@given(boxes(), share, share)
def test_a_grown_box_stays_on_the_page_and_loses_nothing(box: Box, dx: float, dy: float) -> None:
    grown = box.grown(dx, dy)
    assert grown.holds(box.x0, box.y0)
    assert grown.holds(box.x1, box.y1)
    assert 0 <= grown.x0 <= grown.x1 <= 1
    assert 0 <= grown.y0 <= grown.y1 <= 1


def test_a_quarter_turn_clockwise_brings_the_top_left_to_the_top_right() -> None:
    corner = Box(0.0, 0.0, 0.2, 0.1)
    assert near(corner.turned(90), Box(0.9, 0.0, 1.0, 0.2))
    assert near(corner.turned(180), Box(0.8, 0.9, 1.0, 1.0))
    assert near(corner.turned(270), Box(0.0, 0.8, 0.1, 1.0))
    assert corner.turned(0) == corner


@given(boxes(), st.integers(-8, 8), st.integers(-8, 8))
def test_turns_add_up_and_can_be_undone(box: Box, one: int, other: int) -> None:
    assert near(box.turned(90 * one).turned(90 * other), box.turned(90 * (one + other)))
    assert near(box.turned(90 * one).turned(-90 * one), box)
    assert box.turned(90 * one).area == pytest.approx(box.area)


@given(boxes(), st.sampled_from([0, 90, 180, 270]))
def test_a_turned_box_lies_on_the_page(box: Box, degrees: int) -> None:
    turned = box.turned(degrees)
    assert 0 <= turned.x0 <= turned.x1 <= 1
    assert 0 <= turned.y0 <= turned.y1 <= 1


def test_a_page_turns_by_quarters_only() -> None:
    with pytest.raises(ValueError, match="quarters"):
        Box(0, 0, 1, 1).turned(45)


def test_four_decimals_are_kept() -> None:
    assert Box(0.123456, 0, 2 / 3, 1).rounded() == [0.1235, 0, 0.6667, 1]
