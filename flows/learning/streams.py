"""Pages that people have been through, envoi by envoi: what is learned from, and judged with.

Beside those of the office stands a fixed set that comes with the program: synthetic courier and
wordings that nothing was learned from (`python -m bench.types.fixed` writes it).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Decision, Document, Dossier, Etape, Proposal, Target, ThingKind
from models.reading import PageReading
from storage.records import codec, decisions, documents, pages

FILE = "controle.json.gz"
MOST_PAGES = 3000
"""Pages of the office that are learned from, the latest envois first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and what people made of it. `type`, `document`: `None` where nobody said.

    `rest`: it goes on a paper; `corrected`: the machine had said otherwise.
    """

    number: int
    reading: PageReading
    type: str | None
    document: str | None
    rest: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """The pages of an envoi, in their order."""

    id: str
    sheets: Sequence[Sheet]


def of_office(session: Session) -> list[Stream]:
    """The envois of which people settled a paper, the latest first."""
    found: list[Stream] = []
    number = 0
    for envoi_id in _settled_envois(session):
        stream = _stream(session, envoi_id)
        number += len(stream.sheets)
        if number > MOST_PAGES and found:
            break
        found.append(stream)
    return found


@cache
def fixed() -> tuple[Stream, ...]:
    """The set that comes with the program."""
    data = resources.files("flows.learning").joinpath(FILE).read_bytes()
    return tuple(
        Stream(
            one["id"],
            [
                Sheet(
                    number, codec.page_reading_from_json(page["reading"]), page["type"],
                    page["document"], page["rest"], False,
                )
                for number, page in enumerate(one["pages"], 1)
            ],
        )
        for one in json.loads(gzip.decompress(data))
    )  # fmt: skip


def _settled_envois(session: Session) -> list[str]:
    said = select(Document.envoi_id).join(Decision, Decision.thing_id == Document.id)
    said = said.where(
        Decision.thing_kind == ThingKind.DOCUMENT, Decision.target.in_((Target.TYPE, Target.CUT))
    )
    through = select(Document.envoi_id).join(Dossier, Dossier.id == Document.dossier_id)
    through = through.where(Dossier.etape == Etape.VALIDE)
    return sorted({*session.scalars(said), *session.scalars(through)}, reverse=True)


def _stream(session: Session, envoi_id: str) -> Stream:
    sheets: list[Sheet] = []
    rows = documents.of_envoi(session, envoi_id)
    on = documents.pages(session, [row.id for row in rows])
    for row in rows:
        standing = decisions.standing(documents.decided(session, row.id))
        typed = next((d.value for d in standing if d.target is Target.TYPE), None)
        was_cut = any(d.target is Target.CUT for d in standing)
        through = _gone_through(session, row)
        kind = typed or (row.type if through else None)
        known = row.id if kind or was_cut else None
        wrong = was_cut or (typed is not None and typed != _read_as(session, row))
        kept = pages.readings_of(session, [page.id for page in on[row.id]])
        sheets += [
            Sheet(page.number, kept[page.id], kind, known, place > 0, wrong)
            for place, page in enumerate(on[row.id])
            if page.id in kept and kept[page.id].blank == page.blank  # else a person said otherwise
        ]
    return Stream(envoi_id, sorted(sheets, key=lambda sheet: sheet.number))


def _gone_through(session: Session, row: Document) -> bool:
    home = session.get(Dossier, row.dossier_id) if row.dossier_id else None
    return home is not None and home.etape is Etape.VALIDE


def _read_as(session: Session, row: Document) -> str | None:
    """What the machine first took the paper for."""
    query = select(Proposal.value).filter_by(document_id=row.id, target=Target.TYPE)
    return session.scalar(query.order_by(Proposal.seq).limit(1))
