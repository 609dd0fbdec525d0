"""What dossiers are found by: the words of the names and the numbers of their people.

The rows follow the dossier whoever writes it: they are written with it, in its transaction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, event, insert, inspect, select
from sqlalchemy.orm import Mapper, Session

from models.entities import Dossier, DossierWord

_PEOPLE = ("assure", "beneficiaire")
_NUMBERS = ("numero_immatriculation", "matricule", "cin")
AFTER_ALL = "\U0010ffff"
"""After every sign that a word can begin with."""


def named(session: Session, text: str, *, limit: int = 50) -> Sequence[Dossier]:
    """The dossiers whose people bear every word of `text` (or begin so), newest first."""
    wanted = sorted(_folded(text), key=len, reverse=True)
    if not wanted:
        return []
    query = select(Dossier)
    for word in wanted:
        bearing = select(DossierWord.dossier_id).where(
            DossierWord.word >= word, DossierWord.word < word + AFTER_ALL
        )
        query = query.where(Dossier.id.in_(bearing))
    return session.scalars(query.order_by(Dossier.id.desc()).limit(limit)).all()


def words_of(*people: Mapping[str, Any] | None) -> list[str]:
    """The words that these people are found by."""
    found: set[str] = set()
    for person in people:
        known = person or {}
        found |= _folded(f"{known.get('nom') or ''} {known.get('prenom') or ''}")
        found |= {bare(str(known[name])) for name in _NUMBERS if known.get(name)}
    return sorted(found - {""})


def bare(number: str) -> str:
    """A number without what people write between its groups."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _folded(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return set(re.findall(r"[A-Z0-9]+", plain))


def _write(connection: Connection, dossier: Dossier) -> None:
    rows = [
        {"word": word, "dossier_id": dossier.id}
        for word in words_of(dossier.assure, dossier.beneficiaire)
    ]
    if rows:
        connection.execute(insert(DossierWord), rows)


@event.listens_for(Dossier, "after_insert")
def _added(mapper: Mapper[Any], connection: Connection, dossier: Dossier) -> None:
    _write(connection, dossier)


@event.listens_for(Dossier, "after_update")
def _changed(mapper: Mapper[Any], connection: Connection, dossier: Dossier) -> None:
    if _touched(dossier, _PEOPLE):
        connection.execute(delete(DossierWord).where(DossierWord.dossier_id == dossier.id))
        _write(connection, dossier)


def _touched(dossier: Dossier, names: Iterable[str]) -> bool:
    state = inspect(dossier)
    return any(state.attrs[name].history.has_changes() for name in names)
