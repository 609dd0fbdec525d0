"""A probability for each value: between the bounds, moved the right way, never above a failed check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.fields import certainty
from models.documents import Kind
from models.reading import Field, How

READ = Field("204587613", "N° 204587613", 0.9, 1, None, How.OCR)
CHANCES = st.floats(0, 1)


def believed(field: Field, type_confidence: float = 0.95) -> float:
    name = "numero_immatriculation"
    return certainty.believed(field, name, Kind.IDENTIFIANT, type_confidence).confidence


@settings(deadline=None)  # the first call loads the vocabulary
@given(CHANCES, CHANCES, st.text(max_size=40), st.sampled_from(Kind), st.sampled_from(How))
def test_a_probability_whatever_was_read(
    read: float, type_confidence: float, value: str, genre: Kind, how: How
) -> None:
    field = Field(value, value, read, 1, None, how)
    found = certainty.believed(field, "champ_inconnu", genre, type_confidence)
    assert certainty.LEAST <= found.confidence <= certainty.MOST
    assert found.value == value


def test_read_better_is_believed_more() -> None:
    said = [believed(replace(READ, confidence=chance)) for chance in (0.3, 0.6, 0.9, 0.98)]
    assert said == sorted(said)
    assert said[0] < said[-1]


def test_a_failed_check_is_not_talked_over() -> None:
    flagged = replace(READ, confidence=0.4, controle="La clé du RIB est fausse.")
    assert believed(flagged) <= 0.4


def test_the_weights_say_which_they_are() -> None:
    assert certainty.version().startswith("confiance/")


@pytest.mark.parametrize("chance", [0.02, 0.5, 0.97])
def test_log_odds_and_back(chance: float) -> None:
    assert certainty.probability(certainty.logit(chance)) == pytest.approx(chance)
