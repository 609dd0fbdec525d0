"""Labels that a narrow cell breaks over two lines: «Date de / naissance», «Embauché / le».

The value stands beside the first line, beside the second or below it; the second line, read by
itself, asks for something else («le», «naissance») and takes what is another's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.fields.labels import LabelHit
from extractors.fields.understood import LINKS, OF
from extractors.fields.wording import composed_labels
from extractors.layout import Layout, Row, Segment, Token, segments
from models.documents import DocumentType
from models.values.text import folded, squeezed

ALIGNED = 0.01
"""Share of the page width within which both lines begin."""
APART = 0.8
"""Letter heights between them, at most."""
MOST = 4
"""Words of the first line that may be of the label."""
ANSWER = 0.8
"""Letter heights from which the word beside the first line may be the answer."""
NEXT = 0.05
"""Share of the page width by which the next column begins right of an answer."""
QUALITY = 0.97


def with_broken(
    page: Layout,
    kind: DocumentType,
    listed: Mapping[str, str],
    hits: Sequence[LabelHit],
    headings: Sequence[LabelHit],
) -> list[LabelHit]:
    """The hits, those of parts of a broken label put by the whole; its second line ends values."""
    kept = list(hits)
    titles = {id(t) for h in headings for t in h.tokens}
    for whole, second in _broken(page, kind, listed, _ends(hits)):
        lower = max(whole, second, key=lambda h: h.row.number)
        if titles.intersection(map(id, lower.tokens)):
            continue
        parts = {id(t) for t in (*whole.tokens, *second.tokens)}
        kept = [h for h in kept if not parts.intersection(map(id, h.tokens))]
        kept += [whole, second]
    return kept


def not_completing(page: Layout, headings: Sequence[LabelHit]) -> list[LabelHit]:
    """The titles without those that only end a label begun in the line above: «Nom de / l'assuré»."""
    return [h for h in headings if not _completes(page, h)]


def _completes(page: Layout, heading: LabelHit) -> bool:
    at = page.rows.index(heading.row)
    run = next(
        r for r in segments(heading.row.tokens, page.aspect) if heading.tokens[0] in r.tokens
    )
    above = _over(page, page.rows[at - 1], run) if at else None
    words = folded(above.text).split() if above is not None else []
    return bool(words) and words[-1] in OF


def _ends(hits: Sequence[LabelHit]) -> dict[int, Token]:
    """Of each word of a label, the label's last."""
    return {id(t): hit.tokens[-1] for hit in hits for t in hit.tokens}


def _broken(
    page: Layout, kind: DocumentType, listed: Mapping[str, str], ends: Mapping[int, Token]
) -> Iterator[tuple[LabelHit, LabelHit]]:
    """Each broken label: the line beside which its value stands, which means it, and the other,
    which means nothing."""
    ended: set[int] = set()
    for upper, lower in itertools.pairwise(page.rows):
        for below in segments(lower.tokens, page.aspect):
            above = _over(page, upper, below)
            if above is None or id(above.tokens[0]) in ended:
                continue
            hit = _whole(above, below, upper, kind, listed, ends)
            if hit is not None:
                ended.add(id(below.tokens[0]))
                at = lower.tokens.index(below.tokens[0])
                last = at + len(below.tokens) - 1
                if _answered_below(hit, lower, last):
                    yield replace(hit, row=lower, first=at, last=last), replace(hit, names=())
                else:
                    yield hit, replace(hit, row=lower, first=at, last=last, names=())


def _answered_below(hit: LabelHit, lower: Row, last: int) -> bool:
    """Whether only the second line of a label has an answer before the next column begins."""
    over, under = hit.row.tokens[hit.last + 1 :], lower.tokens[last + 1 :]
    if not under:
        return False
    return not over or over[0].box.x0 > under[0].box.x0 + NEXT


def _over(page: Layout, upper: Row, below: Segment) -> Segment | None:
    gap = below.box.y0 - upper.box.y1
    if gap > APART * page.letter or below.text.endswith(":") or len(below.tokens) > MOST:
        return None
    return next(
        (s for s in segments(upper.tokens, page.aspect) if abs(s.box.x0 - below.box.x0) < ALIGNED),
        None,
    )


def _whole(
    above: Segment,
    below: Segment,
    row: Row,
    kind: DocumentType,
    listed: Mapping[str, str],
    ends: Mapping[int, Token],
) -> LabelHit | None:
    """The label that both lines make up, as a hit on the first, the longest there is."""
    first = row.tokens.index(above.tokens[0])
    itself = ends.get(id(below.tokens[0])) is below.tokens[-1]
    for size in range(min(MOST, len(above.tokens)), 0, -1):
        tokens = (*above.tokens[:size], *below.tokens)
        joined = _goes_on(tokens[size - 1].text, below.tokens[0].text)
        if tokens[size - 1].text.endswith(":") or (itself and not joined):
            continue
        if size < len(above.tokens) and _one_line(above.tokens[size - 1 : size + 1], row):
            continue
        if any(ends.get(id(t), t) not in tokens[:size] for t in tokens[:size]):
            continue  # «Ville de naissance …» over «Employeur»
        last = first + size - 1
        label = listed.get(squeezed(" ".join(t.text for t in tokens)))
        if label is not None:
            return LabelHit(label, row, first, last, QUALITY)
        if not joined:
            continue
        for hit in composed_labels(Row(tokens, row.number, row.aspect), kind, row.aspect):
            if hit.first == 0 and hit.last == len(tokens) - 1:
                return replace(hit, row=row, first=first, last=last, quality=QUALITY * hit.quality)
    return None


def _one_line(pair: Sequence[Token], row: Row) -> bool:
    """Whether the words stand as near as those of one label: no value begins there."""
    before, after = pair
    gap = (after.box.x0 - before.box.x1) * row.aspect
    return not after.text[0].isdigit() and gap < ANSWER * max(before.box.height, after.box.height)


def _goes_on(last: str, following: str) -> bool:
    """Whether a small word joins the lines: a label alone, and one below it, are two."""
    joins = (folded(last).split()[-1:], folded(following).split()[:1])
    return any(words and words[0] in LINKS for words in joins)
