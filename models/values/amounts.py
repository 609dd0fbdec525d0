"""Amounts of money as written in French papers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from models.values.text import folded

_AMOUNT = re.compile(
    r"(?<![\dA-Za-z/.,-])"
    # thousands grouped by a comma when a point follows («2,115.40»), grouped otherwise, or plain
    r"(\d{1,3}(?:,\d{3})+(?=\.\d{2}(?!\d))|\d{1,3}(?:[\s\u00a0\u202f.'’]\d{3})+|\d+)"
    r"(?:\s?[.,:]\s?(\d{1,3}))?"
    r"(?![\d/])"
)
_CURRENCY = re.compile(
    r"\b(dhs?|mad|dirhams?|fcfa|f\s?cfa|xof|francs?|cfa|€|eur|dt|tnd)\b|د\.?م|درهم", re.IGNORECASE
)

_DINARS = re.compile(r"^\s?(?:dt|tnd|dinars?|د\.?ت)\b", re.IGNORECASE)
"""Tunisian amounts have three decimals: «125,500 DT»."""
_PERCENT = re.compile(r"\s?[%‰]")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount found in text. `certainty` 0..1: decimals and a currency make it plain."""

    value: Decimal
    start: int
    end: int
    certainty: float


def find_amounts(text: str) -> list[FoundAmount]:
    """All amounts in `text`, in the order written."""
    found: list[FoundAmount] = []
    for match in _AMOUNT.finditer(text):
        whole, cents = match.groups()
        digits = re.sub(r"\D", "", whole)
        if len(digits) > 9 or _PERCENT.match(text, match.end()):
            continue
        millimes = (
            cents is not None
            and len(cents) == 3
            and _DINARS.search(text[match.end() : match.end() + 12])
        )
        # «12,500» is twelve thousand five hundred, «1250.000» and «1 250,000» are millimes.
        if cents is not None and len(cents) == 3 and len(whole) <= 3 and not millimes:
            digits, cents = digits + cents, None
        try:
            value = Decimal(f"{digits}.{cents or '0'}").quantize(Decimal("0.01"))
        except InvalidOperation:
            continue
        certainty = 0.6
        if cents is not None and (len(cents) == 2 or millimes):
            certainty += 0.3
        if _CURRENCY.search(text[match.end() : match.end() + 12]):
            certainty += 0.08
        found.append(FoundAmount(value, match.start(), match.end(), certainty))
    return found


def parse_amount(text: str) -> Decimal | None:
    """The plainest amount in `text` (the last one of equals), or `None`."""
    found = find_amounts(text)
    return max(found, key=lambda f: (f.certainty, f.start)).value if found else None


def written(amount: Decimal) -> str:
    """As kept: a point and two digits."""
    return f"{amount:.2f}"


UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "nonante": 90,
}  # fmt: skip
_MULTIPLES = {
    "cent": 100,
    "cents": 100,
    "mille": 1000,
    "mil": 1000,
    "million": 10**6,
    "millions": 10**6,
}
_MAJOR = {
    "dirham",
    "dirhams",
    "dh",
    "dhs",
    "franc",
    "francs",
    "fcfa",
    "cfa",
    "euro",
    "euros",
    "mad",
}
_MINOR = {"centime", "centimes", "cts", "ct", "cents"}
_ARTICLES = {"un", "une"}
_COUNTED = frozenset({
    "seance", "seances", "jour", "jours", "nuit", "nuits", "nuitees", "acte", "actes", "boites",
    "mois", "semaines", "consultations", "visites", "dossiers", "pieces", "lignes", "articles",
})  # fmt: skip
"""What papers of health insurance count besides money."""


def amount_in_words(text: str) -> Decimal | None:
    """The amount that French words spell («mille deux cent cinquante dirhams»), or `None`.

    Stops at the first word that is no number once numbers began; centimes follow the
    currency («… dirhams vingt centimes», «… dirhams et 20 cts»).
    """
    major: int | None = None
    total = group = 0
    seen = False
    words = folded(text).split()
    for position, word in enumerate(words):
        if word in _MAJOR:
            if seen and major is None:
                major, total, group, seen = total + group, 0, 0, False
            continue
        if word in _MINOR and (major is not None or (seen and word not in _MULTIPLES)):
            major = major or 0
            break
        if word == "et":
            continue
        if word.isdecimal() and major is not None:
            group, seen = int(word), True
        elif word in _ARTICLES and not seen and not _is_counted(words[position + 1 :]):
            continue  # «pour une somme de mille dirhams»
        elif word in UNITS:
            unit = UNITS[word]
            group += 76 if unit == 20 and group % 100 == 4 else unit  # quatre-vingt
            seen = True
        elif word in _MULTIPLES:
            factor = _MULTIPLES[word]
            if factor == 100:
                group = max(group, 1) * 100
            else:
                total, group = total + max(group, 1) * factor, 0
            seen = True
        elif seen:
            break
    if major is None:
        return Decimal(total + group).quantize(Decimal("0.01")) if seen and total + group else None
    cents = total + group if seen and total + group < 100 else 0
    return Decimal(f"{major}.{cents:02d}")


def counts_things(text: str) -> bool:
    """Whether a spelled number counts something else than money: «neuf séances»."""
    words = folded(text).split()
    numbers = UNITS.keys() | _MULTIPLES.keys() | {"et"}
    if any(w in _MAJOR | _MINOR - _MULTIPLES.keys() for w in words):
        return False
    begin = next((i for i, w in enumerate(words) if w in numbers - _ARTICLES), len(words))
    after = next((w for w in words[begin:] if w not in numbers), None)
    return after in _COUNTED


def spelled_amount(words: Sequence[str]) -> tuple[int, int] | None:
    """Where folded words first spell an amount with its currency, centimes included: start and end."""
    numbers = UNITS.keys() | _MULTIPLES.keys()
    for at, word in enumerate(words):
        if word not in _MAJOR:
            continue
        start = at
        while start and words[start - 1] in numbers | {"et"}:
            start -= 1
        if not any(w in numbers for w in words[start:at]):
            continue
        end = at + 1
        while end < len(words) and words[end] in _MAJOR:
            end += 1
        minor = end
        while minor < len(words) and (words[minor] in numbers | {"et"} or words[minor].isdecimal()):
            minor += 1
        if minor < len(words) and minor > end and words[minor] in _MINOR:
            end = minor + 1
        return start + (words[start] == "et"), end
    return None


def _is_counted(following: Sequence[str]) -> bool:
    """Whether «un», with these words after it, is a number and no article."""
    return not following or following[0] in _MULTIPLES.keys() | _MAJOR | _MINOR
