"""What the product reads of a paper, beside its truth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.evaluate.compare import equal, plain
from bench.evaluate.counts import Counts
from bench.evaluate.lines import compared
from bench.papers.paper import Paper, reading
from extractors.documents import cut_documents
from extractors.fields import read_document
from extractors.types import classify
from models.reading import Document, DocumentDraft, Field, How

SURE = 0.95
"""Confidence from which nobody would look at a value again."""
NOT_ASKED = frozenset({"exemplaire"})
"""Fields that the authors say nothing of."""

_TITLE = re.compile(r"^(?:(?:dr|docteur|pr|professeur|ass)\b[\s.]*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Loss:
    """A field that is not right. `true`: `None` where the page has none."""

    name: str
    true: str | bool | None
    read: Field | None


@dataclass(frozen=True, slots=True)
class Read:
    """A paper as read. `cells`: of the lines of its tables; `rows`: whole lines."""

    paper: Paper
    type: str
    fields: Counter[str]
    cells: Counts
    rows: Counts
    losses: tuple[Loss, ...]


def read(paper: Paper, type_known: bool) -> Read:
    """The paper typed, and read as what it is taken for, or with `type_known` as what it is."""
    page = reading(paper)
    [taken] = cut_documents([classify(page, 1)], {1: page})
    draft = DocumentDraft((1,), paper.type, taken.type_confidence) if type_known else taken
    document = read_document(draft, {1: page})
    fields = Counter[str]()
    losses = tuple(_compared(paper, document, fields))
    return Read(paper, taken.type, fields, *_lines(paper, document), losses)


def _compared(paper: Paper, document: Document, count: Counter[str]) -> Iterator[Loss]:
    """Every field of the page or of the document; those that are not right."""
    given = {n: f for n, f in document.fields.items() if n not in NOT_ASKED and f.value != ""}
    for name, true in paper.fields.items():
        got = given.pop(name, None)
        right = got is not None and same(name, got.value, true, paper.fields)
        count["juste" if right else "rien" if got is None else "autre"] += 1
        if not right:
            count["sûr"] += got is not None and got.confidence >= SURE
            yield Loss(name, true, got)
    for name, extra in given.items():
        if extra.how is not How.DEDUIT:
            count["trop"] += 1
            count["sûr"] += extra.confidence >= SURE
            yield Loss(name, None, extra)


def same(name: str, read: str, true: str | bool, fields: Mapping[str, str | bool]) -> bool:
    """As `equal`, in our conventions where DOMAIN leaves the authors others: a doctor's name has its
    title; an address is without the town that is a field of its own; a renewal is told in its words
    («à renouveler 2 fois»)."""
    if equal(name, read, true):
        return True
    if name.startswith("medecin_"):
        return equal(name, _TITLE.sub("", read), _TITLE.sub("", str(true)))
    if name == "assure_adresse" and (town := fields.get("assure_ville")):
        return equal(name, f"{read} {town}", true) or equal(name, f"{town} {read}", true)
    return name == "renouvellement" and plain(read).endswith(f" {plain(str(true))}")


def _lines(paper: Paper, document: Document) -> tuple[Counts, Counts]:
    cells, rows = Counts(), Counts()
    found = {
        table: [{name: cell.value for name, cell in row.items()} for row in own]
        for table, own in document.lines.items()
    }
    for table in {*paper.lines, *found}:
        some, whole = compared(paper.lines.get(table, []), found.get(table, []))
        cells, rows = cells + some, rows + whole
    return cells, rows
