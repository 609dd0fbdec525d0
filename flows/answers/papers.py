"""What the company's papers in a dossier say: an answer proposed, with what a person must look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from flows.answers.rows import Evidence
from flows.mailbox import answer as pharmacy
from flows.outgoing.asked import awaits_answer
from flows.review.desk import Desk
from flows.review.errors import ImpossibleError
from models.answers import Given
from models.checklists.facts import Policy
from models.checklists.readings import as_date, is_sure
from models.documents import document_types
from models.entities import AnswerDecision, AnswerSource, Document, Dossier
from models.reading import Document as Read
from models.values.text import folded
from storage.records import documents, dossiers, thresholds
from storage.records.answers import ANSWER_PAPER

DECISION, DAY, REFERENCE = "decision", "date_document", "numero_dossier"


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer as a paper or a mail says it. `doubts`: what of it a person must look at, by the
    names of the paper's fields. `dossier`: the one that it is about, when that can be told."""

    given: Given
    evidence: Evidence
    doubts: tuple[str, ...]
    dossier: Dossier | None = None


def of_document(session: Session, row: Document, policy: Policy) -> Proposed | None:
    """What one paper of the company says; `None` when no decision can be read on it at all."""
    read = documents.current(session, [row.id])[row.id]
    field = read.fields.get(DECISION)
    known = {one.value for one in AnswerDecision}
    if field is None or field.value not in known:
        return None
    doubts = [n for n in (DECISION, DAY, REFERENCE) if not is_sure(read, n, policy)]
    if row.type_confidence < policy.type:
        doubts.insert(0, "type")
    given = Given(AnswerDecision(field.value), as_date(_value(read, DAY)))
    evidence = Evidence(AnswerSource.PAPIER, document_id=row.id)
    return Proposed(given, evidence, tuple(doubts), _about(session, row, read))


def of_dossier(session: Session, dossier: Dossier, policy: Policy) -> Proposed | None:
    """What the latest of the company's papers says of a dossier, its own or those that joined it."""
    related = [dossier, *dossiers.joining(session, dossier.id)]
    rows = [
        row
        for one in related
        for row in documents.of_dossier(session, one.id)
        if row.type == ANSWER_PAPER
    ]
    found = [one for row in rows if (one := of_document(session, row, policy)) is not None]
    return max(found, key=lambda one: str(one.given.decided_on or ""), default=None)


def said_by_papers(desk: Desk, dossier: Dossier) -> Given:
    """What the papers of a dossier surely say; an error tells what a person must look at first."""
    if awaits_answer(dossier):
        said = pharmacy.said_by_papers(desk, dossier)
        return Given(AnswerDecision(said.decision), said.decided_on, said.montant)
    policy = thresholds.policy(desk.session, desk.settings)
    found = of_dossier(desk.session, dossier, policy)
    if found is None:
        raise ImpossibleError(
            "Aucun papier de la compagnie ne dit sa décision dans ce dossier.",
            code="reponse_absente",
        )
    if DECISION in found.doubts or "type" in found.doubts:
        raise ImpossibleError(
            "La décision est lue sur un papier de la compagnie, sans certitude : choisissez-la vous-même.",
            code="decision_a_verifier",
        )
    return found.given


def in_words(words: str) -> AnswerDecision | None:
    """The one decision that the words of a mail tell; `None` when they tell none, or several."""
    said = f" {folded(words)} "
    told = {
        value
        for value, wordings in _wordings().items()
        if any(f" {folded(one)} " in said for one in wordings)
    }
    if len(told) > 1:  # «avis favorable après complément d'information»
        return None
    return AnswerDecision(told.pop()) if told else None


def _wordings() -> Mapping[str, Sequence[str]]:
    return document_types()[ANSWER_PAPER].fields[DECISION].choix


def _about(session: Session, row: Document, read: Read) -> Dossier | None:
    """The dossier of its reference, else the one that its own joined, else its own."""
    named = dossiers.by_reference(session, _value(read, REFERENCE))
    if named is not None:
        return named
    home = dossiers.get(session, row.dossier_id) if row.dossier_id else None
    if home is not None and home.rattache_a is not None:
        return dossiers.get(session, home.rattache_a)
    return home


def _value(read: Read, name: str) -> str:
    field = read.fields.get(name)
    return field.value if field is not None else ""
