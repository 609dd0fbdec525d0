"""Values that stand under their labels, within a column."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.labels import LabelHit, announces
from extractors.fields.places import ALIGNED, filler, run_of
from extractors.layout import Layout, Row, Segment, Token, segments

CUT = frozenset({"à", "de", "du", "des", "la", "le", "et", "rue", "av", "bd"})
"""Words with which no value ends."""
LEFT = 1.5
"""Letter heights by which a value may begin left of its label above or its caption below."""
REACH_BELOW = 3.4
"""Letter heights within which a value stands below its label."""


def below(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], rows: int = 1
) -> tuple[Token, ...]:
    """The words of the first `rows` rows below a label, within its column."""
    right = min(
        (s.box.x0 for s in stops if s.row is hit.row and s.first > hit.last),
        default=min(1.0, hit.box.x1 + 0.3),
    )
    right = min(right, *_columns_beside(page, hit, stops))
    # A label that ends a sentence («… est atteint de (nature) :») has its value below the sentence.
    run = next(r for r in segments(hit.row.tokens, page.aspect) if hit.tokens[0] in r.tokens)
    ends_run = run.tokens[-1] in hit.row.tokens[hit.last :][:2]
    begins = run.box.x0 if ends_run else hit.box.x0
    # Other labels of that sentence («le malade est …») announce nothing.
    before = [s for s in stops if s.row is hit.row and s.last < hit.first]
    if ends_run and not _only_labels(run, stops):
        before = [s for s in before if s.tokens[0] not in run.tokens or announces(s.row, s.last)]
    elif before and before[-1].tokens[-1] in run.tokens:
        begins = hit.box.x0
    least = max((s.box.x1 for s in before), default=0.0)
    height = max(page.letter, hit.box.height)
    chosen: list[Token] = []
    taken = 0
    for row in page.rows:
        gap = row.box.y0 - hit.box.y1
        over = _under_the_middle(page, row, hit, least, right) if ends_run else 1.0
        in_column = [
            t
            for t in row.tokens
            if max(least, min(over, begins - _slack(page, t))) <= t.box.x0 < right - 0.004
            and not filler(t)
        ]
        if row is hit.row or not in_column:
            continue
        top = min(t.box.y0 for t in in_column)
        if top < hit.box.cy:
            continue
        if top - hit.box.y1 > REACH_BELOW * height + taken * 1.6 * height or gap > 1:
            break
        if any(s.row is row and any(t in s.tokens for t in in_column) for s in stops):
            break
        chosen.extend(
            run_of(
                page,
                [*in_column, *_further(page, row, in_column[-1], hit, stops)],
                in_column[0].box.x0,
            )
        )
        taken += 1
        if taken == rows:
            break
    return tuple(chosen)


def _only_labels(run: Segment, stops: Sequence[LabelHit]) -> bool:
    """Whether a run of words is nothing but labels: heads of columns that stand close."""
    labels = {id(t) for s in stops for t in s.tokens}
    return all(id(t) in labels for t in run.tokens)


def _under_the_middle(page: Layout, row: Row, hit: LabelHit, least: float, right: float) -> float:
    """Where the run of words begins in whose middle a label stands: the heading of a column from
    `least` to `right`, centred. 1 where there is none."""
    runs = (s.box for s in segments(row.tokens, page.aspect))
    over = (b.x0 for b in runs if least <= b.x0 < hit.box.x0 and hit.box.cx < b.x1 < right)
    return next(over, 1.0)


def _columns_beside(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> list[float]:
    """Where the columns right of a label begin whose own labels stand a little lower or higher,
    each at the head of its run of words."""
    height = max(page.letter, hit.box.height)
    return [
        s.box.x0
        for s in stops
        if s.row is not hit.row
        and s.box.x0 > hit.box.x1
        and abs(s.box.cy - hit.box.cy) < height
        and (s.first == 0 or s.box.x0 - s.row.tokens[s.first - 1].box.x1 > height / page.aspect)
    ] or [1.0]


def _further(
    page: Layout, row: Row, last: Token, hit: LabelHit, stops: Sequence[LabelHit]
) -> tuple[Token, ...]:
    """Words with which a value goes on where no other label bounds the column of its own."""
    if any(s.row is hit.row and s.first > hit.last for s in stops):
        return ()
    run = next(r for r in segments(row.tokens, page.aspect) if last in r.tokens)
    labelled = {id(t) for s in stops if s.row is row for t in s.tokens}
    after = run.tokens[run.tokens.index(last) + 1 :]
    return () if any(id(t) in labelled for t in after) else after


def _slack(page: Layout, token: Token) -> float:
    """How far left of its label a word below it may begin: as large handwriting does."""
    return LEFT * max(page.letter, token.box.height) / page.aspect


def below_it(page: Layout, tokens: Sequence[Token], stops: Sequence[LabelHit]) -> tuple[Token, ...]:
    """The next line of a value that its cell's edge cut: it begins where the first line began, and
    the first ended with a comma, in the middle of a phrase or of a number."""
    first, last = tokens[0], tokens[-1]
    following = [r for r in page.rows if r.number > last.row and r.box.y0 >= last.box.cy]
    cut = last.text.endswith(",") or last.text in CUT or last.text.isdecimal()
    if not cut or not following or following[0].box.y0 - last.box.y1 > page.letter:
        return ()
    row = following[0]
    run = next((s for s in segments(row.tokens, page.aspect) if _under(s.tokens[0], first)), None)
    labels = {id(t) for s in stops if s.row is row for t in s.tokens}
    if run is None or any(id(t) in labels for t in run.tokens):
        return ()
    numbers = all(t.text.isdecimal() for t in run.tokens)
    return run.tokens if numbers or not last.text.isdecimal() else ()


def _under(token: Token, first: Token) -> bool:
    return abs(token.box.x0 - first.box.x0) < ALIGNED
