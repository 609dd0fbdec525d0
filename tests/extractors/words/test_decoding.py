"""From probabilities to characters: CTC read greedily, by beam search, and aligned."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.words.language import Spelling, french
from extractors.words.ppocr.decoding import FloatArray, aligned, greedy, likeliest, spaced

LETTERS = "abcdeéimn 01"


def steps(*rows: dict[str, float]) -> FloatArray:
    """Probabilities of the characters named at each step, the rest to the blank («_»)."""
    table = np.full((len(rows), len(LETTERS) + 1), 1e-6, np.float32)
    for time, row in enumerate(rows):
        for character, chance in row.items():
            table[time, LETTERS.index(character) + 1] = chance
        table[time, 0] = max(1e-6, 1 - sum(row.values()))
    return table


def text(classes: tuple[int, ...] | list[int]) -> str:
    return "".join(LETTERS[index - 1] for index in classes)


def test_repeated_steps_are_one_character_and_a_blank_parts_two() -> None:
    seen = steps({"a": 0.9}, {"a": 0.8}, {}, {"a": 0.7}, {"b": 0.9})
    spans = greedy(seen)
    assert text([span.index for span in spans]) == "aab"
    assert [(span.first, span.last) for span in spans] == [(0, 2), (3, 4), (4, 5)]
    assert spans[0].confidence == pytest.approx(0.9)


def test_nothing_to_read() -> None:
    assert greedy(steps({}, {})) == []
    assert likeliest(steps({}, {}))[0][0] == ()
    assert aligned(steps({}, {}), [()]) == [[]]


def test_the_search_adds_up_the_ways_to_read_the_same() -> None:
    # «a» alone is the likeliest single way through neither step, but the likeliest reading.
    seen = steps({"a": 0.4}, {"a": 0.4})
    readings = likeliest(seen)
    assert text(readings[0][0]) == "a"
    assert readings[0][1] == pytest.approx(np.log(0.4 * 0.6 * 2 + 0.16), abs=1e-4)


def test_language_decides_where_the_eye_hesitates() -> None:
    sure = [{c: 0.97} for c in "m"] + [{"é": 0.97}, {"d": 0.97}, {"e": 0.97}]
    seen = steps(*sure, {"e": 0.5, "c": 0.45}, {"i": 0.97}, {"n": 0.97})
    spelling = Spelling(LETTERS, french())
    assert text(likeliest(seen, spelling)[0][0]) == "médecin"


def test_language_does_not_overrule_what_is_seen() -> None:
    seen = steps(*({c: 0.999} for c in "ndecim"))
    assert text(likeliest(seen, Spelling(LETTERS, french()))[0][0]) == "ndecim"


def test_language_does_not_choose_between_numbers() -> None:
    seen = steps({"1": 0.55, "0": 0.44}, {}, {"0": 0.52, "1": 0.47})
    assert text(likeliest(seen, Spelling(LETTERS, french()))[0][0]) == "10"


def test_alignment_finds_where_each_character_stands() -> None:
    seen = steps({}, {"a": 0.9}, {}, {"b": 0.3, "d": 0.6}, {}, {})
    (spans,) = aligned(seen, [[LETTERS.index("a") + 1, LETTERS.index("b") + 1]])
    assert [(span.first, span.last) for span in spans] == [(1, 2), (3, 4)]
    assert spans[1].confidence == pytest.approx(0.3)


def test_a_wide_gap_with_a_thought_of_a_space_is_a_space() -> None:
    space = LETTERS.index(" ") + 1
    near = [{c: 0.99} for c in "1010"]
    seen = steps(*near, {" ": 0.3}, {}, *near)
    assert text([s.index for s in spaced(greedy(seen), seen, space)]) == "1010 1010"
    glued = steps(*near, {}, {}, *near)
    assert text([s.index for s in spaced(greedy(glued), glued, space)]) == "10101010"


def test_a_capital_within_a_word_needs_less_of_a_gap() -> None:
    space = LETTERS.index(" ") + 1
    word = [{c: 0.99} for c in "ab"]
    seen = steps(*word, {" ": 0.1}, *word)
    assert text([s.index for s in spaced(greedy(seen), seen, space)]) == "abab"
    told = spaced(greedy(seen), seen, space, lambda before, after: (before, after) == (2, 1))
    assert text([s.index for s in told]) == "ab ab"
