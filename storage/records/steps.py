"""Steps: claimed with a lease, finished once, whatever starts them twice.

The work of a step is kept in the same transaction as `finish`. A worker that lost its
claim meanwhile gets `ClaimLostError` there, and what it did is undone with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import CursorResult, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import Step, StepState
from storage import workers

LEASE = timedelta(minutes=5)


class ClaimLostError(Exception):
    """Another worker has the step now: stop, keep nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of `holder` to do one step, for as long as its lease is renewed."""

    envoi_id: str
    name: str
    version: str
    holder: str
    attempt: int
    """1 for the first worker that tries; higher after workers died at it."""
    lease: timedelta = LEASE


def claim(
    session: Session,
    envoi_id: str,
    name: str,
    version: str,
    *,
    holder: str,
    lease: timedelta = LEASE,
) -> Claim | None:
    """Take a step. `None`: it is done (`is_done` tells), or another is at it.

    `holder` is a `workers.this_worker()`, one for each piece of work: threads that share
    one share the claim.
    """
    now = clock(session)
    insert = sqlite.insert if _is_sqlite(session) else postgresql.insert
    key = {"envoi_id": envoi_id, "name": name, "version": version}
    taken = {
        "state": StepState.EN_COURS,
        "claimed_by": holder,
        "lease_until": now + lease,
        "begun_at": now,
    }
    free = or_(
        Step.state == StepState.LIBRE,
        Step.lease_until < now,
        Step.claimed_by == holder,
        Step.claimed_by.in_(_gone(session, key)),
    )
    attempt = session.execute(
        insert(Step)
        .values(**key, **taken, attempts=1)
        .on_conflict_do_update(
            index_elements=list(key),
            set_={**taken, "attempts": Step.attempts + 1},
            where=(Step.state != StepState.FAIT) & free,
        )
        .returning(Step.attempts)
    ).scalar_one_or_none()
    return None if attempt is None else Claim(envoi_id, name, version, holder, attempt, lease)


def renew(session: Session, held: Claim) -> None:
    """Prolong the lease, well before it ends; `ClaimLostError` when the step is another's."""
    _change(session, held, lease_until=clock(session) + held.lease)


def renew_all(session: Session, holder: str, lease: timedelta = LEASE) -> None:
    """Prolong the leases of whatever this holder is at."""
    session.execute(
        update(Step)
        .where(Step.claimed_by == holder, Step.state == StepState.EN_COURS)
        .values(lease_until=clock(session) + lease)
        .execution_options(synchronize_session=False)
    )


def finish(session: Session, held: Claim) -> None:
    """Mark the step done, for good, in the transaction of its results."""
    _change(session, held, state=StepState.FAIT, lease_until=None, done_at=clock(session))


def release(session: Session, held: Claim, *, wait: timedelta | None = None) -> None:
    """Give an unfinished step back, for anybody to take at once.

    `wait`: whoever looks for work leaves it alone for so long; who asks for it by name gets it.
    """
    later = None if wait is None else clock(session) + wait
    _change(session, held, state=StepState.LIBRE, claimed_by=None, lease_until=later)


def free(session: Session, envoi_id: str, names: Sequence[str]) -> None:
    """Take these steps from whoever is at them: he keeps nothing of what he does there."""
    session.execute(
        update(Step)
        .where(Step.envoi_id == envoi_id, Step.name.in_(names), Step.state == StepState.EN_COURS)
        .values(state=StepState.LIBRE, claimed_by=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def of_envoi(session: Session, envoi_id: str) -> Sequence[Step]:
    """All steps of an envoi that were ever begun, in any version."""
    return session.scalars(select(Step).filter_by(envoi_id=envoi_id)).all()


def is_at_rest(step: Step, now: datetime) -> bool:
    """Whether nobody is at an unfinished step, nor is to be for a while. `now`: `clock`."""
    if step.state is StepState.FAIT:
        return False
    if step.lease_until is None or step.lease_until < now:
        return True
    return step.state is StepState.EN_COURS and workers.is_gone(step.claimed_by or "")


def is_done(session: Session, envoi_id: str, name: str, version: str) -> bool:
    """Whether this version of the step is finished."""
    return name in done(session, envoi_id, version)


def done(session: Session, envoi_id: str, version: str) -> set[str]:
    """The names of the finished steps of an envoi in this version."""
    query = select(Step.name).filter_by(envoi_id=envoi_id, version=version, state=StepState.FAIT)
    return set(session.scalars(query))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def clock(session: Session) -> datetime:
    """The database's clock where several machines share it, else ours."""
    if _is_sqlite(session):
        return datetime.now(UTC)
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def _gone(session: Session, key: dict[str, str]) -> list[str]:
    """The present holder, if it is a process of this machine that has died."""
    holder = session.scalar(select(Step.claimed_by).filter_by(**key))
    return [holder] if holder and workers.is_gone(holder) else []


def _change(session: Session, held: Claim, **values: object) -> None:
    result = session.execute(
        update(Step)
        .where(
            Step.envoi_id == held.envoi_id,
            Step.name == held.name,
            Step.version == held.version,
            Step.state == StepState.EN_COURS,
            Step.claimed_by == held.holder,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise ClaimLostError(f"step {held.name} of envoi {held.envoi_id} is no longer ours")
