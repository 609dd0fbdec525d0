"""What goes back at once to who wrote: it has arrived, under which reference, answered by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from flows.dossiers.grouping import HOMELESS
from flows.mailbox import thread
from flows.outgoing import french, letters
from flows.outgoing.gather import case_of
from flows.workplace import Workplace
from models.documents import document_types
from models.entities import Document, Dossier, Envoi, Etape
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import blobs, documents, dossiers, envois

SYSTEM = Actor("systeme", frozenset({Role.RELECTEUR}))
"""Writes what any reviewer may read: a receipt tells the depositor which papers came."""
RECEIPT = "Accusé de réception"
ADD = "Pour ajouter une pièce, répondez à ce courriel : elle rejoindra ce dossier.\n"
WORTH = "Cet accusé ne vaut ni contrôle des pièces, ni accord.\n"


def acknowledge(place: Workplace, envoi_id: str, now: datetime) -> int:
    """Put down a receipt for each dossier that a letter opened; how many there are.

    Whether its sender is to be answered is for the caller to know. Put down twice, it leaves once.
    """
    with place.database.transaction() as session:
        envoi = envois.get(session, envoi_id)
        found = [d for d in dossiers.of_envoi(session, envoi_id) if d.etape is not Etape.ANNULE]
        for dossier in found:
            _put(place, session, envoi, dossier, now)
    return len(found)


def acknowledge_more(
    session: Session, place: Workplace, envoi: Envoi, dossier: Dossier, now: datetime
) -> None:
    """Put down, in the transaction that joined them, that a reply's papers are in their dossier."""
    conversation = thread.of_dossier(session, dossier)
    if conversation is None:
        return
    zone = organisme(dossier.organisme).zone
    came = [d for d in documents.of_dossier(session, dossier.id) if d.envoi_id == envoi.id]
    thread.post(
        session,
        place.settings,
        conversation,
        dossier,
        f"accuse:{dossier.id}:{envoi.id}",
        RECEIPT,
        (
            "Bonjour,\n\n"
            f"Votre réponse du {french.moment(envoi.received_at, zone)} est arrivée. Ces pièces "
            f"rejoignent le dossier {dossier.reference} :\n{_listed(came, place.settings)}\n"
            f"{_due(dossier)}\n{ADD}\n{WORTH}"
        ),
        now=now,
        envoi_id=envoi.id,
    )


def _put(place: Workplace, session: Session, envoi: Envoi, dossier: Dossier, now: datetime) -> None:
    conversation = thread.of_dossier(session, dossier)
    if conversation is None:
        return
    zone = organisme(dossier.organisme).zone
    day = now.astimezone(zone).date()
    case = case_of(session, dossier, SYSTEM, place.settings, day, Addressee.PRESTATAIRE)
    paper = letters.receipt(case)
    sha256 = place.blobs.put(paper)
    blobs.record(session, sha256, size=len(paper), media_type=thread.PDF)
    thread.post(
        session,
        place.settings,
        conversation,
        dossier,
        f"accuse:{dossier.id}",
        RECEIPT,
        (
            "Bonjour,\n\n"
            f"Votre envoi du {french.moment(envoi.received_at, zone)} est arrivé. Il porte la "
            f"référence {dossier.reference}.\n{_due(dossier)}\n{ADD}\n{WORTH}"
        ),
        now=now,
        envoi_id=envoi.id,
        attachments=[thread.pdf(f"accuse-{dossier.reference}.pdf", sha256)],
    )


def _due(dossier: Dossier) -> str:
    if dossier.deadline is None:
        return ""
    due = french.moment(dossier.deadline, organisme(dossier.organisme).zone)
    return f"La réponse est due au plus tard le {due}.\n"


def _listed(rows: Sequence[Document], settings: Settings) -> str:
    """The papers by their types; of a type that is not sure, only that there is one."""
    kinds = document_types()
    said = [
        kinds[row.type].libelle
        if row.type in kinds and row.type_confidence >= settings.seuil_type
        else "une pièce dont la nature reste à vérifier"
        for row in rows
        if row.type not in HOMELESS
    ]
    return "".join(f"- {french.capital(one)}\n" for one in said)
