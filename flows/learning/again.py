"""Dossiers read again, or judged again, under today's versions: shown first, then accepted.

What would change is found by doing it in a transaction that is given up; what is accepted is done
the same way, one dossier a transaction, and only where it still changes what was shown. What a
person decided stands; dossiers that a person settled are left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.result import HERE
from flows.review import carrying, rereading
from flows.review.desk import Desk, act
from flows.review.doing import begin, end
from flows.review.done import Change
from flows.review.errors import ReviewError
from flows.review.grip import grip, touch
from flows.review.papers import begin_on
from flows.secrecy import document_thing, is_sensitive
from flows.workplace import Workplace
from models.documents import document_types
from models.entities import Dossier, Envoi, Etape, Lot, Proposal, Target
from models.errors import BadInput
from models.permissions import DOSSIER, SENSITIVE_FIELDS, Action, Actor
from models.reading import Document as Paper
from storage.records import decisions, documents

DECIDED = "une décision d'une personne n'y tiendrait plus"
OTHERWISE = "il a changé depuis : regardez de nouveau"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dossiers: received between two days, of an organisme, a type, a lot; with a paper whose
    reading names a version."""

    since: date | None = None
    until: date | None = None
    organisme: str | None = None
    type: str | None = None
    lot: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that would be read otherwise. Of a medical secret both sides are withheld; `mark` is
    a hash of them, by which another change of it is told apart. It is printed nowhere."""

    document: str
    pages: tuple[int, ...]
    type: str
    name: str
    before: str | None
    after: str | None
    sealed: bool
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What would change of a dossier, or why it is left as it is."""

    dossier_id: str
    reference: str
    values: tuple[ValueChange, ...] = ()
    statut: tuple[str, str] | None = None
    findings: tuple[tuple[str, str | None, str | None], ...] = ()
    """Requirement, outcome before and after."""
    left: str | None = None

    @property
    def changes(self) -> bool:
        return bool(self.values or self.statut or self.findings)


class _Shown(Exception):
    """Gives up the transaction in which it was found what would change."""

    def __init__(self, found: Again) -> None:
        super().__init__(found.reference)
        self.found = found


