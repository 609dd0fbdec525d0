"""Identifiers and their check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.identifiers import (
    cin_valid,
    compact,
    digits_of,
    ean13_valid,
    find_cin,
    find_number,
    find_phone,
    ice_valid,
    inpe_valid,
    rib_key,
    rib_valid,
)


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def changed(text: str, at: int) -> str:
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


@given(digits(22), st.integers(0, 23))
def test_a_rib_bears_its_key_and_one_wrong_digit_shows(first: str, at: int) -> None:
    rib = first + rib_key(first)
    assert len(rib) == 24
    assert rib_valid(rib)
    assert not rib_valid(changed(rib, at))


def test_a_known_rib() -> None:
    # (97 - 100 n mod 97) worked out by hand for 0…01: 100 mod 97 = 3.
    assert rib_key("0" * 21 + "1") == "94"
    assert rib_key("0" * 22) == "97"


@given(st.text())
def test_no_text_breaks_a_check(text: str) -> None:
    for valid in (rib_valid, ice_valid, ean13_valid, cin_valid, inpe_valid):
        assert valid(text) in (True, False)


@pytest.mark.parametrize("text", ["²" * 24, "፩" * 24, "٣" * 24, "1" * 23, "1" * 25, ""])
def test_what_is_no_rib(text: str) -> None:
    assert not rib_valid(text)


@given(digits(12))
def test_ean13_of_our_own_making(first: str) -> None:
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(first))
    code = first + str(-total % 10)
    assert ean13_valid(code)
    assert not ean13_valid(changed(code, 12))


@given(digits(13))
def test_ice_of_our_own_making(first: str) -> None:
    ice = first + f"{97 - int(first) * 100 % 97:02d}"
    assert ice_valid(ice)
    assert not ice_valid(changed(ice, 3))


@pytest.mark.parametrize("cin", ["A1", "BK123456", "J4567890"])
def test_cins(cin: str) -> None:
    assert cin_valid(cin)


@pytest.mark.parametrize("cin", ["", "BK", "123456", "ABC12345", "BK12345678", "bk12345"])
def test_what_is_no_cin(cin: str) -> None:
    assert not cin_valid(cin)


@given(st.from_regex(r"[A-Z]{1,2}[0-9]{4,7}", fullmatch=True))
def test_a_cin_is_found_in_its_sentence(cin: str) -> None:
    assert find_cin(f"titulaire de la CIN {cin}, demeurant") == cin


def test_a_cin_with_its_letters_apart_or_digits_misread() -> None:
    assert find_cin("BK 123456") == "BK123456"
    assert find_cin("BK-12O4S6") == "BK120456"


@pytest.mark.parametrize("text", ["BOISSO", "IBISSOZ", "SOBIZO", "FACTURE 12", "Total 1250"])
def test_words_are_no_cin(text: str) -> None:
    assert find_cin(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tél : 05 22 20 30 40", "0522203040"),
        ("0522.20.30.40", "0522203040"),
        ("0522 20 30 40 / 0661 12 34 56", "0522203040"),
        ("05.22.20.30.40 - 05.22.20.30.41", "0522203040"),
        ("+212 5 22 20 30 40", "+212522203040"),
        ("+212 (0) 522-20-30-40", "+212522203040"),
        ("+221 33 823 45 67 / 77 123 45 67", "+221338234567"),
        ("33 823 45 67", "338234567"),
        ("+225 27 20 30 40 50", "+2252720304050"),
        ("(05) 22 20 30 40", "0522203040"),
    ],
)
def test_phones(text: str, number: str) -> None:
    assert find_phone(text) == number


@pytest.mark.parametrize(
    "text", ["", "12345678", "011780000012345678901234", "le 05/11/2025", "poste 12"]
)
def test_what_is_no_phone(text: str) -> None:
    assert find_phone(text) is None


@given(
    st.sampled_from([9, 13, 15, 24]).flatmap(digits),
    st.sampled_from(["", " ", ".", "-", "|", " | "]),
)
def test_a_number_is_found_whatever_stands_between_its_digits(number: str, wall: str) -> None:
    assert find_number(wall.join(number), len(number)) == number
    assert find_number(f"RIB {wall.join(number)} INPE", len(number)) == number
    assert find_number(f"N° {number}.", len(number) + 1) is None


def test_a_number_next_to_another() -> None:
    assert find_number("091234567 05 22 20 30 40", 9) == "091234567"


def test_two_misread_digits_are_forgiven_not_three() -> None:
    assert find_number("O9I234567", 9) == "091234567"
    assert find_number("O9I2345G7", 9) is None
    assert find_number("O9IZ34567", 9) is None


def test_a_word_is_no_number() -> None:
    assert find_number("BILLIOSSO", 9) is None


def test_groups_put_together() -> None:
    assert compact("ab 12.34-5/6") == "AB123456"
    assert digits_of("N° 12O4 l") == "12041"


@given(st.text(alphabet="0123456789OIlSBZ .|-+/()X²፩", max_size=60), st.integers(1, 26))
def test_any_figures_give_a_number_or_nothing(text: str, length: int) -> None:
    found = find_number(text, length)
    assert found is None or (len(found) == length and found.isdecimal())
    phone = find_phone(text)
    assert phone is None or phone.removeprefix("+").isdecimal()
    cin = find_cin(text)
    assert cin is None or cin_valid(cin)


@pytest.mark.parametrize("text", ["007 450 0087723985510818 59", "0074 5000 8772 3985 5108 1859"])
def test_an_account_in_groups_is_no_telephone(text: str) -> None:
    assert find_phone(text) is None
