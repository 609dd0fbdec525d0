"""What was erased, as it is to be erased in every copy: beside the backups, by ids and hashes.

A backup of an earlier day has again what was erased since: restoring erases it once more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.entities import Erasure, ErasureReason, ErasureState
from models.errors import BadInput
from storage.blobs import BlobStore
from storage.database import Database
from storage.records import blobs, emptying, erasures
from storage.records.emptying import Scope
from storage.upkeep import freed, keys_copy
from storage.upkeep.on_disk import written

NAME = "effacements.json"
_SCHEMA = "liasse.effacements/1"


@dataclass(frozen=True, slots=True)
class Told:
    """One erasure, as copies are told of it."""

    number: int
    reason: str
    prepared_by: str
    prepared_at: str
    confirmed_by: str
    at: str
    scope: dict[str, list[str]]
    files: list[dict[str, str | None]]


def write(session: Session, target: Path) -> None:
    """Tell a folder of backups what has been erased until now."""
    told = [asdict(_told(row)) for row in erasures.listed(session, ErasureState.FAITE)]
    if not told and not (target / NAME).exists():
        return
    with written(target / NAME) as file:
        json.dump({"schema": _SCHEMA, "effacements": told}, file, indent=1)


def read(target: Path) -> Sequence[Told]:
    """What the last backup of a folder knew of."""
    path = target / NAME
    if not path.exists():
        return ()
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if told.get("schema") == _SCHEMA:
            return [Told(**one) for one in told["effacements"]]
    except (ValueError, TypeError, KeyError):
        pass
    raise BadInput(
        f"« {path} » ne se lit pas : il dit ce qui est à effacer de nouveau. Remettez celui d'une autre copie.",
        code="sauvegarde_illisible",
    )


def replay(session: Session, told: Sequence[Told], now: datetime) -> list[str]:
    """Erase in this database what was erased elsewhere since; the stored files that are to go."""
    gone: list[str] = []
    for one in told:
        row = erasures.get(session, one.number)
        if row is not None and row.state is ErasureState.FAITE:
            continue
        at = datetime.fromisoformat(one.at)
        outcome = emptying.empty(session, Scope.from_json(one.scope), number=one.number, now=at)
        blobs.erase(session, [str(file["sha256"]) for file in one.files], at)
        if row is None:
            row = Erasure(number=one.number, prepared_at=datetime.fromisoformat(one.prepared_at))
            session.add(row)
        row.state, row.reason, row.scope = (
            ErasureState.PREPAREE,
            ErasureReason(one.reason),
            one.scope,
        )
        row.prepared_by = one.prepared_by
        session.flush()
        erasures.done(
            session, row, actor=one.confirmed_by, now=at, outcome={**outcome, "fichiers": one.files, "repris_le": now.isoformat()},
        )  # fmt: skip
        gone += [str(file["conserve"]) for file in one.files]
    return gone


def again(database: Database, store: BlobStore, target: Path, now: datetime) -> int:
    """Erase in a restored place what was erased since its backup was made; how many files went."""
    told, keys = read(target), keys_copy.read(target)
    with database.transaction() as session:
        if keys is not None:
            keys_copy.take_up(session, keys, now)
        gone = replay(session, told, now)
    with database.reading() as session:
        taken_away = {name for name in gone if blobs.stored_as(session, name) is None}
    for name in taken_away:
        store.remove(name)
    if told:
        freed.forget(database)
    return len(taken_away)


def _told(row: Erasure) -> Told:
    assert row.at is not None
    return Told(
        number=row.number,
        reason=row.reason.value,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at.isoformat(),
        confirmed_by=row.confirmed_by or "",
        at=row.at.isoformat(),
        scope=row.scope,
        files=(row.outcome or {}).get("fichiers", []),
    )
