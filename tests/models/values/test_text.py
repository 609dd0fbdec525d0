"""Text made comparable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.values.text import as_digits, folded, latin_digits, squeezed


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert folded("  N° d'Immatriculation :  ÉLÈVE–Œuvre ") == "n d immatriculation eleve oeuvre"
    assert squeezed("N° d'Immatriculation") == "ndimmatriculation"


def test_arabic_letters_are_kept() -> None:
    assert folded("ورقة العلاجات") == "ورقة العلاجات"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert "  " not in once
    assert once == once.strip()


@given(st.characters())
def test_letters_of_any_shape_are_folded_at_once(letter: str) -> None:
    assert folded(folded(letter)) == folded(letter)
    assert folded("𝓐") == folded("Ａ") == "a"


@given(st.text(), st.text())
def test_what_is_squeezed_apart_is_squeezed_together(one: str, other: str) -> None:
    assert squeezed(f"{one} {other}") == squeezed(one) + squeezed(other)


def test_letters_read_for_digits_are_turned_back() -> None:
    assert as_digits("O1/l2/ZO2S") == "01/12/2025"
    assert as_digits("0123456789") == "0123456789"


def test_digits_of_other_scripts() -> None:
    assert latin_digits("٠٥/١١/٢٠٢٥ n° 7") == "05/11/2025 n° 7"
    assert latin_digits("m² ① Total") == "m² ① Total"


@given(st.text())
def test_no_digit_of_another_script_is_left(text: str) -> None:
    plain = latin_digits(text)
    assert len(plain) == len(text)
    assert all(c in "0123456789" for c in plain if c.isdecimal())
