"""Where a label's value stands: beside it, level with it, on the next line (under it: `under`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.labels import LabelHit, announces
from extractors.layout import Layout, Row, Token, segments
from models.geometry import Box
from models.reading import How
from models.values.text import folded

CIVILITIES = frozenset({"m", "mr", "mme", "mlle", "melle", "monsieur", "madame"})
"""Labels that, right after another label, belong to its value («Patient : Mr ALAMI»)."""
TALLER = 1.35
"""Times the height of its neighbour from which a word belongs to other print."""
TOUCHING = 4.0
"""Letter heights: words of one value are no farther apart."""
NOTE = 6
"""Words of a note in brackets after a label, at most."""
CUT_OFF = 6
"""Words of a value that the next line may hold."""
LEVEL = 0.35
"""Share of the smaller height that a word beside a label has in common with it."""
MARGIN = 0.85
"""Share of the width of the text from which a row ends at its right margin."""
REACH_RIGHT = 0.42
"""Share of the page width within which a value begins right of its label."""
REACH_COLUMN, ALIGNED, COLUMN_ROWS = 0.6, 0.012, 2
"""The same where values stand in one column; how well its rows are aligned, and their fewest."""
REACH_MARGIN, NEIGHBOURS = 0.9, 4
"""The same where they end at the margin; how many rows up and down are looked at for that."""
UNKNOWN_LABEL = 4
"""Letters from which a word before a colon is a label though none that we know."""


def right_of(
    page: Layout,
    hit: LabelHit,
    stops: Sequence[LabelHit],
    reach: float = REACH_RIGHT,
    touching: float = TOUCHING,
) -> tuple[Token, ...]:
    """The words that follow a label on its row, up to the next label or a gap wider than
    `touching` letter heights; the first within `reach` of the page width."""
    edge = min(
        (
            s.first
            for s in stops
            if s.row is hit.row
            and s.first > hit.last
            and not (
                folded(s.label) in CIVILITIES
                and all(filler(t) for t in hit.row.tokens[hit.last + 1 : s.first])
            )
        ),
        default=len(hit.row.tokens),
    )
    following = hit.row.tokens[hit.last + 1 : edge]
    if hit.rest:
        following = (_remainder(hit), *following)
    following = tuple(past_note(following))
    if following and reach == REACH_RIGHT:
        reach = _reach(page, hit.row, following[0])
    return _before_colon(run_of(page, following, hit.box.x1, reach, touching))


def unannounced(stop: LabelHit) -> bool:
    """Whether one word for a person ends its row and announces nothing: it may be a value
    («Catégorie: Employé»)."""
    row = stop.row.tokens
    alone = stop.role is not None and len(stop.tokens) == 1 and stop.tokens[0] is row[-1]
    return alone and not row[-1].text.endswith((":", "=", "…", ".."))


def _reach(page: Layout, row: Row, first: Token) -> float:
    """How far off a value may begin: farther where those of several rows begin in one place, or
    end at the right margin, as on forms whose answers are one column."""
    own = segments(row.tokens, page.aspect)
    if first not in own[-1].tokens:
        return REACH_RIGHT  # a table
    near = page.rows[max(0, row.number - NEIGHBOURS) : row.number + NEIGHBOURS + 1]
    pairs = [parts for r in near if len(parts := segments(r.tokens, page.aspect)) == len(own) == 2]
    alike = [
        (left, right)
        for left, right in pairs
        if abs(left.box.x0 - own[0].box.x0) < ALIGNED
        and abs(right.box.x1 - own[-1].box.x1) < ALIGNED
    ]
    if len(alike) >= COLUMN_ROWS:
        return REACH_MARGIN
    beginning = [s for s in page.segments if abs(s.box.x0 - first.box.x0) < ALIGNED]
    if len({s.tokens[0].row for s in beginning}) >= COLUMN_ROWS:
        return REACH_COLUMN
    return REACH_RIGHT


def _before_colon(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A value without the unknown label that a colon ends beside it («IDER  Verso :»)."""
    end = next(
        (
            i
            for i, t in enumerate(tokens)
            if t.text.endswith(":") and sum(c.isalpha() for c in t.text) >= UNKNOWN_LABEL
        ),
        None,
    )
    if end is None or any(c.isdigit() for c in tokens[end].text):
        return tokens
    return tokens[:end]


def past_note(tokens: Sequence[Token]) -> Sequence[Token]:
    """What follows a label without what only explains it: «(en majuscules)», «(*)», the
    same label in Arabic."""
    at = 0
    while at < len(tokens) and (filler(tokens[at]) or _arabic(tokens[at])):
        at += 1
    if at < len(tokens) and tokens[at].text.startswith("("):
        end = next((i for i in range(at, min(at + NOTE, len(tokens))) if ")" in tokens[i].text), -1)
        note = "".join(t.text for t in tokens[at : end + 1])
        if end >= 0 and ("%" in note or not any(c.isdigit() for c in note)):
            return past_note(tokens[end + 1 :])
    return tokens[at:]


def _arabic(token: Token) -> bool:
    letters = [c for c in token.text if c.isalpha()]
    return bool(letters) and all("\u0600" <= c <= "\u06ff" for c in letters)


