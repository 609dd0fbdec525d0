"""What is in the blob store, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import (
    Blob,
    Dossier,
    Envoi,
    Letter,
    Page,
    PageVersion,
    Refusal,
    SourceFile,
    utcnow,
)


def record(
    session: Session, sha256: str, *, size: int, media_type: str, key_id: str | None = None
) -> None:
    """Note a blob that the store already has; noted before, nothing changes."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(Blob)
        .values(sha256=sha256, size=size, media_type=media_type, key_id=key_id, created_at=utcnow())
        .on_conflict_do_nothing(index_elements=["sha256"])
    )


def known(session: Session, sha256: str) -> Blob | None:
    """The row of a blob."""
    return session.scalar(select(Blob).where(Blob.sha256 == sha256))


def sizes(session: Session) -> dict[str, int]:
    """The bytes of each blob that the database counts on, in the order of their names."""
    rows = session.execute(select(Blob.sha256, Blob.size).order_by(Blob.sha256))
    return {row.sha256: row.size for row in rows}


def users(session: Session, sha256: str) -> Sequence[str]:
    """What a blob is to people, in French: references, no name of a person or a file."""
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
    found = {f"original de l'envoi {row}" for row in session.scalars(originals.union(arrivals))}
    found |= {
        f"image de la page {page} de l'envoi {row}"
        for row, page in session.execute(images.union(earlier))
    }
    found |= {f"fichier refusé de l'envoi {row}" for row in session.scalars(refused)}
    found |= {f"papier émis du dossier {row}" for row in session.scalars(letters)}
    return sorted(found)
