"""What follows a letter whose papers were read: a reply joins its dossier, who wrote is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.mailbox import senders, thread
from flows.mailbox.acknowledge import acknowledge
from flows.mailbox.asking import ask
from flows.mailbox.reply import POURER, Poured, pour
from flows.workplace import Workplace
from models.entities import Channel, Envoi, Etape, NoticeKind
from storage.records import dossiers, envois, notices, pages


def follow(place: Workplace, envoi_id: str, now: datetime) -> None:
    """Do what follows an envoi whose dossiers are made, or that has no page at all.

    Done twice, it has been done once. What came otherwise than by mail is nobody's to answer.
    """
    with place.database.reading() as session:
        envoi = envois.get(session, envoi_id)
        if envoi.channel is not Channel.EMAIL or not senders.by_a_person(envoi):
            return
        empty = not pages.of_envoi(session, envoi_id)
    if empty:
        _only_words(place, envoi, now)
    else:
        _settle(place, envoi, now)


def follow_waiting(place: Workplace, now: datetime) -> Iterator[str]:
    """Try again the replies whose dossier was in a person's hands."""
    with place.database.reading() as session:
        waiting = notices.waiting(session, kind=NoticeKind.PIECES_A_VERSER)
        letters = [envois.get(session, notice.envoi_id) for notice in waiting if notice.envoi_id]
    for notice, envoi in zip(waiting, letters, strict=True):
        poured = _settle(place, envoi, now)
        if poured.waits:
            continue
        with place.database.transaction() as session:
            notices.close(session, session.merge(notice), POURER.name, now)
        yield f"Envoi {envoi.numero} : réponse {'versée' if poured.dossier_id else 'mise de côté'}."


def _settle(place: Workplace, envoi: Envoi, now: datetime) -> Poured:
    """Put the papers into the dossier that they answer, else answer who sent them, if known."""
    poured = pour(place, envoi.id, now)
    if poured.waits:
        return poured
    if poured.dossier_id is not None:
        _ask(place, [poured.dossier_id], envoi, now)
        return poured
    with place.database.transaction() as session:
        known = senders.known(session, envoi) is not None
        if not known:
            senders.set_aside(session, envoi, now)
    if known:
        answer(place, envoi.id, now)
    return poured


def answer(place: Workplace, envoi_id: str, now: datetime) -> int:
    """Acknowledge what a letter brought, and ask for what lacks; how many dossiers it opened."""
    count = acknowledge(place, envoi_id, now)
    with place.database.reading() as session:
        envoi = envois.get(session, envoi_id)
        opened = [d.id for d in dossiers.of_envoi(session, envoi_id) if d.etape is not Etape.ANNULE]
    _ask(place, opened, envoi, now)
    return count


def _ask(place: Workplace, dossier_ids: list[str], envoi: Envoi, now: datetime) -> None:
    if place.settings.complement_automatique:
        for dossier_id in dossier_ids:
            ask(place, dossier_id, envoi.received_at, now)


def _only_words(place: Workplace, envoi: Envoi, now: datetime) -> None:
    """A reply without papers is a word for whoever has the dossier in hand, else for anybody."""
    with place.database.transaction() as session:
        code = thread.answered(session, envoi)
        dossier = dossiers.by_reference(session, code.numero) if code else None
        about = f"au sujet du dossier {dossier.reference}" if dossier else "et n'a pas de dossier"
        notices.put(
            session, f"{NoticeKind.MESSAGE_SANS_PIECE}:{envoi.id}", NoticeKind.MESSAGE_SANS_PIECE,
            f"Un message sans pièce est arrivé (envoi {envoi.numero}) {about}.",
            now=now, dossier_id=dossier.id if dossier else None, envoi_id=envoi.id,
        )  # fmt: skip
