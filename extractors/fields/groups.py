"""Tick boxes that stand below the words of a row, or in a column far to their right: told by the whole
group of options, where one alone tells nothing."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.boxes import around
from extractors.fields.labels import LabelHit
from extractors.layout import Layout
from models.geometry import Box
from models.reading import SeenMark

FEWEST = 2
"""Options of a group."""
SAME_ROW, DROP = 0.5, 2.3
"""Letter heights from the middle of a word down to that of its box: at most on its row, at most below."""
OFF = 0.6
"""Letter heights by which boxes of a column are at most out of line."""


def own_boxes(
    page: Layout, hits: Sequence[LabelHit], boxes: Sequence[SeenMark]
) -> dict[int, SeenMark]:
    """Of each of the words (its place among `hits`) the box that the group's arrangement gives it."""
    found = _below(page, hits, boxes)
    return found or _in_column(page, hits, boxes)


def _below(
    page: Layout, hits: Sequence[LabelHit], boxes: Sequence[SeenMark]
) -> dict[int, SeenMark]:
    """Words of one row with a box each right below, and none on their level."""
    found: dict[int, SeenMark] = {}
    for place, hit in enumerate(hits):
        under = [m for m in boxes if _right_below(page, hit.box, page.straight(m.box))]
        if len(under) == 1 and not any(_level(page, hit.box, page.straight(m.box)) for m in boxes):
            found[place] = under[0]
    return _whole(hits, found)


def _in_column(
    page: Layout, hits: Sequence[LabelHit], boxes: Sequence[SeenMark]
) -> dict[int, SeenMark]:
    """Words one below the other, each with the next thing on its row a box of one column."""
    found: dict[int, SeenMark] = {}
    for place, hit in enumerate(hits):
        right = [m for m in boxes if m.box.x0 > hit.box.x1 - m.box.width and _same_row(page, hit.box, page.straight(m.box))]  # fmt: skip
        near = min(right, default=None, key=lambda m: m.box.x0)
        after = hit.row.tokens[hit.last + 1 :]
        if near is None or any(
            t.box.cx < near.box.x0 and any(c.isalnum() for c in t.text) for t in after
        ):
            continue
        found[place] = near
    columns: list[list[int]] = []
    for place in sorted(found, key=lambda p: found[p].box.cx):
        off = found[place].box.cx - found[columns[-1][-1]].box.cx if columns else 1.0
        if off * page.aspect > OFF * page.letter:
            columns.append([])
        columns[-1].append(place)
    if any(len({round(hits[p].box.cy / page.letter) for p in own}) < max(FEWEST, len(own)) for own in columns):  # fmt: skip
        return {}
    if any(around(page, hits[p].box, boxes).before for p in columns[0]) if columns else False:
        return {}  # boxes stand before their words, those to the right are of the next column
    return _whole(hits, found)


def _whole(hits: Sequence[LabelHit], found: dict[int, SeenMark]) -> dict[int, SeenMark]:
    """What was found, where each word has a box of its own and several have one."""
    own = {id(m) for m in found.values()}
    values = {hits[p].label for p in found}
    return found if len(own) == len(found) and len(values) >= FEWEST else {}


def _right_below(page: Layout, word: Box, box: Box) -> bool:
    half = max(word.width, page.letter / page.aspect) / 2
    drop = (box.cy - word.cy) / page.letter
    return abs(box.cx - word.cx) <= half and SAME_ROW < drop <= DROP


def _level(page: Layout, word: Box, box: Box) -> bool:
    reach = 2 * page.letter / page.aspect
    near = word.x0 - reach < box.cx < word.x1 + reach
    return near and abs(box.cy - word.cy) <= SAME_ROW * page.letter


def _same_row(page: Layout, word: Box, box: Box) -> bool:
    return abs(box.cy - word.cy) <= 0.8 * max(page.letter, word.height)
