"""Invented people, places and identifiers with true check digits. No value here belongs to anyone."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date

BANKS = {
    "007": "Attijariwafa bank",
    "011": "Bank of Africa",
    "013": "BMCI",
    "021": "Crédit du Maroc",
    "190": "Banque Populaire",
    "230": "CIH Bank",
    "350": "Al Barid Bank",
}
CITY_CODES = {
    "Casablanca": "780",
    "Rabat": "810",
    "Fès": "270",
    "Marrakech": "450",
    "Tanger": "640",
    "Meknès": "480",
}
CIN_PREFIXES = [
    "BE",
    "BH",
    "BK",
    "A",
    "AB",
    "C",
    "CD",
    "D",
    "DN",
    "EE",
    "F",
    "JB",
    "K",
    "L",
    "M",
    "Q",
    "SH",
    "UA",
    "WA",
    "X",
]
SURNAMES = {
    "maroc": [
        "ALAOUI",
        "BENNANI",
        "BERRADA",
        "CHRAIBI",
        "EL IDRISSI",
        "FASSI FIHRI",
        "HAJJI",
        "KABBAJ",
        "LAHLOU",
        "MEKOUAR",
        "NACIRI",
        "OUAZZANI",
        "RAMDANI",
        "SEFRIOUI",
        "TAZI",
        "ZNIBER",
        "AIT BRAHIM",
        "EL MANSOURI",
        "BOUAZZA",
        "EL KHATTABI",
        "OUHADDOU",
        "IRAQI HOUSSAINI",
        "DAOUDI",
        "GUESSOUS",
    ],
    "senegal": [
        "DIOP",
        "NDIAYE",
        "FALL",
        "SARR",
        "GUEYE",
        "SOW",
        "FAYE",
        "BADJI",
        "MBAYE",
        "CISSÉ",
        "SECK",
        "DIATTA",
    ],
    "ci": [
        "KOUASSI",
        "KONÉ",
        "YAO",
        "TRAORÉ",
        "N'GUESSAN",
        "OUATTARA",
        "KOFFI",
        "BAMBA",
        "AKA",
        "GNAGNE",
        "SORO",
    ],
}
FIRST_NAMES = {
    ("maroc", "M"): [
        "Mohamed Reda",
        "Youssef",
        "Abdelhak",
        "Fouad",
        "Omar",
        "Hamza",
        "Driss",
        "Anass",
        "Rachid",
        "Ilyas",
    ],
    ("maroc", "F"): [
        "Khadija",
        "Zineb",
        "Nawal",
        "Fatima Zahra",
        "Salma",
        "Aya",
        "Hanane",
        "Meryem",
        "Loubna",
        "Samira",
    ],
    ("senegal", "M"): ["Mamadou", "Ousmane", "Cheikh", "Ibrahima", "Modou", "Abdoulaye"],
    ("senegal", "F"): ["Awa", "Fatou", "Aïssatou", "Khady", "Mame Diarra", "Ndèye"],
    ("ci", "M"): ["Kouadio Serge", "Yves", "Adama", "Jean-Marc", "Brou Aimé"],
    ("ci", "F"): ["Affoué", "Mariam", "Adjoua Élise", "Aminata", "Clarisse"],
}
STREETS = [
    "Rue Ibn Sina",
    "Avenue Hassan II",
    "Lotissement El Wifaq",
    "Rue Oued Ziz",
    "Boulevard Zerktouni",
    "Hay Riad, Secteur 9",
    "Avenue des FAR",
    "Rue Imam Malik",
    "Résidence Les Orangers",
    "Derb El Kebir",
]
CITIES = [
    "Casablanca",
    "Rabat",
    "Fès",
    "Marrakech",
    "Tanger",
    "Meknès",
    "Salé",
    "Kénitra",
    "Oujda",
    "Agadir",
]


@dataclass(frozen=True)
class Person:
    """One invented human being, with every number that papers may bear."""

    nom: str
    prenom: str
    sexe: str
    naissance: date
    ville: str = "Casablanca"
    adresse: str = ""
    cin: str = ""
    immatriculation: str = ""
    matricule: str = ""
    telephone: str = ""
    email: str = ""
    rib: str = ""
    banque: str = ""
    lieu_naissance: str = ""
    profession: str = ""
    lien: str = "assure"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def full(self) -> str:
        return f"{self.nom} {self.prenom}"


@dataclass(frozen=True)
class Provider:
    """A doctor, pharmacy, hospital … with the lines of its letterhead and of its stamp."""

    nom: str
    titre: str
    ville: str
    adresse: str
    telephone: str
    inpe: str
    ice: str = ""
    identifiant_fiscal: str = ""
    personne: str = ""
    arabe: str = ""


def digits(rng: random.Random, n: int, first: str = "123456789") -> str:
    """`n` random digits; the first one is drawn from `first`."""
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(n - 1))


def rib(rng: random.Random, bank: str, city: str = "Casablanca") -> str:
    """24 digits: bank 3, city 3, account 16, key 2 = 97 - (first 22 x 100 mod 97)."""
    body = bank + CITY_CODES.get(city, "780") + "0" * 2 + digits(rng, 14)
    return body + f"{97 - int(body) * 100 % 97:02d}"


def ice(rng: random.Random) -> str:
    """15 digits whose number is a multiple of 97 (ISO 7064 mod 97)."""
    body = "00" + digits(rng, 7) + "0000"
    return body + f"{97 - int(body) * 100 % 97:02d}"


def ean13(rng: random.Random, prefix: str = "6118") -> str:
    """A 13-digit code with its check digit."""
    body = prefix + "".join(rng.choice("0123456789") for _ in range(12 - len(prefix)))
    return body + ean_check(body)


def ean_check(body: str) -> str:
    """Check digit of the first twelve digits of an EAN-13."""
    return str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body)) % 10)


def inpe(rng: random.Random) -> str:
    return digits(rng, 9, "0123456789"[1:])


def cin(rng: random.Random) -> str:
    return rng.choice(CIN_PREFIXES) + digits(rng, rng.choice([5, 6, 6]))


def phone(rng: random.Random, kind: str = "67") -> str:
    """Ten digits, Moroccan national form."""
    return "0" + rng.choice(kind) + digits(rng, 8, "0123456789")


def mrz_digit(text: str) -> str:
    """ICAO 9303 check digit."""
    value = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
    return str(sum(value[c] * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def mrz_td1(person: Person, card: str, until: date) -> tuple[str, str, str]:
    """The three lines of 30 signs on the back of an identity card (TD1)."""
    birth, end = person.naissance.strftime("%y%m%d"), until.strftime("%y%m%d")
    number = card.ljust(9, "<")[:9]
    option1 = person.cin.ljust(15, "<")[:15]
    upper = f"{number}{mrz_digit(number)}{option1}"
    line1 = f"IDMAR{upper}".ljust(30, "<")
    option2 = "<" * 11
    core = f"{birth}{mrz_digit(birth)}{person.sexe}{end}{mrz_digit(end)}MAR{option2}"
    total = mrz_digit(upper + birth + mrz_digit(birth) + end + mrz_digit(end) + option2)
    name = f"{mrz_name(person.nom)}<<{mrz_name(person.prenom)}".ljust(30, "<")[:30]
    return line1, core + total, name


def mrz_name(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.upper())
    return "".join(c if c.isalpha() else "<" for c in bare if not unicodedata.combining(c))


def invent(
    rng: random.Random, sexe: str, born: date, country: str = "maroc", **known: str
) -> Person:
    """A whole person at random; what is `known` is kept."""
    ville = known.pop("ville", rng.choice(CITIES))
    bank = rng.choice(sorted(BANKS))
    made: dict[str, str] = {
        "nom": rng.choice(SURNAMES[country]),
        "prenom": rng.choice(FIRST_NAMES[(country, sexe)]),
        "adresse": f"{rng.randrange(2, 190)}, {rng.choice(STREETS)}",
        "cin": cin(rng),
        "immatriculation": digits(rng, 9),
        "matricule": digits(rng, 5),
        "telephone": phone(rng),
        "rib": rib(rng, bank, ville),
        "banque": BANKS[bank],
        "lieu_naissance": rng.choice(CITIES),
    }
    made |= known
    return Person(sexe=sexe, naissance=born, ville=ville, **made)  # type: ignore[arg-type]
