"""Dates as written in French papers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.dates import find_dates, month_number, parse_date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from(["/", "-", ".", " / ", " "]))
def test_day_month_year_in_figures(day: date, separator: str) -> None:
    text = separator.join((f"{day:%d}", f"{day:%m}", f"{day:%Y}"))
    assert parse_date(text) == day
    assert parse_date(f"Fait à Rabat, le {text}.") == day


@given(days)
def test_day_and_month_without_leading_zeros(day: date) -> None:
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day


@given(days, st.sampled_from([str.lower, str.upper, str.title]))
def test_month_in_letters(day: date, case: object) -> None:
    assert callable(case)
    month = case(MONTHS[day.month - 1])
    assert parse_date(f"{day.day} {month} {day.year}") == day
    number = "1er" if day.day == 1 else f"{day.day}"
    assert parse_date(f"Casablanca, le {number} {month} {day.year}") == day


@given(days, st.sampled_from([" ", "|", " | ", ""]))
def test_a_comb_of_eight_boxes(day: date, wall: str) -> None:
    assert parse_date(wall.join(f"{day:%d%m%Y}")) == day


@given(days)
def test_iso(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.dates(date(1941, 1, 1), date(2040, 12, 31)))
def test_two_digit_years_fall_around_the_pivot(day: date) -> None:
    assert parse_date(f"{day:%d/%m/%y}") == day


@given(st.lists(days, min_size=1, max_size=4, unique=True))
def test_all_dates_of_a_text_are_found_where_they_stand(several: list[date]) -> None:
    text = " au ".join(f"{day:%d/%m/%Y}" for day in several)
    found = sorted(find_dates(text), key=lambda f: f.start)
    assert [f.value for f in found] == several
    assert [text[f.start : f.end] for f in found] == [f"{day:%d/%m/%Y}" for day in several]


@given(st.text())
def test_any_text_gives_dates_or_nothing(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 < found.certainty <= 1


@given(st.text(alphabet="0123456789OlISZB/.- |²፩٣", max_size=30))
def test_any_figures_give_dates_or_nothing(text: str) -> None:
    parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2025",
        "00/05/2025",
        "12/13/2025",
        "05/11/1850",
        "facture 2025",
        "05/2025",
        "12/05/20255",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_letters_read_for_digits_make_a_date_less_sure() -> None:
    (plain,) = find_dates("05/11/2025")
    (misread,) = find_dates("O5/11/2O25")
    assert misread.value == plain.value
    assert misread.certainty < plain.certainty


def test_too_many_letters_make_no_date() -> None:
    assert parse_date("lO/Ol/ZOZS") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("08/10/2025-11/10/2025", [date(2025, 10, 8), date(2025, 10, 11)]),
        ("08-10-2025-11-10-2025", [date(2025, 10, 8), date(2025, 10, 11)]),
        ("2025-10-08/2025-10-11", [date(2025, 10, 8), date(2025, 10, 11)]),
        ("12/09/25-14/09/25", [date(2025, 9, 12), date(2025, 9, 14)]),
        ("2 3 /09/2 0 25", [date(2025, 9, 23)]),
        ("x1/08/2-01/08/2007", [date(2007, 8, 1)]),
    ],
)
def test_dates_that_touch_are_not_cut_across(text: str, meant: list[date]) -> None:
    assert [f.value for f in sorted(find_dates(text), key=lambda f: f.start)] == meant


def test_the_plainest_writing_comes_first() -> None:
    found = find_dates("né le 05 11 80, vu le 3 mars 2025")
    assert [f.value for f in found] == [date(2025, 3, 3), date(1980, 11, 5)]


@pytest.mark.parametrize(
    ("word", "number"), [("aout", 8), ("Sept", 9), ("DÉC", 12), ("Novenbre", 11), ("decenbrc", 12)]
)
def test_months_shortened_or_with_a_letter_misread(word: str, number: int) -> None:
    assert month_number(word) == number


@pytest.mark.parametrize("word", ["dirhams", "patient", "ma", "boite", ""])
def test_words_that_are_no_month(word: str) -> None:
    assert month_number(word) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("le vingt et un août deux mille quinze", date(2015, 8, 21)),
        ("le premier mars mil neuf cent quatre-vingt-dix-neuf", date(1999, 3, 1)),
        ("LE TROIS JANVIER DEUX MILLE SEPT, est né", date(2007, 1, 3)),
        ("l'an deux mille quinze, le vingt et un août à dix heures", date(2015, 8, 21)),
        ("L’an deux mille vingt-trois et le sept du mois de février", date(2023, 2, 7)),
        ("le vingt et un août de l'an deux mille quinze", date(2015, 8, 21)),
        ("le vingt et un du mois d'août deux mille quinze", date(2015, 8, 21)),
        ("le trois mars deux mille quinze\nfille de", date(2015, 3, 3)),
    ],
)
def test_dates_in_words_as_registrars_write_them(text: str, meant: date) -> None:
    assert parse_date(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("le trois juin deux mille cinq quinze heures", date(2005, 6, 3)),
        ("le trois juin deux mille neuf trente minutes", date(2009, 6, 3)),
        ("le trois juin deux mille vingt et un un enfant", date(2021, 6, 3)),
        ("le trois juin deux mille dix-huit à dix-huit heures", date(2018, 6, 3)),
    ],
)
def test_a_year_in_words_ends_where_no_word_can_follow(text: str, meant: date) -> None:
    assert parse_date(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "deux mille dirhams",
        "la somme de mars deux mille",
        "trente mars",
        "le trois juin deux mille vingt heures",
        "le trois mars deux mille dirhams",
        "cent vingt mars deux mille",
        "le trois juin deux mille cing",
        "le trois juin deux mille et deux",
    ],
)
def test_words_that_are_no_whole_date(text: str) -> None:
    assert parse_date(text) is None
