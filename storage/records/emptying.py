"""What is kept of a person, emptied: every column that `emptied` names.

Rows stay, and what counts them stays right: what was read, typed, written and found goes. What is
to be emptied is a `Scope` of ids, so that the same can be done to a database of an earlier day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update
from sqlalchemy.orm import Session

from models.entities import (
    Base,
    Control,
    ControlVerdict,
    Decision,
    Document,
    Dossier,
    Etape,
    JsonObject,
    Judgement,
    Lot,
    LotStatut,
    OutMail,
    OutState,
    Page,
    PartnerAccess,
    Proposal,
    Reclamation,
    ReclamationState,
    ThingKind,
)
from storage.records import audit, data_keys, lots, outbox, partners, sealed_values
from storage.records.controls import says_the_same
from storage.records.emptied import TAKEN_OUT, rules, written_once
from storage.records.lifting import lifted
from storage.records.sealed_columns import GONE, SAID

_MANY = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of what is emptied. `heads`: envois of which name, sender and mail go too (all, or because
    they name him); `names`: source files of which the name does."""

    dossiers: Sequence[str] = ()
    documents: Sequence[str] = ()
    pages: Sequence[str] = ()
    heads: Sequence[str] = ()
    names: Sequence[str] = ()
    refusals: Sequence[str] = ()
    assures: Sequence[str] = ()

    def to_json(self) -> JsonObject:
        return {name: list(ids) for name, ids in asdict(self).items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Scope:
        return cls(**{one.name: tuple(told.get(one.name, ())) for one in fields(cls)})


def empty(session: Session, scope: Scope, *, number: int, now: datetime) -> JsonObject:
    """Empty all that `scope` names; how many rows of each table, and what decisions are now.

    Done again, nothing changes.
    """
    ids = _all_ids(session, scope)
    counts: dict[str, int] = {}
    with lifted(session, written_once()):
        counts["control_verdict"] = _empty_verdicts(session, ids["controls"])
        for rule in rules(number, now):
            table = Base.metadata.tables[rule.table]
            statement = update(table).values(rule.values)
            counts[rule.table] = counts.get(rule.table, 0) + _each(
                session, statement, table.c[rule.by], ids[rule.scope]
            )
        for name, (by, which) in TAKEN_OUT.items():
            table = Base.metadata.tables[name]
            counts[name] = _each(session, delete(table), table.c[by], ids[which])
        counts["proposal"] = _empty_proposals(session, scope)
        decided = _empty_decisions(session, scope)
        counts["decision"] = len(decided)
    _close(session, scope.dossiers)
    _close_reclamations(session, ids["reclamations"])
    _hold_back(session, ids)
    keys = [*scope.pages, *scope.documents, *scope.dossiers, *scope.heads]
    keys += [*ids["reclamations"], *ids["invitations"]]
    data_keys.destroy(session, keys, now)
    session.expire_all()
    return {
        "lignes": {name: count for name, count in sorted(counts.items()) if count},
        "decisions": decided,
    }


def _all_ids(session: Session, scope: Scope) -> dict[str, Sequence[Any]]:
    ids: dict[str, Sequence[Any]] = {one.name: getattr(scope, one.name) for one in fields(scope)}
    ids["judgements"] = _found(session, Judgement.seq, Judgement.dossier_id, scope.dossiers)
    ids["controls"] = sorted(
        {*_found(session, Control.id, Control.dossier_id, scope.dossiers)}
        | {*_found(session, Control.id, Control.document_id, scope.documents)}
    )
    ids["reclamations"] = sorted(
        {*_found(session, Reclamation.id, Reclamation.dossier_id, scope.dossiers)}
        | {*_found(session, Reclamation.id, Reclamation.document_id, scope.documents)}
        | {*_found(session, Reclamation.id, Reclamation.envoi_id, scope.heads)}
    )
    ids["invitations"] = [
        id
        for access_id in _found(session, PartnerAccess.id, PartnerAccess.assure_id, scope.assures)
        for id in outbox.of_cause(session, partners.invitation_of(access_id))
    ]
    account = PartnerAccess.account_id
    ids["accounts"] = [
        id for id in _found(session, account, PartnerAccess.assure_id, scope.assures) if id
    ]
    return ids


def _found(session: Session, what: Any, by: Any, ids: Sequence[Any]) -> list[Any]:
    return [
        row
        for some in _parts(ids)
        for row in session.scalars(select(what).where(by.in_(some)).order_by(what))
    ]


def _each(session: Session, statement: Any, column: Any, ids: Sequence[Any]) -> int:
    done = 0
    for some in _parts(ids):
        done += session.execute(statement.where(column.in_(some))).rowcount  # type: ignore[attr-defined]
    return done


def _parts(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]


def _empty_verdicts(session: Session, controls: Sequence[str]) -> int:
    """Whether a third person said that the value was right is told by the two being the same: they
    stay so. Before the values themselves are emptied."""
    done = 0
    for some in _parts(controls):
        query = (
            select(ControlVerdict, Control)
            .join(Control, Control.id == ControlVerdict.control_id)
            .where(Control.id.in_(some))
        )
        sealed_values.warm(session, query.with_only_columns(Control.document_id))
        # a copy without its key: the same value is the same sealed
        rows = session.execute(query, execution_options={sealed_values.AS_KEPT: True}).all()
        for verdict, control in rows:
            kept = GONE if says_the_same(verdict.value, control.value) else None
            table = Base.metadata.tables["control_verdict"]
            session.execute(update(table).where(table.c.seq == verdict.seq).values(value=kept))
            done += 1
    return done


def _empty_proposals(session: Session, scope: Scope) -> int:
    """Those of his papers, and, of papers that were cut otherwise since, those read on his pages."""
    table: Table = Proposal.__table__  # type: ignore[assignment]
    values = {"value": None, "raw": None, "box": None, "controle": None, "rivals": None}
    of_him = update(table).where(table.c.target.in_(SAID)).values(values)
    done = _each(session, of_him, table.c.document_id, scope.documents)
    _each(
        session, update(table).values(raw=None, rivals=None), table.c.document_id, scope.documents
    )
    for some in _parts(scope.pages):
        for envoi_id, number in session.execute(
            select(Page.envoi_id, Page.number).where(Page.id.in_(some))
        ):
            others = select(Document.id).where(
                Document.envoi_id == envoi_id, Document.id.not_in(scope.documents)
            )
            on_page = of_him.where(table.c.document_id.in_(others), table.c.page == number)
            done += session.execute(on_page).rowcount  # type: ignore[attr-defined]
    return done


def _empty_decisions(session: Session, scope: Scope) -> dict[str, str]:
    """What people decided, and the salts with which the trail's hashes could be guessed at; the
    fingerprint of each as it is now."""
    table: Table = Decision.__table__  # type: ignore[assignment]
    things = [
        *((ThingKind.DOSSIER, id) for id in scope.dossiers),
        *((ThingKind.DOCUMENT, id) for id in scope.documents),
        *((ThingKind.PAGE, id) for id in scope.pages),
        *((ThingKind.ENVOI, id) for id in scope.heads),
        *((ThingKind.REFUSAL, id) for id in scope.refusals),
    ]
    found: dict[str, str] = {}
    for some in _parts(things):
        about = tuple_(table.c.thing_kind, table.c.thing_id).in_(some)
        session.execute(
            update(table).where(about, table.c.target.in_(SAID)).values(value=None, box=None)
        )
        session.execute(update(table).where(about).values(raw=None, why=None, salt=""))
        query = select(Decision).where(about).order_by(Decision.seq)
        for decision in session.scalars(query.execution_options(populate_existing=True)):
            found[str(decision.seq)] = audit.fingerprint(decision)
    return found


def _close(session: Session, dossier_ids: Sequence[str]) -> None:
    """A dossier that was on its way waits for nothing any more, nor one that was to leave with a lot
    that is open: it leaves that lot and enters no other. One of a closed lot stays as it was handed over.
    """
    for id in dossier_ids:
        dossier = session.get(Dossier, id, populate_existing=True)
        if dossier is None:  # opened after this copy was made
            continue
        lot = session.get(Lot, dossier.lot_id) if dossier.lot_id else None
        leaves = lot is not None and lot.statut is LotStatut.OUVERT
        if leaves:
            lots.take_out(session, dossier).revision += 1
        if not dossier.etape.settled or (leaves and dossier.etape is Etape.VALIDE):
            dossier.etape = Etape.ANNULE
        if leaves or lot is None:
            dossier.prestation = None
        dossier.revision += 1
    session.flush()


def _close_reclamations(session: Session, ids: Sequence[str]) -> None:
    """One that is open is answered by nobody any more."""
    _each(
        session,
        update(Reclamation)
        .where(Reclamation.state == ReclamationState.OUVERTE)
        .values(state=ReclamationState.ANNULEE)
        .execution_options(synchronize_session=False),
        Reclamation.id,
        ids,
    )


def _hold_back(session: Session, ids: Mapping[str, Sequence[Any]]) -> None:
    """Mail that waits to leave has nobody to go to any more."""
    for column, which in (
        (OutMail.dossier_id, "dossiers"), (OutMail.envoi_id, "heads"), (OutMail.id, "invitations"),
    ):  # fmt: skip
        _each(
            session,
            update(OutMail)
            .where(OutMail.state.in_([OutState.A_ENVOYER, OutState.EN_COURS, OutState.INCERTAIN]))
            .values(state=OutState.RETIRE)
            .execution_options(synchronize_session=False),
            column,
            ids[which],
        )
