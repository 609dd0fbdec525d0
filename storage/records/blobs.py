"""What is in the blob store, as rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import Blob, utcnow


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
