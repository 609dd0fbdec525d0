"""Papers of one page broken over two, as a longer list or another printer would have broken them.

The train split has few papers of several pages, of two types only. What holds pages together is the
same for all: the rest bears no title, goes on with the rows, names the same number, counts its page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.types.pages import Example
from models.geometry import Box
from models.reading import How, Word

FEWEST = 14
"""Lines of a page that is broken."""
SHARE = 0.35
"""Share of them that are."""
COUNTED = 0.3
"""How often the pages are numbered."""
HEADED = 0.35
"""How often the rest repeats the first lines: a letterhead, the number of the paper."""
SAID = 0.15
"""How often it says «suite»."""
GAP = 0.04
ROW = 0.011


def parted(examples: Sequence[Example], seed: str) -> Iterator[Example]:
    """The pages, some of them broken in two."""
    rng = random.Random(seed)
    alone = {}
    for e in examples:
        alone[e.document] = e.document not in alone
    for e in examples:
        lines = sorted({w.line for w in e.reading.words})
        if not alone[e.document] or len(lines) < FEWEST or rng.random() > SHARE:
            yield e
            continue
        yield from _broken(e, lines, rng)


def _broken(e: Example, lines: Sequence[int], rng: random.Random) -> Iterator[Example]:
    words = e.reading.words
    tops = {n: min(w.box.y0 for w in words if w.line == n) for n in lines}
    at = sorted(tops.values())[rng.randrange(len(lines) // 3, 4 * len(lines) // 5)]
    first = [w for w in words if tops[w.line] < at]
    rest = [w for w in words if tops[w.line] >= at]
    up = max(0.0, at - 0.06)
    head: list[Word] = []
    if rng.random() < HEADED:
        head = [w for w in first if tops[w.line] < sorted(tops.values())[2] + GAP / 4]
        low = max((w.box.y1 for w in head), default=0.0)
        up = max(0.0, at - low - GAP)
    second = [*head, *(_raised(w, up) for w in rest)]
    if rng.random() < SAID:
        second = [_word("suite", 0.1, 0.02, -2), *second]
    if rng.random() < COUNTED:
        name = rng.choice(["Page {}/2", "{}/2", "Page {} sur 2", "Page {}", "- {} -"])
        first += _row(name.format(1), 0.8, 0.96)
        second += _row(name.format(2), 0.8, 0.96)
    yield replace(e, reading=replace(e.reading, words=tuple(first)))
    yield replace(
        e, reading=replace(e.reading, words=tuple(second)), number=e.number, place=e.place + 1
    )


def _raised(word: Word, up: float) -> Word:
    box = word.box
    return replace(word, box=Box(box.x0, max(0.0, box.y0 - up), box.x1, max(0.001, box.y1 - up)))


def _row(text: str, x: float, y: float) -> list[Word]:
    return [_word(part, x + 0.06 * n, y, -1) for n, part in enumerate(text.split())]


def _word(text: str, x: float, y: float, line: int) -> Word:
    return Word(text, Box(x, y, x + 0.008 * len(text), y + ROW), 0.9, How.OCR, line)
