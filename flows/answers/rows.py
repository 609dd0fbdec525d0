"""What the recording and the sending back of an answer have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.outgoing import french
from flows.review.desk import Desk
from flows.review.errors import ImpossibleError
from flows.review.grip import as_seen, fetched, grip
from models.answers import Breach, Given
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    CompanyAnswer,
    Document,
    Dossier,
    Envoi,
    Etape,
)
from models.organismes import organisme
from storage.records.answers import ANSWER_PAPER

THIS = "Ce dossier"
DECISIONS = {
    AnswerDecision.REMBOURSEMENT_TOTAL: "Remboursement total",
    AnswerDecision.REMBOURSEMENT_PARTIEL: "Remboursement partiel",
    AnswerDecision.REJET_ADMINISTRATIF: "Rejet administratif",
    AnswerDecision.REJET_CONTRACTUEL: "Rejet contractuel",
    AnswerDecision.COMPLEMENT_INFORMATION: "Complément d'information",
    AnswerDecision.CONTRE_VISITE: "Contre-visite",
    AnswerDecision.ACCORD: "Accord",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says so: a paper, a mail, a line of a file; nothing: a person alone."""

    source: AnswerSource = AnswerSource.SAISIE
    document_id: str | None = None
    envoi_id: str | None = None
    line: int | None = None


BY_HAND = Evidence()


def opened(desk: Desk, dossier_id: str, seen: int) -> Dossier:
    """The dossier, in hand, as the person saw it; one whose lot has left too: that is when
    companies answer."""
    held = grip(desk, (), [dossier_id], settled=True, shut=True)
    dossier = held.dossiers[dossier_id]
    as_seen(desk, dossier, seen, THIS)
    if dossier.etape is Etape.ANNULE:
        raise ImpossibleError("Ce dossier est annulé.", code="dossier_annule")
    return dossier


def row_of(
    desk: Desk,
    dossier: Dossier,
    given: Given,
    evidence: Evidence,
    wrong: Sequence[Breach],
    state: AnswerState,
) -> CompanyAnswer:
    """An answer as it is kept, once what says so is seen to be there."""
    if evidence.document_id is not None:
        paper = fetched(desk.session, Document, evidence.document_id, "Ce papier")
        if paper.type != ANSWER_PAPER:
            raise ImpossibleError(
                "Ce papier n'est pas une réponse de la compagnie.", code="autre_papier"
            )
    if evidence.envoi_id is not None:
        fetched(desk.session, Envoi, evidence.envoi_id, "Ce courriel")
    return CompanyAnswer(
        dossier_id=dossier.id,
        decision=given.decision,
        decided_on=given.decided_on,
        amount=f"{given.amount:.2f}" if given.amount is not None else None,
        reason=given.reason.strip() or None,
        numero=given.numero.strip() or None,
        source=evidence.source,
        document_id=evidence.document_id,
        envoi_id=evidence.envoi_id,
        line=evidence.line,
        state=state,
        breaches=[
            {"code": one.code, "message": one.message, "gravite": one.weight.value} for one in wrong
        ],
        actor=desk.actor.name,
        at=desk.now,
    )


def sentence_of(dossier: Dossier, given: Given) -> str:
    """`Remboursement partiel de 120,00 DH, du 8 novembre 2025 (n° S-41)`."""
    currency = french.CURRENCIES[organisme(dossier.organisme).devise]
    told = DECISIONS[given.decision]
    if given.amount is not None:
        told += f" de {french.figures(given.amount, currency)} {currency.short}"
    if given.decided_on is not None:
        told += f", du {french.day(given.decided_on)}"
    return told + (f" (n° {given.numero})" if given.numero else "")
