"""What holds two neighbouring pages together, or parts them, as numbers.

Each page is looked at once (`traits`), each pair of neighbours once (`links`). The weights of the
columns were found on the train split by `bench.types.learn_cuts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from extractors.documents.page_numbers import PagePlace
from extractors.documents.traits import Traits
from models.reading import TypedPage
from models.taught import SHIPPED, Taught

Vector = npt.NDArray[np.float64]

COLUMNS = (
    "toujours", "titre", "titre_meme", "sans_tete", "rubrique", "premiere", "suivante", "comptee", "autre_place",
    "place_finie", "suite", "citee", "references", "references_autres", "mots", "mots_tous", "entete",
    "format", "encre", "vide", "dos_blanc",
    "meme_sans_titre", "muette", "memes_etiquettes", "autres_etiquettes", "memes_lignes", "pied", "lettre", "close",
    "nommee", "datee", "rangs", "pleine", "portee", "sections",
)  # fmt: skip
"""Always; the second page bears a title of its own, and of the type of the first; nothing large
stands at its top; it opens with a second or later heading number, or with a heading of the inside of a form; it says that it is a first page,
the next one, the next one of as many, another one; the first says that it is the last; «suite» or «report»; it opens with a
reference of the first page; share of references met; references, none of them met; share of rare
words met; all of them met; letterhead met; another paper size; printed against scanned; one of the
two says nothing; a blank page lies between them.

No title, and of the type of the first; no title, and of no type; share of its labels that the first
bears too (the same form again), and, where both are of one type, that it does not (the rest of a
form); share of its lines met; foot met; print of another size; the first is closed by a signature or
a total; the second names a person, a date at its top, begins with rows of amounts; the first is full; the
second is what papers of the first's type carry with them, and it names the same things; its numbered
headings go on those of the first."""
TYPES = "types"
"""Beside the columns: what the types of the pages cost together against apart."""
CARRIED = {"facture": "vignettes"}
"""What a pharmacy glues on the next sheet: the labels of the drugs that it bills."""
FEW = 3
"""Words of a page that says nothing."""
OTHER_PRINT = 0.15
"""Difference (logarithm) of letter heights that no printer makes within one paper."""


def links(first: Traits, page: Traits, before: TypedPage, here: TypedPage, back: bool) -> Vector:
    """The evidence that `page` (typed `here`) goes on what `first` (typed `before`) began;
    `back`: a blank page lies between them."""
    row = dict.fromkeys(COLUMNS, 0.0)
    row["toujours"] = 1.0
    if here.titled:
        row["titre"] = here.confidence
        row["titre_meme"] = here.confidence * before.scores.get(here.type, 0.0)
    row.update(_places(first.place, page.place))
    row["sans_tete"] = float(not page.crowned and not here.titled and page.words > 2 * FEW)
    row["rubrique"] = float(page.later_heading)
    row["suite"] = float(page.goes_on_here or first.goes_on_next)
    met = page.references & first.references
    if page.references:
        row["citee"] = float(bool(page.opening & first.references))
        row["references"] = len(met) / len(page.references)
        row["references_autres"] = float(bool(first.references) and not met)
    if page.rare and first.rare:
        row["mots"] = len(page.rare & first.rare) / min(len(page.rare), len(first.rare))
        known = len(page.rare & first.rare) / len(page.rare)
        row["mots_tous"] = max(0.0, known - 0.6) / 0.4 if len(page.rare) >= FEW else 0.0
    if page.head and first.head:
        row["entete"] = len(page.head & first.head) / len(page.head | first.head)
    row["format"] = float(abs(page.aspect - first.aspect) > 0.06)
    row["encre"] = float(page.printed != first.printed)
    row["vide"] = float(min(page.words, first.words) < FEW)
    row["dos_blanc"] = float(back)
    row.update(_forms(first, page, before, here))
    for carrier, carried in CARRIED.items():
        alike = before.scores.get(carrier, 0.0) * here.scores.get(carried, 0.0)
        row["portee"] += alike * max(row["mots"], row["citee"])
    return np.array([row[column] for column in COLUMNS])


def _forms(
    first: Traits, page: Traits, before: TypedPage, here: TypedPage
) -> Iterator[tuple[str, float]]:
    """What the printed words of both say: another copy of a form, or the rest of it."""
    alike = sum(score * here.scores.get(name, 0.0) for name, score in before.scores.items())
    if not here.titled:
        yield "meme_sans_titre", alike
        yield "muette", here.scores.get("autre", 0.0)
    if len(page.labels) >= FEW:
        again = len(page.labels & first.labels) / len(page.labels)
        yield "memes_etiquettes", again
        if first.labels:
            yield "autres_etiquettes", alike * (1.0 - again)
    if page.lines:
        yield "memes_lignes", len(page.lines & first.lines) / len(page.lines)
    if page.foot and first.foot:
        yield "pied", len(page.foot & first.foot) / len(page.foot | first.foot)
    yield "lettre", float(abs(page.letter - first.letter) > OTHER_PRINT)
    yield "close", float(first.closed)
    yield "nommee", float(page.named)
    yield "datee", float(page.dated)
    yield "rangs", page.rows
    yield "pleine", float(first.full)
    yield "sections", float(_goes_on(first.sections, page.sections))


def _goes_on(before: frozenset[int], here: frozenset[int]) -> bool:
    """Whether numbered headings go on those of the page before, of which one may be unread."""
    return 1 in before and bool(here) and 0 < min(here) - max(before) <= 2


def _places(first: PagePlace | None, page: PagePlace | None) -> dict[str, float]:
    said: dict[str, float] = {}
    if first is not None and first.count and first.number == first.count:
        said["place_finie"] = 1.0
    if page is None:
        return said
    if page.number == 1:
        said["premiere"] = 1.0
    elif first is None:
        said["suivante"] = 0.5 if page.number == 2 else 0.3
    elif page.number == first.number + 1 and page.count and page.count == first.count:
        said["comptee"] = 1.0
    elif page.number == first.number + 1 and 0 in (page.count, first.count):
        said["suivante"] = 1.0
    else:
        said["autre_place"] = 1.0
    return said


@dataclass(frozen=True, slots=True)
class Weights:
    """`links` by column; `types`: how much the types of the pages say beside them."""

    links: Vector
    types: float


@cache
def shipped() -> Mapping[str, float]:
    """What `bench.types.learn_cuts` found, by column, and `types`."""
    text = resources.files("extractors.documents").joinpath("weights.json").read_text("utf-8")
    given: Mapping[str, Mapping[str, float]] = json.loads(text)
    return given["liens"]


def weights(taught: Taught = SHIPPED) -> Weights:
    """What is shipped, or what corrections made of it."""
    own = {**shipped(), **taught.links}
    return Weights(np.array([own.get(column, 0.0) for column in COLUMNS]), own[TYPES])
