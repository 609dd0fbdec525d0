"""Who wrote: a person whom we know and answer, a stranger for a person to look at, a robot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Channel, Document, Envoi, NoticeKind, Pharmacy
from storage.records import documents, notices, pharmacies

_ROBOTS = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "ne-pas-repondre@")
_INPE = ("inpe", "emetteur_inpe")
"""Fields by which a pharmacy's papers name it."""


def by_a_person(envoi: Envoi) -> bool:
    """Whether a letter may be answered at all: no bounce, no automatic answer, a sender."""
    mail = envoi.mail or {}
    sender = (envoi.sender or "").lower()
    return (
        envoi.channel is Channel.EMAIL
        and "@" in sender
        and not sender.startswith(_ROBOTS)
        and not mail.get("auto_submitted")
    )


def known(session: Session, envoi: Envoi) -> Pharmacy | None:
    """Who wrote, in the directory."""
    return pharmacies.of_address(session, envoi.sender or "")


def same(session: Session, envoi: Envoi, other: Envoi) -> bool:
    """Whether two letters come from one sender: one address, or one name of the directory."""
    if (envoi.sender or "").lower() == (other.sender or "").lower():
        return True
    one, two = known(session, envoi), known(session, other)
    return one is not None and two is not None and (one.nom, one.inpe) == (two.nom, two.inpe)


def set_aside(session: Session, envoi: Envoi, now: datetime) -> None:
    """Tell people that somebody unknown wrote, and who his papers say that he is."""
    said = f"Expéditeur inconnu : {envoi.sender}. Son courriel ({envoi.numero}) attend une réponse."
    numbers = _inpe_of(session, envoi)
    alike = pharmacies.of_inpe(session, numbers) if numbers else None
    if alike is not None:
        said += f" Ses papiers portent l'INPE de {alike.nom}, connue sous une autre adresse."
    notices.put(
        session, f"inconnu:{envoi.id}", NoticeKind.EXPEDITEUR_INCONNU, said,
        now=now, envoi_id=envoi.id,
    )  # fmt: skip


def _inpe_of(session: Session, envoi: Envoi) -> list[str]:
    ids = list(session.scalars(select(Document.id).filter_by(envoi_id=envoi.id, retired_at=None)))
    read = documents.current(session, ids).values()
    return [d.fields[name].value for d in read for name in _INPE if name in d.fields]
