"""A conversation by mail about a dossier: what a letter answers, and where our answer goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.mailbox import senders
from flows.outgoing.codes import Code, Coded
from models.entities import Document, Dossier, Envoi, JsonObject, OutMail
from models.settings import Settings
from storage.records import envois, outbox

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Thread:
    """Who sent a dossier by mail, and the last letter of his about it."""

    recipient: str
    subject: str
    message_id: str | None


def answered(session: Session, envoi: Envoi) -> Code | None:
    """The code of the dossier about which we wrote what this letter replies to."""
    mail = envoi.mail or {}
    named = [mail.get("in_reply_to"), *reversed(mail.get("references") or ())]
    for message_id in filter(None, named):
        ours = session.scalar(select(OutMail).where(OutMail.message_id == message_id))
        if ours is not None and ours.dossier_id is not None:
            dossier = session.get_one(Dossier, ours.dossier_id)
            return Code(Coded.DOSSIER, dossier.reference)
    return None


def of_dossier(session: Session, dossier: Dossier) -> Thread | None:
    """Where to write about a dossier; `None` when no person sent it by mail."""
    first = envois.get(session, dossier.envoi_id)
    if not senders.by_a_person(first):
        return None
    came = select(Document.envoi_id).filter_by(dossier_id=dossier.id, retired_at=None)
    letters = session.scalars(
        select(Envoi).where(Envoi.id.in_(came)).order_by(Envoi.received_at, Envoi.id)
    )
    last = next(
        (one for one in reversed(letters.all()) if senders.same(session, one, first)), first
    )
    mail = first.mail or {}
    return Thread(
        recipient=first.sender or "",
        subject=str(mail.get("subject") or "Votre envoi"),
        message_id=(last.mail or {}).get("message_id") or mail.get("message_id"),
    )


def post(
    session: Session,
    settings: Settings,
    thread: Thread,
    dossier: Dossier,
    key: str,
    title: str,
    text: str,
    *,
    now: datetime,
    due: datetime | None = None,
    envoi_id: str | None = None,
    attachments: Sequence[JsonObject] = (),
) -> OutMail:
    """A mail of ours put down in the thread."""
    return outbox.put(
        session,
        key,
        recipient=thread.recipient,
        subject=subject_of(thread, dossier, title),
        text=text,
        domain=settings.expediteur.partition("@")[2],
        now=now,
        due=due,
        in_reply_to=thread.message_id,
        attachments=attachments,
        envoi_id=envoi_id,
        dossier_id=dossier.id,
    )


def subject_of(thread: Thread, dossier: Dossier, title: str) -> str:
    """`title` and the dossier's reference before the subject of the thread."""
    return f"{title} {dossier.reference} : {thread.subject}"


def pdf(name: str, sha256: str) -> JsonObject:
    """A PDF that goes with a mail."""
    return {"name": name, "sha256": sha256, "media_type": PDF}
