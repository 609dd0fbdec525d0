"""The record: what the machine proposed and what people decided. Never changed.

The current value of a field is computed: the latest decision, else the latest proposal.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, JsonList, Seq, refers, utcnow
from models.reading import How


class Target(StrEnum):
    """What of a thing a proposal or a decision is about.

    `ATTRIBUTE` is any other property of the thing, by its name: `rotation`,
    `confidential`, `statut` … (decisions only).
    """

    FIELD = "field"
    LINE = "line"
    MARK = "mark"
    TYPE = "type"
    CUT = "cut"
    ATTRIBUTE = "attribute"


class Proposal(AppendOnly, Base):
    """One thing that the machine read or guessed about a document.

    `name` is the field, the mark or the table; `row` (0-based) and `column` are for table
    cells. A line without `row` announces its table and the number of rows (`value`). A
    `TYPE` proposal opens a reading: what was proposed before it is history.
    `page` is the page number in the envoi, `box` is `[x0, y0, x1, y1]` on it, `version`
    the code that proposed it, `form` the learned form (`ID/VERSION`) whose place says so.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index(None, "document_id", "seq"),)

    seq: Mapped[Seq]
    document_id: Mapped[str] = mapped_column(refers("document.id"))
    target: Mapped[Target]
    name: Mapped[str | None]
    row: Mapped[int | None] = mapped_column("row_index")
    column: Mapped[str | None] = mapped_column("column_name")
    value: Mapped[str | None]
    raw: Mapped[str | None]
    confidence: Mapped[float]
    page: Mapped[int | None]
    box: Mapped[JsonList | None]
    how: Mapped[How | None]
    controle: Mapped[str | None]
    rivals: Mapped[JsonList | None]
    form: Mapped[str | None] = mapped_column(index=True)
    version: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class ThingKind(StrEnum):
    """What a decision can be about, and what the audit trail names."""

    ENVOI = "envoi"
    PAGE = "page"
    DOCUMENT = "document"
    DOSSIER = "dossier"
    LOT = "lot"
    REFUSAL = "refusal"


class Decision(AppendOnly, Base):
    """One thing that a person settled. `value` `None`: there is no such value.

    `raw` is the value as it was typed; `page` and `box` are where on the paper, when the
    person showed it. A row with `undoes` settles nothing: it takes back the decision of that
    `seq` (or a taking back). `carries` is the decision that this one repeats for another
    document, after a person cut the papers otherwise.
    `salt` goes with the value into the hash that the audit trail holds, so that the hash
    of a short value tells nothing once the decision itself cannot be read any more.
    """

    __tablename__ = "decision"
    __table_args__ = (Index(None, "thing_kind", "thing_id", "seq"),)

    seq: Mapped[Seq]
    thing_kind: Mapped[ThingKind]
    thing_id: Mapped[str]
    target: Mapped[Target]
    name: Mapped[str | None]
    row: Mapped[int | None] = mapped_column("row_index")
    column: Mapped[str | None] = mapped_column("column_name")
    value: Mapped[str | None]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
    why: Mapped[str | None]
    salt: Mapped[str]
    raw: Mapped[str | None]
    page: Mapped[int | None]
    box: Mapped[JsonList | None]
    undoes: Mapped[int | None] = mapped_column(BigSerial, index=True)
    carries: Mapped[int | None] = mapped_column(BigSerial)
