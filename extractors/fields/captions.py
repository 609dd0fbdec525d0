"""Labels printed in small letters under the line on which the value is written.

A page is taken for one of that kind when several of its labels are such: in small letters, or
much nearer to what stands above them than to what stands below, without a colon, nothing beside
them, and words of no label right above them; or when what stands above several labels, and not
what stands below them, is of the kind that they ask for (a date above «né(e) le»).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.labels import LabelHit
from extractors.fields.parsing import parse
from extractors.fields.people import DOCTOR
from extractors.fields.places import TOUCHING, unannounced
from extractors.fields.under import LEFT, below
from extractors.layout import Layout, Token, segments
from models.documents import FieldSpec, Kind
from models.reference.given_names import is_given_name
from models.values.text import folded

FEWEST, SOME = 4, 2
"""Captions from which labels stand under their values; from which they do where what is above one
of them is of the kind that it asks for."""
NEAR = 0.9
"""Letter heights between a value and its caption, at most."""
FAR = 2.2
"""The same where the kinds of values tell that they stand above."""
LEVEL = 0.5
"""Letter heights within which words farther above are of one row."""
NEARER = 0.5
"""Share of the gap below a caption that the gap above it is, at most."""
FREE = 1.0
"""Letter heights of the gap below it, at least: a hand that fills its line touches both labels."""


TELLING = frozenset({
    Kind.DATE, Kind.TELEPHONE, Kind.CIN, Kind.EMAIL, Kind.INPE, Kind.MONTANT, Kind.PRENOM, Kind.RIB,
    Kind.VILLE,
})  # fmt: skip
"""Kinds of values that are known by themselves."""
PAIRED = 2
"""Captions of a row that are paired with the answers above them in turn."""
VOTES, AGAINST = 3, 3.0
"""Labels whose values stand above them from which all do; how many times those below, at least."""


def captions(
    page: Layout,
    stops: Sequence[LabelHit],
    hits: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
) -> dict[int, tuple[Token, ...]]:
    """Of each label that is a caption, by its identity, the words above it; none on a page
    whose labels stand before their values."""
    stops = [s for s in stops if not _answers(s, stops)]
    labels = {id(t) for s in stops for t in s.tokens}
    bare = [hit for hit in stops if _bare(hit)]
    all_are = _voted(page, [h for h in bare if h in hits], stops, specs)
    found: dict[int, tuple[Token, ...]] = {}
    for hit in bare:
        hangs = _small(hit) or _hangs(page, hit, stops)
        if not (all_are or (hangs and not _answered(page, hit, labels))):
            continue
        above = _above(page, hit, stops, FAR if all_are else NEAR)
        if above:
            found[id(hit)] = above
    hung = [hit for hit in stops if id(hit) in found]
    places = {(hit.row.number, hit.first) for hit in hung}
    if all_are or len(places) >= FEWEST:
        return found
    over, low = _votes(page, [h for h in hung if h in hits], stops, specs)
    return found if len(places) >= SOME and over and not low else {}


def _answers(stop: LabelHit, stops: Sequence[LabelHit]) -> bool:
    """Whether what may be a label is rather an answer: «Dr KHALDI», «92460   Employé»."""
    if folded(stop.label) in DOCTOR:
        return True
    beside = {id(t) for s in stops if s.row is stop.row for t in s.tokens}
    return unannounced(stop) and any(id(t) not in beside for t in stop.row.tokens)


def _voted(
    page: Layout,
    hits: Sequence[LabelHit],
    stops: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
) -> bool:
    """Whether labels of values known by themselves mostly have them above, not below."""
    above, under = _votes(page, hits, stops, specs)
    return above >= (VOTES if under else SOME) and above >= AGAINST * under


def _votes(
    page: Layout,
    hits: Sequence[LabelHit],
    stops: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
) -> tuple[int, int]:
    """How many labels have what they ask for above alone, and how many below alone."""
    above = under = 0
    told: set[tuple[int, int]] = set()
    for hit in hits:
        kinds = {s.genre for n, s in specs.items() if hit.means(n, s)}
        if not kinds or not kinds <= TELLING or (hit.row.number, hit.first) in told:
            continue
        told.add((hit.row.number, hit.first))
        over, low = (
            any(fits(kind, tokens) for kind in kinds)
            for tokens in (_above(page, hit, stops, FAR), below(page, hit, stops))
        )
        above += over and not low
        under += low and not over
    return above, under


def fits(kind: Kind, tokens: Sequence[Token]) -> bool:
    """Whether words are of a kind of values that are known by themselves."""
    text = " ".join(t.text for t in tokens)
    if kind is Kind.PRENOM:
        return any(is_given_name(word) for word in text.split())
    return bool(tokens) and parse(kind, text) is not None


def _bare(hit: LabelHit) -> bool:
    """Whether a label has no colon, and begins its row or stands apart."""
    if hit.tokens[-1].text.endswith((":", "=", "…", "..")):
        return False
    before = hit.row.tokens[hit.first - 1] if hit.first else None
    gap = (hit.tokens[0].box.x0 - before.box.x1) * hit.row.aspect if before is not None else 1.0
    return gap > hit.box.height


def _answered(page: Layout, hit: LabelHit, labels: set[int]) -> bool:
    """Whether words of no label follow a label on its row: its answer stands beside it."""
    after = hit.row.tokens[hit.last + 1 : hit.last + 2]
    return any(
        id(t) not in labels
        and t.text[0].isalnum()
        and (t.box.x0 - hit.box.x1) * page.aspect < TOUCHING * page.letter
        for t in after
    )


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
    # A short answer may end before a caption in the middle of its line.
    short = [t.box for t in _above(page, hit, stops)]
    over = [hit.box.y0 - box.y1 for box in (*near, *short) if box.cy < hit.box.y0]
    under = [box.y0 - hit.box.y1 for box in near if box.cy > hit.box.y1]
    free = min(under, default=1.0)
    return bool(over) and min(over) < NEARER * free and free >= FREE * page.letter


def _above(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], reach: float = NEAR
) -> tuple[Token, ...]:
    """The words of the row right above a caption, `reach` letter heights at most, that are of its
    column."""
    beside = sorted((s for s in stops if s.row is hit.row and _bare(s)), key=lambda s: s.first)
    labels = {id(t) for s in stops for t in s.tokens}
    over = _row_over(page, hit, reach)
    mine = _paired(page, hit, over, labels)
    if mine is not None:
        return mine
    slack = LEFT * page.letter / page.aspect
    begin, right = (
        hit.box.x0 - slack,
        min((s.box.x0 for s in beside if s.first > hit.last), default=1.0),
    )
    if _centred(page, beside, [t for t in over if id(t) not in labels], slack):
        # Captions in the middle of their lines: a value begins right of the caption before its own.
        begin = max((s.box.x1 for s in beside if s.last < hit.first), default=0.0)
        right = hit.box.x1
    near = [t for t in over if begin <= t.box.x0 < right - 0.004]
    kept: list[Token] = []
    for token in near:
        apart = kept and (token.box.x0 - kept[-1].box.x1) * page.aspect > TOUCHING * page.letter
        if apart or id(token) in labels:
            break
        kept.append(token)
    # A label above is asked for below it, or ends the value where another column begins.
    return () if len(kept) < len(near) and _over(hit, near[len(kept)], labels) else tuple(kept)


def _row_over(page: Layout, hit: LabelHit, reach: float) -> list[Token]:
    """The words of the row right above a caption, and of what is not level with it for being
    written by hand."""
    gaps = [
        (hit.box.y0 - t.box.y1, t)
        for row in page.rows
        if row is not hit.row
        for t in row.tokens
        if t.box.cy < hit.box.cy and hit.box.y0 - t.box.y1 < reach * page.letter
    ]
    nearest = min((gap for gap, _ in gaps), default=0.0)
    least = max(NEAR * page.letter, nearest + LEVEL * page.letter)
    return sorted((t for gap, t in gaps if gap < least), key=lambda t: t.box.x0)


def _paired(
    page: Layout, hit: LabelHit, over: Sequence[Token], labels: set[int]
) -> tuple[Token, ...] | None:
    """The answer above a caption where as many answers as captions stand in both rows, each in
    turn; `None` where they do not."""
    below_it = segments(hit.row.tokens, page.aspect)
    above = segments(over, page.aspect)
    if len(below_it) < PAIRED or len(above) != len(below_it) or any(id(t) in labels for t in over):
        return None
    at = next(i for i, s in enumerate(below_it) if hit.tokens[0] in s.tokens)
    return above[at].tokens if below_it[at].tokens[0] is hit.tokens[0] else None


def _centred(page: Layout, beside: Sequence[LabelHit], over: Sequence[Token], slack: float) -> bool:
    """Whether captions stand in the middle of their lines: hardly a value begins where one does."""
    parts = segments(over, page.aspect)
    aligned = [p for p in parts if any(abs(p.box.x0 - s.box.x0) < slack for s in beside)]
    led = [p for p in parts if any(p.box.x0 < s.box.x1 for s in beside)]
    return bool(parts) and 2 * len(aligned) < len(parts) and len(led) == len(parts)


def _over(hit: LabelHit, token: Token, labels: set[int]) -> bool:
    """Whether a label stands right above a caption, which then announces what is below."""
    return id(token) in labels and token.box.x0 < hit.box.x1
