"""Arabic on our papers: letters joined, right to left, or left out; never `?`."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.outgoing.arabic import shaped
from flows.outgoing.style import printable

EVERY = range(0x110000)
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("سلام", "ﻡﻼﺳ"),  # seen, lam with alef, meem
        ("محمد", "ﺪﻤﺤﻣ"),
        ("دار", "ﺭﺍﺩ"),  # none of these joins the next
        ("Nom : محمد", "Nom : ﺪﻤﺤﻣ"),
        ("شارع 12 محمد", "ﺪﻤﺤﻣ 12 ﻉﺭﺎﺷ"),
        ("Rue 12", "Rue 12"),
    ],
)
def test_letters_take_their_forms_and_their_order(written: str, printed: str) -> None:
    assert shaped(written, EVERY) == printed


def test_what_the_font_lacks_is_left_out() -> None:
    assert shaped("Casablanca الدار البيضاء, Maroc", range(128)) == "Casablanca , Maroc"


def test_our_fonts_print_no_question_mark_for_arabic() -> None:
    assert "?" not in printable("الدار البيضاء Casablanca ؟".replace("؟", ""))


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=12))
def test_no_letter_is_lost_or_added(word: str) -> None:
    back = unicodedata.normalize("NFKC", shaped(word, EVERY)[::-1])
    turned = unicodedata.normalize("NFKC", shaped(word, EVERY))
    assert sorted(turned) == sorted(unicodedata.normalize("NFKC", word))
    assert len(back) == len(turned)


@given(st.text(max_size=60))
def test_any_text_is_printable(text: str) -> None:
    assert "\x00" not in printable(text)
