"""Towns of Morocco, Senegal and Côte d'Ivoire that papers name, and the regions they are in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

FEWEST, LONG = 5, 8
"""Letters from which a city may be one letter off, then two."""


@cache
def towns() -> dict[str, tuple[str, str]]:
    """Country and region of each known town (`villes.toml`)."""
    text = resources.files("models.reference").joinpath("villes.toml").read_text(encoding="utf-8")
    return {
        town: (country, region)
        for country, of in tomllib.loads(text).items()
        for region, names in of.items()
        for town in names
    }


def region_of(town: str, country: str) -> str | None:
    """The region that the town named in `town` is in; `None` where none of that country is."""
    found = towns().get(city_named(town) or "")
    return found[1] if found is not None and found[0] == country else None


@cache
def _by_folded() -> dict[str, str]:
    return {folded(city): city for city in towns()}


@cache
def _longest() -> int:
    """Words of the longest name of a town."""
    return max(len(name.split()) for name in _by_folded())


def city_named(text: str) -> str | None:
    """The last known city that `text` names (addresses end with it), or `None`."""
    words = folded(text).split()
    found = None
    for start in range(len(words)):
        for length in range(1, _longest() + 1):
            city = _by_folded().get(" ".join(words[start : start + length]))
            if city is not None:
                found = city
    return found


def nearest_city(text: str) -> str | None:
    """The one known city that `text` is a misreading of, or `None`."""
    plain = folded(text)
    if len(plain) < FEWEST:
        return None
    found = process.extract(
        plain,
        list(_by_folded()),
        scorer=Levenshtein.distance,
        score_cutoff=1 if len(plain) < LONG else 2,
        limit=2,
    )
    if not found or (len(found) == 2 and found[0][1] == found[1][1]):
        return None
    return _by_folded()[found[0][0]]
