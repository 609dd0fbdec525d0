"""Dates as written in French papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.amounts import UNITS, amount_in_words
from models.values.text import as_digits, folded

MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    "janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "jan": 1, "january": 1, "feb": 2, "february": 2, "march": 3, "apr": 4, "april": 4, "may": 5, "june": 6,
    "july": 7, "aug": 8, "august": 8, "sep": 9, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
EARLIEST, LATEST = 1900, 2100
CENTURY_PIVOT = 40
"""Two-digit years up to this are 20xx, above 19xx."""

_SEPARATOR = r"\s*[/.\-–—_|\\,:;' ]\s*"
_DIGIT = r"[\dOoQDIl|!ZzSsGB]"
_NUMERIC = re.compile(
    rf"(?<![\dA-Za-z])({_DIGIT}{{1,2}}){_SEPARATOR}({_DIGIT}{{1,2}}){_SEPARATOR}({_DIGIT}{{4}}|\d{{2}})(?![\dA-Za-z]|[/.]\d)"
)
"""Not where it goes on: «2 3 /09/2 0 25» is no 2 March 2009."""
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
"""Not within two dates that a dash joins: «08/10/2025-11/10/2025», «08-10-2025-11-10-2025»."""
_WORDY = re.compile(
    r"(?<![\dA-Za-z])(\d{1,2})\s*(?:er|°)?\s*[-./ ]?\s*([A-Za-zÀ-ÿ]{3,10})\.?\s*[-./, ]?\s*(\d{4})(?!\d)",
    re.IGNORECASE,
)
_UNIT = r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf)"
_TEEN = r"(?:dix-(?:sept|huit|neuf)|dix|onze|douze|treize|quatorze|quinze|seize)"
_DAY = rf"(?:premier|(?:vingt|trente)-et-un|vingt-{_UNIT}|vingt|trente|{_TEEN}|{_UNIT}|un)"
_TENS = r"(?:vingt|trente|quarante|cinquante|soixante|septante|huitante|nonante)"
_BELOW = (
    rf"(?:soixante-(?:et-onze|{_TEEN})|quatre-vingts?(?:-(?:{_TEEN}|{_UNIT}|une?))?"
    rf"|{_TENS}(?:-et-une?|-{_UNIT})?|{_TEEN}|{_UNIT}|une?)"
)
_YEAR = rf"\b(?P<year>(?:deux-)?mil(?:le?)?\b(?:-(?:{_UNIT}-)?cents?\b)?(?:-{_BELOW}\b)?)"
_DAY_OF_MONTH = rf"\b(?P<day>{_DAY})-(?:du-mois-)?(?:de-|d['’])?(?P<month>[^\W\d_]{{3,9}})\b"
_THE_YEAR = r"(?:de-)?(?:l['’ ]?an(?:n[ée]e)?-)?"
_SPELLED = tuple(
    re.compile(pattern.replace("-", r"[\s-]+"), re.IGNORECASE)
    for pattern in (
        rf"{_DAY_OF_MONTH},?-{_THE_YEAR}{_YEAR}",
        rf"\bl['’ ]?an-{_YEAR}(?:\s*,\s*(?:et-)?(?:le-)?|-(?:et-)?le-){_DAY_OF_MONTH}",
    )
)
"""«le vingt et un août deux mille quinze», «l'an deux mille quinze, le vingt et un août», as
registrars write; a dash of the pattern is any space or hyphen. The year ends where no further word
can belong to it: «deux mille cinq quinze heures»."""
_NUMBER_WORDS = (UNITS.keys() | {"cent", "cents"}) - {"zero"}
_COUNTED = re.compile(
    r"[\s-]+(?:h|heures?|minutes?|min|mn|ans?|jours?|dirhams?|dhs?|francs?)\b", re.I
)
"""What the last words of a year may count instead: «deux mille vingt heures»."""
_NEXT_WORD = re.compile(r"[\s-]+(et\s+)?([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s-]+$")
LONGEST = 16
"""Characters that a number's word takes at most, with the space behind it."""
_COMB = re.compile(r"(?<!\d)" + r"[\s|_./\-]{0,3}".join([r"(\d)"] * 8) + r"(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date found in text, from `start` to `end`. `certainty` 0..1: how plain its writing is."""

    value: date
    start: int
    end: int
    certainty: float


def find_dates(text: str) -> list[FoundDate]:
    """All dates in `text` (day first), plainest writing first."""
    found: list[FoundDate] = []
    for match in _ISO.finditer(text):
        if re.search(r"\d" + re.escape(match[2]) + r"\Z", text[: match.start()]):
            continue
        year, month, day = (int(match[group]) for group in (1, 3, 4))
        _add(found, year, month, day, match, 1.0)
    for match in _NUMERIC.finditer(text):
        raw = match.groups()
        if sum(c.isdigit() for g in raw for c in g) < sum(len(g) for g in raw) - 2:
            continue
        day, month, year = (int(as_digits(g)) for g in raw)
        plain = all(g.isdigit() for g in raw)
        slashed = any(s in match.group() for s in "/.-")
        _add(found, _full_year(year, raw[2]), month, day, match, _sure(plain, slashed, raw[2]))
    for match in _WORDY.finditer(text):
        number = month_number(match.group(2))
        if number is not None:
            _add(found, int(match.group(3)), number, int(match.group(1)), match, 0.98)
    for match in (m for pattern in _SPELLED for m in pattern.finditer(text)):
        number, spelled = month_number(match["month"]), amount_in_words(match["year"])
        first = match["day"].lower() == "premier"
        counted = Decimal(1) if first else amount_in_words(match["day"])
        if number is None or counted is None or spelled is None or not _whole(text, match):
            continue
        _add(found, int(spelled), number, int(counted), match, 0.95)
    for match in _COMB.finditer(text):
        digits = "".join(match.groups())
        _add(found, int(digits[4:]), int(digits[2:4]), int(digits[:2]), match, 0.85)
    found.sort(key=lambda f: (-f.certainty, f.start))
    kept: list[FoundDate] = []
    for candidate in found:
        if all(candidate.end <= k.start or candidate.start >= k.end for k in kept):
            kept.append(candidate)
    return kept


def parse_date(text: str) -> date | None:
    """The plainest date in `text`, or `None`."""
    found = find_dates(text)
    return found[0].value if found else None


def typed_date(text: str) -> date | None:
    """A day as programs and spreadsheets write it (`2025-11-05 00:00`), or as people do."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return parse_date(text)


def month_number(word: str) -> int | None:
    """1..12 for a French month, one letter misread allowed (two in long names)."""
    name = folded(word)
    if name in MONTHS:
        return MONTHS[name]
    if len(name) < 4:
        return None
    best = process.extractOne(
        name, MONTHS.keys(), scorer=Levenshtein.distance, score_cutoff=2 if len(name) > 6 else 1
    )
    return MONTHS[best[0]] if best else None


def _whole(text: str, match: re.Match[str]) -> bool:
    """Whether the day and the year of a date in words surely begin and end where they were read."""
    before = _WORD_BEFORE.search(text[max(match.start("day") - LONGEST, 0) : match.start("day")])
    if before is not None and folded(before[1]) in _NUMBER_WORDS:
        return False  # «cent vingt mars»
    end = match.end("year")
    if _COUNTED.match(text, end):
        return False
    after = _NEXT_WORD.match(text, end)
    if after is None:
        return True
    word = folded(after[2])
    if word in _NUMBER_WORDS:
        return after[1] is None  # «deux mille vingt et deux» is no year that people write
    # «deux mille cing»: a number misread would be lost from the year.
    return len(word) < 4 or not process.extractOne(
        word, _NUMBER_WORDS, scorer=Levenshtein.distance, score_cutoff=1
    )


def _sure(plain: bool, slashed: bool, year: str) -> float:
    certainty = 0.97 if plain else 0.75
    if not slashed:
        certainty -= 0.1
    return certainty - (0.12 if len(year) == 2 else 0.0)


def _full_year(year: int, raw: str) -> int:
    if len(raw) == 4:
        return year
    return 2000 + year if year <= CENTURY_PIVOT else 1900 + year


def _add(
    found: list[FoundDate], year: int, month: int, day: int, match: re.Match[str], certainty: float
) -> None:
    if not EARLIEST <= year <= LATEST:
        return
    try:
        value = date(year, month, day)
    except ValueError:
        return
    found.append(FoundDate(value, match.start(), match.end(), certainty))
