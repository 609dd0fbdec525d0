"""What people write into the blanks of a claim: dates, amounts, numbers, names, drugs, words.

Only what the train courier may know: the surnames of `dev` and `test` are not among them.
"""

from __future__ import annotations

import csv
import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.words.language_training import listed_words, our_words
from tests.courier.town.names import SURNAMES

_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'][^\W\d_]+)*")
_LATIN = 0x180
OFTEN = 6
"""A word of our own texts weighs its number of uses, up to this."""


@dataclass(frozen=True, slots=True)
class _Lists:
    french: tuple[str, ...]
    ours: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    drugs: tuple[tuple[str, str], ...]


@cache
def words(name: str) -> tuple[str, ...]:
    """One of the lists of `words.toml`."""
    path = resources.files("bench.hand").joinpath("words.toml")
    listed: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return tuple(listed)


def text(rng: random.Random) -> str:
    """One value, as somebody may write it."""
    kinds: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
        (0.20, date),
        (0.16, amount),
        (0.19, number),
        (0.22, name),
        (0.08, prescription),
        (0.04, address),
        (0.03, lambda r: r.choice(words("cities"))),
        (0.08, phrase),
    )
    weights = [weight for weight, _ in kinds]
    return rng.choices([write for _, write in kinds], weights)[0](rng)


def date(rng: random.Random) -> str:
    day, month = rng.randint(1, 31), rng.randint(1, 12)
    year = rng.randint(1935, 2026) if rng.random() < 0.5 else rng.randint(2022, 2026)
    forms = {
        f"{day:02}/{month:02}/{year}": 50,
        f"{day:02}-{month:02}-{year}": 10,
        f"{day:02}.{month:02}.{year}": 8,
        f"{day:02}/{month:02}/{year % 100:02}": 8,
        f"{day} / {month:02} / {year}": 8,
        f"{day:02} {month:02} {year}": 6,
        f"{day} {rng.choice(words('months'))} {year}": 10,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def amount(rng: random.Random) -> str:
    most = rng.choice(((5, 999), (100, 9_999), (1_000, 99_999), (10_000, 999_999)))
    whole = rng.randint(*most)
    cents = rng.choice(("00", "00", "50", digits(rng, 2)))
    grouped = f"{whole:,}".replace(",", rng.choice((" ", " ", ".", "")))
    forms = {f"{whole},{cents}": 40, f"{grouped},{cents}": 25, f"{whole}.{cents}": 15, grouped: 20}
    written = rng.choices(list(forms), list(forms.values()))[0]
    return written + (rng.choice(words("currencies")) if rng.random() < 0.35 else "")


def number(rng: random.Random) -> str:
    """A telephone, a CIN, a registration, the number of a paper, a count."""
    year = rng.choice(("2024", "2025", "25", "26"))
    paper = f"{rng.choice('FANPBDCR')}{rng.choice(('-', '', ' '))}{year}"
    pairs = [f"0{rng.choice('5678')}", *(digits(rng, 2) for _ in range(4))]
    forms = {
        rng.choice(("", " ", ".", "-")).join(pairs): 20,
        rng.choice(words("cin_series")) + digits(rng, rng.randint(5, 6)): 22,
        digits(rng, rng.randint(6, 10)): 20,
        digits(rng, rng.randint(12, 15)): 10,
        f"{paper}{rng.choice(('/', '-'))}{digits(rng, rng.randint(3, 5))}": 10,
        f"{digits(rng, rng.randint(1, 4))}/{rng.choice(('2024', '2025', '26'))}": 10,
        digits(rng, rng.randint(1, 4)): 8,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def name(rng: random.Random) -> str:
    surname = _surname(rng)
    surname = surname.upper() if rng.random() < 0.6 else surname.title()
    given = rng.choice(_lists().given)
    given = given.upper() if rng.random() < 0.35 else given
    forms = {
        surname: 22,
        given: 20,
        f"{surname} {given}": 33,
        f"{given} {surname}": 17,
        rng.choice(words("titles")) + surname: 8,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def _surname(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(_lists().surnames)
    if kind < 0.55:
        return rng.choice(_lists().french)
    return "".join(rng.choice(words("syllables")) for _ in range(rng.randint(2, 4)))


def prescription(rng: random.Random) -> str:
    drug, dosage = rng.choice(_lists().drugs)
    drug = drug if rng.random() < 0.4 else drug.title()
    course = rng.choice(words("courses"))
    forms = {
        drug: 30,
        f"{drug} {dosage}": 35,
        f"{rng.randint(1, 3)} {rng.choice(words('doses'))}": 20,
        f"{drug} {dosage} {course}".strip(): 15,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def address(rng: random.Random) -> str:
    lists = _lists()
    of = rng.choice(lists.surnames if rng.random() < 0.5 else lists.french)
    return f"{rng.randint(1, 350)} {rng.choice(words('streets'))} {of}"


def phrase(rng: random.Random) -> str:
    lists = _lists()
    chosen = (
        rng.choice(lists.ours if rng.random() < 0.7 else lists.french)
        for _ in range(rng.randint(1, 5))
    )
    plain = " ".join(chosen)
    written = rng.choices(
        (plain, plain.capitalize(), plain.upper(), plain.title()), (45, 30, 13, 12)
    )[0]
    return written + (rng.choice((",", ".", " :", ";", " (1)")) if rng.random() < 0.12 else "")


def in_cells(rng: random.Random) -> str:
    """What goes into a comb, a character a cell: nothing parts the numbers of a date there."""
    day = f"{rng.randint(1, 31):02}{rng.randint(1, 12):02}{rng.randint(1935, 2026)}"
    forms = {
        day: 35,
        rng.choice(words("cin_series")) + digits(rng, rng.randint(5, 6)): 15,
        f"0{rng.choice('5678')}{digits(rng, 8)}": 12,
        digits(rng, rng.randint(5, 10)): 24,
        digits(rng, rng.randint(13, 24)): 6,
        _surname(rng).upper().replace(" ", ""): 8,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


@cache
def _lists() -> _Lists:
    french = (word for word in listed_words() if _WORD.fullmatch(word))
    ours = (word for word, n in our_words().items() if len(word) > 1 for _ in range(min(n, OFTEN)))
    known = (names for split in ("train", "neuf") for names in SURNAMES[split].values())
    return _Lists(
        tuple(word for word in french if _is_latin(word)),
        tuple(word for word in ours if _is_latin(word)),
        tuple(one.replace("_", " ") for names in known for one in names.split()),
        tuple(row["prenom"] for row in _rows("prenoms.csv")),
        tuple((row["nom"], row["dosage"]) for row in _rows("medicaments.csv")),
    )


def _rows(name: str) -> list[dict[str, str]]:
    path = resources.files("models.reference").joinpath(name)
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _is_latin(word: str) -> bool:
    return all(ord(letter) < _LATIN for letter in word)
