"""Bars drawn on the server: shapes with their places, and nothing that a policy would refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 220
LEFT, RIGHT, BOTTOM, TOP = 44, 24, 24, 10
MOST_LABELS = 12
_STEPS = (1, 2, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands side by side over one label: a number and a link for each series."""

    label: str
    numbers: tuple[int, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of the drawing."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `width` by `height`; the table beside it says the same."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    below: tuple[Label, ...]
    lines: tuple[Label, ...]


def bars(groups: Sequence[Group], series: Sequence[str]) -> Chart:
    """The groups from left to right, their highest number near the top."""
    top = _ceiling(max((n for group in groups for n in group.numbers), default=0))
    room = HEIGHT - TOP - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(groups))
    wide = slot * 0.8 / max(1, len(series))
    drawn, below = [], []
    every = -(-len(groups) // MOST_LABELS)
    for place, group in enumerate(groups):
        begin = LEFT + place * slot
        for rank, number in enumerate(group.numbers):
            high = room * number / top
            drawn.append(
                Bar(
                    round(begin + slot * 0.1 + rank * wide, 1),
                    round(HEIGHT - BOTTOM - high, 1),
                    round(wide, 1),
                    round(high, 1),
                    rank,
                    group.links[rank],
                    f"{group.label} : {number} {series[rank]}",
                )
            )
        if place % every == 0:
            below.append(Label(round(begin + slot / 2, 1), group.label))
    lines = tuple(
        Label(round(HEIGHT - BOTTOM - room * part / 2, 1), str(top * part // 2))
        for part in range(3)
        if top * part % 2 == 0
    )
    return Chart(WIDTH, HEIGHT, tuple(drawn), tuple(below), lines)


def _ceiling(most: int) -> int:
    """The first of 1, 2, 4, 6, 8, 10, 20 … that is not under it."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most:
                return step * power
        power *= 10
