"""Labels printed in small letters under the line on which the value is written.

A page is taken for one of that kind when several of its labels are such: in small letters, or
much nearer to what stands above them than to what stands below, without a colon, nothing beside
them, and words of no label right above them.
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


NEARER = 0.5
"""Share of the gap below a caption that the gap above it is, at most."""
FREE = 1.0
"""Letter heights of the gap below it, at least: a hand that fills its line touches both labels."""


def captions(page: Layout, stops: Sequence[LabelHit]) -> dict[int, tuple[Token, ...]]:
    """Of each label that is a caption, by its identity, the words above it; none on a page
    whose labels stand before their values."""
    found: dict[int, tuple[Token, ...]] = {}
    for hit in stops:
        if not _bare(hit) or not (_small(hit) or _hangs(page, hit, stops)):
            continue
        above = _above(page, hit, stops)
        if above:
            found[id(hit)] = above
    places = {(hit.row.number, hit.first) for hit in stops if id(hit) in found}
    return found if len(places) >= FEWEST else {}


def _bare(hit: LabelHit) -> bool:
    """Whether a label has no colon, and begins its row or stands apart."""
    if hit.tokens[-1].text.endswith((":", "=", "…", "..")):
        return False
    before = hit.row.tokens[hit.first - 1] if hit.first else None
    gap = (hit.tokens[0].box.x0 - before.box.x1) * hit.row.aspect if before is not None else 1.0
    return gap > hit.box.height


def _small(hit: LabelHit) -> bool:
    return hit.tokens[0].text.lstrip("(")[:1].islower()


def _hangs(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> bool:
    """Whether a label, on a row of nothing but labels, hangs from what stands above it."""
    labels = {id(t) for s in stops if s.row is hit.row for t in s.tokens}
    if any(id(t) not in labels for t in hit.row.tokens):
        return False
    near = [
        t.box
        for t in page.tokens
        if t.box.x0 < hit.box.x1 and hit.box.x0 < t.box.x1 and t not in hit.tokens
    ]
    over = [hit.box.y0 - box.y1 for box in near if box.cy < hit.box.y0]
    under = [box.y0 - hit.box.y1 for box in near if box.cy > hit.box.y1]
    free = min(under, default=1.0)
    return bool(over) and min(over) < NEARER * free and free >= FREE * page.letter


def _above(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> tuple[Token, ...]:
    """The words of the row right above a caption, up to the column of the next one."""
    right = min(
        (s.box.x0 for s in stops if s.row is hit.row and s.first > hit.last and _bare(s)),
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
