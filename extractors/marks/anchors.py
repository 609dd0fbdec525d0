"""Where on a page a phrase is printed, whatever the case, accents, spaces and a misread letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import PageReading, Word

LEAST_SCORE: Final = 86.0
SHORT: Final = 9
"""Letters below which a phrase must be a word of its own, nearly as it is."""
SHORT_SCORE: Final = 93.0
NEXT_LINE: Final = 2.2
"""A phrase goes on in the next line when that begins within this many line heights."""
FULL_LENGTH: Final = 24
"""Letters of a phrase that cannot be mistaken for another."""

BODY: Final = 20
"""Words over a phrase at the foot of a paper, at least."""
STRAY_WORDS: Final = 6
"""Words under it, at most."""
FOOT: Final = 0.9
"""Share of the page below which houses print their address."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed phrase: its box and how surely and tellingly it is the one, 0..1."""

    box: Box
    worth: float
    names_a_mark: bool = False
    """Whether it says «cachet» or «signature», which no stamp says of itself."""


def at_the_foot(page: PageReading, anchor: Anchor) -> bool:
    """Whether a phrase stands below all that a paper says, as who signs it does: a body of print
    is over it, and under it hardly a word but those of marks and of the page's foot."""
    marks = [m.box for m in page.marks]
    over = [w for w in page.words if w.box.y1 <= anchor.box.y0]
    under = [
        w
        for w in page.words
        if w.box.y0 >= anchor.box.y1
        and w.box.cy < FOOT
        and not any(box.holds(w.box.cx, w.box.cy) for box in marks)
    ]
    return len(over) >= BODY and len(under) <= STRAY_WORDS


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    owners: tuple[Word, ...]
    """The word that each character of `text` comes from."""
    starts: frozenset[int]
    """Places in `text` where a word begins."""
    box: Box


def find_anchors(page: PageReading, phrases: Sequence[str]) -> tuple[Anchor, ...]:
    """All places of the page where one of the phrases is printed, the best first."""
    lines = _lines(page)
    anchors: list[Anchor] = []
    for phrase in phrases:
        wanted = plain(phrase).replace(" ", "").replace("'", "")
        if len(wanted) < 3:
            continue
        for line in lines:
            anchor = _in_line(line, wanted)
            if anchor is not None:
                anchors.append(anchor)
    return distinct(anchors)


def worth_of(letters: int) -> float:
    """How telling a phrase of so many letters is."""
    return 0.55 + 0.45 * min(1.0, letters / FULL_LENGTH)


def distinct(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """The best first, less those in a better one's place."""
    kept: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda a: -a.worth):
        if not any(
            anchor.box.intersection(k.box) > 0.5 * min(anchor.box.area, k.box.area) for k in kept
        ):
            kept.append(anchor)
    return tuple(kept)


def _in_line(line: _Line, wanted: str) -> Anchor | None:
    if len(line.text) < len(wanted) - 2:
        return None
    found = fuzz.partial_ratio_alignment(wanted, line.text)
    if found is None or found.dest_end <= found.dest_start:
        return None
    short = len(wanted) < SHORT
    if found.score < (SHORT_SCORE if short else LEAST_SCORE):
        return None
    if found.dest_end - found.dest_start < 0.85 * len(wanted):
        return None
    if short and not (
        found.dest_start in line.starts
        and (found.dest_end in line.starts or found.dest_end == len(line.text))
    ):
        return None
    owners = list(dict.fromkeys(line.owners[found.dest_start : found.dest_end]))
    worth = found.score / 100 * worth_of(len(wanted))
    names = "cachet" in wanted or "signature" in wanted
    return Anchor(Box.around(word.box for word in owners), worth, names)


def _lines(page: PageReading) -> list[_Line]:
    """The page's lines without spaces, and each joined with the one that goes on below it."""
    by_line: dict[int, list[Word]] = {}
    for word in page.words:
        by_line.setdefault(word.line, []).append(word)
    lines = [line for line in (_line(words) for words in by_line.values()) if line is not None]
    pairs = []
    for first in lines:
        high = first.box.height
        for second in lines:
            under = 0 < second.box.cy - first.box.cy < NEXT_LINE * high
            wide = min(first.box.width, second.box.width)
            beside = min(first.box.x1, second.box.x1) - max(first.box.x0, second.box.x0)
            if under and beside > 0.3 * wide:
                pairs.append(
                    _Line(
                        first.text + second.text,
                        first.owners + second.owners,
                        first.starts | {len(first.text) + start for start in second.starts},
                        Box.around((first.box, second.box)),
                    )
                )
    return lines + pairs


def _line(words: Sequence[Word]) -> _Line | None:
    text, owners, starts = "", [], set()
    for word in words:
        for part in plain(word.text).replace("'", " ").split():
            starts.add(len(text))
            text += part
            owners += [word] * len(part)
    if not text:
        return None
    return _Line(text, tuple(owners), frozenset(starts), Box.around(w.box for w in words))