def selected(session: Session, wanted: Selection) -> list[str]:
    """The dossiers of a selection, in the order in which they were opened."""
    query = select(Dossier.id).join(Envoi, Envoi.id == Dossier.envoi_id).order_by(Dossier.id)
    query = query.where(Dossier.etape != Etape.ANNULE)
    if wanted.since is not None:
        query = query.where(Envoi.received_at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(Envoi.received_at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.organisme is not None:
        query = query.where(Dossier.organisme == wanted.organisme)
    if wanted.type is not None:
        query = query.where(Dossier.type == wanted.type)
    if wanted.lot is not None:
        query = query.join(Lot, Lot.id == Dossier.lot_id).where(Lot.numero == wanted.lot)
    ids = [*session.scalars(query)]
    if wanted.version is None:
        return ids
    return [id for id in ids if any(wanted.version in v for v in _read_by(session, id))]


def preview(place: Workplace, actor: Actor, ids: Sequence[str], *, reread: bool) -> list[Again]:
    """What would change of each dossier; nothing is kept."""
    return [_tried(place, actor, id, reread=reread) for id in ids]


def printable(one: Again) -> dict[str, Any]:
    """All that may be told of it."""
    told = asdict(one)
    for change in told["values"]:
        del change["mark"]
    return told


def fingerprint(found: Sequence[Again]) -> str:
    """A short name of what was shown: to accept it is to accept that and nothing else."""
    told = [asdict(one) for one in found if one.changes]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def accept(
    place: Workplace, actor: Actor, shown: Sequence[Again], code: str, *, reread: bool
) -> list[Again]:
    """Do what was shown under that fingerprint; a dossier changed meanwhile is left and said so."""
    if code != fingerprint(shown):
        raise BadInput(
            "Ce qui changerait n'est plus ce qui a été montré sous ce code : regardez de nouveau.",
            code="reprise_perimee",
        )
    done = []
    for one in shown:
        if one.changes:
            done.append(_tried(place, actor, one.dossier_id, reread=reread, expected=one))
    return done


def _tried(
    place: Workplace, actor: Actor, id: str, *, reread: bool, expected: Again | None = None
) -> Again:
    def work(desk: Desk) -> Again:
        found = _read_again(desk, id) if reread else _judged_again(desk, id)
        if expected is None or found != expected:
            raise _Shown(found)
        return found

    try:
        return act(place, actor, work)
    except _Shown as shown:
        return shown.found if expected is None else _left(place, id, OTHERWISE)
    except ReviewError as error:
        return _left(place, id, error.message.rstrip("."))


def _left(place: Workplace, id: str, why: str) -> Again:
    with place.database.reading() as session:
        return Again(id, session.get_one(Dossier, id).reference, left=why)


def _judged_again(desk: Desk, id: str) -> Again:
    desk.require(Action.TRAITER, DOSSIER)
    dossier = grip(desk, (), [id]).dossiers[id]
    doing = begin(desk, "rejuger", [f"dossier/{id}"], [(Action.TRAITER, DOSSIER)])
    done = end(doing, "Jugé de nouveau sous les règles du jour.", dossiers=[id])
    return _told(dossier, (), done.changes)


def _read_again(desk: Desk, id: str) -> Again:
    session = desk.session
    ids = [row.id for row in documents.of_dossier(session, id)]
    held = grip(desk, ids, [id])
    rows = [held.document(one) for one in ids]
    things = [document_thing(row, held.pages[row.id]) for row in rows]
    needs = [(Action.TRAITER, thing) for thing in things]
    before, settled = documents.current(session, ids), _settled(session, ids)
    doing = begin_on(desk, "relire", held, rows, needs)
    was = carrying.before(desk, ids)
    touch(rows)
    rereading.read_again(desk, was, rows)
    if _settled(session, ids) != settled:
        raise _Shown(Again(id, held.dossiers[id].reference, left=DECIDED))
    now = documents.current(session, ids)
    done = end(doing, "Relu sous les versions du jour.", documents=ids, dossiers=[id])
    values = [
        change
        for row, was_thing in zip(rows, things, strict=True)
        for change in _differences(
            row.id, before[row.id], now[row.id],
            sealed=was_thing.confidential
            or document_thing(row, held.pages[row.id]).confidential,
        )
    ]  # fmt: skip
    return _told(held.dossiers[id], values, done.changes)


def _settled(session: Session, ids: Sequence[str]) -> set[int]:
    """What people decided about these papers and stands."""
    return {
        row.seq for id in ids for row in decisions.standing(documents.decided(session, id))
    }  # fmt: skip


def _told(dossier: Dossier, values: Sequence[ValueChange], changes: Sequence[Change]) -> Again:
    own = next(change for change in changes if change.dossier_id == dossier.id)
    was, now = own.statut
    return Again(
        dossier.id,
        dossier.reference,
        tuple(values),
        (was.value, now.value) if was is not now else None,
        tuple(
            (f.libelle, f.before.value if f.before else None, f.after.value if f.after else None)
            for f in own.findings
        ),
    )


def _differences(id: str, before: Paper, now: Paper, *, sealed: bool) -> list[ValueChange]:
    """What differs. `sealed`: all of it is withheld, not only the fields that are medical."""
    old, new = _values(before), _values(now)
    medical = _medical(before) | _medical(now)
    found = []
    for name in dict.fromkeys((*old, *new)):
        sides = (old.get(name), new.get(name))
        if sides[0] == sides[1]:
            continue
        if sealed or name in medical:
            mark = hashlib.sha256(json.dumps([id, name, *sides]).encode()).hexdigest()
            found.append(ValueChange(id, now.pages, now.type, name, None, None, True, mark))
        else:
            found.append(ValueChange(id, now.pages, now.type, name, *sides, False))
    return found


def _medical(paper: Paper) -> set[str]:
    """The fields whose content only those see who must check it, by what people call them."""
    kind = document_types().get(paper.type)
    specs = kind.fields if kind else {}
    named = {spec.libelle for name, spec in specs.items() if is_sensitive(paper.type, name)}
    return named | SENSITIVE_FIELDS


def _values(paper: Paper) -> Mapping[str, str]:
    """What a paper says, by what people call it."""
    kind = document_types().get(paper.type)
    specs = kind.fields if kind else {}
    said = {"type": kind.libelle if kind else paper.type}
    for name, field in paper.fields.items():
        said[specs[name].libelle if name in specs else name] = field.value
    for table, rows in paper.lines.items():
        for number, row in enumerate(rows, 1):
            said |= {f"{table} {number}, {column}": cell.value for column, cell in row.items()}
    return said | {name: str(mark.present) for name, mark in paper.marks.items()}


def _read_by(session: Session, dossier_id: str) -> list[str]:
    """The versions by which the papers of a dossier were last read."""
    found = []
    for row in documents.of_dossier(session, dossier_id):
        query = select(Proposal.version).filter_by(document_id=row.id, target=Target.TYPE)
        found.append(session.scalar(query.order_by(Proposal.seq.desc()).limit(1)) or "")
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE)
