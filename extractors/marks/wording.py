"""Stamps told by what they say: a title, then an address, a telephone, a number, row under row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from extractors.marks.lines import pieces
from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import Word

TITLES: Final = (
    "dr", "docteur", "pr", "professeur", "cabinet", "clinique", "polyclinique", "centre",
    "hopital", "chu", "pharmacie", "parapharmacie", "laboratoire", "labo", "radiologie",
    "opticien", "optique", "dispensaire", "infirmerie", "maternite", "institut", "ste",
    "societe", "sarl",
)  # fmt: skip
TRADES: Final = re.compile(
    r"\b(\w+(?:ologie|ologue|iatrie|iatre|urgie|urgien(?:ne)?|etrique|etrie|aliste)"
    r"|medecin(?:e)?|generale|interne|dentiste|biologiste|pharmacien(?:ne)?|orl|o r l"
    r"|sage femme|kinesitherapeute|orthoptiste|opticien(?:ne)?|infirmier(?:e)?)\b"
)
STREETS: Final = re.compile(
    r"\b(rue|bd|blvd|boulevard|avenue|av|ave|hay|lot|lotissement|residence|res|immeuble|imm|apt"
    r"|appt|etage|quartier|qt|place|pl|route|rte|km|angle|derb|bp|b p|cite|secteur|bloc|villa"
    r"|ilot|zone)\b|^\d{1,4} (?!jan|fev|mar|avr|mai|jui|aou|sep|oct|nov|dec|ans|jour|mois)[a-z]{3}"
)
CALLS: Final = re.compile(r"\b(tel|telephone|fax|gsm|portable|mobile)\b|\b\d{9,10}\b")
NUMBERS: Final = re.compile(
    r"\b(inpe?|ice|i c e|if|i f|patente|cnss|r c|rc|tp|n ordre|ordre)[ n]*\d{3,}"
)
LIKE: Final = 88
"""How alike (of 100) a title of six letters and more is that a reader misread."""
WIDEST_MM: Final = 92.0
NEXT_MM: Final = 2.8
"""Rows of a stamp are no farther apart than this; those of a form's fields are."""
LEANING_MM: Final = 16.0
MOST_ROWS: Final = 7
ZONE: Final = (0.3, 0.95)
"""Between letterhead and foot of a page."""
LABEL_MM: Final = 10.0
"""Print this near on the left makes of a row the value of a field."""


@dataclass(frozen=True, slots=True)
class _Row:
    box: Box
    text: str
    says: frozenset[str]


def worded_stamps(
    words: Sequence[Word], width_mm: float, height_mm: float
) -> tuple[tuple[Box, frozenset[str]], ...]:
    """Blocks of rows that read as a stamp does, with what they say: title, trade, street, call, number."""
    rows = _rows(words, width_mm)
    blocks: list[tuple[Box, frozenset[str]]] = []
    for row in rows:
        if "title" not in row.says or any(box.holds(row.box.cx, row.box.cy) for box, _ in blocks):
            continue
        block = _block(row, rows, width_mm, height_mm)
        box = Box.around(r.box for r in block)
        says = frozenset[str]().union(*(r.says for r in block))
        if not ZONE[0] <= box.cy <= ZONE[1] or len(block) < 2:
            continue
        if len(says) < 2:
            continue
        if _labelled(block, rows, width_mm):
            continue
        blocks.append((box, says))
    return tuple(blocks)


def _rows(words: Sequence[Word], width_mm: float) -> list[_Row]:
    rows = []
    for piece in pieces(words, width_mm):
        text = plain(" ".join(word.text for word in piece))
        if text:
            rows.append(_Row(Box.around(word.box for word in piece), text, _says(text)))
    return sorted(rows, key=lambda row: row.box.cy)


def _says(text: str) -> frozenset[str]:
    first = text.split()[0]
    title = first in TITLES or re.match(r"dr[a-z]{4}", first) is not None
    if not title and len(first) >= 6:
        title = process.extractOne(first, TITLES, scorer=fuzz.ratio, score_cutoff=LIKE) is not None
    said = {
        "title": title,
        "trade": TRADES.search(text) is not None,
        "street": STREETS.search(text) is not None,
        "call": CALLS.search(text) is not None,
        "number": NUMBERS.search(text) is not None,
    }
    return frozenset(kind for kind, is_said in said.items() if is_said)


def _block(first: _Row, rows: Sequence[_Row], width_mm: float, height_mm: float) -> list[_Row]:
    """The row and those that follow right below it, as long as they say what stamps say."""
    block = [first]
    skipped: list[_Row] = []
    for row in rows:
        last = (skipped or block)[-1]
        if row is first or row.box.cy <= last.box.cy:
            continue
        gap = (row.box.y0 - last.box.y1) * height_mm
        if gap > NEXT_MM or len(block) >= MOST_ROWS:
            if (row.box.y0 - last.box.y1) * height_mm > 3 * NEXT_MM:
                break
            continue
        beside = min(row.box.x1, first.box.x1) - max(row.box.x0, first.box.x0)
        if beside < 0.4 * min(row.box.width, first.box.width):
            continue
        if row.box.width * width_mm > WIDEST_MM or row.box.height * height_mm > LEANING_MM:
            continue
        if row.says:
            block += [*skipped, row]
            skipped = []
        elif not skipped:
            skipped = [row]
        else:
            break
    return block


def _labelled(block: Sequence[_Row], rows: Sequence[_Row], width_mm: float) -> bool:
    """Whether print stands just left of most rows: they are the values of a form's fields."""
    beside = 0
    for own in block:
        beside += any(
            row.box.y0 < own.box.cy < row.box.y1
            and 0 <= (own.box.x0 - row.box.x1) * width_mm < LABEL_MM
            for row in rows
            if row not in block
        )
    return 2 * beside > len(block)
