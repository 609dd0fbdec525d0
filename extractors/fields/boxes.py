"""Which tick box belongs to which word: those beside it, and on which side of their words they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from extractors.fields.typed_boxes import typed_boxes
from extractors.layout import Layout
from models.geometry import Box
from models.reading import MarkKind, SeenMark

NEAR = 2.2
"""Letter heights between a tick box and the word it belongs to."""
AFTER = 0.6
"""Letter heights by which a box after a word counts as farther off: most stand before theirs."""
EVEN = 0.3
"""Letter heights by which one gap beside a box is at least shorter, to tell its side."""
PLAIN = 2
"""Words between two boxes, all nearer to the one on the same side, that tell it whatever the ends of
the rows say: of a box that was not seen they say the contrary."""
LETTER_WIDE = 0.25
"""Letter heights that the narrowest option of one letter is wide."""
SWALLOWED = 0.6
"""Box widths by which a word may begin before its box, when a reader took the tick for a letter."""
CROSSES = frozenset("X×✓✔☒")
"""What a reader makes of the cross in a box that was not seen as one."""
READ = 0.85
"""Certainty that such a letter is a cross."""


def tick_boxes(page: Layout) -> list[SeenMark]:
    """The tick boxes of the page, those that are typed, and the crosses read as letters of their own."""
    boxes = [m for m in page.reading.marks if m.kind is MarkKind.CASE]
    typed = list(typed_boxes(page))
    boxes += [t for t in typed if not any(t.box.intersection(m.box) for m in boxes)]
    crosses = [
        SeenMark(MarkKind.CASE, t.word.box, round(READ * t.word.confidence, 4), True)
        for t in page.tokens
        if t.text in CROSSES and not any(t.word.box.intersection(m.box) for m in boxes)
    ]
    return [*boxes, *crosses]


@dataclass(frozen=True, slots=True)
class Around:
    """The boxes next to a word, each with its distance."""

    before: tuple[float, SeenMark] | None
    after: tuple[float, SeenMark] | None


def box_of(page: Layout, word: Box, boxes: Sequence[SeenMark]) -> SeenMark | None:
    """The box on the word's level nearest to its left, else to its right."""
    return own_box(around(page, word, boxes), 0)


def own_box(around: Around, side: int) -> SeenMark | None:
    """A word's box, on the side of its group; the nearest where nothing tells the side."""
    if side:
        near = around.before if side < 0 else around.after
    else:
        near = min(
            (n for n in (around.before, around.after) if n), default=None, key=lambda n: n[0]
        )
    return near[1] if near else None


def around(page: Layout, word: Box, boxes: Sequence[SeenMark]) -> Around:
    """The nearest boxes on the word's level; one that was read into the word is beside it too."""
    height = max(page.letter, word.height)
    before: list[tuple[float, SeenMark]] = []
    after: list[tuple[float, SeenMark]] = []
    for mark in boxes:
        if abs(page.straight(mark.box).cy - word.cy) > 0.8 * height:
            continue
        left = (word.x0 - mark.box.x1) * page.aspect
        right = (mark.box.x0 - word.x1) * page.aspect
        within = -mark.box.width * page.aspect - 0.5 * height
        starts = mark.box.x0 <= word.x0 + SWALLOWED * mark.box.width
        ends = mark.box.x1 >= word.x1 - SWALLOWED * mark.box.width
        if _parted(page, min(mark.box.x1, word.x1), max(mark.box.x0, word.x0), word.cy):
            continue
        if starts and mark.box.cx < word.cx and within <= left <= NEAR * height:
            before.append((left, mark))
        elif ends and mark.box.cx > word.cx and within <= right <= (NEAR - AFTER) * height:
            after.append((right + AFTER * height, mark))
    return Around(
        min(before, default=None, key=lambda n: abs(n[0])),
        min(after, default=None, key=lambda n: n[0]),
    )


def _parted(page: Layout, start: float, end: float, level: float) -> bool:
    """Whether an option of one letter stands between a box and a word: the box is rather its own."""
    least = LETTER_WIDE * page.letter / page.aspect
    return any(
        min(t.box.x1, end) - max(t.box.x0, start) > least
        and abs(t.box.cy - level) <= 0.8 * page.letter
        for t in page.tokens
        if len(t.text) == 1 and t.text.isalpha()
    )


def side_of(page: Layout, rows: Sequence[Sequence[Around]]) -> int:
    """Where the boxes of a group stand: below 0 before their words, above 0 after, 0 unknown.

    Between two words a box may be of either: those at the ends of the rows tell. The last box of a
    row may be that of the first word of the next: then the narrower gaps do.
    """
    beside = [own for row in rows if (own := [a for a in row if a.before or a.after])]
    boxed = [row for row in rows if any(a.before or a.after for a in row)]
    if len(boxed) > 1 and (turns := _turns(boxed)):
        return turns
    gaps = [
        a.after[0] - AFTER * page.letter - a.before[0]
        for row in beside
        for a in row
        if a.before and a.after
    ]
    least = EVEN * page.letter
    if len(gaps) >= PLAIN and (min(gaps) > least or max(gaps) < -least):
        return -1 if min(gaps) > least else 1
    ends = [(row[0].before is None) - (row[-1].after is None) for row in beside]
    side = max(ends, default=0) + min(ends, default=0)
    if (side > 0 and beside[0][0].before is None) or side < 0:
        return side
    gap = median(gaps) if gaps else 0.0
    if abs(gap) > least:
        return -1 if gap > 0 else 1
    return -1 if side > 0 else 0


def _turns(rows: Sequence[Sequence[Around]]) -> int:
    """The side, as `side_of`, of a group of several rows whose boxes and words follow one another by
    turns as they are read: the one that comes first begins each pair. 0 where they do not."""
    read = dict.fromkeys(  # a box, which two words may have beside them, by its address
        key
        for place, around in enumerate(chain.from_iterable(rows), start=1)
        for key in (_address(around.before), -place, _address(around.after))
        if key
    )
    boxes = [key > 0 for key in read]
    by_turns = all(one != other for one, other in pairwise(boxes))
    if not by_turns or 2 * sum(boxes) != len(boxes):
        return 0
    return -1 if boxes[0] else 1


def _address(near: tuple[float, SeenMark] | None) -> int:
    return id(near[1]) if near is not None else 0


def page_side(page: Layout, boxes: Sequence[SeenMark]) -> int:
    """As `_side`, from the gaps on both sides of every box of the page."""
    return sum(_leans(page, box) for box in boxes)


def _leans(page: Layout, mark: SeenMark) -> int:
    level = page.straight(mark.box).cy
    tokens = [
        t for row in page.rows for t in row.tokens if abs(t.box.cy - level) <= 0.8 * page.letter
    ]
    right = [t.box.x0 - mark.box.x1 for t in tokens if t.box.cx > mark.box.x1]
    left = [mark.box.x0 - t.box.x1 for t in tokens if t.box.cx < mark.box.x0]
    reach = NEAR * page.letter / page.aspect
    after, before = min([*right, reach]), min([*left, reach])
    if abs(after - before) * page.aspect < EVEN * page.letter:
        return 0
    return -1 if after < before else 1
