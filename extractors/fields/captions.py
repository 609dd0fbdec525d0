"""Labels printed in small letters under the line on which the value is written.

A page is taken for one of that kind when several of its labels are such: in small letters,
without a colon, nothing beside them, and words of no label right above them.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.labels import LabelHit
from extractors.layout import Layout, Token

FEWEST = 4
"""Captions from which a page has its labels under its values."""
NEAR = 0.9
"""Letter heights between a value and its caption, at most."""
LEFT = 1.5
"""Letter heights by which a value may begin left of its caption."""


def captions(page: Layout, stops: Sequence[LabelHit]) -> dict[int, tuple[Token, ...]]:
    """Of each label that is a caption, by its identity, the words above it; none on a page
    whose labels stand before their values."""
    found: dict[int, tuple[Token, ...]] = {}
    for hit in stops:
        if not _small(hit):
            continue
        above = _above(page, hit, stops)
        if above:
            found[id(hit)] = above
    places = {(hit.row.number, hit.first) for hit in stops if id(hit) in found}
    return found if len(places) >= FEWEST else {}


def _small(hit: LabelHit) -> bool:
    """Whether a label is in small letters, without a colon, and begins its row or stands apart."""
    first, last = hit.tokens[0].text, hit.tokens[-1].text
    if not first[0].islower() or last.endswith((":", "=", "…", "..")):
        return False
    before = hit.row.tokens[hit.first - 1] if hit.first else None
    gap = (hit.tokens[0].box.x0 - before.box.x1) * hit.row.aspect if before is not None else 1.0
    return gap > hit.box.height


def _above(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> tuple[Token, ...]:
    """The words of the row right above a caption, up to the column of the next one."""
    right = min(
        (s.box.x0 for s in stops if s.row is hit.row and s.first > hit.last and _small(s)),
        default=1.0,
    )
    left = hit.box.x0 - LEFT * page.letter / page.aspect
    kept: list[Token] = []
    for row in page.rows:
        if row is hit.row:
            continue
        labels = {id(t) for s in stops if s.row is row for t in s.tokens}
        within = [t for t in row.tokens if left <= t.box.x0 < right - 0.004]
        near = [
            t
            for t in within
            if t.box.cy < hit.box.cy and hit.box.y0 - t.box.y1 < NEAR * page.letter
        ]
        if any(id(t) in labels for t in near):
            return ()
        kept += near
    return tuple(sorted(kept, key=lambda t: t.box.x0))
