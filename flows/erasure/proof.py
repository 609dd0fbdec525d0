"""What proves that an erasure was done, for whoever asks: counts, hashes, the entry of the trail."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Dossier, Erasure, JsonObject
from storage.records import audit, emptied, erasures

SCHEMA = "liasse.effacement/1"


def proof(session: Session, row: Erasure) -> JsonObject:
    """What the certificate of an erasure that was done says: nothing of it is a name."""
    outcome = row.outcome or {}
    entries = audit.entries(session, things=[erasures.thing(row.number)], limit=50)
    done = next(one for one in entries if one.action == audit.ERASURE)
    references = session.scalars(
        select(Dossier.reference).where(Dossier.id.in_(row.scope["dossiers"]))
    ).all()
    return {
        "schema": SCHEMA,
        "numero": row.number,
        "motif": row.reason.value,
        "prepare_par": row.prepared_by,
        "confirme_par": row.confirmed_by,
        "le": row.at.isoformat() if row.at else None,
        "dossiers": sorted(references),
        "lignes": outcome.get("lignes", {}),
        "fichiers": outcome.get("fichiers", []),
        "remplaces": outcome.get("remplaces", {}),
        "journal": {"entree": done.seq, "empreinte": done.hash},
        "reste": emptied.BEYOND,
    }
