"""From the error allowed to the confidence from which nobody looks again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import Kind
from models.reference.trust import NEVER, at_most, lowest, threshold

CURVE = [(0.5, 1000, 100), (0.8, 900, 40), (0.9, 800, 4), (0.95, 600, 1), (0.99, 20, 0)]


@pytest.mark.parametrize(
    ("target", "least"), [(0.12, 0.5), (0.06, 0.8), (0.01, 0.9), (0.0001, None)]
)
def test_the_least_confidence_that_keeps_the_error(target: float, least: float | None) -> None:
    assert lowest(CURVE, target) == least


def test_few_values_prove_little() -> None:
    assert at_most(0, 10) > 0.05
    assert at_most(0, 1000) < 0.001


@given(st.integers(1, 5000), st.data())
def test_the_bound_is_over_what_was_seen(number: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, number))
    assert wrong / number <= at_most(wrong, number) + 1e-12 <= 1 + 1e-9


@pytest.mark.parametrize("genre", [k.value for k in Kind])
def test_a_stricter_target_asks_for_more(genre: str) -> None:
    assert 0 < threshold(genre, 0.05) <= threshold(genre, 0.01) <= NEVER


@pytest.mark.parametrize("target", [0.0, 1.0, -0.2])
def test_an_error_that_is_no_share(target: float) -> None:
    with pytest.raises(ValueError, match="part entre 0 et 1"):
        threshold("date", target)
