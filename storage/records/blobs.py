"""What is in the blob store, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import (
    Blob,
    DataKey,
    Dossier,
    Envoi,
    Letter,
    Page,
    PageVersion,
    Payroll,
    Refusal,
    SourceFile,
    Statement,
    new_id,
    utcnow,
)
from models.errors import StepFailed
from storage.blobs import fresh
from storage.records import data_keys, vault
from storage.records.data_keys import Wrapped


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Under which name a blob is stored, with which key (`None`: in clear), and since when no more."""

    stored: str
    key: Wrapped | None
    erased_at: datetime | None


def record(session: Session, sha256: str, *, size: int, media_type: str) -> None:
    """Note a blob that the store already has, with its key if it was sealed; noted before, nothing
    changes. One that was erased is there again."""
    known = _row(session, sha256)
    if known is not None and known.erased_at is None:
        return
    made = fresh.known(_database(session), sha256, since=known.erased_at if known else None)
    if made is None and vault.of(session) is not None:
        raise StepFailed(
            "Un fichier scellé n'a pas été noté à temps : relancez l'opération, rien n'est perdu."
        )
    values = {
        "sha256": sha256, "size": size, "media_type": media_type, "created_at": utcnow(),
        "erased_at": None, **_sealed(made),
    }  # fmt: skip
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    written = session.scalar(
        insert(Blob)
        .values(values)
        .on_conflict_do_update(
            index_elements=["sha256"], set_=values, where=Blob.erased_at.is_not(None)
        )
        .returning(Blob.sha256)
    )
    if written is not None and made is not None:
        _keep_key(session, values["key_id"], made)


def record_sealed(session: Session, sha256: str) -> None:
    """Note that a blob of old, kept in clear, was sealed (`SealedStore.seal`)."""
    made = fresh.known(_database(session), sha256)
    assert made is not None
    values = _sealed(made)
    changed = session.execute(
        update(Blob).where(Blob.sha256 == sha256, Blob.key_id.is_(None)).values(values)
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount:
        _keep_key(session, values["key_id"], made)


def kept(session: Session, sha256: str) -> KeptRow | None:
    """How a blob is kept, and the key that it is sealed with."""
    row = session.execute(
        select(Blob.stored_sha256, Blob.key_id, Blob.erased_at, DataKey)
        .outerjoin(DataKey, DataKey.id == Blob.key_id)
        .where(Blob.sha256 == sha256)
    ).one_or_none()
    if row is None:
        return None
    key: DataKey | None = row.DataKey
    erased = row.erased_at or (key.destroyed_at if key else None)
    wrapped = Wrapped(key.id, key.wrapped, key.master) if key and key.wrapped else None
    return KeptRow(row.stored_sha256 or sha256, wrapped, erased)


def known(session: Session, sha256: str) -> Blob | None:
    """The row of a blob."""
    return session.scalar(select(Blob).where(Blob.sha256 == sha256))


def stored_as(session: Session, name: str) -> Blob | None:
    """The row of what is stored under a name."""
    in_clear = (Blob.sha256 == name) & Blob.stored_sha256.is_(None)
    return session.scalar(
        select(Blob).where((Blob.stored_sha256 == name) | in_clear, Blob.erased_at.is_(None))
    )


def sizes(session: Session) -> dict[str, int]:
    """What the database counts on: the bytes under each stored name, in the order of the names."""
    name = func.coalesce(Blob.stored_sha256, Blob.sha256)
    size = func.coalesce(Blob.stored_size, Blob.size)
    query = select(name, size).where(Blob.erased_at.is_(None)).order_by(name)
    return {row[0]: row[1] for row in session.execute(query)}


def in_clear(session: Session) -> Sequence[str]:
    """The blobs that are not sealed."""
    query = select(Blob.sha256).where(Blob.key_id.is_(None), Blob.erased_at.is_(None))
    return session.scalars(query.order_by(Blob.sha256)).all()


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A blob that is no more: what was stored is to be taken away. `key`: the hash of its wrapped key."""

    sha256: str
    stored: str
    key: str | None


def erase(session: Session, names: Iterable[str], now: datetime) -> list[Destroyed]:
    """Have these blobs be erased: their keys are destroyed at once, nothing lacks from now on."""
    gone, keys = [], []
    for sha256 in sorted(set(names)):
        row = _row(session, sha256)
        if row is None:
            continue
        key = session.get(DataKey, row.key_id) if row.key_id else None
        seen = hashlib.sha256(key.wrapped).hexdigest() if key and key.wrapped else None
        gone.append(Destroyed(sha256, row.stored_sha256 or sha256, seen))
        keys += [row.key_id] if row.key_id else []
        row.erased_at = row.erased_at or now
    session.flush()
    data_keys.destroy(session, keys, now)
    return gone


def sealed_names(session: Session) -> set[str]:
    """What sealed blobs are called, under which they are therefore not stored."""
    query = select(Blob.sha256).where(Blob.stored_sha256.is_not(None), Blob.erased_at.is_(None))
    return set(session.scalars(query))


def _row(session: Session, sha256: str) -> Blob | None:
    query = select(Blob).where(Blob.sha256 == sha256)
    return session.scalar(query.execution_options(populate_existing=True))


def _database(session: Session) -> str:
    return str(session.get_bind().engine.url)


def _sealed(made: fresh.Fresh | None) -> dict[str, Any]:
    if made is None:
        return {"key_id": None, "stored_sha256": None, "stored_size": None}
    return {"key_id": new_id(), "stored_sha256": made.stored, "stored_size": made.size}


def _keep_key(session: Session, key_id: str, made: fresh.Fresh) -> None:
    wrapped, master = made.wrap(session, made.key)
    data_keys.add(session, key_id, wrapped, master)


def users(session: Session, stored: str) -> Sequence[str]:
    """What the blob under a stored name is to people, in French: references, no name of a person or a
    file."""
    row = stored_as(session, stored)
    sha256 = row.sha256 if row else stored
    numero = Envoi.numero
    originals = select(numero).join(SourceFile).where(SourceFile.sha256 == sha256)
    arrivals = select(numero).where(Envoi.sha256 == sha256)
    images = select(numero, Page.number).join(Page).where(Page.image_sha256 == sha256)
    earlier = (
        select(numero, Page.number)
        .join(Page)
        .join(PageVersion, PageVersion.page_id == Page.id)
        .where(PageVersion.image_sha256 == sha256)
    )
    refused = select(numero).join(Refusal).where(Refusal.sha256 == sha256)
    letters = (
        select(Dossier.reference)
        .join(Letter, Letter.dossier_id == Dossier.id)
        .where(Letter.pdf_sha256 == sha256)
    )
    drawn = select(Statement.organisme, Statement.span).where(
        (Statement.pdf_sha256 == sha256) | (Statement.xlsx_sha256 == sha256)
    )
    declared = select(Payroll.organisme, Payroll.month).where(Payroll.source_sha256 == sha256)
    found = {f"original de l'envoi {row}" for row in session.scalars(originals.union(arrivals))}
    found |= {
        f"image de la page {page} de l'envoi {row}"
        for row, page in session.execute(images.union(earlier))
    }
    found |= {f"fichier refusé de l'envoi {row}" for row in session.scalars(refused)}
    found |= {f"papier émis du dossier {row}" for row in session.scalars(letters)}
    found |= {f"état {row} {span}" for row, span in session.execute(drawn)}
    found |= {f"salaires déclarés {row} {month}" for row, month in session.execute(declared)}
    return sorted(found)
