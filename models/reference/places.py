"""Cities of Morocco, Senegal and Côte d'Ivoire that letterheads and signatures name."""

from __future__ import annotations

from functools import cache

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
