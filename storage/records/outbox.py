"""Outgoing mail: put down once for each cause, handed to one sender at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import JsonObject, OutMail, OutState, new_id
from storage import locks

LEASE = timedelta(minutes=5)
AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 240, 240))
"""Waits between attempts: half a day in all, within which a server comes back."""
QUEUE = "courriels"


def put(
    session: Session,
    key: str,
    *,
    recipient: str,
    subject: str,
    text: str,
    domain: str,
    now: datetime,
    due: datetime | None = None,
    in_reply_to: str | None = None,
    attachments: Sequence[JsonObject] = (),
    envoi_id: str | None = None,
    dossier_id: str | None = None,
) -> OutMail:
    """The mail of that cause, put down now unless it was before: a cause mails once.

    `domain` ends its Message-ID, which stays the same however often it is tried. `due`: not
    before then.
    """
    locks.hold(session, f"courriel:{key}")
    known = session.scalar(select(OutMail).where(OutMail.key == key))
    if known is not None:
        return known
    mail = OutMail(
        key=key,
        recipient=recipient,
        subject=subject,
        text=text,
        message_id=f"<{new_id()}@{domain}>",
        in_reply_to=in_reply_to,
        attachments=list(attachments),
        envoi_id=envoi_id,
        dossier_id=dossier_id,
        due_at=due or now,
        created_at=now,
    )
    session.add(mail)
    session.flush()
    return mail


def take(session: Session, now: datetime) -> OutMail | None:
    """The next mail that is due, taken by this process; `None` when there is none.

    One whose sender died at it may have left: it becomes `INCERTAIN` and waits for a person.
    """
    locks.hold(session, QUEUE)
    lost = select(OutMail).where(OutMail.state == OutState.EN_COURS, OutMail.lease_until < now)
    for mail in session.scalars(lost):
        mail.state = OutState.INCERTAIN
        mail.why = "L'envoi a été interrompu : ce courriel est peut-être parti."
    due = select(OutMail).where(OutMail.state == OutState.A_ENVOYER, OutMail.due_at <= now)
    mail_due = session.scalar(due.order_by(OutMail.due_at, OutMail.id).limit(1))
    if mail_due is not None:
        mail_due.state = OutState.EN_COURS
        mail_due.lease_until = now + LEASE
        mail_due.attempts += 1
    session.flush()
    return mail_due


def sent(session: Session, mail_id: str, now: datetime) -> None:
    """The server has taken it."""
    mail = session.get_one(OutMail, mail_id)
    mail.state, mail.sent_at, mail.why, mail.lease_until = OutState.ENVOYE, now, None, None
    session.flush()


def put_off(session: Session, mail_id: str, why: str, now: datetime) -> None:
    """It did not leave: again later, or given up after the last wait."""
    mail = session.get_one(OutMail, mail_id)
    mail.why, mail.lease_until = why, None
    if mail.attempts > len(AGAIN):
        mail.state = OutState.ABANDONNE
    else:
        mail.state = OutState.A_ENVOYER
        mail.due_at = now + AGAIN[mail.attempts - 1]
    session.flush()


def give_up(session: Session, mail_id: str, why: str, *, uncertain: bool = False) -> None:
    """It will not leave by itself any more: refused, or (`uncertain`) perhaps gone."""
    mail = session.get_one(OutMail, mail_id)
    mail.state = OutState.INCERTAIN if uncertain else OutState.ABANDONNE
    mail.why, mail.lease_until = why, None
    session.flush()


def replay(session: Session, mail_id: str, now: datetime) -> OutMail:
    """A person has it sent again, under the same Message-ID."""
    mail = session.get_one(OutMail, mail_id)
    if mail.state in (OutState.ABANDONNE, OutState.INCERTAIN, OutState.RETIRE):
        mail.state, mail.attempts, mail.due_at, mail.why = OutState.A_ENVOYER, 0, now, None
        session.flush()
    return mail


def withdraw(session: Session, mail: OutMail, why: str) -> bool:
    """Keep back what has not left and is not just leaving; whether it could be."""
    locks.hold(session, QUEUE)
    session.refresh(mail)
    if mail.state not in (OutState.A_ENVOYER, OutState.ABANDONNE, OutState.INCERTAIN):
        return False
    mail.state, mail.why = OutState.RETIRE, why
    session.flush()
    return True


def caused_by(session: Session, key: str) -> OutMail | None:
    """The mail of that cause."""
    return session.scalar(select(OutMail).where(OutMail.key == key))


def of_cause(session: Session, begins: str) -> Sequence[str]:
    """The mails (ids) of which the cause begins so."""
    query = select(OutMail.id).where(OutMail.key.startswith(begins, autoescape=True))
    return session.scalars(query.order_by(OutMail.id)).all()


def of_dossier(session: Session, dossier_id: str) -> Sequence[OutMail]:
    """The mails about a dossier, the oldest first."""
    query = select(OutMail).filter_by(dossier_id=dossier_id)
    return session.scalars(query.order_by(OutMail.id)).all()


def every(session: Session, state: OutState | None = None, limit: int = 200) -> Sequence[OutMail]:
    """The newest first."""
    query = select(OutMail).order_by(OutMail.id.desc()).limit(limit)
    return session.scalars(query.where(OutMail.state == state) if state else query).all()
