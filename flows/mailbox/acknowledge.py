"""What goes back at once to who wrote: it has arrived, under which reference, answered by when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from flows.outgoing import french, letters
from flows.outgoing.gather import case_of
from flows.workplace import Workplace
from models.entities import Channel, Dossier, Envoi
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import Actor, Role
from storage.records import blobs, dossiers, envois, outbox

SYSTEM = Actor("systeme", frozenset({Role.RELECTEUR}))
"""Writes what any reviewer may read: a receipt tells the depositor which papers came."""
PDF = "application/pdf"
_ROBOTS = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "ne-pas-repondre@")


def acknowledge(place: Workplace, envoi_id: str, now: datetime) -> int:
    """Put down a receipt for each dossier of a letter that a person wrote; how many there are.

    A bounce, an automatic answer or a letter without a sender is never answered. Put down twice,
    it leaves once (`outbox.put`).
    """
    with place.database.transaction() as session:
        envoi = envois.get(session, envoi_id)
        if not _written_by_a_person(envoi):
            return 0
        found = dossiers.of_envoi(session, envoi_id)
        for dossier in found:
            _put(place, session, envoi, dossier, now)
    return len(found)


def _put(place: Workplace, session: Session, envoi: Envoi, dossier: Dossier, now: datetime) -> None:
    zone = organisme(dossier.organisme).zone
    day = now.astimezone(zone).date()
    case = case_of(session, dossier, SYSTEM, place.settings, day, Addressee.PRESTATAIRE)
    paper = letters.receipt(case)
    sha256 = place.blobs.put(paper)
    blobs.record(session, sha256, size=len(paper), media_type=PDF)
    due = (
        f"La réponse est due au plus tard le {french.moment(dossier.deadline, zone)}.\n"
        if dossier.deadline is not None
        else ""
    )
    subject = (envoi.mail or {}).get("subject") or "Votre envoi"
    outbox.put(
        session,
        f"accuse:{dossier.id}",
        recipient=envoi.sender or "",
        subject=f"Accusé de réception {dossier.reference} : {subject}",
        text=(
            "Bonjour,\n\n"
            f"Votre envoi du {french.moment(envoi.received_at, zone)} est arrivé. Il porte la "
            f"référence {dossier.reference}.\n{due}\n"
            "Pour ajouter une pièce, répondez à ce courriel : elle rejoindra ce dossier.\n\n"
            "Cet accusé ne vaut ni contrôle des pièces, ni accord.\n"
        ),
        domain=place.settings.expediteur.partition("@")[2],
        now=now,
        in_reply_to=(envoi.mail or {}).get("message_id"),
        attachments=[
            {"name": f"accuse-{dossier.reference}.pdf", "sha256": sha256, "media_type": PDF}
        ],
        envoi_id=envoi.id,
        dossier_id=dossier.id,
    )


def _written_by_a_person(envoi: Envoi) -> bool:
    mail = envoi.mail or {}
    sender = (envoi.sender or "").lower()
    return (
        envoi.channel is Channel.EMAIL
        and "@" in sender
        and not sender.startswith(_ROBOTS)
        and not mail.get("auto_submitted")
    )
