"""Controls asked for and answered; the released values themselves are never touched."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.documents import document_types
from models.entities import Control, ControlAnswer, ControlKind, Document, safe_text
from models.quality import Observation
from models.reading import Field
from models.values.text import squeezed
from storage import locks


class NotToThisPersonError(Exception):
    """Who released a value does not check it."""


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
    """Have a value checked, once for each reason."""
    known = session.scalar(select(Control).filter_by(document_id=document_id, name=name, kind=kind))
    if known is not None:
        return known
    control = Control(
        kind=kind,
        dossier_id=dossier_id,
        document_id=document_id,
        name=name,
        value=field.value,
        confidence=float(field.confidence),
        form=field.form,
        version=version,
        released_by=released_by,
    )
    session.add(control)
    session.flush()
    return control


def waiting(session: Session, actor: str) -> Sequence[Control]:
    """What this person may check, the oldest first; never what he released himself."""
    answered = select(ControlAnswer.control_id)
    query = select(Control).where(
        Control.id.not_in(answered),
        (Control.released_by.is_(None)) | (Control.released_by != safe_text(actor)),
    )
    return session.scalars(query.order_by(Control.id)).all()


def answer(session: Session, control_id: str, *, actor: str, value: str | None) -> ControlAnswer:
    """Keep what a second person keyed, not having seen the first value; the first answer stands."""
    locks.hold(session, f"controle:{control_id}")
    control = session.get_one(Control, control_id)
    if control.released_by == safe_text(actor):
        raise NotToThisPersonError(actor)
    known = session.scalar(select(ControlAnswer).filter_by(control_id=control_id))
    if known is not None:
        return known
    agrees = value is not None and squeezed(value) == squeezed(control.value)
    row = ControlAnswer(control_id=control_id, actor=safe_text(actor), value=value, agrees=agrees)
    session.add(row)
    session.flush()
    return row


def differences(session: Session) -> Sequence[tuple[Control, ControlAnswer]]:
    """Where both persons do not say the same, the latest first."""
    query = (
        select(Control, ControlAnswer)
        .join(ControlAnswer, ControlAnswer.control_id == Control.id)
        .where(ControlAnswer.agrees.is_(False))
        .order_by(ControlAnswer.seq.desc())
    )
    return [(control, given) for control, given in session.execute(query)]


def observed(session: Session) -> list[Observation]:
    """What the values drawn at random turned out to be, in the order in which they were checked."""
    query = (
        select(Control, ControlAnswer.agrees, Document.type)
        .join(ControlAnswer, ControlAnswer.control_id == Control.id)
        .join(Document, Document.id == Control.document_id)
        .where(Control.kind == ControlKind.TIRAGE)
        .order_by(ControlAnswer.seq)
    )
    return [
        Observation(
            control.name,
            _genre(type, control.name),
            control.form.partition("/")[0] if control.form else None,
            control.version,
            control.confidence,
            agrees,
        )
        for control, agrees, type in session.execute(query)
    ]


def _genre(type: str, name: str) -> str:
    kind = document_types().get(type)
    spec = kind.fields.get(name) if kind is not None else None
    return spec.genre.value if spec is not None else "texte"