def after_the_list(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> tuple[Token, ...]:
    """The words behind the last of several labels that commas list: «Nom, prénom, né le : …»."""
    last = hit
    while last.tokens[-1].text.endswith(","):
        following = [s for s in stops if s.row is hit.row and s.first == last.last + 1]
        if not following:
            return ()
        last = following[0]
    return right_of(page, last, stops) if last is not hit and announces(last.row, last.last) else ()


def beside(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], reach: float = REACH_RIGHT
) -> tuple[Token, ...]:
    """Words level with a label though their row is another: handwriting off its line."""
    box = hit.box
    edge = min((s.box.x0 for s in stops if s.row is hit.row and s.first > hit.last), default=1.0)
    level: list[Token] = []
    for row in page.rows:
        if row is hit.row or row.box.y1 < box.y0 or row.box.y0 > box.y1:
            continue
        labelled = {id(t) for s in stops if s.row is row for t in s.tokens}
        level += [
            t
            for t in row.tokens
            if id(t) not in labelled
            and box.x1 - 0.005 <= t.box.x0 < edge
            and min(t.box.y1, box.y1) - max(t.box.y0, box.y0)
            >= LEVEL * min(t.box.height, box.height)
        ]
    return run_of(page, sorted(level, key=lambda t: t.box.x0), box.x1, reach)


def wrapped(page: Layout, hit: LabelHit, stops: Sequence[LabelHit]) -> tuple[Token, ...]:
    """The beginning of the next row, when a label with its colon or its blank ends its own at the
    margin, a civility included («ayant droit de M. ……»)."""
    last = hit.row.tokens[-1]
    behind = hit.row.tokens[hit.last + 1 :]
    if not all(filler(t) or folded(t.text) in CIVILITIES for t in behind):
        return ()
    if not last.text.endswith((":", "…", "..")) or last.box.x1 < MARGIN * max(
        t.box.x1 for t in page.tokens
    ):
        return ()
    below_it = [r for r in page.rows if r.number > hit.row.number and r.box.y0 >= hit.box.cy]
    if not below_it or below_it[0].box.y0 - hit.box.y1 > 1.5 * page.letter:
        return ()
    row = below_it[0]
    edge = min((s.first for s in stops if s.row is row), default=len(row.tokens))
    return run_of(page, row.tokens[:edge], row.box.x0)


def _remainder(hit: LabelHit) -> Token:
    """What the last word of a label holds beyond it."""
    token = hit.row.tokens[hit.last]
    left, at = hit.rest, len(token.text)
    while left and at:
        at -= 1
        left -= token.text[at].isalnum()
    share = at / len(token.text)
    x0 = token.box.x0 + token.box.width * share
    word = token.word
    seen = Box(word.box.x0 + word.box.width * share, word.box.y0, word.box.x1, word.box.y1)
    return Token(
        replace(word, text=token.text[at:], box=seen),
        Box(x0, token.box.y0, token.box.x1, token.box.y1),
        token.row,
    )


def run_of(
    page: Layout,
    tokens: Sequence[Token],
    start: float,
    reach: float = REACH_RIGHT,
    touching: float = TOUCHING,
) -> tuple[Token, ...]:
    """The first of these words and those that no wide gap parts from it, dots and rules left out:
    within `reach` of the page width from `start`, gaps up to `touching` letter heights."""
    chosen: list[Token] = []
    for token in tokens:
        if filler(token):
            continue
        if not chosen:
            if token.box.x0 - start > reach:
                break
        else:
            gap = (token.box.x0 - chosen[-1].box.x1) * page.aspect
            taller = (
                token.box.height > TALLER * chosen[-1].box.height
                and token.word.how is not How.MANUSCRIT
            )
            if taller and gap > chosen[-1].box.height and touching == TOUCHING:
                break  # a title beside the value
            if gap > touching * max(page.letter, 0.6 * chosen[-1].box.height):
                break
        chosen.append(token)
    return tuple(chosen)


def goes_on(
    page: Layout, tokens: Sequence[Token], stops: Sequence[LabelHit], whole: bool
) -> tuple[Token, ...]:
    """Words of the next row with which a value that the right margin cut goes on: up to its
    full stop, `whole` for a value that may take the row."""
    last = tokens[-1]
    if last.text.endswith((".", ";")):
        return ()
    following = [r for r in page.rows if r.number > last.row and r.box.y0 >= last.box.cy]
    if not following or following[0].box.y0 - last.box.y1 > 1.2 * page.letter:
        return ()
    row = following[0]
    near = (r for r in page.rows if abs(r.number - last.row) <= NEIGHBOURS)
    margin = max(t.box.x1 for r in near for t in r.tokens)
    if last.box.x1 + row.tokens[0].box.width < margin:
        return ()  # its first word had room
    first = row.tokens[0].text
    if not (first[0].islower() or (first[0].isdigit() and whole)):
        return ()
    edge = min((s.first for s in stops if s.row is row), default=len(row.tokens))
    words = row.tokens[: min(edge, len(row.tokens) if whole else CUT_OFF)]
    end = next((i + 1 for i, t in enumerate(words) if t.text.endswith((".", ";"))), len(words))
    closed = whole or end < len(words) or (words and words[end - 1].text.endswith((".", ";")))
    return tuple(words[:end]) if closed else ()


def filler(token: Token) -> bool:
    """Dots, rules and colons between a label and its value."""
    return not any(c.isalnum() for c in token.text) and "x" not in token.text.lower()
