"""Blocks of a page that may be its title: a line, or a few that one printer set together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.layout import Layout, Segment, Token
from models.geometry import Box

MOST_LINES = 3
"""Lines that a title is broken over."""
WORD_GAP = 1.25
"""Letter heights between two words of one title."""
ALIKE = 0.68
"""Letter heights of the lines of one title: the smaller over the larger."""
CLOSE = 1.1
"""Gap between the lines of one title, in letter heights."""
ALMOST = 1.12
"""Times the usual letter up to which print does not stand out."""
TALLEST = 2.2
"""Times the usual letter from which print cannot stand out any more."""
STANDS_OUT = 1.6
"""Times the usual letter from which a row of a list may still be a title."""
IN_A_TABLE = 0.2
"""Prominence of a row that is not."""
AS_A_LABEL = 0.5
"""What is left of it for the name of a blank («N° de carte d'assuré», «Date de la facture»)."""
_OF_LABELS = frozenset(
    (
        "n",
        "no",
        "num",
        "numero",
        "date",
        "montant",
        "code",
        "total",
        "cachet",
        "signature",
        "ref",
        "reference",
        "nom",
        "prenom",
        "prenoms",
        "adresse",
        "telephone",
        "tel",
    )
)
_OPENED = re.compile(r"\W*\d[\d/.|-]{4,}\w*\W*$")
_AMOUNT = re.compile(r"\d[.,]\d{2}\b")
CAPITALS = 0.25
"""What capitals add, high on the page, where no print is larger: a typist has nothing else."""
FEWEST_CAPITALS = 5
"""Letters of such a line."""
ONE_PRINT = 1.3
"""Times the usual letter that no line of such a page reaches."""
MOSTLY = 0.5
"""Share of the lines in capitals from which they say nothing."""
LOWEST = 0.5
"""Share of the page height below which being high up says nothing."""
SENTENCE = 46
"""Letters of a line from which, in usual print, it is running text."""
AS_A_SENTENCE = 0.45
"""What is left of its prominence for running text: it names other papers."""
LONGEST = 110
"""Letters of a title; running text is longer."""
_SMALL_WORDS = frozenset(
    (
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "n",
        "no",
        "nos",
        "num",
        "numero",
        "ou",
        "par",
        "pour",
        "s",
        "sur",
        "un",
        "une",
    )
)


_Line = tuple[Segment, float]
"""A piece of a row and the height of its letters."""


@dataclass(frozen=True, slots=True)
class Block:
    """`squeezed`: letters and digits alone. `weight`: letters that mean something.

    `prominence` 0..1: how much it looks like a title where it stands. `lines`: numbers of
    the lines it is made of.
    """

    words: tuple[str, ...]
    squeezed: str
    weight: int
    prominence: float
    top: float
    lines: frozenset[int]


def blocks_of(page: Layout) -> list[Block]:
    """Every line of the page, and the runs of lines that may be one title."""
    lines = [
        (piece, _height(piece))
        for segment in page.segments
        for piece in _pieces(segment, page.aspect)
    ]
    runs: list[tuple[int, ...]] = [(n,) for n in range(len(lines))]
    runs += _spaced_rows(lines)
    for first in range(len(lines)):
        run: tuple[int, ...] = (first,)
        while len(run) < MOST_LINES and (below := _below(lines, run[-1])) is not None:
            run = (*run, below)
            runs.append(run)
    in_lists = _listed_rows(lines)
    capitals = _in_capitals(lines, page.letter)
    found = []
    for run in runs:
        block = _block(lines, run, page.letter, capitals.issuperset(run))
        if block.squeezed:
            small = max(lines[n][1] for n in run) < STANDS_OUT * page.letter
            listed = small and any(lines[n][0].tokens[0].row in in_lists for n in run)
            if listed:
                block = replace(block, prominence=IN_A_TABLE)
            elif (small or len(run) > 1) and any(_opens_as_label(lines[n][0]) for n in run):
                block = replace(block, prominence=AS_A_LABEL * block.prominence)
            elif _is_sentence([lines[n] for n in run], page.letter):
                block = replace(block, prominence=AS_A_SENTENCE * block.prominence)
            found.append(block)
    return found


def _listed_rows(lines: Sequence[_Line]) -> frozenset[int]:
    """Rows with an amount, or opened by a date or a long number: lines of a list, not titles."""
    rows: dict[int, list[Token]] = {}
    for piece, _ in lines:
        rows.setdefault(piece.tokens[0].row, []).extend(piece.tokens)
    return frozenset(
        number
        for number, tokens in rows.items()
        if any(_AMOUNT.search(token.text) for token in tokens)
        or (len(tokens) > 1 and _OPENED.match(tokens[0].text))
    )


def _in_capitals(lines: Sequence[_Line], letter: float) -> frozenset[int]:
    """Lines in capitals, where they stand out: on a page in one print that is not all capitals."""
    if any(height >= ONE_PRINT * letter for _, height in lines):
        return frozenset()
    letters = [
        "".join(c for t in piece.tokens for c in t.text if c.isalpha()) for piece, _ in lines
    ]
    told = [n for n, text in enumerate(letters) if len(text) >= FEWEST_CAPITALS]
    found = frozenset(n for n in told if letters[n].isupper())
    return found if len(found) < MOSTLY * len(told) else frozenset()


def _opens_as_label(piece: Segment) -> bool:
    return next(iter(piece.folded.split()), "") in _OF_LABELS


def _is_sentence(run: Sequence[_Line], letter: float) -> bool:
    """Whether lines in usual print are running text: long, or begun within a sentence."""
    if max(height for _, height in run) > ALMOST * letter:
        return False
    first = run[0][0].tokens[0].text
    told = sum(len(token.text) for segment, _ in run for token in segment.tokens)
    return told > SENTENCE * len(run) or (first[:1].islower() and first[:1].isascii())


def _block(lines: Sequence[_Line], run: Sequence[int], letter: float, capitals: bool) -> Block:
    words: list[str] = []
    for number in run:
        words += lines[number][0].folded.split()
    height = max(lines[number][1] for number in run)
    squeezed = "".join(words)
    told = sum(len(w) for w in words if w not in _SMALL_WORDS and not w.isdigit())
    top = lines[run[0]][0].box.cy
    larger = height / letter if letter else 1.0  # boxes without height say nothing of size
    prominence = _prominence(larger, top, told, capitals)
    return Block(tuple(words), squeezed, told, prominence, top, frozenset(run))


def _prominence(larger: float, top: float, told: int, capitals: bool) -> float:
    if told > LONGEST:
        return 0.2
    size = min(1.0, max(0.0, (larger - 1.05) / (TALLEST - 1.05)))
    high = min(1.0, max(0.0, (LOWEST - top) / (LOWEST - 0.3)))
    set_off = max(0.9 * math.pow(size, 0.6), CAPITALS * high if capitals else 0.0)
    return 0.3 + 0.7 * min(1.0, 0.55 * high + set_off)


def _pieces(segment: Segment, aspect: float) -> list[Segment]:
    """The segment cut where a gap is wide for a title: a letterhead may end close to it."""
    runs: list[list[Token]] = []
    for token in segment.tokens:
        if runs and (token.box.x0 - runs[-1][-1].box.x1) * aspect <= WORD_GAP * token.box.height:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [segment] if len(runs) == 1 else [Segment(tuple(run)) for run in runs]


def _height(segment: Segment) -> float:
    return median(t.box.height for t in segment.tokens)


def _below(lines: Sequence[_Line], at: int) -> int | None:
    """The line that goes on under line `at`, set alike."""
    segment, height = lines[at]
    best: tuple[float, int] | None = None
    for number in range(at + 1, len(lines)):
        other, its_height = lines[number]
        gap = other.box.cy - segment.box.cy
        if gap > 3.5 * height:
            break
        if gap < 0.5 * height or min(height, its_height) < ALIKE * max(height, its_height):
            continue
        if other.box.y0 - segment.box.y1 > CLOSE * max(height, its_height):
            continue
        if _aligned(segment.box, other.box, height) and (best is None or gap < best[0]):
            best = gap, number
    return best[1] if best else None


def _aligned(first: Box, second: Box, height: float) -> bool:
    shared = min(first.x1, second.x1) - max(first.x0, second.x0)
    if shared >= 0.5 * min(first.width, second.width):
        return True
    near = 1.5 * height
    return abs(first.x0 - second.x0) < near or abs(first.cx - second.cx) < near


def _spaced_rows(lines: Sequence[_Line]) -> Iterator[tuple[int, ...]]:
    """Rows of several pieces set alike («FEUILLE   DE   SOINS», «DEVIS    N° 12»)."""
    rows: dict[int, list[int]] = {}
    for number, (piece, _) in enumerate(lines):
        rows.setdefault(piece.tokens[0].row, []).append(number)
    for row in rows.values():
        heights = [lines[number][1] for number in row]
        if 2 <= len(row) <= 5 and min(heights) >= ALIKE * max(heights):
            yield tuple(row)
