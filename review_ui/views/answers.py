"""What the company answered and what is complained of, as a dossier shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.answers.asked import given_of
from flows.answers.rows import sentence_of
from models.answers import Weight
from models.entities import (
    AnswerSource,
    AnswerState,
    CompanyAnswer,
    Document,
    Dossier,
    Envoi,
    Reclamation,
    ReclamationState,
)
from review_ui.visit import Visit
from review_ui.wording import dates
from review_ui.wording.words import Chip
from storage.records import answers, reclamations

RECORDED = Chip("Enregistrée", "coche", "bon")
SENT_BACK = Chip("Renvoyée", "defaire", "alerte")
CANCELLED = Chip("Annulée", "tiret", "neutre")
COMPLAINTS: Mapping[ReclamationState, Chip] = {
    ReclamationState.OUVERTE: Chip("À répondre", "horloge", "info"),
    ReclamationState.REPONDUE: Chip("Répondue", "coche", "bon"),
    ReclamationState.ANNULEE: CANCELLED,
}
WEIGHTS: Mapping[Weight, Chip] = {
    Weight.RENVOI: Chip("Rompt le contrat", "croix", "alerte"),
    Weight.CONFIRMER: Chip("À confirmer", "oeil", "doute"),
    Weight.CONSTAT: Chip("À noter", "drapeau", "neutre"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with an answer."""

    message: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the company. `link`: where what says so can be seen."""

    said: str
    chip: Chip
    reason: str
    wrong: Sequence[Wrong]
    until: str
    source: str
    link: str
    by: str
    dossier_id: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    id: str
    numero: str
    objet: str
    chip: Chip
    due: str
    left: dates.TimeLeft | None


def answered_of(visit: Visit, dossier: Dossier) -> list[Answered]:
    """What the company answered about a dossier, the latest first."""
    found = answers.of_dossier(visit.session, dossier.id)
    return [answered(visit, dossier, one) for one in reversed(found)]


def answered(visit: Visit, dossier: Dossier, answer: CompanyAnswer) -> Answered:
    """An answer in words."""
    zone = dates.zone_of(dossier.organisme)
    chip = RECORDED if answer.state is AnswerState.ENREGISTREE else SENT_BACK
    source, link = _source(visit, answer)
    return Answered(
        said=sentence_of(dossier, given_of(answer)),
        chip=CANCELLED if answer.cancelled else chip,
        reason=answer.reason or "",
        wrong=[
            Wrong(str(one["message"]), WEIGHTS[Weight(one["gravite"])]) for one in answer.breaches
        ],
        until=dates.day(answer.until.astimezone(zone).date()) if answer.until else "",
        source=source,
        link=link,
        by=f"{answer.actor}, {dates.moment(answer.at, zone)}",
        dossier_id=dossier.id,
        reference=dossier.reference,
    )


def complaints_of(visit: Visit, dossier: Dossier) -> list[Complaint]:
    """The réclamations about a dossier."""
    zone = dates.zone_of(dossier.organisme)
    rows = reclamations.of_dossier(visit.session, dossier.id)
    return [complaint(row, zone, visit.now) for row in rows]


def complaint(row: Reclamation, zone: ZoneInfo, now: datetime) -> Complaint:
    """A réclamation in words."""
    waits = row.state is ReclamationState.OUVERTE
    return Complaint(
        id=row.id,
        numero=row.numero,
        objet=row.objet,
        chip=COMPLAINTS[row.state],
        due=dates.moment(row.deadline, zone),
        left=dates.time_left(row.deadline, now) if waits else None,
    )


def _source(visit: Visit, answer: CompanyAnswer) -> tuple[str, str]:
    if answer.source is AnswerSource.PAPIER and answer.document_id:
        row = visit.session.get(Document, answer.document_id)
        return "son papier", f"/documents/{row.id}" if row else ""
    if answer.source is AnswerSource.COURRIEL and answer.envoi_id:
        envoi = visit.session.get(Envoi, answer.envoi_id)
        return (f"courriel {envoi.numero}", f"/envois/{envoi.id}") if envoi else ("courriel", "")
    if answer.source is AnswerSource.FICHIER:
        return f"fichier, ligne {answer.line}", ""
    return "saisie", ""
