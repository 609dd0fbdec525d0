"""A page's probability over all types, from its titles, phrases, labels, wording and look."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from extractors.layout import Layout, lay_out
from extractors.marks.patch_codes import SYMBOLOGY
from extractors.types.evidence import COLUMNS, Evidence, Matrix, evidence, heard
from extractors.types.knowledge import knowledge
from extractors.types.sheet import MACHINE_READ, OWN_TITLE, above, below, second_begins
from extractors.types.taught import added
from extractors.types.wording import labels, probabilities, words_of
from models.documents import document_types
from models.reading import PageReading, TypedPage
from models.taught import SHIPPED, Taught

VERSION = "types/9-tout-appris"
IMPOSSIBLE = ("page_blanche", "feuille_separatrice")
"""Told by sight, before anything is weighed; a sheet that calls itself so may still be one."""
MOST_WORDS = {"photo_identite": 30, "cnie": 150}
"""Words of a page above which a photograph, or an identity card that nothing else shows, is a part
or a line of some form."""
LOOKS = COLUMNS.index("allure")
CALLED = 0.2
"""Worth of a title from which it does."""
UNLIKELY = -6.0
SEPARATOR_CODE = re.compile(r"^(LIASSE:SEP\b.*|PATCH\s?-?T|LIASSE:ENVOI\b.*)$", re.IGNORECASE)
SEPARATOR_PATCH = frozenset({"PATCH 2", "PATCH 3", "PATCH T"})
"""Patch codes that part documents; on a form they show its first page, so only on a sheet of its own."""
WRITTEN_CODE = re.compile(r"^LIASSE:(SEP|ENVOI):\S+$")
MOST_OF_A_SEPARATOR = 60
"""Words of a page above which a code among them does not make a separator of it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A page whose type is told by what it says: the log-odds of all types, by what is shipped.

    `heads`: of each type, the worth of its best title.
    """

    number: int
    text: str
    values: Matrix
    words: Sequence[str]
    heads: Matrix


def classify(reading: PageReading, number: int, taught: Taught = SHIPPED) -> TypedPage:
    """The type of page `number`. Blank pages and separators settle it alone."""
    return settled(reading, number) or told(weighed(reading, number), taught)


def settled(reading: PageReading, number: int) -> TypedPage | None:
    """The page, when it is blank or a separator; else `None`."""
    separator = _separator(reading)
    if separator is not None:
        return TypedPage(number, _settled("feuille_separatrice", 0.999), separator=separator)
    if reading.blank:
        return TypedPage(number, _settled("page_blanche", 0.99))
    return None


def weighed(reading: PageReading, number: int) -> Weighed:
    """What all evidence says of the page."""
    page, found = _first_paper(reading, number)
    words = words_of(page, found.blocks)
    matrix = heard(found.matrix, labels(), probabilities(words))
    values = matrix @ weights()
    names = knowledge().names
    for name in IMPOSSIBLE:
        if found.heads[names.index(name)] < CALLED:
            values[names.index(name)] += UNLIKELY
    for name, most in MOST_WORDS.items():
        if len(reading.words) > most and found.matrix[names.index(name), LOOKS] == 0:
            values[names.index(name)] += UNLIKELY
    return Weighed(number, reading.text, values, words, found.heads)


def told(page: Weighed, taught: Taught = SHIPPED) -> TypedPage:
    """The type of the page, by what is shipped and by what corrections taught."""
    names = knowledge().names
    values = page.values + added(taught, page.words, names)
    chances = np.exp(values - values.max())
    chances /= chances.sum()
    best = int(np.argmax(chances))
    return TypedPage(
        page.number,
        dict(zip(names, chances.tolist(), strict=True)),
        bool(page.heads[best] >= OWN_TITLE),
        page.text if names[best] == "feuille_separatrice" else None,
    )


def _first_paper(reading: PageReading, number: int) -> tuple[Layout, Evidence]:
    """What is to be weighed: the whole page, or what stands above a second paper on its sheet."""
    page = lay_out(reading, number)
    found = evidence(page)
    place = second_begins(reading, found)
    if place is None:
        return page, found
    first = lay_out(above(reading, place), number)
    return first, evidence(first)


def second_paper(reading: PageReading, number: int) -> tuple[TypedPage, PageReading, float] | None:
    """The second paper of a sheet: its type, its reading and how far up that was moved."""
    if not any(MACHINE_READ in word.text for word in reading.words):
        return None
    place = second_begins(reading, evidence(lay_out(reading, number)))
    if place is None:
        return None
    second = below(reading, place)
    return classify(second, number), second, place


@cache
def weights() -> Matrix:
    """The weight of each kind of evidence, in the order of `COLUMNS`."""
    text = resources.files("extractors.types").joinpath("weights.json").read_text(encoding="utf-8")
    given = json.loads(text)["poids"]
    return np.array([given[column] for column in COLUMNS])


def _separator(reading: PageReading) -> str | None:
    for code in reading.barcodes:
        if SEPARATOR_CODE.match(code.text.strip()) and code.symbology != SYMBOLOGY:
            return code.text.strip()
    if len(reading.words) <= MOST_OF_A_SEPARATOR:
        for code in reading.barcodes:
            if code.symbology == SYMBOLOGY and code.text in SEPARATOR_PATCH:
                return code.text
        for word in reading.words:  # the code is printed under its bars, which may be torn
            if WRITTEN_CODE.match(word.text):
                return word.text
    return None


def _settled(name: str, confidence: float) -> dict[str, float]:
    rest = (1 - confidence) / (len(document_types()) - 1)
    return {n: confidence if n == name else rest for n in document_types()}
