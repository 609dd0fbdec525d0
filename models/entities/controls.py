"""Released values checked afterwards by a person who is not shown them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, ScalarSelect, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, Id, Seq, refers, utcnow


class ControlKind(StrEnum):
    """Why a value is checked: drawn at random, or because it must be right."""

    TIRAGE = "tirage"
    SECONDE_SAISIE = "seconde_saisie"


class Control(AppendOnly, Base):
    """A value to be keyed again. `released_by` may not be who keys it.

    One that must be right is asked for again whenever it changes: the latest control of a field
    is the one that counts.
    """

    __tablename__ = "control"
    __table_args__ = (
        Index(None, "dossier_id", "id"),
        Index(None, "document_id", "name", "kind"),
    )

    id: Mapped[Id]
    kind: Mapped[ControlKind]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    document_id: Mapped[str] = mapped_column(refers("document.id"))
    name: Mapped[str]
    value: Mapped[str]
    confidence: Mapped[float]
    form: Mapped[str | None]
    version: Mapped[str]
    released_by: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=utcnow)


def _paper_of(control_id: Mapped[str]) -> ScalarSelect[str]:
    """The paper of a control."""
    query = select(Control.document_id).where(Control.id == control_id)
    return query.correlate_except(Control).scalar_subquery()


class ControlAnswer(AppendOnly, Base):
    """What the second person keyed; `None`: there is no such value on the paper. The released value
    stays what it was.

    `document_id` is its control's: no column here, but given as a row is made, it need not be asked for.
    """

    __tablename__ = "control_answer"

    seq: Mapped[Seq]
    control_id: Mapped[str] = mapped_column(refers("control.id"), unique=True)
    actor: Mapped[str]
    value: Mapped[str | None]
    agrees: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    document_id: Mapped[str] = column_property(_paper_of(control_id), expire_on_flush=False)


class ControlVerdict(AppendOnly, Base):
    """What a third person says where two do not agree; `None`: there is no such value.

    `decision_seq` is the decision that it made of the field. It counts for as long as that stands;
    a verdict on a value drawn at random decides nothing. `document_id`: as that of `ControlAnswer`.
    """

    __tablename__ = "control_verdict"

    seq: Mapped[Seq]
    control_id: Mapped[str] = mapped_column(refers("control.id"), index=True)
    actor: Mapped[str]
    value: Mapped[str | None]
    decision_seq: Mapped[int | None] = mapped_column(BigSerial)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    document_id: Mapped[str] = column_property(_paper_of(control_id), expire_on_flush=False)
