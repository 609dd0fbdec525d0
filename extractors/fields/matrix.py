"""Forms that ask for several persons in one table: a row for each of them, a column for each thing
that is asked («| | Nom | Prénom | Né(e) le | CIN |», «| ASSURÉ | … |», «| CONJOINT | … |»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.asked import Asked
from extractors.fields.candidates import Candidate, candidate
from extractors.fields.labels import LabelHit
from extractors.fields.meant import role_of
from extractors.fields.spoken import ENDINGS, roles, walk
from extractors.fields.understood import LINKS, Said, runs
from extractors.layout import Layout, Row, Segment, Token, segments
from models.documents import FieldSpec, Place
from models.reference.wording import wording

COLUMNS = 3
"""Things asked for from which a row heads such a table."""
FEWEST, PERSONS = 2, 2
"""The same, and persons, where rows of several persons stand below it."""
ROWS = 9
"""Rows below its heads that may be of the table."""
SURE = 0.3
"""What the score of such an answer is more than that of one beside a label: its cell is its own."""


def matrix_candidates(
    page: Layout, specs: Mapping[str, FieldSpec], stops: Sequence[LabelHit]
) -> list[Candidate]:
    """Readings of the fields that such tables of the page ask for."""
    found: list[Candidate] = []
    for number, row in enumerate(page.rows):
        heads = _heads(row, specs, stops)
        columns = len({_asks(h, specs) for h in heads})
        if columns < FEWEST:
            continue
        told: list[tuple[Row, str]] = []
        for below in page.rows[number + 1 : number + 1 + ROWS]:
            if _heads(below, specs, stops):
                break
            role = _person(below, heads[0].box.x0, page.aspect)
            if role is not None:
                told.append((below, role))
        if columns >= COLUMNS or len({role for _, role in told}) >= PERSONS:
            found += [c for own, role in told for c in _row(page, own, role, heads, specs, stops)]
    return found


def _heads(row: Row, specs: Mapping[str, FieldSpec], stops: Sequence[LabelHit]) -> list[LabelHit]:
    """The labels of a row that ask for something of any person, left to right."""
    own = [s for s in stops if s.row is row and s.role is None and _asks(s, specs)]
    return sorted(own, key=lambda s: s.first)


def _asks(hit: LabelHit, specs: Mapping[str, FieldSpec]) -> str | None:
    """What a label asks of a person: `date_naissance` of `assure_date_naissance`."""
    meant = [n for n, s in specs.items() if role_of(n) is not None and hit.means(n, s)]
    said = {n.split("_", 1)[1] for n in meant}
    return said.pop() if len(said) == 1 else None


def _person(row: Row, before: float, aspect: float) -> str | None:
    """Of whom a row speaks, by the words that begin it, left of the first column."""
    begin = segments(row.tokens, aspect)[0]
    if begin.tokens[-1].box.x1 > before + 0.02:
        return None
    said = [s for run in runs(row, aspect) for s in run if s.token < len(begin.tokens)]
    at = next((i for i, s in enumerate(said) if s.word not in LINKS), len(said))
    role = walk(roles(), said, at)
    if role is None or any(s.word not in ENDINGS | LINKS for s in _plain(begin, said[role.end :])):
        return None
    return role.meanings[0]


def _plain(begin: Segment, said: Sequence[Said]) -> Sequence[Said]:
    """The words behind a role without the other name that a stroke joins: «Hospitalisé / servi»."""
    if said and said[0].token and begin.tokens[said[0].token - 1].text == "/":
        return said[1:]
    return said


def _row(
    page: Layout,
    row: Row,
    role: str,
    heads: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
    stops: Sequence[LabelHit],
) -> list[Candidate]:
    """Readings of the cells of one person."""
    cells = segments(row.tokens, page.aspect)[1:]
    found: list[Candidate] = []
    for head, tokens in zip(heads, _parted(cells, heads), strict=True):
        asked = _asks(head, specs)
        prefixes = wording().roles[role].prefixes
        name = next((n for p in prefixes if (n := f"{p}_{asked}") in specs), None)
        if asked is None or name is None or not tokens:
            continue
        read = candidate(
            page, Asked(name, 1.0, False, False), specs[name], head, tokens, Place.DESSOUS, stops
        )
        if read is not None:
            score = read.score / max(read.told.near, 0.1) + SURE  # the heads may be far above
            found.append(replace(read, score=score))
    return found


def _parted(cells: Sequence[Segment], heads: Sequence[LabelHit]) -> list[tuple[Token, ...]]:
    """The words of a row by column: one run a column, else each under the nearest head."""
    if len(cells) == len(heads):
        return [cell.tokens for cell in cells]
    columns: list[list[Token]] = [[] for _ in heads]
    for token in (t for cell in cells for t in cell.tokens):
        off = [max(h.box.x0 - token.box.cx, token.box.cx - h.box.x1, 0.0) for h in heads]
        columns[off.index(min(off))].append(token)
    return [tuple(column) for column in columns]
