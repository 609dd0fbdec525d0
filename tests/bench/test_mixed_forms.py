"""Forms set at random, whose labels are of our lists: nearly all is found, hardly anything wrong."""

from __future__ import annotations

from collections import Counter

from bench.arrangements.__main__ import mixed
from bench.arrangements.mixed import forms

LEAST, MOST_WRONG = 0.97, 0.01
"""Shares of the fields that are right, and that are another value; 0.976 and 0.006 in November 2026."""


def test_forms_of_mixed_arrangements_are_read() -> None:
    count = sum(mixed(120, seed=11).values(), Counter[str]())
    asked = count["juste"] + count["autre"] + count["rien"]
    assert asked > 300
    assert count["juste"] >= LEAST * asked
    assert count["autre"] <= MOST_WRONG * asked


def test_a_seed_gives_the_same_forms() -> None:
    first, again = (
        [(f.type, f.pen.said, [w.text for w in f.pen.words]) for f in forms(5, seed=3)]
        for _ in range(2)
    )
    assert first == again
