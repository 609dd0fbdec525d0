"""What is missing asked for without waiting for a person, where the settings say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.mailbox.acknowledge import SYSTEM
from flows.review import letters
from flows.review.desk import Desk, act
from flows.review.errors import ReviewError
from flows.workplace import Workplace
from models.entities import Etape, Letter, NoticeKind, Statut
from models.errors import BadInput
from models.organismes.stationery import Addressee
from storage.records import dossiers, notices

MOST = 2
"""Requests for one dossier that leave by themselves; then a person looks."""


def ask(place: Workplace, dossier_id: str, since: datetime, now: datetime) -> None:
    """Ask for what surely lacks in a dossier, once for what has come `since`.

    What a reading doubts, what only the médecin conseil may name, or a paper that may be among
    unknown pages is for a person: it is put before one.
    """
    try:
        told = act(place, SYSTEM, lambda desk: _ask(desk, dossier_id, since), now=now)
    except (ReviewError, BadInput) as error:
        told = error.message
    if told is None:
        return
    with place.database.transaction() as session:
        dossier = dossiers.get(session, dossier_id)
        notices.put(
            session, f"{NoticeKind.DEMANDE_A_RELIRE}:{dossier_id}:{since:%Y%m%d%H%M%S}",
            NoticeKind.DEMANDE_A_RELIRE,
            f"Dossier {dossier.reference} : le complément n'est pas parti de lui-même. {told}",
            now=now, dossier_id=dossier_id,
        )  # fmt: skip


def _ask(desk: Desk, dossier_id: str, since: datetime) -> str | None:
    """Issue the letter; why not, when a person is to do it. `None`: done, or nothing to ask."""
    dossier = dossiers.get(desk.session, dossier_id)
    if dossier.statut is not Statut.INCOMPLET or dossier.etape is not Etape.A_TRAITER:
        return None
    asked = [letter.at for letter in _by_itself(desk.session, dossier_id)]
    if any(at >= since for at in asked):
        return None  # asked before the power failed
    if len(asked) >= MOST:
        return f"Il a déjà été demandé {len(asked)} fois."
    draft = letters.preview(desk, dossier_id, Addressee.PRESTATAIRE)
    if draft.perhaps_here:
        return "Une pièce demandée est peut-être parmi des pages non reconnues."
    if not draft.lacks:
        return "Ce qui manque est couvert par le secret médical."
    letters.issue(desk, dossier_id, draft, seen=dossier.revision)
    return None


def _by_itself(session: Session, dossier_id: str) -> list[Letter]:
    query = select(Letter).filter_by(
        dossier_id=dossier_id, kind=letters.COMPLEMENT, actor=SYSTEM.name
    )
    return list(session.scalars(query))
