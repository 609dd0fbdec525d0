"""The dossier that a letter answers, by the mail of ours that it replies to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.outgoing.codes import Code, Coded
from models.entities import Dossier, Envoi, OutMail


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
