"""What the model of French letters prefers, and what it leaves alone."""

from __future__ import annotations

from math import exp

import pytest

from extractors.words.language import ALPHABET, START, Spelling, french

CHARACTERS = tuple("abcdefghijklmnopqrstuvwxyzéèàçABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-./")


def score(text: str) -> float:
    """Logarithm of a text's probability, as the search adds it up."""
    spelling = Spelling(CHARACTERS, french())
    total, state = 0.0, Spelling.FIRST
    for character in text:
        opinion, state = spelling.advance(state, CHARACTERS.index(character))
        total += opinion
    return total + spelling.end(state)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("médecin", "médeein"),
        ("ordonnance", "ordounance"),
        ("le patient", "he patient"),
        ("assuré", "assurè"),
        ("l'assuré", "i'assuré"),
        ("Casablanca", "Casabtanca"),
    ],
)
def test_a_french_word_is_preferred_to_its_misreading(right: str, wrong: str) -> None:
    assert score(right) > score(wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1250.00", "7250.00"), ("12/03/2024", "13/08/2024"), ("AB123456", "AB128456")],
)
def test_language_has_no_opinion_on_numbers(one: str, other: str) -> None:
    assert score(one) == pytest.approx(score(other))


def test_case_is_not_the_language_s_business() -> None:
    assert score("DOCTEUR") == pytest.approx(score("docteur"))


def test_each_place_has_probabilities_that_add_up_to_one_at_most() -> None:
    model = french()
    for before in (START, "^med", "^qu", "zzzzz", ""):
        total = sum(exp(model.log_probability(before, letter)) for letter in ALPHABET[1:])
        assert 0.8 < total < 1.1
