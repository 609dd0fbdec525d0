"""What a page says of its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents.page_numbers import PagePlace, page_place
from tests.extractors.sheets import at, sheet

MIDDLE, FOOT = 0.5, 0.95


@given(
    st.integers(1, 40),
    st.integers(0, 39),
    st.sampled_from(["{}/{}", "{} / {}", "{} sur {}", "{} de {}"]),
)
def test_a_counted_page(number: int, more: int, form: str) -> None:
    count = min(40, number + more)
    place = PagePlace(number, count)
    assert page_place(sheet(at(MIDDLE, f"Page {form.format(number, count)}"))) == place
    assert page_place(sheet(at(FOOT, (0.8, f"p. {form.format(number, count)}")))) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2/3", PagePlace(2, 3)),
        ("- 2 / 3 -", PagePlace(2, 3)),
        ("Feuillet n° 1 sur 2", PagePlace(1, 2)),
        ("Page : 4", PagePlace(4, 0)),
        ("Verso", PagePlace(2, 2)),
    ],
)
def test_at_the_foot(text: str, place: PagePlace) -> None:
    assert page_place(sheet(at(0.3, "Facture"), at(FOOT, text))) == place


@pytest.mark.parametrize(
    "text",
    [
        "Doliprane 1 cp 1/2 le soir",
        "sirop 1/2 dose",
        "1/2",
        "page 05/12/2025",
        "le 05/12/2025",
        "Page 0/2",
        "verso du formulaire à signer",
        "un pour cent",
        "",
    ],
)
def test_in_the_middle_of_a_page(text: str) -> None:
    assert page_place(sheet(at(MIDDLE, text))) is None


@pytest.mark.parametrize("text", ["12/05/2025", "1,5/2", "2/50"])
def test_figures_at_the_foot_that_are_no_page_number(text: str) -> None:
    assert page_place(sheet(at(FOOT, text))) is None


def test_a_count_that_cannot_be_leaves_the_number() -> None:
    assert page_place(sheet(at(MIDDLE, "Page 3/2"))) == PagePlace(3, 0)
