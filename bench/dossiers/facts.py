"""A planned dossier as the judge sees it: every value read well, nothing else known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bench.dossiers.plan import Case, Paper
from models.checklists import Channel, DossierFacts, History, Person, Piece
from models.geometry import Box
from models.reading import Document, Field, How, Mark

SURE = 0.99
BOX = Box(0.1, 0.1, 0.4, 0.15)


def facts_of(case: Case) -> DossierFacts:
    insured = _person(case.insured)
    return DossierFacts(
        channel=Channel(case.channel),
        received_at=case.received_at,
        pieces=tuple(Piece(f"p{n}", _document(n, p)) for n, p in enumerate(case.papers, 1)),
        assure=insured,
        beneficiaire=insured if case.cared_for is case.insured else _person(case.cared_for),
        history=History(**case.history),  # type: ignore[arg-type]
    )


def _document(number: int, paper: Paper) -> Document:
    def field(text: str) -> Field:
        return Field(text, text, SURE, number, BOX, How.TEXTE_PDF)

    return Document(
        (number,),
        paper.type,
        SURE,
        {name: field(text) for name, text in paper.fields.items()},
        {
            table: tuple({name: field(text) for name, text in row.items()} for row in rows)
            for table, rows in paper.lines.items()
        },
        {name: Mark(there, SURE, number, BOX) for name, there in paper.marks.items()},
    )


def _person(known: Mapping[str, str]) -> Person:
    born = known.get("date_naissance")
    texts = {k: v for k, v in known.items() if k != "date_naissance"}
    return Person(**texts, date_naissance=date.fromisoformat(born) if born else None)  # type: ignore[arg-type]
