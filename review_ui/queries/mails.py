"""The mails that came about a dossier."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from models.entities import Channel, Document, Dossier, Envoi, Notice
from storage.records import sealed_values


def received(session: Session, dossier: Dossier) -> Sequence[Envoi]:
    """The one that opened it, those that brought it a paper, those that are words about it: each with
    what it says."""
    brought = select(Document.envoi_id).filter_by(dossier_id=dossier.id, retired_at=None)
    told = select(Notice.envoi_id).where(
        Notice.dossier_id == dossier.id, Notice.envoi_id.is_not(None)
    )
    query = select(Envoi).where(
        Envoi.channel == Channel.EMAIL,
        or_(Envoi.id == dossier.envoi_id, Envoi.id.in_(brought), Envoi.id.in_(told)),
    )
    sealed_values.warm(session, query.with_only_columns(Envoi.id))
    shown = query.options(undefer(Envoi.mail)).order_by(Envoi.received_at, Envoi.id)
    return session.scalars(shown).all()
