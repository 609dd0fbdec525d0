"""Small letters that were capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.words.capitals import in_capitals


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("TRAoRE", "TRAORE"),
        ("BENJELLouN", "BENJELLOUN"),
        ("FAcTuRE", "FACTURE"),
        ("N°/HOSPIc-94", "N°/HOSPIC-94"),
        ("Nous", "Nous"),
        ("PVs", "PVs"),
        ("mL", "mL"),
        ("DHs", "DHs"),
        ("Hassan", "Hassan"),
        ("HbA1c", "HbA1c"),
    ],
)
def test_a_word_in_capitals_is_all_capitals(read: str, meant: str) -> None:
    assert in_capitals(read) == meant


@given(st.text(max_size=12))
def test_no_letter_becomes_another(word: str) -> None:
    assert in_capitals(word).casefold() == word.casefold()
    assert len(in_capitals(word)) == len(word)
