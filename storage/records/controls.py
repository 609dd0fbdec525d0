"""Controls asked for, answered and settled; the values themselves are never touched here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.documents import document_types
from models.entities import (
    AuditEntry,
    Control,
    ControlAnswer,
    ControlKind,
    ControlVerdict,
    Decision,
    Deed,
    DeedThing,
    Document,
    Dossier,
    Etape,
    Statut,
    safe_text,
)
from models.quality import Observation
from models.reading import Field
from models.values.text import squeezed
from storage import locks
from storage.records import sealed_values
from storage.records.sealed_columns import GONE

TAKEN = "relecture.prendre"
"""How the audit trail says that a person took a dossier in hand."""
MOST = 1000
"""Tasks that are counted."""
_MANY = 1000


class NotToThisPersonError(Exception):
    """Who released a value, or had its dossier in hand, does not check it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two keyings that do not say the same, and what a third person said of them, if any did."""

    control: Control
    answer: ControlAnswer
    verdict: ControlVerdict | None


def ask(
    session: Session,
    kind: ControlKind,
    dossier_id: str,
    document_id: str,
    name: str,
    field: Field,
    *,
    version: str,
    released_by: str | None = None,
) -> Control:
    """Have a value checked: one drawn at random once, one that must be right when it has changed.

    What must be right is asked for again, too, when its paper went to another dossier: it is that
    one which it now holds up.
    """
    known = latest(session, kind, document_id, name)
    if known is not None:
        same = (known.value, known.dossier_id) == (field.value, dossier_id)
        if kind is ControlKind.TIRAGE or same:
            return known
    control = Control(
        kind=kind,
        dossier_id=dossier_id,
        document_id=document_id,
        name=name,
        value=safe_text(field.value),
        confidence=float(field.confidence),
        form=field.form,
        version=version,
        released_by=released_by,
    )
    session.add(control)
    session.flush()
    return control


def latest(session: Session, kind: ControlKind, document_id: str, name: str) -> Control | None:
    """The control of a field that counts."""
    query = select(Control).filter_by(kind=kind, document_id=document_id, name=name)
    return session.scalar(query.order_by(Control.id.desc()).limit(1))


def answer_of(session: Session, control_id: str) -> ControlAnswer | None:
    """What was keyed."""
    return session.scalar(select(ControlAnswer).filter_by(control_id=control_id))


def verdict_of(session: Session, control_id: str) -> ControlVerdict | None:
    """What a third person said last."""
    query = select(ControlVerdict).filter_by(control_id=control_id)
    return session.scalar(query.order_by(ControlVerdict.seq.desc()).limit(1))


def waiting(
    session: Session, actor: str, readable: Sequence[ColumnElement[bool]] = (), *, limit: int = 100
) -> Sequence[Control]:
    """What this person may check: what holds a dossier up first, the oldest first.

    Never what he released himself, nor what must be right in a dossier that he had in hand.
    `readable`: conditions on the `Document`s that he may read.
    """
    query = _open(actor, readable).order_by(Control.kind, Control.id).limit(limit)
    sealed_values.warm(session, query.with_only_columns(Control.document_id))
    return session.scalars(query).all()


def number_waiting(
    session: Session, actor: str, readable: Sequence[ColumnElement[bool]] = ()
) -> dict[ControlKind, int]:
    """How many of each kind this person may check: `MOST` in all at most, for many may wait."""
    some = _open(actor, readable).with_only_columns(Control.kind).limit(MOST).subquery()
    asked = select(some.c.kind, func.count()).group_by(some.c.kind)
    return {row[0]: row[1] for row in session.execute(asked)}


def _open(actor: str, readable: Sequence[ColumnElement[bool]]) -> Select[Control]:
    who = safe_text(actor)
    holds_up = and_(Dossier.statut == Statut.A_VERIFIER, ~_at_it(who))
    return (
        select(Control)
        .join(Document, Document.id == Control.document_id)
        .join(Dossier, Dossier.id == Control.dossier_id)
        .where(
            ~exists().where(ControlAnswer.control_id == Control.id).correlate(Control),
            or_(Control.released_by.is_(None), Control.released_by != who),
            or_(Control.kind == ControlKind.TIRAGE, holds_up),
            *_counts(),
            *readable,
        )
    )


def _counts() -> tuple[ColumnElement[bool], ...]:
    """That a control is the last one of its field, on a paper that is still there, and not erased."""
    later = aliased(Control)
    same = exists().where(
        later.document_id == Control.document_id,
        later.name == Control.name,
        later.kind == Control.kind,
        later.id > Control.id,
    )
    return (Document.retired_at.is_(None), Control.value != GONE, ~same.correlate(Control))


def answer(session: Session, control_id: str, *, actor: str, value: str | None) -> ControlAnswer:
    """Keep what a second person keyed, not having seen the first value; the first answer stands."""
    locks.hold(session, f"controle:{control_id}")
    control = session.get_one(Control, control_id)
    known = answer_of(session, control_id)
    if known is not None:
        return known
    if not for_this_person(session, control, actor):
        raise NotToThisPersonError(actor)
    row = ControlAnswer(
        control_id=control_id,
        document_id=control.document_id,
        actor=safe_text(actor),
        value=value,
        agrees=says_the_same(value, control.value),
    )
    session.add(row)
    session.flush()
    return row


def for_this_person(session: Session, control: Control, actor: str) -> bool:
    """Whether this person has not had the value under his eyes by his work."""
    who = safe_text(actor)
    if control.released_by == who:
        return False
    if control.kind is ControlKind.TIRAGE:
        return True
    return (
        session.scalar(select(Control.id).where(Control.id == control.id, ~_at_it(who))) is not None
    )


def _at_it(who: str) -> ColumnElement[bool]:
    """That this person acted on the dossier of a `Control`, or had it in hand."""
    dossier = "dossier/" + Control.dossier_id
    acted = exists().where(
        DeedThing.thing == dossier, DeedThing.deed_seq == Deed.seq, Deed.actor == who
    )
    held = exists().where(
        AuditEntry.thing == dossier, AuditEntry.actor == who, AuditEntry.action == TAKEN
    )
    return or_(acted.correlate(Control), held.correlate(Control))


def settle(
    session: Session,
    control_id: str,
    *,
    actor: str,
    value: str | None,
    decision: Decision | None = None,
) -> ControlVerdict:
    """Keep what a third person says of two keyings that differ: that the released value is right as
    that value itself, so that a copy tells it without its key."""
    control = session.get_one(Control, control_id)
    row = ControlVerdict(
        control_id=control_id,
        document_id=control.document_id,
        actor=safe_text(actor),
        value=control.value if says_the_same(value, control.value) else value,
        decision_seq=decision.seq if decision else None,
    )
    session.add(row)
    session.flush()
    return row


def differences(
    session: Session,
    readable: Sequence[ColumnElement[bool]] = (),
    *,
    settled: bool | None = None,
    limit: int = 100,
) -> list[Difference]:
    """Where both persons do not say the same, the latest first. `settled`: by a third one, or not.

    What holds up nothing any more, for its dossier was decided on, is not listed as unsettled.
    """
    said = select(func.max(ControlVerdict.seq)).where(_stands()).group_by(ControlVerdict.control_id)
    query = (
        select(Control, ControlAnswer, ControlVerdict)
        .join(ControlAnswer, ControlAnswer.control_id == Control.id)
        .join(Document, Document.id == Control.document_id)
        .outerjoin(
            ControlVerdict,
            and_(ControlVerdict.control_id == Control.id, ControlVerdict.seq.in_(said)),
        )
        .where(ControlAnswer.agrees.is_(False), *_counts(), *readable)
        .order_by(ControlAnswer.seq.desc())
        .limit(limit)
    )
    if settled is not None:
        there = ControlVerdict.seq.is_not(None)
        query = query.where(there if settled else and_(~there, ~_decided_on()))
    sealed_values.warm(session, query.with_only_columns(Control.document_id))
    return [Difference(*row) for row in session.execute(query)]


def _decided_on() -> ColumnElement[bool]:
    """That a value had to be right for a dossier that people have decided on: where its paper is."""
    decided = exists().where(
        Dossier.id == Document.dossier_id,
        Dossier.etape.in_([etape for etape in Etape if etape.settled]),
    )
    return and_(Control.kind == ControlKind.SECONDE_SAISIE, decided.correlate(Document))


def _stands() -> ColumnElement[bool]:
    """That nobody took back the decision which a verdict made."""
    back, forth = aliased(Decision), aliased(Decision)
    again = exists().where(forth.undoes == back.seq).correlate(back)
    taken = exists().where(back.undoes == ControlVerdict.decision_seq, ~again)
    return ~taken.correlate(ControlVerdict)


def observed(session: Session, *only: ColumnElement[bool]) -> list[Observation]:
    """What the values drawn at random turned out to be, in the order in which they were checked.

    `only`: conditions on the `Control`, its `ControlAnswer` or its `Dossier`.
    """
    return [one for _, one in timed(session, *only)]


def timed(session: Session, *only: ColumnElement[bool]) -> list[tuple[datetime, Observation]]:
    """The same, each with the time at which it was checked."""
    said = select(func.max(ControlVerdict.seq)).group_by(ControlVerdict.control_id)
    told = (Control.name, Control.form, Control.version, Control.confidence)
    query = (
        select(Document.type, *told, ControlAnswer.at, ControlAnswer.agrees, ControlVerdict.seq)
        .select_from(Control)
        .join(ControlAnswer, ControlAnswer.control_id == Control.id)
        .join(Document, Document.id == Control.document_id)
        .join(Dossier, Dossier.id == Control.dossier_id)
        .outerjoin(
            ControlVerdict,
            and_(ControlVerdict.control_id == Control.id, ControlVerdict.seq.in_(said)),
        )
        .where(Control.kind == ControlKind.TIRAGE, *only)
        .order_by(ControlAnswer.seq)
    )
    rows = session.execute(query).all()
    settled = _settled(session, [row.seq for row in rows if row.seq is not None])
    return [
        (
            row.at,
            Observation(
                row.name,
                _genre(row.type, row.name),
                row.form.partition("/")[0] if row.form else None,
                row.version,
                row.confidence,
                row.agrees if row.seq is None else settled[row.seq],
                row.type,
            ),
        )
        for row in rows
    ]


def _settled(session: Session, seqs: Sequence[int]) -> dict[int, bool]:
    """Of verdicts, whether they say that the released value was right. Only these are opened."""
    found: dict[int, bool] = {}
    for start in range(0, len(seqs), _MANY):
        query = (
            select(ControlVerdict, Control)
            .join(Control, Control.id == ControlVerdict.control_id)
            .where(ControlVerdict.seq.in_(seqs[start : start + _MANY]))
        )
        sealed_values.warm(session, query.with_only_columns(Control.document_id))
        for verdict, control in session.execute(query):
            found[verdict.seq] = says_the_same(verdict.value, control.value)
    return found


def says_the_same(value: str | None, other: str) -> bool:
    """Whether what was keyed is the value that was released."""
    return value is not None and squeezed(value) == squeezed(other)


def _genre(type: str, name: str) -> str:
    kind = document_types().get(type)
    spec = kind.fields.get(name) if kind is not None else None
    return spec.genre.value if spec is not None else "texte"
