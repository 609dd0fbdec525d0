"""Notices: what waits to be seen by a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from models.entities import Envoi, NoticeKind
from storage.database import Database
from storage.records import dossiers, notices

NOW = datetime(2026, 11, 22, 18, 15, tzinfo=UTC)


def test_those_of_no_dossier_are_found_behind_any_number_of_others(
    database: Database, make_envoi: Callable[..., Envoi]
) -> None:
    envoi = make_envoi(1)
    kind = NoticeKind.MESSAGE_SANS_PIECE
    with database.transaction() as session:
        dossier = dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="ofppt", type="maladie_remboursement",
            documents=(),
        )  # fmt: skip
        notices.put(session, "un", kind, "Bonjour", now=NOW, dossier_id=dossier.id)
        loose = notices.put(session, "deux", kind, "Bonjour", now=NOW)
        assert notices.of_no_dossier(session, limit=1) == [loose]
