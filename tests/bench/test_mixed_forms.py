"""Forms set at random, whose labels are of our lists: nearly all is found, hardly anything wrong."""

from __future__ import annotations

from collections import Counter

from bench.arrangements.__main__ import mixed
from bench.arrangements.mixed import forms
from bench.arrangements.parts import parted_forms

LEAST, LEAST_OF_PARTS, MOST_WRONG = 0.97, 0.96, 0.01
"""Shares of the fields that are right (in November 2026 0.976, of titled parts 0.967), and that are
another value (0.006 and 0.003)."""


def test_forms_of_mixed_arrangements_are_read() -> None:
    count = sum(mixed(forms(120, seed=11)).values(), Counter[str]())
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


def test_a_part_s_title_tells_whose_answers_are_below_it() -> None:
    count = sum(mixed(parted_forms(120, seed=11)).values(), Counter[str]())
    asked = count["juste"] + count["autre"] + count["rien"]
    assert asked > 300
    assert count["juste"] >= LEAST_OF_PARTS * asked
    assert count["autre"] <= MOST_WRONG * asked
