"""Dossiers found by what a person knows of them: a name, a number of the insured, an invoice.

Only what the visitor may read is searched: a hit on a secret paper would tell what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.documents import Kind, document_types
from models.entities import Decision, Document, Dossier, Proposal, Target, ThingKind

_KINDS = frozenset({Kind.CIN, Kind.IDENTIFIANT, Kind.INPE, Kind.ICE})
"""What a field is when people know a paper by it."""
_NAMES = ("nom", "prenom")
_NUMBERS = ("numero_immatriculation", "matricule", "cin")
LEAST = 3
"""Characters of a number, at least, to be looked for."""


def of_person(session: Session, text: str, *, limit: int) -> Sequence[Dossier]:
    """Dossiers of a person: every word in the names, or a number that begins so."""
    conditions: list[ColumnElement[bool]] = []
    words = text.split()
    if words:
        conditions.append(and_(*(_in_names(word) for word in words)))
    number = plain(text)
    if len(number) >= LEAST and any(c.isdecimal() for c in number):
        conditions += [
            Dossier.assure[name].as_string().istartswith(number, autoescape=True)
            for name in _NUMBERS
        ]
    if not conditions:
        return ()
    query = select(Dossier).where(or_(*conditions)).order_by(Dossier.id.desc())
    return session.scalars(query.limit(limit)).all()


def by_number(session: Session, text: str, *, limit: int) -> Sequence[tuple[Document, str]]:
    """Documents on which a number that begins so stands, each with the field's name."""
    number = plain(text)
    if len(number) < LEAST or not any(c.isdecimal() for c in number):
        return ()
    found: dict[tuple[str, str], tuple[Document, str]] = {}
    for query in (_proposed(number), _decided(number)):
        for document, name in session.execute(query.limit(limit)):
            found[(document.id, name or "")] = (document, name or "")
    return list(found.values())[:limit]


def plain(text: str) -> str:
    """A number without what people put between its signs."""
    return re.sub(r"[\s.\-/]+", "", text)


def _in_names(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            person[name].as_string().icontains(word, autoescape=True)
            for person in (Dossier.assure, Dossier.beneficiaire)
            for name in _NAMES
        )
    )


def _proposed(number: str) -> Select[Document, str | None]:
    return (
        select(Document, Proposal.name)
        .join(Document, Document.id == Proposal.document_id)
        .where(
            Proposal.target == Target.FIELD,
            Proposal.name.in_(_fields()),
            _bare(Proposal.value).istartswith(number, autoescape=True),
            Document.retired_at.is_(None),
        )
        .distinct()
    )


def _decided(number: str) -> Select[Document, str | None]:
    return (
        select(Document, Decision.name)
        .join(Document, Document.id == Decision.thing_id)
        .where(
            Decision.thing_kind == ThingKind.DOCUMENT,
            Decision.target == Target.FIELD,
            Decision.name.in_(_fields()),
            _bare(Decision.value).istartswith(number, autoescape=True),
            Document.retired_at.is_(None),
        )
        .distinct()
    )


def _bare(value: InstrumentedAttribute[str | None]) -> ColumnElement[str]:
    bare: ColumnElement[str] = func.coalesce(value, "")
    for sign in (" ", ".", "-", "/"):
        bare = func.replace(bare, sign, "")
    return bare


@cache
def _fields() -> Sequence[str]:
    return sorted(set(_known()))


def _known() -> Iterable[str]:
    for kind in document_types().values():
        for name, spec in kind.fields.items():
            if spec.genre in _KINDS and not spec.sensible:
                yield name
