"""Identifiers and their check digits (DOMAIN §3, «Identities that can be checked»)."""

from __future__ import annotations

import re

from stdnum import ean
from stdnum.ma import ice as stdnum_ice

from models.values.text import as_digits


def compact(text: str) -> str:
    """Without spaces and the punctuation that people put between groups."""
    return re.sub(r"[\s.\-_/|:]+", "", text).upper()


def digits_of(text: str) -> str:
    """The digits of a mostly numeric text, look-alike letters turned back."""
    return re.sub(r"\D", "", as_digits(text))


def rib_key(first_22: str) -> str:
    """The two-digit key of a Moroccan RIB."""
    return f"{97 - int(first_22) * 100 % 97:02d}"


def rib_valid(rib: str) -> bool:
    """24 digits whose last two are their key."""
    return len(rib) == 24 and rib.isdigit() and rib_key(rib[:22]) == rib[22:]


def ice_valid(ice: str) -> bool:
    """15 digits, ISO 7064 mod 97."""
    return len(ice) == 15 and bool(stdnum_ice.is_valid(ice))


def ean13_valid(code: str) -> bool:
    return len(code) == 13 and bool(ean.is_valid(code))


def cin_valid(cin: str) -> bool:
    """One or two letters, then one to seven digits."""
    return re.fullmatch(r"[A-Z]{1,2}\d{1,7}", cin) is not None


def inpe_valid(inpe: str) -> bool:
    return re.fullmatch(r"\d{9}", inpe) is not None


def find_cin(text: str) -> str | None:
    """A CIN in `text`: letters that were read as digits, and the reverse, are turned back."""
    for match in re.finditer(
        r"(?<![A-Za-z0-9])([A-Z]{1,2})\s?[-.]?\s?([\dOIlSBZ]{4,7})(?![A-Za-z0-9])", text
    ):
        digits = as_digits(match.group(2))
        if digits.isdigit():
            return match.group(1) + digits
    return None


def find_phone(text: str) -> str | None:
    """A telephone number of 9 to 12 digits, `+` kept, otherwise only digits."""
    match = re.search(r"(\+|00)?\s?\(?\d(?:[\s.\-/()]*\d){7,12}", text)
    if match is None:
        return None
    number = re.sub(r"\D", "", match.group())
    if not 9 <= len(number) <= 14:
        return None
    return ("+" if match.group().strip().startswith("+") else "") + number


def find_number(text: str, length: int) -> str | None:
    """A number of exactly `length` digits, spaces, dots and look-alikes between allowed."""
    plain = re.sub(r"(?<=[\dOIlSB])[\s.\-|_]+(?=[\dOIlSB])", "", text)
    for match in re.finditer(r"[\dOIlSBZ]+", plain):
        digits = as_digits(match.group())
        clear = sum(c.isdigit() for c in match.group())
        if len(digits) == length and clear >= length - 2:
            return digits
    return None
