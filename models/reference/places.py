"""Cities of Morocco, Senegal and Côte d'Ivoire that letterheads and signatures name."""

from __future__ import annotations

from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

CITIES = (
    # Morocco
    "Agadir", "Al Hoceima", "Azrou", "Béni Mellal", "Ben Guerir", "Benslimane", "Berkane", "Berrechid",
    "Bouskoura", "Bouznika", "Casablanca", "Chefchaouen", "Dakhla", "El Jadida", "Errachidia",
    "Essaouira", "Fès", "Fnideq", "Guelmim", "Guercif", "Ifrane", "Inezgane", "Kénitra", "Khémisset",
    "Khénifra", "Khouribga", "Laâyoune", "Larache", "Marrakech", "Martil", "Meknès", "Midelt",
    "Mohammedia", "Nador", "Ouarzazate", "Ouezzane", "Oujda", "Rabat", "Safi", "Salé", "Sefrou",
    "Settat", "Sidi Kacem", "Sidi Slimane", "Skhirat", "Tanger", "Tan-Tan", "Taounate", "Taourirt",
    "Taroudant", "Taza", "Témara", "Tétouan", "Tiflet", "Tiznit", "Youssoufia", "Zagora",
    # Senegal
    "Dakar", "Diourbel", "Fatick", "Kaffrine", "Kaolack", "Kédougou", "Kolda", "Louga", "Matam",
    "Mbour", "Pikine", "Rufisque", "Saint-Louis", "Sédhiou", "Tambacounda", "Thiès", "Touba",
    "Ziguinchor",
    # Côte d'Ivoire
    "Abengourou", "Abidjan", "Abobo", "Agboville", "Bondoukou", "Bouaké", "Cocody", "Daloa",
    "Dimbokro", "Divo", "Ferkessédougou", "Gagnoa", "Grand-Bassam", "Korhogo", "Man", "Odienné",
    "San-Pédro", "Séguéla", "Soubré", "Yamoussoukro", "Yopougon",
)  # fmt: skip


FEWEST, LONG = 5, 8
"""Letters from which a city may be one letter off, then two."""


@cache
def _by_folded() -> dict[str, str]:
    return {folded(city): city for city in CITIES}


def city_named(text: str) -> str | None:
    """The last known city that `text` names (addresses end with it), or `None`."""
    words = folded(text).split()
    found = None
    for start in range(len(words)):
        for length in (1, 2):
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
