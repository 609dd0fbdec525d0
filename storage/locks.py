"""Locks that last until the end of a transaction."""

from __future__ import annotations

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session


def hold(session: Session, name: str) -> None:
    """Be the only transaction that holds `name`, until this one ends.

    On SQLite a writing transaction is alone anyway. Take them in this order, so that two
    transactions never wait for each other: `envoi:…`, `papers:…` (of an envoi), `reclamation:…`,
    `dossier:…`, `decision:…`, `lots`, `regards`, `audit`, `echange`; several of one sort in the order of
    their names.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big", signed=True)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
