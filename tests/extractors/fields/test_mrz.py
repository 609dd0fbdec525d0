"""The machine-readable zone of identity cards (TD1)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.mrz import check_digit, parse_td1
from models.reading import How
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

SPECIMEN = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]
"""The example of ICAO 9303 part 5."""


def zone(
    born: date, until: date, sex: str = "F", name: str = "EL<AMRANI<<FATIMA<ZAHRA"
) -> list[str]:
    birth, expiry = f"{born:%y%m%d}", f"{until:%y%m%d}"
    second = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}MAR<<<<<<<<<<<4"
    return ["I<MARCA1234567" + "8BK123456<<<<<<<", second, name.ljust(30, "<")]


@pytest.mark.parametrize(
    ("text", "digit"), [("D23145890", 7), ("740812", 2), ("120415", 9), ("", 0), ("<<<", 0)]
)
def test_check_digits_of_the_standard(text: str, digit: int) -> None:
    assert check_digit(text) == digit


def test_the_specimen_of_the_standard() -> None:
    mrz = parse_td1(SPECIMEN)
    assert mrz is not None
    assert (mrz.nom, mrz.prenom, mrz.sexe) == ("ERIKSSON", "ANNA MARIA", "F")
    assert (mrz.date_naissance, mrz.date_validite) == (date(1974, 8, 12), date(2012, 4, 15))


@given(
    st.dates(date(1932, 1, 1), date(2012, 12, 31)), st.dates(date(2020, 1, 1), date(2036, 12, 31))
)
def test_a_zone_of_our_own_making(born: date, until: date) -> None:
    mrz = parse_td1(zone(born, until))
    assert mrz is not None
    assert (mrz.date_naissance, mrz.date_validite) == (born, until)
    assert (mrz.nom, mrz.prenom, mrz.cin) == ("EL AMRANI", "FATIMA ZAHRA", "BK123456")


@pytest.mark.parametrize(
    ("born", "until"),
    [
        (date(2020, 5, 1), date(2027, 5, 1)),
        (date(2017, 3, 2), date(2033, 1, 1)),
        (date(1935, 1, 1), date(2033, 1, 1)),
    ],
)
def test_the_card_of_a_child_and_of_its_great_grandmother(born: date, until: date) -> None:
    mrz = parse_td1(zone(born, until))
    assert mrz is not None
    assert mrz.date_naissance == born


@given(st.sampled_from([*range(7), *range(8, 15)]))
def test_one_wrong_digit_in_a_date_or_its_check_and_nothing_is_said(at_: int) -> None:
    first, second, third = zone(date(1980, 1, 2), date(2031, 4, 5))
    wrong = second[:at_] + str((int(second[at_]) + 1) % 10) + second[at_ + 1 :]
    assert parse_td1([first, wrong, third]) is None


@given(st.lists(st.text(max_size=35), max_size=4))
def test_any_lines_give_a_zone_or_nothing(lines: list[str]) -> None:
    parse_td1(lines)


@pytest.mark.parametrize("figure", ["²", "፩"])
def test_figures_that_are_no_digits(figure: str) -> None:
    first, second, third = zone(date(1980, 1, 2), date(2031, 4, 5))
    assert parse_td1([first, figure + second[1:], third]) is None


def card(lines: list[str]) -> dict[str, str]:
    shown = sheet(
        at(0.3, "Née le 31.12.1999"), *(at(0.6 + 0.03 * n, t) for n, t in enumerate(lines))
    )
    return values(read("cnie", shown).fields)


def test_a_card_is_proven_by_its_zone() -> None:
    shown = sheet(
        *(at(0.6 + 0.03 * n, t) for n, t in enumerate(zone(date(1980, 1, 2), date(2031, 4, 5))))
    )
    fields = read("cnie", shown).fields
    assert fields["date_naissance"].how is How.MRZ
    assert fields["date_naissance"].confidence >= 0.99
    assert fields["nom"].confidence < 0.99  # no check digit covers names
    box = fields["date_naissance"].box
    assert box is not None
    assert all(box.holds(w.box.cx, w.box.cy) for w in shown.words)


def test_the_zone_beats_print() -> None:
    found = card(zone(date(1980, 1, 2), date(2031, 4, 5)))
    assert found["date_naissance"] == "1980-01-02"
    assert found["date_validite"] == "2031-04-05"
    assert (found["nom"], found["prenom"], found["sexe"]) == ("EL AMRANI", "Fatima Zahra", "F")


def test_a_zone_that_fails_its_check_proves_nothing() -> None:
    first, second, third = zone(date(1980, 1, 2), date(2031, 4, 5))
    assert "date_validite" not in card([first, second[:6] + "x" + second[7:], third])


def test_other_papers_have_no_zone() -> None:
    lines = zone(date(1980, 1, 2), date(2031, 4, 5))
    shown = sheet(*(at(0.6 + 0.03 * n, t) for n, t in enumerate(lines)))
    assert all(f.how is not How.MRZ for f in read("facture", shown).fields.values())
