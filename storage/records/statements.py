"""Statements as they were drawn up, every version kept, and the payrolls they are held against."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import Payroll, Statement
from storage import locks


def latest(session: Session, organisme: str, span: str) -> Statement | None:
    """The version that holds; `None` where none was made."""
    query = select(Statement).filter_by(organisme=organisme, span=span)
    return session.scalar(query.order_by(Statement.version.desc()).limit(1))


def keep(session: Session, statement: Statement) -> Statement:
    """Keep a further version, unless it says what the latest one says: then that one.

    `version` is set here. Whoever makes the same statement meanwhile waits.
    """
    locks.hold(session, f"etat:{statement.organisme}:{statement.span}")
    last = latest(session, statement.organisme, statement.span)
    if last is not None and last.contents_sha256 == statement.contents_sha256:
        return last
    statement.version = 1 if last is None else last.version + 1
    session.add(statement)
    session.flush()
    return statement


def versions(session: Session, organisme: str, span: str) -> Sequence[Statement]:
    """All versions, the latest first."""
    query = select(Statement).filter_by(organisme=organisme, span=span)
    return session.scalars(query.order_by(Statement.version.desc())).all()


def every(
    session: Session, organisme: str | None = None, *, limit: int = 100, offset: int = 0
) -> Sequence[Statement]:
    """The version that holds of each, the latest span first."""
    newest = select(func.max(Statement.id)).group_by(Statement.organisme, Statement.span)
    query = select(Statement).where(Statement.id.in_(newest))
    if organisme is not None:
        query = query.where(Statement.organisme == organisme)
    order = (Statement.last_day.desc(), Statement.organisme, Statement.first_day)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def total(session: Session, organisme: str | None = None) -> int:
    """How many there are, versions apart."""
    each = select(Statement.organisme, Statement.span).distinct()
    if organisme is not None:
        each = each.where(Statement.organisme == organisme)
    return session.scalar(select(func.count()).select_from(each.subquery())) or 0


def made(session: Session, organisme: str) -> set[str]:
    """The spans of which there is a statement."""
    return set(session.scalars(select(Statement.span).filter_by(organisme=organisme).distinct()))


def keep_payroll(session: Session, payroll: Payroll) -> Payroll:
    """Keep what an employer declared."""
    session.add(payroll)
    session.flush()
    return payroll


def payrolls(session: Session, organisme: str, month: str) -> Sequence[Payroll]:
    """What was declared for a month: the latest of each employer."""
    newest = (
        select(func.max(Payroll.id))
        .filter_by(organisme=organisme, month=month)
        .group_by(Payroll.employer)
    )
    query = select(Payroll).where(Payroll.id.in_(newest))
    return session.scalars(query.order_by(Payroll.employer)).all()
