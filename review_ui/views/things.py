"""What the audit trail names by its identifier, as people call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from models.entities import Account, Document, Dossier, Envoi, Lot, Page
from models.permissions import Action, Sort, Thing
from review_ui.visit import Visit
from review_ui.wording import words

_Names = Callable[[Any], str]
_KINDS: Mapping[str, tuple[Any, Sort, _Names]] = {
    "envoi": (Envoi, Sort.ENVOI, lambda e: f"Envoi {e.numero}"),
    "dossier": (Dossier, Sort.DOSSIER, lambda d: f"Dossier {d.reference}"),
    "lot": (Lot, Sort.LOT, lambda lot: f"Lot {lot.numero}"),
    "document": (Document, Sort.DOCUMENT, lambda d: words.document_word(d.type)),
    "page": (Page, Sort.PAGE, lambda p: f"Page {p.number}"),
    "compte": (Account, Sort.COMPTE, lambda a: f"Compte {a.login}"),
}


def called(visit: Visit, references: Iterable[str]) -> dict[str, str]:
    """References (`dossier/0198…`) in words, as far as this visitor may know of the things."""
    by_kind: dict[str, set[str]] = {}
    for reference in references:
        kind, _, key = reference.partition("/")
        by_kind.setdefault(kind, set()).add(key)
    found: dict[str, str] = {}
    for kind, keys in by_kind.items():
        entity, sort, name = _KINDS.get(kind, (None, None, None))
        if entity is None or sort is None or name is None:
            continue
        if visit.may(Action.VOIR, Thing(sort, confidential=False)):
            rows = visit.session.scalars(select(entity).where(entity.id.in_(keys)))
            found |= {f"{kind}/{row.id}": name(row) for row in rows}
    return found
