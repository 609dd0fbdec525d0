"""What holds two neighbouring pages together, or parts them, as numbers.

Each page is looked at once (`traits`), each pair of neighbours once (`links`). The weights of the
columns were found on the train split by `bench.types.learn_cuts`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median

import numpy as np
import numpy.typing as npt

from extractors.documents.page_numbers import PagePlace, page_place
from extractors.types.knowledge import knowledge
from extractors.types.phrases import pieces
from models.documents import document_types
from models.reading import How, PageReading, TypedPage
from models.values.text import folded

Vector = npt.NDArray[np.float64]

COLUMNS = (
    "toujours", "titre", "titre_meme", "sans_tete", "rubrique", "premiere", "suivante", "comptee", "autre_place",
    "place_finie", "suite", "citee", "references", "references_autres", "mots", "mots_tous", "entete",
    "format", "encre", "vide", "dos_blanc",
    "meme_sans_titre", "muette", "memes_etiquettes", "autres_etiquettes", "memes_lignes", "pied", "lettre", "close",
    "nommee", "datee", "rangs", "pleine",
)  # fmt: skip
"""Always; the second page bears a title of its own, and of the type of the first; nothing large
stands at its top; it opens with a second or later heading number; it says that it is a first page,
the next one, the next one of as many, another one; the first says that it is the last; «suite» or «report»; it opens with a
reference of the first page; share of references met; references, none of them met; share of rare
words met; all of them met; letterhead met; another paper size; printed against scanned; one of the
two says nothing; a blank page lies between them.

