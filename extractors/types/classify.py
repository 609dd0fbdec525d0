"""A page's probability over all types, from its titles, phrases, labels, wording and look."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from importlib import resources

import numpy as np

from extractors.layout import Layout, lay_out
from extractors.types.evidence import COLUMNS, Evidence, Matrix, evidence, heard
from extractors.types.knowledge import knowledge
from extractors.types.wording import labels, probabilities, words_of
from models.documents import document_types
from models.reading import PageReading, TypedPage

VERSION = "types/4-tournures"
OWN_TITLE = 0.4
"""Worth of a title from which a page is taken to begin a paper."""
IMPOSSIBLE = ("page_blanche", "feuille_separatrice")
"""Told by sight, before anything is weighed; a sheet that calls itself so may still be one."""
MOST_WORDS = {"photo_identite": 30, "cnie": 150}
"""Words of a page above which a photograph, or an identity card that nothing else shows, is a part
or a line of some form."""
LOOKS = COLUMNS.index("allure")
CALLED = 0.2
"""Worth of a title from which it does."""
UNLIKELY = -6.0
CARD = "cnie"
"""What other papers are photocopied with, on one sheet."""
APART = 0.06
"""Share of the page between the title of the first paper and that of the card under it."""
MACHINE_READ = "<<"
SEPARATOR_CODE = re.compile(r"^(LIASSE:SEP\b.*|PATCH\s?-?T|LIASSE:ENVOI\b.*)$", re.IGNORECASE)

WRITTEN_CODE = re.compile(r"^LIASSE:(SEP|ENVOI):\S+$")
MOST_OF_A_SEPARATOR = 60
"""Words of a page above which a code among them does not make a separator of it."""


def classify(reading: PageReading, number: int) -> TypedPage:
    """The type of page `number`. Blank pages and separators settle it alone."""
    separator = _separator(reading)
    if separator is not None:
        return TypedPage(number, _settled("feuille_separatrice", 0.999), separator=separator)
    if reading.blank:
        return TypedPage(number, _settled("page_blanche", 0.99))
    page, told = _first_paper(reading, number)
    matrix = heard(told.matrix, labels(), probabilities(words_of(page, told.blocks)))
    values = matrix @ weights()
    names = knowledge().names
    for name in IMPOSSIBLE:
        if told.heads[names.index(name)] < CALLED:
            values[names.index(name)] += UNLIKELY
    for name, most in MOST_WORDS.items():
        if len(reading.words) > most and told.matrix[names.index(name), LOOKS] == 0:
            values[names.index(name)] += UNLIKELY
    chances = np.exp(values - values.max())
    chances /= chances.sum()
    best = int(np.argmax(chances))
    return TypedPage(
        number,
        dict(zip(names, chances.tolist(), strict=True)),
        bool(told.heads[best] >= OWN_TITLE),
        reading.text if names[best] == "feuille_separatrice" else None,
    )


def _first_paper(reading: PageReading, number: int) -> tuple[Layout, Evidence]:
    """What is to be weighed: the whole page, or what stands above a card photocopied under it.

    Two papers on one sheet are one document, of the type of the first.
    """
    page = lay_out(reading, number)
    told = evidence(page)
    card = knowledge().names.index(CARD)
    top = told.tops[card]
    others = (told.heads >= OWN_TITLE) & (told.tops < top - APART)
    others[card] = False
    if not others.any() or not any(MACHINE_READ in w.text for w in reading.words if w.box.cy > top):
        return page, told
    above = lay_out(
        replace(reading, words=tuple(w for w in reading.words if w.box.y1 < top)), number
    )
    return above, evidence(above)


@cache
def weights() -> Matrix:
    """The weight of each kind of evidence, in the order of `COLUMNS`."""
    text = resources.files("extractors.types").joinpath("weights.json").read_text(encoding="utf-8")
    given = json.loads(text)["poids"]
    return np.array([given[column] for column in COLUMNS])


def _separator(reading: PageReading) -> str | None:
    for code in reading.barcodes:
        if SEPARATOR_CODE.match(code.text.strip()):
            return code.text.strip()
    if len(reading.words) <= MOST_OF_A_SEPARATOR:
        for word in reading.words:  # the code is printed under its bars, which may be torn
            if WRITTEN_CODE.match(word.text):
                return word.text
    return None


def _settled(name: str, confidence: float) -> dict[str, float]:
    rest = (1 - confidence) / (len(document_types()) - 1)
    return {n: confidence if n == name else rest for n in document_types()}
