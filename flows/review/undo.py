"""Acts taken back: what was before is put back, by a further act that can itself be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import NEEDS, begin, end, needed
from flows.review.done import Done
from flows.review.errors import ForbiddenError, ImpossibleError, MissingError
from flows.review.grip import grip
from models.entities import Deed as Row
from models.entities import DeedThing, Document, JsonObject
from models.permissions import Role
from storage import locks
from storage.records import deeds

UNDO = "annuler"
READ_AS_TURNED = "relire_tournee"
"""A page read anew because it was turned: to the person, one act with the turning."""
SUPERVISORS = frozenset({Role.GESTIONNAIRE, Role.MEDECIN_CONSEIL})
"""Who may undo what others did, as far as they might have done it."""
_NOT_JUDGED = ("comment", "letter", "answer", "reclamation", "refusal", "lot")
_AFTER_LOT = ("lot/", "answer/", "reclamation/")
"""Acts that touch these are done when the lot of a dossier has left, and taken back then too."""
_LOOKED_BACK = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """An act, for the history of a dossier."""

    seq: int
    kind: str
    actor: str
    at: datetime
    sentence: str
    undone: bool


def undo(desk: Desk, act: int) -> Done:
    """Put back what was before an act; the undoing of an undoing does it again."""
    row = deeds.get(desk.session, act)
    if row is None:
        raise MissingError("Cette action n'existe pas.")
    if row.actor != desk.actor.name and SUPERVISORS.isdisjoint(desk.actor.roles):
        raise ForbiddenError()
    before = {thing: cell for thing, cell in row.before.items() if thing != NEEDS}
    _take_hold(desk, before, row.after)
    if deeds.undone(desk.session, [act]):
        raise ImpossibleError("Cette action est déjà annulée.", code="deja_annulee")
    doing = begin(desk, UNDO, before, needed(row))
    _unchanged(desk, row, doing.before)
    doing.undoes = act
    states.restore(desk, before)
    judged = any(thing.partition("/")[0] not in _NOT_JUDGED for thing in before)
    return end(
        doing,
        f"Annulé : {row.sentence[:1].lower()}{row.sentence[1:]}",
        documents=sorted(states.documents_in(before)),
        about=row.dossier_id,
        judge=judged,
    )


def undo_last(desk: Desk, dossier_id: str) -> Done:
    """Take back this person's last act on a dossier."""
    last = undoable(desk.session, desk.actor.name, dossier_id)
    if last is None:
        raise ImpossibleError("Rien à annuler sur ce dossier.", code="rien_a_annuler")
    done = undo(desk, last.seq)
    if last.kind == READ_AS_TURNED:
        turning = undoable(desk.session, desk.actor.name, dossier_id)
        if turning is not None and turning.kind == "tourner":
            done = undo(desk, turning.seq)
    return done


def undoable(session: Session, actor: str, dossier_id: str) -> Deed | None:
    """The last act of this person on a dossier (or its papers) that is not undone."""
    query = (
        select(Row)
        .join(DeedThing, DeedThing.deed_seq == Row.seq)
        .where(DeedThing.thing == f"dossier/{dossier_id}", Row.actor == actor, Row.kind != UNDO)
        .order_by(Row.seq.desc())
        .limit(_LOOKED_BACK)
    )
    rows = session.scalars(query).all()
    gone = deeds.undone(session, [row.seq for row in rows])
    return next((_shown(row, undone=False) for row in rows if row.seq not in gone), None)


def history(session: Session, dossier_id: str, limit: int = 50) -> Sequence[Deed]:
    """What people did to a dossier and its papers, the latest first."""
    rows = deeds.of_dossier(session, dossier_id, limit=limit)
    gone = deeds.undone(session, [row.seq for row in rows])
    return [_shown(row, undone=row.seq in gone) for row in rows]


def _shown(row: Row, *, undone: bool) -> Deed:
    return Deed(row.seq, row.kind, row.actor, row.at, row.sentence, undone)


def _take_hold(desk: Desk, *both: JsonObject) -> None:
    """Lock what the act touched; the documents that it emptied are there to be filled again."""
    session = desk.session
    ids = {id for state in both for id in states.documents_in(state)}
    dossiers = {id for state in both for id in states.dossiers_in(state)}
    envois = {session.get_one(Document, id).envoi_id for id in ids}
    for envoi_id in sorted(envois):
        locks.hold(session, f"papers:{envoi_id}")
    for id in ids:
        session.refresh(session.get_one(Document, id))
    dossiers |= {home for id in ids if (home := session.get_one(Document, id).dossier_id)}
    after = any(thing.startswith(_AFTER_LOT) for state in both for thing in state)
    grip(desk, (), dossiers, settled=True, shut=after)
    if any(thing.startswith(("lot/", "lotted/")) for state in both for thing in state):
        locks.hold(session, "lots")
    session.expire_all()  # as it is now that nobody else can change it


def _unchanged(desk: Desk, row: Row, now: JsonObject) -> None:
    """Go on only if all is as the act left it; else say which later act is in the way."""
    moved = [thing for thing, cell in row.after.items() if now.get(thing) != cell]
    if not moved:
        return
    later = deeds.latest_on(desk.session, moved, row.seq)
    if later is None:
        moved_documents = [f"document/{id}" for id in states.documents_in(moved)]
        later = deeds.latest_on(desk.session, moved_documents, row.seq)
    said = (
        f"une action plus récente la suit ({later.actor} : {later.sentence.rstrip('.')}) ; "
        "annulez-la d'abord"
        if later
        else "les choses ont changé depuis"
    )
    raise ImpossibleError(
        f"Cette action ne peut pas être annulée : {said}.", code="annulation_impossible"
    )
