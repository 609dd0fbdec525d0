"""From the words beside a label to a value of the kind wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from extractors.fields.parsed import SENTENCE_END, TRIM, Parsed, Parser
from extractors.fields.people import given_name, person, whole_name
from models.documents import Kind
from models.values import identifiers
from models.values.amounts import amount_in_words, counts_things, find_amounts, written
from models.values.dates import find_dates
from models.values.text import as_digits, folded, latin_digits

MISREAD = 0.9
"""Share of its certainty that an amount keeps when letters in it were taken for digits."""
_SLASHES_AS_ONES = re.compile(r"(?<!\d)([0-3]\d)[1/]([01]\d)[1/]((?:19|20)\d\d)(?!\d)")
SLASHES_GUESSED = 0.7
"""Certainty of «171012025»: a date of which slashes were read as ones."""
_COUNTED = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
_LENGTH = re.compile(
    rf"(?<![\d.,/])(\d{{1,3}}|{'|'.join(_COUNTED)})\s*(?:\([^)]*\)\s*)?(jours?|jrs?|j|nuits?|nuitées?|semaines?|sem|mois)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<=\w[-/])\s+(?=(?:[A-Z]{1,4}[-/]?)?\d)")
"""Inside of a number that a reader parted at its stroke: «2026- HS-7741»."""
_PREFIX = re.compile(r"\W*([A-Z]{2,4})\s")
_WHOLE = re.compile(r"(?:\d\s*){9,}")
"""A number of the funds has nine digits and no letters: those before it are of its label."""
_NO_PREFIXES = frozenset({
    "NO", "NUM", "REF", "PEC", "BON", "CIN", "CNIE", "CNI", "ICE", "INPE", "INP", "CNSS", "AMO", "IPM", "CNAM",
    "RC", "IF", "TP", "TEL", "GSM", "DU", "LE", "DE", "ET", "AU", "FACT", "FAC", "MLE", "MAT", "IMM", "SOM",
    "PPR", "DOTI", "FAR", "CSS", "CMU", "CMIM", "DRPP", "NR", "DOS", "POL", "ASS", "ADH", "TTC", "DH", "MAD",
})  # fmt: skip
"""Capitals before a number that are no part of it: those of labels and of funds."""
_NEXT_SENTENCE = re.compile(
    r"(?<=[a-zà-ÿ]{2})\s?\.\s+(?=(?:L['’]|(?:Les?|La|Il|Elle|Nous|Je|Ce|Cette|Cet)\s)[a-zà-ÿ])"
)
"""«Angine aiguë. L'entrée est fixée …»: what is no answer any more."""


def parse(kind: Kind, text: str, pattern: str | None = None) -> Parsed | None:
    """The value of `kind` in `text`, or `None`. `pattern` narrows the text first."""
    text = latin_digits(text).strip()
    if pattern is not None:
        match = re.search(pattern, text, re.IGNORECASE) or re.search(
            pattern, text.strip(" .,;:"), re.IGNORECASE
        )
        if match is None:
            return None
        before = (
            _PREFIX.fullmatch(match.string[: match.start()]) if kind is Kind.IDENTIFIANT else None
        )
        text = match.group(match.lastindex or 0)
        if (
            before is not None
            and text[0].isdigit()
            and before[1] not in _NO_PREFIXES
            and not _WHOLE.fullmatch(text)
        ):
            text = before[1] + text
    return PARSERS[kind](text) if text else None


def _date(text: str) -> Parsed | None:
    found = find_dates(text)
    if not found and (slashed := _SLASHES_AS_ONES.search(as_digits(re.sub(r"\s+", "", text)))):
        found = find_dates("/".join(slashed.groups()))
        return Parsed(found[0].value.isoformat(), SLASHES_GUESSED) if found else None
    return Parsed(found[0].value.isoformat(), found[0].certainty) if found else None


def _amount(text: str) -> Parsed | None:
    found = find_amounts(text)
    if sum(c.isalpha() for c in text) <= 2 and "%" not in text:
        found += [
            replace(f, certainty=MISREAD * f.certainty) for f in find_amounts(as_digits(text))
        ]
    if not found:
        return None
    best = max(found, key=lambda f: (f.certainty, -f.start))
    return Parsed(written(best.value), best.certainty)


def _integer(text: str) -> Parsed | None:
    match = re.search(r"(?<![\d.,/])\d{1,4}(?![.,/]?\d)", text)
    return Parsed(str(int(match.group())), 0.9) if match else None


def _decimal(text: str) -> Parsed | None:
    match = re.search(r"\d+(?:[.,]\d+)?", text)
    return Parsed(match.group().replace(",", "."), 0.85) if match else None


def _identifier(text: str) -> Parsed | None:
    text = _JOINED.sub("", text)
    for token in re.findall(r"[A-Za-z0-9][A-Za-z0-9\-/.]*(?:\s(?=\d)[\d\-/.]+)*", text):
        plain = token.strip(TRIM)
        if sum(c.isdigit() for c in plain) >= 2:
            value = re.sub(r"\s+", "", plain).upper()
            return Parsed(value, 0.9 if len(value) >= 4 else 0.6)
    spelled = re.sub(r"[\s|]+", "", text)
    if sum(c.isdigit() for c in spelled) >= 4 and re.fullmatch(r"[A-Za-z]{0,3}[\d/\-.]+", spelled):
        return Parsed(spelled.strip(TRIM).upper(), 0.85)
    return None


