"""An arrival kept before anything else happens to it: bytes first, then rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from extractors.intake.kinds import Kind, kind_of
from extractors.intake.mail import MailHead
from extractors.intake.unpack import Unpacked, unpack
from flows.intake.deposits import Deposit
from flows.workplace import Workplace
from models.entities import Channel
from models.errors import BadInput
from storage.blobs.store import sha256_of
from storage.records import audit, blobs, envois, pages

ACTOR = "systeme"


@dataclass(frozen=True, slots=True)
class Received:
    """The envoi that a deposit became, and whether it goes on an earlier, unfinished one."""

    envoi_id: str
    numero: str
    pages: int
    resumed: bool
    duplicate: bool
    known: bool = False


def receive(
    place: Workplace,
    deposit: Deposit,
    *,
    received_at: datetime,
    channel: Channel | None = None,
    organisme: str | None = None,
    besides: Collection[str] = (),
    delivery: str | None = None,
) -> Received:
    """Keep the deposit and open its envoi. When this returns, nothing of it can be lost.

    A deposit of bytes that are unfinished goes on; of bytes that are finished, it is a new
    envoi flagged as their duplicate. So it is of an envoi in `besides` (ids): those are
    other arrivals of the same command. `delivery`: a name by which its channel may hand it over
    again; it is then `known`, and nothing is added.
    """
    members = deposit.read()
    kinds = [kind_of(data) for _, data in members]
    for _, data in members:
        place.blobs.put(data)
    opened = [unpack(name, data) for name, data in members]
    for part in opened:
        for file in part.files:
            place.blobs.put(file.data)
        for refusal in part.refusals:
            if refusal.data is not None:
                place.blobs.put(refusal.data)
    mail = opened[0].mail if not deposit.bundle else None
    if channel is None:
        channel = Channel.EMAIL if mail is not None else Channel.COURRIER
    with place.database.transaction() as session:
        arrival = envois.take_in(
            session,
            source=deposit.name,
            sha256=Deposit.digest(members, deposit.bundle),
            size=sum(len(data) for _, data in members),
            channel=channel,
            received_at=received_at,
            sender=mail.sender if mail else None,
            organisme=organisme,
            mail=_mail_json(mail) if mail else None,
            besides=besides,
            delivery=delivery,
        )
        envoi = arrival.envoi
        duplicate = envoi.duplicate_of is not None
        if arrival.known:
            count = len(pages.of_envoi(session, envoi.id))
            return Received(envoi.id, envoi.numero, count, arrival.resumed, duplicate, known=True)
        for (_, data), kind in zip(members, kinds, strict=True):
            _record(session, data, kind)
        count = _files(session, envoi.id, opened)
        if not arrival.resumed:
            audit.record(
                session,
                actor=ACTOR,
                action="reception",
                thing=audit.reference("envoi", envoi.id),
                after={"sha256": envoi.sha256, "pages": count},
            )
        return Received(envoi.id, envoi.numero, count, arrival.resumed, duplicate)


def turn_away(place: Workplace, deposit: Deposit, error: BadInput) -> None:
    """Note a deposit whose bytes could not be had, for the quarantine's list."""
    with place.database.transaction() as session:
        envois.refuse(
            session,
            envoi_id=None,
            name=deposit.name,
            sha256=None,
            code=error.code,
            message=error.message,
        )


def _files(session: Session, envoi_id: str, opened: Sequence[Unpacked]) -> int:
    """Rows of the files, their pages and what was refused; the number of pages."""
    first = 1
    ordinal = 0
    for part in opened:
        for file in part.files:
            _record(session, file.data, file.kind)
            row = envois.add_file(
                session,
                envoi_id,
                ordinal=ordinal,
                name=file.name,
                sha256=file.sha256,
                kind=file.kind.value,
                pages=file.pages,
                first_page=first,
            )
            pages.expect(session, row)
            first += file.pages
            ordinal += 1
        for refusal in part.refusals:
            if refusal.data is not None:
                _record(session, refusal.data, kind_of(refusal.data))
            envois.refuse(
                session,
                envoi_id=envoi_id,
                name=refusal.name,
                sha256=refusal.sha256 or None,
                code=str(refusal.code),
                message=refusal.message,
                page=refusal.page,
            )
    return first - 1


def _record(session: Session, data: bytes, kind: Kind) -> None:
    blobs.record(session, sha256_of(data), size=len(data), media_type=_media_type(kind))


def _media_type(kind: Kind) -> str:
    if kind is Kind.PDF:
        return "application/pdf"
    if kind is Kind.ZIP:
        return "application/zip"
    if kind is Kind.MAIL:
        return "message/rfc822"
    return f"image/{kind.value}" if kind.is_image else "application/octet-stream"


def _mail_json(mail: MailHead) -> dict[str, Any]:
    head = asdict(mail)
    head["date"] = mail.date.isoformat() if mail.date else None
    head["references"] = list(mail.references)
    return head
