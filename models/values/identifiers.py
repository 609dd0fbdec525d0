"""Identifiers and their check digits (DOMAIN §3, «Identities that can be checked»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stdnum import ean
from stdnum.ma import ice as stdnum_ice

from models.values.text import as_digits

_PHONES = re.compile(r"(?<!\d)(?P<plus>\+|00(?=[1-9]))?\s?\(?(?P<rest>\d(?:[\s.\-/()]*\d){7,})")
_ABROAD = {"212": 12, "221": 12, "225": 13, "216": 11, "33": 11}
"""Digits of a number after `+`, by the code of its country."""
ACCOUNTS = range(21, 29)
"""Digits of bank accounts in groups."""
_BETWEEN = re.compile(r"[\s.\-|_]+")
_GROUP = r"[OIlSBZ]*\d[\dOIlSBZ]*|[OIlSBZ](?![A-Za-z])"
_RUNS = re.compile(rf"(?<![A-Za-z\d])(?:{_GROUP})(?:[\s.\-|_]+(?:{_GROUP}))*(?![A-Za-z\d])")
"""Groups of digits, and of letters read for digits, that follow each other."""


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
    return re.fullmatch(r"[0-9]{24}", rib) is not None and rib_key(rib[:22]) == rib[22:]


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
    """A CIN in `text`; letters that its digits were read as are turned back."""
    for match in re.finditer(
        r"(?<![A-Za-z0-9])([A-Z]{1,2})\s?[-.]?\s?([\dOIlSBZ]{4,7})(?![A-Za-z0-9])", text
    ):
        clear = sum(c.isdecimal() for c in match.group(2))
        if 2 * clear >= len(match.group(2)):
            return match.group(1) + as_digits(match.group(2))
    return None


def find_phone(text: str) -> str | None:
    """The first telephone number of 9 to 13 digits, `+` kept, otherwise only digits."""
    for match in _PHONES.finditer(text):
        if _is_account(match.group("rest")):
            continue
        number = _first_number(match.group("plus") or "", re.findall(r"\d+", match.group("rest")))
        if number is not None:
            return number
    return None


def _is_account(rest: str) -> bool:
    """Whether groups of digits that nothing parts are too many for a telephone: a RIB, an IBAN."""
    digits = re.sub(r"\D", "", rest)
    return len(digits) in ACCOUNTS and "/" not in rest and "-" not in rest


def _first_number(plus: str, groups: Sequence[str]) -> str | None:
    """The number that groups of digits begin with: several may follow each other
    («0522 20 30 40 / 0661 12 34 56»)."""
    digits = ""
    for index, group in enumerate(groups):
        if plus and index and group == "0":
            continue  # «+212 (0) 5 22 …»
        digits += group
        if len(digits) == _length(plus, digits):
            break
    if not 9 <= len(plus.lstrip("+") + digits) <= 15 or not 9 <= len(digits) <= 13:
        return None
    return plus + digits


def _length(plus: str, digits: str) -> int | None:
    """Digits of a whole number that begins so, where its country tells."""
    if plus:
        return next((n for code, n in _ABROAD.items() if digits.startswith(code)), None)
    return 10 if digits.startswith("0") else None


def find_number(text: str, length: int) -> str | None:
    """A number of exactly `length` digits, spaces, dots and look-alikes between allowed."""
    for run in _RUNS.findall(text):
        groups = [as_digits(g) for g in _BETWEEN.split(run)]
        clear = sum(c.isdecimal() for c in run)
        whole = "".join(groups)
        if len(whole) == length and clear >= length - 2:
            return whole
        for group in _BETWEEN.split(run):
            if len(group) == length and sum(c.isdecimal() for c in group) >= length - 2:
                return as_digits(group)
    return None