def _cin(text: str) -> Parsed | None:
    found = identifiers.find_cin(text.upper()) or identifiers.find_cin(
        re.sub(r"[\s|]+", "", text.upper())
    )
    return Parsed(found, 0.93) if found else None


def _numbered(length: int, name: str, valid: Callable[[str], bool] | None = None) -> Parser:
    def read(text: str) -> Parsed | None:
        found = identifiers.find_number(text, length) or identifiers.find_number(
            re.sub(r"[\s|]+", "", text), length
        )
        if found is None:
            return None
        if valid is None:
            return Parsed(found, 0.92)
        if valid(found):
            return Parsed(found, 0.995)
        return Parsed(found, 0.45, f"La clé de contrôle du {name} est fausse : à relire.")

    return read


def _phone(text: str) -> Parsed | None:
    found = identifiers.find_phone(text)
    return Parsed(found, 0.9) if found else None


def _email(text: str) -> Parsed | None:
    address = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    match = re.search(address, text) or re.search(address, re.sub(r"\s*([@.])\s*", r"\1", text))
    return Parsed(match.group().lower(), 0.93) if match else None


def _text(text: str) -> Parsed | None:
    first = _NEXT_SENTENCE.split(SENTENCE_END.split(text)[0])[0]
    plain = re.sub(r"\s+", " ", first).strip(TRIM)
    if sum(c.isalnum() for c in plain) < 2:
        return None
    return Parsed(plain, 0.8)


_SPELLED = re.compile(
    r".*?\b(?:dirhams?|dhs?|francs?(?:\s+cfa)?|f\s?cfa|euros?)\b"
    r"(?:\W+(?:et\W+)?[\w-]+(?:[\s-]+[\w-]+){0,4}\s+(?:centimes?|cts)\b)?",
    re.IGNORECASE,
)
"""An amount in words up to its currency and centimes: what follows is another matter."""


def _amount_words(text: str) -> Parsed | None:
    if amount_in_words(text) is None or counts_things(text):
        return None
    text = re.sub(r"\bet(?=(?:un|une|onze)\b)", "et ", text)
    plain = re.sub(r"^.*?(?:lettres|somme de|montant de|à)\s*[):]+", "", text, flags=re.I)
    plain = re.sub(r"^\W*(?:de|soit)\s", "", plain, flags=re.I)
    if (spelled := _SPELLED.match(plain)) is not None:
        plain = spelled[0]
    return Parsed(re.sub(r"\s+", " ", plain).strip(TRIM), 0.88)


def _duration(text: str) -> Parsed | None:
    match = re.search(
        r"\d+\s*(?:jours?|j\b|semaines?|mois|ans?|années?)|(?:un|deux|trois|six|douze)\s+(?:mois|ans?|semaines?)",
        text,
        re.I,
    )
    if match:
        return Parsed(re.sub(r"\s+", " ", match.group()), 0.88)
    return None


def _days(text: str) -> Parsed | None:
    """A length of time in days: «2 semaines» is 14; a bare number counts days."""
    match = _LENGTH.search(text) or re.search(r"(?<![\d.,/])(\d{1,3})()(?![.,/]?\d)", text)
    if match is None:
        return None
    number, unit = _COUNTED.get(folded(match.group(1))), folded(match.group(2) or "")
    count = number if number is not None else int(match.group(1))
    days = count * (7 if unit.startswith("sem") else 30 if unit.startswith("moi") else 1)
    return Parsed(str(days), 0.9 if unit else 0.8) if 0 < days <= 400 else None


def _age(text: str) -> Parsed | None:
    match = re.search(r"\b(\d{1,3})\s*(?:ans?|mois)?\b", text, re.I)
    if match and int(match.group(1)) <= 120:
        return Parsed(match.group(1), 0.88)
    return None


_BORN_IN = re.compile(r"^.*\d\s*,?\s*(?:à|a|á)\s+(?=[A-ZÀ-Þ])")
"""«12/05/1971 à Fès»: where, after when."""


def _city(text: str) -> Parsed | None:
    text = _BORN_IN.sub("", text)
    found = whole_name(re.split(r"\ble\b|,", text)[0])
    return Parsed(found.value, 0.85) if found else None


PARSERS: Mapping[Kind, Parser] = {
    Kind.DATE: _date,
    Kind.MONTANT: _amount,
    Kind.ENTIER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.IDENTIFIANT: _identifier,
    Kind.CIN: _cin,
    Kind.INPE: _numbered(9, "numéro INPE"),
    Kind.ICE: _numbered(15, "numéro ICE", identifiers.ice_valid),
    Kind.RIB: _numbered(24, "RIB", identifiers.rib_valid),
    Kind.EAN13: _numbered(13, "code-barres", identifiers.ean13_valid),
    Kind.TELEPHONE: _phone,
    Kind.EMAIL: _email,
    Kind.NOM: person,
    Kind.PRENOM: given_name,
    Kind.NOM_COMPLET: whole_name,
    Kind.VILLE: _city,
    Kind.TEXTE: _text,
    Kind.MONTANT_LETTRES: _amount_words,
    Kind.DUREE: _duration,
    Kind.JOURS: _days,
    Kind.AGE: _age,
    # Choices and booleans are read from their boxes and words (`choices`).
    Kind.BOOLEEN: lambda text: None,
    Kind.CHOIX: lambda text: None,
}
