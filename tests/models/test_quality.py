"""Quality control in figures: who is drawn, what drifts, what the thresholds make of it."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from models.quality import DOWN, ENOUGH, HIGHEST, Observation, drift, followed, rates, sampled

CURVE = [(0.5, 5000, 60), (0.9, 4500, 30), (0.95, 4000, 12), (0.99, 2000, 2)]


def seen(right: int, wrong: int, confidence: float = 0.99) -> list[Observation]:
    """So many right values, then so many wrong ones."""
    return [
        Observation("montant_total", "montant", "f", "1", confidence, index < right)
        for index in range(right + wrong)
    ]


def test_the_same_dossiers_are_drawn_whenever_it_is_asked() -> None:
    ids = [f"dossier-{number}" for number in range(4000)]
    drawn = [id for id in ids if sampled(id, 0.1)]
    assert drawn == [id for id in ids if sampled(id, 0.1)]
    assert 0.08 < len(drawn) / len(ids) < 0.12
    assert drawn != [id for id in ids if sampled(id, 0.1, seed="autre")]


@given(st.text(min_size=1), st.floats(0, 1), st.floats(0, 1))
def test_who_is_drawn_for_a_share_is_drawn_for_a_greater_one(id: str, a: float, b: float) -> None:
    less, more = sorted((a, b))
    assert not sampled(id, less) or sampled(id, more)
    assert not sampled(id, 0.0)
    assert sampled(id, 1.0)


def test_errors_are_counted_by_field_form_or_version() -> None:
    some = seen(18, 2)
    (rate,) = rates(some, lambda one: (one.name, one.form)).values()
    assert (rate.number, rate.wrong, rate.share) == (20, 2, 0.1)
    assert rate.share < rate.most < 0.3


def test_errors_as_expected_are_no_drift() -> None:
    chance = random.Random(4)
    some = [Observation("x", "texte", None, "1", 0.95, chance.random() < 0.95) for _ in range(400)]
    assert drift(some) is None


def test_more_errors_than_was_said_are_drift_and_nothing_goes_through() -> None:
    some = seen(150, 0) + seen(6, 4)
    found = drift(some)
    assert found is not None
    assert (found.number, found.wrong) == (10, 4)


def test_drift_long_past_is_forgotten() -> None:
    some = seen(6, 4) + seen(400, 0)
    assert drift(some) is None


def test_without_observations_the_learned_curve_decides() -> None:
    assert followed(CURVE, [], 0.01) == 0.9
    assert followed(CURVE, [], 0.005) == 0.95


def test_observed_errors_raise_the_threshold() -> None:
    wrong = [Observation("x", "texte", None, "1", 0.9, index % 25 != 0) for index in range(400)]
    assert followed(CURVE, wrong, 0.01) > followed(CURVE, [], 0.01)


def test_a_threshold_keeps_within_bounds_and_waits_for_evidence() -> None:
    wrong = [Observation("x", "texte", None, "1", 0.99, False) for _ in range(400)]
    right = [Observation("x", "texte", None, "1", 0.6, True) for _ in range(4000)]
    assert followed(CURVE, wrong[: ENOUGH - 1], 0.01) == 0.9
    assert followed(CURVE, wrong, 0.01) == HIGHEST
    assert followed(CURVE, right, 0.01) == 0.9 - DOWN
