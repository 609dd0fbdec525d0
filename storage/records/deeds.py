"""The acts of people, in order: what each changed, so that it can be told and undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Deed, DeedThing


def keep(session: Session, deed: Deed, things: Collection[str]) -> Deed:
    """Keep an act and the things that it touched."""
    session.add(deed)
    session.flush()
    session.add_all(DeedThing(thing=thing, deed_seq=deed.seq) for thing in sorted(set(things)))
    session.flush()
    return deed


def get(session: Session, seq: int) -> Deed | None:
    """The act of that number."""
    return session.get(Deed, seq)


def undone(session: Session, seqs: Collection[int]) -> dict[int, int]:
    """Of these acts, those that are undone, with the act that undid each.

    An undoing that was itself undone undoes nothing.
    """
    by: dict[int, list[int]] = {}
    wanted = set(seqs)
    while wanted:
        query = select(Deed.undoes, Deed.seq).where(Deed.undoes.in_(wanted)).order_by(Deed.seq)
        wanted = set()
        for undoes, seq in session.execute(query):
            by.setdefault(undoes or 0, []).append(seq)
            wanted.add(seq)

    def undoing(seq: int) -> int | None:
        return next((later for later in by.get(seq, ()) if undoing(later) is None), None)

    found = {seq: undoing(seq) for seq in seqs}
    return {seq: by_act for seq, by_act in found.items() if by_act is not None}


def latest_on(session: Session, things: Collection[str], after: int) -> Deed | None:
    """The last act on any of these things that came after `after`."""
    query = (
        select(Deed)
        .join(DeedThing, DeedThing.deed_seq == Deed.seq)
        .where(DeedThing.thing.in_(things), Deed.seq > after)
        .order_by(Deed.seq.desc())
        .limit(1)
    )
    return session.scalar(query)


def of_dossier(session: Session, dossier_id: str, *, limit: int = 50) -> Sequence[Deed]:
    """The acts on a dossier and its papers, the latest first."""
    query = (
        select(Deed)
        .join(DeedThing, DeedThing.deed_seq == Deed.seq)
        .where(DeedThing.thing == f"dossier/{dossier_id}")
        .order_by(Deed.seq.desc())
        .limit(limit)
    )
    return session.scalars(query).all()