No title, and of the type of the first; no title, and of no type; share of its labels that the first
bears too (the same form again), and, where both are of one type, that it does not (the rest of a
form); share of its lines met; foot met; print of another size; the first is closed by a signature or
a total; the second names a person, a date at its top, begins with rows of amounts; the first is full."""
HEAD = 0.17
"""Share of the page that letterheads and titles stand in."""
RARE_FROM = 5
"""Letters of a word that may be a name."""
FEW = 3
"""Words of a page that says nothing."""
OPENING = 14
"""First words of a page, where it says whose rest it is."""
FIRST_ROWS = 6
"""First lines of a page, among which rows of a list are counted."""
LARGE = 1.35
"""Times the usual letter height from which a word at the top is a title or a letterhead."""
TOP = 0.25
"""Share of the page where those stand."""
_GOES_ON = re.compile(r"\b(suite|page suivante|report|verso|tournez)\b")
_NUMBER = re.compile(r"(?<!\w)[A-Z]{0,4}[-./°]?\d[\dA-Z./-]{3,}(?!\w)", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{1,2}[./-])?\d{1,2}[./-]\d{2,4}$")
_LATER_HEADING = re.compile(
    r"\s*(?:[②-⑳]|[2-9]\s?[.)–-]|[2-9]$|[B-H]\s?[.)–-]|I{2,3}V?\b|IV\b|VI*\b)"
)
_CLOSED = re.compile(
    r"\b(signature|cachet|net a payer|total general|montant total|arretee? la presente|fait a|veuillez agreer"
    r"|salutations|en foi de quoi|pour servir et valoir)\b"
)
_NAMED = re.compile(
    r"\b(nom|prenoms?|patiente?|assuree?|adherente?|affilie|beneficiaire|immatriculation|matricule"
    r"|mr|mme|monsieur|madame|mlle)\b"
)
_DATED = re.compile(r"\ble\s*:?\s*\d{1,2}\s?[./-]\s?\d{1,2}|\bdate\b")
_AMOUNT = re.compile(r"\d[.,]\d{2}\b")
LOW = 0.55
"""Share of the page below which it is closed."""
FULL = 0.82
"""Share of it down to which a full page is filled."""
HIGH = 0.35
"""Share of it in which a first page names whom and when."""
LONG_LINE = 12
"""Letters of a line that is met again."""
OTHER_PRINT = 0.15
"""Difference (logarithm) of letter heights that no printer makes within one paper."""
_NOT_WORD = re.compile(r"[^0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Traits:
    """What one page brings to the comparison with its neighbours."""

    place: PagePlace | None
    references: frozenset[str]
    opening: frozenset[str]
    """References among its first words."""
    rare: frozenset[str]
    head: frozenset[str]
    crowned: bool
    """Whether something large stands at its top."""
    later_heading: bool
    goes_on_here: bool
    goes_on_next: bool
    aspect: float
    printed: bool
    words: int
    labels: frozenset[int]
    """Numbers of the labels it bears (`extractors.types.knowledge`)."""
    lines: frozenset[str]
    foot: frozenset[str]
    letter: float
    closed: bool
    named: bool
    dated: bool
    rows: float
    """Share of its first lines that end in an amount."""
    full: bool


def traits(reading: PageReading) -> Traits:
    """What `reading` says of its place, whom and what it names, and how it looks."""
    top = [w.text for w in reading.words if w.box.cy < HEAD]
    foot = [w.text for w in reading.words if w.box.cy > 1 - HEAD]
    words = [folded(w.text) for w in reading.words]
    opening = [w.text for w in reading.words[:OPENING]]
    high = folded(" ".join(w.text for w in reading.words if w.box.cy < HIGH))
    low = folded(" ".join(w.text for w in reading.words if w.box.cy > LOW))
    dated = " ".join(w.text for w in reading.words if w.box.cy < HIGH).lower()
    rows = reading.text.splitlines()
    return Traits(
        page_place(reading),
        _references(w.text for w in reading.words),
        _references(opening),
        frozenset(w for w in words if len(w) >= RARE_FROM and w.isalpha()) - _common(),
        frozenset(f for w in top if len(f := folded(w)) >= 3),
        _crowned(reading),
        bool(_LATER_HEADING.match(" ".join(opening))),
        bool(_GOES_ON.search(folded(" ".join(top)))),
        bool(_GOES_ON.search(folded(" ".join(foot)))),
        reading.width / reading.height,
        any(w.how is How.TEXTE_PDF for w in reading.words),
        len(reading.words),
        _labels(" ".join(words)),
        frozenset(f for row in rows if len(f := _letters(row)) >= LONG_LINE),
        frozenset(f for w in foot if len(f := folded(w)) >= 3),
        math.log(median(w.box.height for w in reading.words)) if reading.words else 0.0,
        bool(_CLOSED.search(low)),
        bool(_NAMED.search(high)),
        bool(_DATED.search(dated)),
        sum(bool(_AMOUNT.search(row)) for row in rows[:FIRST_ROWS]) / FIRST_ROWS,
        max((w.box.y1 for w in reading.words), default=0.0) > FULL,
    )


def _labels(text: str) -> frozenset[int]:
    squeezed = text.replace(" ", "")
    return frozenset(knowledge().labels.exact(squeezed, text.split(), pieces(squeezed)))


def _letters(row: str) -> str:
    return "".join(c for c in folded(row) if c.isalpha())


def links(first: Traits, page: Traits, before: TypedPage, here: TypedPage, back: bool) -> Vector:
    """The evidence that `page` (typed `here`) goes on what `first` (typed `before`) began;
    `back`: a blank page lies between them."""
    row = dict.fromkeys(COLUMNS, 0.0)
    row["toujours"] = 1.0
    if here.titled:
        row["titre"] = here.confidence
        row["titre_meme"] = here.confidence * before.scores.get(here.type, 0.0)
    row.update(_places(first.place, page.place))
    row["sans_tete"] = float(not page.crowned and page.words > 2 * FEW)
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


def _references(words: Iterable[str]) -> frozenset[str]:
    found = set()
    for text in words:
        for match in _NUMBER.finditer(text):
            if _DATE.search(match.group()):
                continue
            plain = _NOT_WORD.sub("", match.group()).upper()
            if sum(c.isdigit() for c in plain) >= 4:
                found.add(plain)
    return frozenset(found)


def _crowned(reading: PageReading) -> bool:
    heights = [w.box.height for w in reading.words if len(w.text) >= 3 and w.text.isalpha()]
    if not heights:
        return False
    usual = median(heights)
    top = [
        w.box.height
        for w in reading.words
        if w.box.cy < TOP and len(w.text) >= 3 and w.text.isalpha()
    ]
    return sum(height >= LARGE * usual for height in top) >= 2


@cache
def _common() -> frozenset[str]:
    """Words of labels, titles and phrases: they stand on papers of anybody."""
    found: set[str] = set()
    for kind in document_types().values():
        texts = [t.texte for t in kind.titres]
        texts += [text for field in kind.fields.values() for text in field.etiquettes]
        texts += [
            t for table in kind.lines.values() for c in table.colonnes.values() for t in c.entetes
        ]
        texts += [text for mark in kind.marks.values() for text in mark.ancres]
        for text in texts:
            found.update(folded(text).split())
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Weights:
    """`links` by column; `types`: how much the types of the pages say beside them."""

    links: Vector
    types: float


@cache
def weights() -> Weights:
    """What `bench.types.learn_cuts` found."""
    text = resources.files("extractors.documents").joinpath("weights.json").read_text("utf-8")
    given: Mapping[str, Mapping[str, float]] = json.loads(text)
    own = given["liens"]
    return Weights(np.array([own.get(column, 0.0) for column in COLUMNS]), own["types"])
