"""What is kept of a person, emptied: every column of every table that says something of him.

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
    AppendOnly,
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
    PageState,
    PartnerAccess,
    Proposal,
    ThingKind,
    utcnow,
)
from storage.records import audit, data_keys, lots
from storage.records.controls import says_the_same
from storage.records.lifting import lifted
from storage.records.sealed_values import GONE, SAID

_MANY = 500
EMPTIED = "efface"
"""What an emptied dossier is told of with."""


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


@dataclass(frozen=True, slots=True)
class _Rule:
    """Columns of a table that are emptied, of the rows whose `by` is among the ids of `scope`."""

    table: str
    by: str
    scope: str
    values: Mapping[str, Any]


def _rules(number: int, now: datetime) -> Iterator[_Rule]:
    told = f"Effacé le {now:%d/%m/%Y} (effacement n° {number})."
    dossier: dict[str, Any] = {
        "assure": {}, "beneficiaire": {}, "rappel_le": None,
        "signalements": [{"code": EMPTIED, "message": told}],
    }  # fmt: skip
    page: dict[str, Any] = {
        "state": PageState.NON_LUE, "reading": None, "image_sha256": None, "unread_why": told,
        "confidential_why": None, "confidential": True,
    }  # fmt: skip
    mail: dict[str, Any] = {
        "recipient": GONE,
        "subject": GONE,
        "text": GONE,
        "attachments": [],
        "in_reply_to": None,
    }
    yield _Rule("dossier", "id", "dossiers", dossier)
    yield _Rule("comment", "dossier_id", "dossiers", {"text": GONE})
    yield _Rule("letter", "dossier_id", "dossiers", {"text": {}})
    yield _Rule("notice", "dossier_id", "dossiers", {"message": told})
    yield _Rule("notice", "envoi_id", "heads", {"message": told})
    yield _Rule("out_mail", "dossier_id", "dossiers", mail)
    yield _Rule("out_mail", "envoi_id", "heads", mail)
    yield _Rule("legal_hold", "dossier_id", "dossiers", {"why": GONE})
    yield _Rule("control", "dossier_id", "dossiers", {"value": GONE})
    yield _Rule("control_answer", "control_id", "controls", {"value": None})
    yield _Rule("finding", "judgement_seq", "judgements", {"raison": GONE, "evidence": []})
    yield _Rule(
        "company_answer", "dossier_id", "dossiers", {"reason": None, "numero": None, "breaches": []}
    )
    for by, scope in (
        ("dossier_id", "dossiers"),
        ("document_id", "documents"),
        ("envoi_id", "heads"),
    ):
        yield _Rule("reclamation", by, scope, {"who": GONE, "objet": GONE, "recipient": None})
    yield _Rule("page", "id", "pages", {**page, "erased_at": now})
    yield _Rule(
        "page_version",
        "page_id",
        "pages",
        {"reading": None, "image_sha256": None, "unread_why": None},
    )
    yield _Rule("envoi", "id", "heads", {"source": GONE, "sender": None, "mail": None})
    yield _Rule("source_file", "id", "names", {"name": GONE})
    yield _Rule("refusal", "id", "refusals", {"name": GONE, "message": told})
    gone = {"name": GONE, "email": None, "assure_id": None, "revoked_at": now}
    closed = {"name": GONE, "password_hash": "", "closed_at": now}  # nosec B105 # it opens nothing
    yield _Rule("account", "id", "accounts", closed)
    yield _Rule("partner_access", "assure_id", "assures", gone)


TAKEN_OUT = {
    "dossier_word": ("dossier_id", "dossiers"),
    "document_number": ("document_id", "documents"),
    "page_text": ("page_id", "pages"),
    "assure": ("id", "assures"),
}
"""Tables whose rows go altogether: by what, among which ids."""
BY_HAND = frozenset({"proposal", "decision", "control_verdict"})
"""Tables emptied by more than one id, or not all rows alike."""
NOTHING_OF_HIM = frozenset(
    {
        "api_token", "audit_entry", "blob", "counter", "data_key", "deed", "deed_thing",
        "delivery", "document", "document_page", "erasure", "exchange_entry", "form_lesson",
        "form_version", "hold", "invitation", "judgement", "known_form", "login_failure",
        "login_session", "look", "lot", "master_key", "pharmacy", "situation_check", "step", "threshold",
        "typing_use", "typing_version", "webhook", "webhook_message",
    }
)  # fmt: skip
"""Tables that say nothing of a person whom papers are about: references, states, the house's own."""
BEYOND = {
    "statement": "les états remis restent : ils sont la preuve de ce qui est parti",
    "payroll": "la déclaration d'un employeur nomme tous ses employés",
}
"""Tables that name him and are not emptied, and why (French)."""


def empty(session: Session, scope: Scope, *, number: int, now: datetime) -> JsonObject:
    """Empty all that `scope` names; how many rows of each table, and what decisions are now.

    Done again, nothing changes.
    """
    ids = _all_ids(session, scope)
    counts: dict[str, int] = {}
    with lifted(session, _written_once()):
        counts["control_verdict"] = _empty_verdicts(session, ids["controls"])
        for rule in _rules(number, now):
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
    _hold_back(session, ids)
    data_keys.destroy(session, [*scope.pages, *scope.documents, *scope.dossiers], now)
    session.expire_all()
    return {
        "lignes": {name: count for name, count in sorted(counts.items()) if count},
        "decisions": decided,
    }


def is_emptied(dossier: Dossier) -> bool:
    """Whether nothing is left of what this dossier was about."""
    return any(told["code"] == EMPTIED for told in dossier.signalements)


def emptied_tables() -> frozenset[str]:
    """The tables of which columns are emptied."""
    return frozenset({rule.table for rule in _rules(0, utcnow())} | BY_HAND)


def _written_once() -> list[str]:
    """The tables that refuse to be changed, of those that are emptied."""
    once = {
        str(mapper.local_table.description)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, AppendOnly)
    }
    return sorted(emptied_tables() & (once | {"company_answer"}))


def _all_ids(session: Session, scope: Scope) -> dict[str, Sequence[Any]]:
    ids: dict[str, Sequence[Any]] = {one.name: getattr(scope, one.name) for one in fields(scope)}
    ids["judgements"] = _found(session, Judgement.seq, Judgement.dossier_id, scope.dossiers)
    ids["controls"] = _found(session, Control.id, Control.dossier_id, scope.dossiers)
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
        query = select(ControlVerdict, Control.value).join(
            Control, Control.id == ControlVerdict.control_id
        )
        for verdict, value in session.execute(query.where(Control.id.in_(some))).all():
            kept = GONE if says_the_same(verdict.value, value) else None
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


def _hold_back(session: Session, ids: Mapping[str, Sequence[Any]]) -> None:
    """Mail that waits to leave has nobody to go to any more."""
    for column, which in ((OutMail.dossier_id, "dossiers"), (OutMail.envoi_id, "heads")):
        _each(
            session,
            update(OutMail)
            .where(OutMail.state.in_([OutState.A_ENVOYER, OutState.EN_COURS, OutState.INCERTAIN]))
            .values(state=OutState.RETIRE)
            .execution_options(synchronize_session=False),
            column,
            ids[which],
        )
