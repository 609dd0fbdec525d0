"""Words in reading order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extractors.words.order import in_reading_order
from tests.extractors.sheets import ASPECT, at, leaning

WORDS = [
    word
    for n in range(5)
    for word in at(0.1 + 0.02 * n, f"a{n} b{n}", (0.4, f"c{n}"), (0.9, f"d{n}"))
]
IN_ORDER = [f"{letter}{n}" for n in range(5) for letter in "abcd"]


@given(st.permutations(WORDS), st.floats(-4, 4))
def test_rows_are_found_whatever_the_order_and_the_lean(words: list[object], skew: float) -> None:
    shuffled = [leaning(word, skew) for word in words]  # type: ignore[arg-type]
    ordered = in_reading_order(shuffled, skew, ASPECT)
    assert [word.text for word in ordered] == IN_ORDER
    assert [word.line for word in ordered] == [n for n in range(5) for _ in "abcd"]


@given(st.permutations(WORDS))
def test_only_the_line_number_of_a_word_changes(words: list[object]) -> None:
    ordered = in_reading_order(words, 0.0, ASPECT)  # type: ignore[arg-type]
    assert {replace(w, line=0) for w in ordered} == set(WORDS)


def test_a_tall_word_beside_two_rows_does_not_make_them_one() -> None:
    words = [*at(0.10, "Nom"), *at(0.12, "Prénom"), *at(0.10, (0.6, "CACHET"), height=0.032)]
    lines = {w.text: w.line for w in in_reading_order(words, 0.0, ASPECT)}
    assert lines["Nom"] < lines["Prénom"]


def test_words_of_other_sizes_on_one_base_line_are_one_row() -> None:
    words = [*at(0.100, "FACTURE", height=0.02), *at(0.105, (0.5, "n° 12"))]
    assert {w.line for w in in_reading_order(words, 0.0, ASPECT)} == {0}


def test_close_rows_that_touch_are_two() -> None:
    words = [*at(0.100, "Nom ALAMI"), *at(0.109, "Prénom Sara")]
    ordered = in_reading_order(words, 0.0, ASPECT)
    assert [(w.text, w.line) for w in ordered] == [
        ("Nom", 0),
        ("ALAMI", 0),
        ("Prénom", 1),
        ("Sara", 1),
    ]


def test_no_words() -> None:
    assert in_reading_order([], 0.0, ASPECT) == ()
