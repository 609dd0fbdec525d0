"""Drugs that Moroccan schemes know, by EAN-13: name, dosage, form and public price (PPV).

Source: the CNOPS reference list of drugs (« référentiel des médicaments », 5 917 rows),
as published in 2026; facts only, in `medicaments.csv`. An official newer list of the
same columns replaces it. Some codes of the list fail their check digit: kept as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
SHORTEST, LONG = 5, 9
"""Letters from which a name may be one letter off, then two."""


@dataclass(frozen=True, slots=True)
class Drug:
    code: str
    nom: str
    dosage: str
    forme: str
    ppv: str


def drug_of_code(ean: str) -> Drug | None:
    """The drug that bears this EAN-13."""
    return _by_code().get(ean)


def is_drug(name: str) -> bool:
    """Whether the list has a drug of this name, its dosage left out."""
    return brand(name) in _dosages()


def nearest_drug(name: str, dosage: str | None) -> str | None:
    """The one drug of which `name` may be a misreading, where a dosage read beside it agrees.

    `None` when the name is known as it is, when two drugs are as near, or when nothing
    else than the likeness speaks for it.
    """
    plain = brand(name)
    figures = set(_figures(dosage or ""))
    if len(plain) < SHORTEST or plain in _dosages() or not figures:
        return None
    off = 2 if len(plain) >= LONG else 1
    near = process.extract(
        plain, _dosages().keys(), scorer=Levenshtein.distance, score_cutoff=off, limit=5
    )
    agreeing = [str(found) for found, _, _ in near if figures & _dosages()[str(found)]]
    return agreeing[0].upper() if len(agreeing) == 1 else None


def brand(name: str) -> str:
    """A name without its dosage and form: «ERLUS 5 MG» is `erlus`."""
    words: list[str] = []
    for word in folded(name).split():
        if any(c.isdigit() for c in word):
            break
        words.append(word)
    return " ".join(words)


def _figures(text: str) -> list[str]:
    return [f"{float(n.replace(',', '.')):g}" for n in _NUMBER.findall(text)]


@cache
def _list() -> tuple[Drug, ...]:
    text = resources.files("models.reference").joinpath("medicaments.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Drug(r["code"], r["nom"], r["dosage"], r["forme"], r["ppv"]) for r in rows)


@cache
def _by_code() -> Mapping[str, Drug]:
    return {drug.code: drug for drug in _list()}


@cache
def _dosages() -> Mapping[str, frozenset[str]]:
    """Of each name, the figures of its dosages."""
    found: dict[str, set[str]] = {}
    for drug in _list():
        figures = _figures(drug.dosage) + _figures(drug.nom)
        found.setdefault(brand(drug.nom), set()).update(figures)
    return {name: frozenset(figures) for name, figures in found.items() if name}
