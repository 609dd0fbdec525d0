"""Two looks at a line: words are the language's affair, numbers that of the surer look."""

from __future__ import annotations

import pytest

from extractors.words.ppocr.line import Character, LineReading, numbers_of_the_surer

PITCH = 0.05


def line(text: str, confidence: float) -> LineReading:
    """Characters of equal width from the left."""
    return LineReading(
        tuple(
            Character(letter, n * PITCH, (n + 1) * PITCH, confidence)
            for n, letter in enumerate(text)
        )
    )


@pytest.mark.parametrize(
    ("first", "second", "settled"),
    [
        ("IOI MALL", "1OI MALL", "IOI MALL"),
        ("2 X", "2 ×", "2 X"),
        ("2/3/93", "213/93", "2/3/93"),
        ("Dale", "Date", "Date"),
        ("h j 2 3", "h j 213", "h j 2 3"),
        ("", "12", "12"),
    ],
)
def test_the_surer_look_tells_numbers(first: str, second: str, settled: str) -> None:
    assert numbers_of_the_surer(line(first, 0.8), line(second, 0.7)).text == settled


def test_the_second_look_stands_where_it_is_surer() -> None:
    assert numbers_of_the_surer(line("lO", 0.5), line("10", 0.7)).text == "10"


def test_words_are_what_stands_between_spaces() -> None:
    words = line(" un  deux ", 0.9).words()
    assert ["".join(c.text for c in word) for word in words] == ["un", "deux"]
