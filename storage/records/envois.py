"""Envois, their files, and what of them was refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import (
    Channel,
    Delivery,
    Envoi,
    EnvoiState,
    JsonObject,
    Refusal,
    RefusalState,
    SourceFile,
    utcnow,
)
from storage import locks
from storage.records.numbers import Series, next_number


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envoi taken in, new or `resumed` (the same bytes came before and are not done).

    `known`: its channel had handed it over before; there is nothing to add to it.
    """

    envoi: Envoi
    resumed: bool
    known: bool = False


def take_in(
    session: Session,
    *,
    source: str,
    sha256: str,
    size: int,
    channel: Channel,
    received_at: datetime,
    sender: str | None = None,
    organisme: str | None = None,
    mail: JsonObject | None = None,
    besides: Collection[str] = (),
    delivery: str | None = None,
) -> Arrival:
    """The envoi of these bytes: the unfinished one, or else a new one.

    When the same bytes came before, the new envoi says of which one it is the duplicate
    (the first); it is never refused (RESULT.md). `besides`: envois (ids) that are not to
    be gone on with, since they stand for other arrivals. `delivery`: what the channel calls
    this arrival, if it may hand it over again; it is then the same envoi, whatever its state.
    """
    locks.hold(session, f"envoi:{delivery or sha256}")
    if delivery is not None and (seen := session.get(Delivery, delivery)) is not None:
        envoi = session.get_one(Envoi, seen.envoi_id)
        return Arrival(envoi, resumed=not envoi.state.finished, known=True)
    same = session.scalars(
        select(Envoi).where(Envoi.sha256 == sha256).order_by(Envoi.created_at, Envoi.id)
    ).all()
    for envoi in same if delivery is None else ():
        if not envoi.state.finished and envoi.id not in besides:
            return Arrival(envoi, resumed=True)
    envoi = Envoi(
        numero=next_number(session, Series.ENVOI, utcnow()),
        source=source,
        sha256=sha256,
        size=size,
        channel=channel,
        sender=sender,
        received_at=received_at,
        organisme=organisme,
        state=EnvoiState.RECU,
        duplicate_of=same[0].id if same else None,
        mail=mail,
    )
    session.add(envoi)
    session.flush()
    if delivery is not None:
        session.add(Delivery(key=delivery, envoi_id=envoi.id))
        session.flush()
    return Arrival(envoi, resumed=False)


def get(session: Session, envoi_id: str) -> Envoi:
    """The envoi; `NoResultFound` when there is none."""
    return session.get_one(Envoi, envoi_id)


def by_number(session: Session, numero: str) -> Envoi | None:
    """The envoi whose number stands on the paper."""
    return session.scalar(select(Envoi).where(Envoi.numero == numero.strip().upper()))


def newest(session: Session, *, limit: int = 100, offset: int = 0) -> Sequence[Envoi]:
    """Envois, the latest received first."""
    order = (Envoi.received_at.desc(), Envoi.id.desc())
    return session.scalars(select(Envoi).order_by(*order).limit(limit).offset(offset)).all()


def unfinished(session: Session) -> Sequence[Envoi]:
    """Envois that still have work to do, the oldest first."""
    done = [state for state in EnvoiState if state.finished]
    query = select(Envoi).where(Envoi.state.not_in(done)).order_by(Envoi.created_at, Envoi.id)
    return session.scalars(query).all()


def set_state(session: Session, envoi_id: str, state: EnvoiState) -> Envoi:
    """Move an envoi on; the time is noted when it is finished."""
    envoi = session.get_one(Envoi, envoi_id)
    envoi.state = state
    envoi.finished_at = utcnow() if state.finished else None
    session.flush()
    return envoi


def reading_begun(session: Session, envoi_id: str) -> None:
    """Note that pages of an envoi are being read; what is further stays where it is.

    The row is held meanwhile: another worker may be at its last page.
    """
    envoi = session.get_one(Envoi, envoi_id, with_for_update=True, populate_existing=True)
    if envoi.state is EnvoiState.RECU:
        set_state(session, envoi_id, EnvoiState.EN_LECTURE)


def add_file(
    session: Session,
    envoi_id: str,
    *,
    ordinal: int,
    name: str,
    sha256: str,
    kind: str,
    pages: int | None = None,
    first_page: int | None = None,
) -> SourceFile:
    """Note a file of an envoi; the same `ordinal` again brings its row up to date."""
    query = select(SourceFile).filter_by(envoi_id=envoi_id, ordinal=ordinal)
    file = session.scalar(query)
    if file is None:
        file = SourceFile(envoi_id=envoi_id, ordinal=ordinal)
        session.add(file)
    file.name, file.sha256, file.kind = name, sha256, kind
    file.pages, file.first_page = pages, first_page
    session.flush()
    return file


def files(session: Session, envoi_id: str) -> Sequence[SourceFile]:
    """The files of an envoi, in order."""
    query = select(SourceFile).filter_by(envoi_id=envoi_id).order_by(SourceFile.ordinal)
    return session.scalars(query).all()


def refuse(
    session: Session,
    *,
    envoi_id: str | None,
    name: str,
    sha256: str | None,
    code: str,
    message: str,
    page: int | None = None,
) -> Refusal:
    """Put in quarantine; the same refusal of the same envoi again is not a second one."""
    if envoi_id is not None:
        query = select(Refusal).filter_by(
            envoi_id=envoi_id, name=name, sha256=sha256, code=code, page=page
        )
        if known := session.scalar(query.limit(1)):
            return known
    refusal = Refusal(
        envoi_id=envoi_id, name=name, sha256=sha256, code=code, message=message, page=page
    )
    session.add(refusal)
    session.flush()
    return refusal


def refusals(session: Session, envoi_id: str) -> Sequence[Refusal]:
    """What was refused of an envoi, in order."""
    return session.scalars(select(Refusal).filter_by(envoi_id=envoi_id).order_by(Refusal.id)).all()


def quarantine(session: Session) -> Sequence[Refusal]:
    """All that waits in quarantine for a person, the oldest first."""
    query = select(Refusal).filter_by(state=RefusalState.OUVERTE).order_by(Refusal.id)
    return session.scalars(query).all()
