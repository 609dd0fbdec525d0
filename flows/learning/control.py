"""Which released values are checked afterwards: a sample of what nobody looked at, and what must be right."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.documents import Kind, document_type
from models.entities import ControlKind, Dossier, Etape, Target
from models.quality import sampled
from models.reading import Field, How
from storage.records import controls, decisions, documents

SHARE = 0.05
"""Share of the released dossiers whose unseen values are checked."""
AMOUNT = 10_000.0
"""Amount from which it is keyed a second time."""
KEYED_TWICE = frozenset({Kind.RIB})


def draw(
    session: Session, dossier_ids: Iterable[str], *, share: float = SHARE, amount: float = AMOUNT
) -> None:
    """Ask for the checks of those of these dossiers that were released."""
    for dossier_id in dossier_ids:
        dossier = session.get(Dossier, dossier_id)
        if dossier is None or dossier.etape is not Etape.VALIDE:
            continue
        drawn = sampled(dossier_id, share)
        for row in documents.of_dossier(session, dossier_id):
            read = documents.current(session, [row.id])[row.id]
            keyed = _keyed_by(session, row.id)
            kind = document_type(row.type)
            for name, field in read.fields.items():
                spec = kind.fields.get(name)
                if spec is None:
                    continue
                if spec.genre in KEYED_TWICE or _large(spec.genre, field, amount):
                    controls.ask(
                        session, ControlKind.SECONDE_SAISIE, dossier_id, row.id, name, field,
                        version=row.version, released_by=keyed.get(name),
                    )  # fmt: skip
                elif drawn and field.how is not How.RELECTEUR and name not in keyed:
                    controls.ask(
                        session, ControlKind.TIRAGE, dossier_id, row.id, name, field,
                        version=row.version,
                    )  # fmt: skip


def _large(genre: Kind, field: Field, amount: float) -> bool:
    try:
        return genre is Kind.MONTANT and float(field.value) >= amount
    except ValueError:
        return False


def _keyed_by(session: Session, document_id: str) -> dict[str, str]:
    """Who decided each field of a paper."""
    rows = decisions.standing(documents.decided(session, document_id))
    return {row.name or "": row.actor for row in rows if row.target is Target.FIELD}
