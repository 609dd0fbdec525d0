"""Where a person is: dossiers by his name and his numbers, and what else names him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models.entities import (
    Assure,
    Comment,
    Document,
    DocumentNumber,
    DocumentPage,
    Dossier,
    DossierWord,
    Envoi,
    JsonObject,
    Page,
    PageText,
    Refusal,
    SourceFile,
)
from models.errors import BadInput
from models.values.text import folded
from storage.records import page_texts, sealed_values
from storage.records.assures import name_key
from storage.records.dossier_words import bare, words_of

_LEAST = 4
"""Characters under which a number is nobody's."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom we look for: names as they are written, and numbers (card, matricule, CIN …)."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names and not self.numbers:
            raise BadInput("Donnez un nom ou un numéro.", code="effacement_vide")
        for name in self.names:
            if len(folded(name).split()) < 2:
                raise BadInput(
                    f"« {name} » ne désigne personne : donnez nom et prénom.",
                    code="effacement_nom_court",
                )
        for number in self.numbers:
            if len(bare(number)) < _LEAST:
                raise BadInput(f"« {number} » est trop court pour un numéro.", code="numero_court")

    def to_json(self) -> JsonObject:
        return {"noms": list(self.names), "numeros": list(self.numbers)}

    @classmethod
    def from_json(cls, told: Mapping[str, Sequence[str]]) -> Sought:
        return cls(tuple(told["noms"]), tuple(told["numeros"]))

    def is_in(self, *texts: str | None) -> bool:
        """Whether all words of a name, or a number, stand in these texts together."""
        words = {word for text in texts if text for word in folded(text).split()}
        run = "".join(bare(text) for text in texts if text)
        return any(words.issuperset(folded(name).split()) for name in self.names) or any(
            bare(number) in words or bare(number).casefold() in words or bare(number) in run
            for number in self.numbers
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A page that names him. `dossier`: the one that its paper is in, if any."""

    envoi: str
    number: int
    page_id: str
    dossier: str | None

    @property
    def label(self) -> str:
        return f"{self.envoi}/{self.number}"


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of him. `dossiers`: each with how it was found; `elsewhere`: pages of dossiers of
    others, and of none, that name him; `comments`: dossiers of others in which a comment does."""

    dossiers: Mapping[str, tuple[Dossier, Sequence[str]]]
    assures: Sequence[Assure]
    elsewhere: Sequence[Place]
    comments: Sequence[str]
    heads: Sequence[str] = field(default=())
    names: Sequence[str] = field(default=())
    refusals: Sequence[str] = field(default=())


def find(session: Session, sought: Sought) -> Found:
    """Look everywhere. Words are compared whole and folded: no case, accents, order."""
    found: dict[str, tuple[Dossier, list[str]]] = {}
    for how, ids in _dossiers(session, sought):
        for dossier in _rows(session, ids):
            found.setdefault(dossier.id, (dossier, []))[1].append(how)
    places = list(_pages(session, sought))
    references = {dossier.reference for dossier, _ in found.values()}
    sealed_values.warm(session, session.scalars(select(Comment.dossier_id).distinct()).all())
    comments = session.execute(
        select(Comment, Dossier.reference).join(Dossier, Dossier.id == Comment.dossier_id)
    )
    return Found(
        dossiers=found,
        assures=_assures(session, sought),
        elsewhere=[place for place in places if place.dossier not in references],
        comments=sorted(
            {reference for one, reference in comments if sought.is_in(one.text)} - references
        ),
        heads=[
            row.id
            for row in _envois(session)
            if sought.is_in(row.source, row.sender, *_texts(row.mail))
        ],
        names=[
            row.id
            for row in session.execute(select(SourceFile.id, SourceFile.name))
            if sought.is_in(row.name)
        ],
        refusals=[
            row.id
            for row in session.execute(select(Refusal.id, Refusal.name, Refusal.message))
            if sought.is_in(row.name) or sought.is_in(row.message)
        ],
    )


def _envois(session: Session) -> Iterable[Envoi]:
    """All, with the heads of mails."""
    sealed_values.warm(session, select(Envoi.id).where(Envoi.mail.is_not(None)))
    return session.scalars(select(Envoi).options(undefer(Envoi.mail)).order_by(Envoi.id))


def _dossiers(session: Session, sought: Sought) -> Iterator[tuple[str, Iterable[str]]]:
    for name in sought.names:
        query = select(Dossier.id)
        for word in words_of({"nom": name}):
            bearing = select(DossierWord.dossier_id).where(DossierWord.word == word)
            query = query.where(Dossier.id.in_(bearing))
        yield "nom", session.scalars(query).all()
    for number in sought.numbers:
        people = select(DossierWord.dossier_id).where(DossierWord.word == bare(number))
        yield "numéro", session.scalars(people).all()
        papers = (
            select(Document.dossier_id)
            .join(DocumentNumber, DocumentNumber.document_id == Document.id)
            .where(DocumentNumber.number == bare(number), Document.dossier_id.is_not(None))
            .distinct()
        )
        yield "numéro lu sur une pièce", [id for id in session.scalars(papers) if id]


def _rows(session: Session, ids: Iterable[str]) -> Sequence[Dossier]:
    return session.scalars(select(Dossier).where(Dossier.id.in_([*ids])).order_by(Dossier.id)).all()


def _pages(session: Session, sought: Sought) -> Iterator[Place]:
    seen: set[str] = set()
    for text in (*sought.names, *(bare(number) for number in sought.numbers)):
        terms = page_texts.wanted(text)
        query = (
            select(Page.id, Page.number, Envoi.numero, Dossier.reference, PageText.text)
            .select_from(PageText)
            .join(Page, Page.id == PageText.page_id)
            .join(Envoi, Envoi.id == Page.envoi_id)
            .outerjoin(DocumentPage, DocumentPage.page_id == Page.id)
            .outerjoin(Document, Document.id == DocumentPage.document_id)
            .outerjoin(Dossier, Dossier.id == Document.dossier_id)
            .where(page_texts.bears(session, terms))
            .order_by(PageText.seq)
        )
        rows = session.execute(query).all()
        said = page_texts.said(session, {row.id: row.text for row in rows})
        for row in rows:
            if row.id not in seen and sought.is_in(said.get(row.id)):
                seen.add(row.id)
                yield Place(row.numero, row.number, row.id, row.reference)


def _assures(session: Session, sought: Sought) -> Sequence[Assure]:
    """The people of the base of that name or number. Of a number shared by a family, who bears it."""
    numbers = {bare(number) for number in sought.numbers}
    asked = [name_key(name, "").split()[:1] for name in sought.names]
    near = [Assure.name_key.contains(word) for words in asked for word in words] + [
        column.in_([*numbers, *sought.numbers])
        for column in (Assure.numero_immatriculation, Assure.matricule, Assure.cin)
    ]
    found = []
    for condition in near:
        for row in session.scalars(select(Assure).where(condition)):
            theirs = {bare(n) for n in (row.numero_immatriculation, row.matricule, row.cin) if n}
            if row not in found and (theirs & numbers or sought.is_in(f"{row.nom} {row.prenom}")):
                found.append(row)
    return found


def _texts(told: object) -> Iterator[str]:
    """Every text within what the head of a mail says."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)
