"""Two readings of one page made into one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.words.agreement import agreed
from models.reading import Word
from tests.extractors.sheets import at


def read(text: str, confidence: float, x: float = 0.1, y: float = 0.1) -> Word:
    (word,) = at(y, (x, text), confidence=confidence)
    return word


def test_a_second_reader_that_says_the_same_makes_surer() -> None:
    (word,) = agreed([read("Facture", 0.7)], [read("FACTURE:", 0.6)])
    assert word.text == "Facture"
    assert word.confidence == pytest.approx(1 - 0.3 * 0.4)


def test_a_second_reader_that_says_otherwise_changes_nothing() -> None:
    first = read("Facture", 0.7)
    assert agreed([first], [read("Fracture", 0.99)]) == (first,)


@pytest.mark.parametrize(
    ("one", "other"), [("12500", "125,00"), ("12.50", "1.250"), ("5/2", "52"), ("+", "-")]
)
def test_figures_parted_elsewhere_and_other_signs_do_not_confirm(one: str, other: str) -> None:
    first = read(one, 0.7)
    assert agreed([first], [read(other, 0.9)]) == (first,)


@pytest.mark.parametrize(
    ("one", "other"), [("125,00", "125.00"), ("Total:", "TOTAL"), ("12,", "12"), ("مبلغ", "مبلغ")]
)
def test_how_the_same_is_written_does_not_matter(one: str, other: str) -> None:
    (word,) = agreed([read(one, 0.7)], [read(other, 0.9)])
    assert word.confidence == pytest.approx(1 - 0.3 * 0.1)


def test_the_same_word_elsewhere_does_not_confirm() -> None:
    first = read("Total", 0.7)
    words = agreed([first], [read("Total", 0.9, y=0.5)])
    assert words[0] == first
    assert len(words) == 2


def test_what_only_the_second_saw_is_kept_when_it_is_sure() -> None:
    first = replace(read("Nom", 0.9), line=4)
    seen = replace(read("ALAMI", 0.8, x=0.5), line=2)
    doubtful = read("xqw", 0.5, x=0.7)
    mark = read("|", 0.99, x=0.9)
    words = agreed([first], [seen, doubtful, mark])
    assert [w.text for w in words] == ["Nom", "ALAMI"]
    assert words[1].line > words[0].line


def test_one_reader_alone() -> None:
    alone = (read("Nom", 0.9),)
    assert agreed(alone, []) == alone
    assert [w.text for w in agreed([], alone)] == ["Nom"]
    assert agreed([], []) == ()
