"""Letters written one a cell, put together as the words that they spell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from models.geometry import Box
from models.reading import Word

FEWEST = 4
"""Letters and digits from which single ones stand in the cells of a comb."""
WIDEST = 2.5
"""Letter heights from one cell to the next, at most."""
EMPTY, APART = 1.6, 2.5
"""Cells from one letter to the next from which one between them is empty, or the comb ends."""
EVEN = 0.3
"""Share of a cell by which letters of one word stand nearer or farther than the others, at most."""
_RULED = re.compile(r"\|?(?:\w\|){3,}\w?")
"""«|B|E|N|N|A|N|I|»: the rules of the cells read as strokes."""


def spelled(words: Sequence[Word], aspect: float) -> Iterator[Word]:
    """The words of a page, those of combs put together; `aspect` is its width over its height."""
    for _, line in itertools.groupby(words, key=lambda w: w.line):
        for single, run in itertools.groupby(line, key=_single):
            letters = list(run)
            if single:
                for comb in _side_by_side(letters):
                    yield from _words(comb, aspect)
            else:
                yield from map(_unruled, letters)


def _single(word: Word) -> bool:
    return len(word.text) == 1 and (word.text.isalnum() or word.text in ",./-")


def _unruled(word: Word) -> Word:
    return replace(word, text=word.text.replace("|", "")) if _RULED.fullmatch(word.text) else word


def _side_by_side(letters: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The combs of one row, parted where more than a cell is empty."""
    steps = _steps(letters)
    ends = [i + 1 for i, step in enumerate(steps) if step > APART * median(steps)]
    for start, end in itertools.pairwise((0, *ends, len(letters))):
        yield letters[start:end]


def _words(letters: Sequence[Word], aspect: float) -> Iterator[Word]:
    """The words of single letters side by side, when they stand in the cells of a comb."""
    if not _comb(letters, aspect):
        yield from letters
        return
    pitch = median(_steps(letters))
    begun = [letters[0]]
    for before, after in itertools.pairwise(letters):
        if after.box.cx - before.box.cx > EMPTY * pitch:
            yield _joined(begun)
            begun = []
        begun.append(after)
    yield _joined(begun)


def _comb(letters: Sequence[Word], aspect: float) -> bool:
    if sum(w.text.isalnum() for w in letters) < FEWEST:
        return False
    steps = _steps(letters)
    pitch = median(steps)
    within = [s for s in steps if s <= EMPTY * pitch]
    even = all(abs(s - pitch) <= EVEN * pitch for s in within)
    height = median(w.box.height for w in letters)
    return even and pitch * aspect <= WIDEST * height


def _steps(letters: Sequence[Word]) -> list[float]:
    return [b.box.cx - a.box.cx for a, b in itertools.pairwise(letters)]


def _joined(letters: Sequence[Word]) -> Word:
    return replace(
        letters[0],
        text="".join(w.text for w in letters),
        box=Box.around(w.box for w in letters),
        confidence=min(w.confidence for w in letters),
    )
