"""Which columns are sealed as rows are written (`sealed_values`), and under whose key.

Only what is never asked about by value is sealed: of proposals and decisions the fields, lines and
marks, not the types and cuts. A key is a row of `data_key` by the id of its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, func, select

from models.entities import (
    Base,
    Comment,
    CompanyAnswer,
    Control,
    ControlAnswer,
    ControlVerdict,
    Decision,
    Envoi,
    Finding,
    Judgement,
    Letter,
    OutMail,
    Proposal,
    Reclamation,
    Target,
    new_id,
)

SAID = (Target.FIELD, Target.LINE, Target.MARK)
"""What a paper says."""
GONE = "effacé"
"""In the place of a text that was emptied; it needs no seal."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed columns of a table, and whose key it is (`owner`: of a row, `owners`: the same asked
    of the database, `within`: that it is one of these).

    `columns`: each with what is said in its place once it was emptied, which needs no seal.
    """

    columns: Mapping[str, Any]
    owner: Callable[[Any], str | None]
    owners: ColumnElement[str]
    within: Callable[[Collection[str]], ColumnElement[bool]]
    only: tuple[Target, ...] = ()
    """The targets of which it is sealed; none: every row is."""

    def says(self, row: Any) -> bool:
        """Whether there is anything to seal in a row."""
        said = [(getattr(row, name), gone) for name, gone in self.columns.items()]
        if self.only and row.target not in self.only:
            return False
        return any(value is not None and value != gone for value, gone in said)


def _of(owner: Any, columns: Mapping[str, Any], only: tuple[Target, ...] = ()) -> Sealed:
    """Under the key of the id in a column."""
    return Sealed(columns, attrgetter(owner.key), owner, owner.in_, only)


def _of_control(entity: type[ControlAnswer] | type[ControlVerdict]) -> Sealed:
    """Under the key of the paper of which a value is controlled."""

    def within(ids: Collection[str]) -> ColumnElement[bool]:
        asked = select(Control.id).where(Control.document_id.in_(ids))
        return entity.control_id.in_(asked)

    return Sealed({"value": None}, attrgetter("document_id"), entity.document_id.expression, within)


def _of_judgement(ids: Collection[str]) -> ColumnElement[bool]:
    """That a finding is about one of these dossiers."""
    judged = select(Judgement.seq).where(Judgement.dossier_id.in_(ids))
    return Finding.judgement_seq.in_(judged)


_OF_MAIL = func.coalesce(OutMail.dossier_id, OutMail.envoi_id, OutMail.id)
"""A mail about neither a dossier nor an envoi (an invitation, a statement, what is told to the house)
has a key of its own."""


def _of_mail(row: OutMail) -> str | None:
    return row.dossier_id or row.envoi_id or _own(row)


def _own(row: Envoi | OutMail | Reclamation) -> str:
    """The id of a row under a key of its own, which it has before it is written."""
    row.id = row.id or new_id()
    return row.id


SEALED: Mapping[type[Base], Sealed] = {
    Proposal: _of(
        Proposal.document_id,
        {"value": None, "raw": None, "controle": None, "rivals": None},
        SAID,
    ),
    Decision: _of(Decision.thing_id, {"value": None, "raw": None, "why": None}, SAID),
    Comment: _of(Comment.dossier_id, {"text": GONE}),
    Control: _of(Control.document_id, {"value": GONE}),
    ControlAnswer: _of_control(ControlAnswer),
    ControlVerdict: _of_control(ControlVerdict),
    Finding: Sealed(
        {"raison": GONE, "evidence": []},
        attrgetter("dossier_id"),
        Finding.dossier_id.expression,
        _of_judgement,
    ),
    Letter: _of(Letter.dossier_id, {"text": {}}),
    CompanyAnswer: _of(CompanyAnswer.dossier_id, {"reason": None, "numero": None, "breaches": []}),
    Envoi: Sealed({"mail": None}, _own, Envoi.id.expression, Envoi.id.in_),
    # its dossier is found out later, or changes
    Reclamation: Sealed(
        {"who": GONE, "objet": GONE}, _own, Reclamation.id.expression, Reclamation.id.in_
    ),
    OutMail: Sealed({"subject": GONE, "text": GONE}, _of_mail, _OF_MAIL, _OF_MAIL.in_),
}
