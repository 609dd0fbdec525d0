"""What was asked of the company about a dossier, as far as it is surely known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from flows.outgoing.asked import awaits_answer, due_after
from flows.outgoing.gather import claim_of, lane_of, papers_of
from flows.outgoing.readers import Readers
from models.answers import Asked, Given
from models.checklists import checklists
from models.checklists.schema import Voie
from models.entities import (
    AnswerDecision,
    AnswerState,
    Assure,
    CompanyAnswer,
    Dossier,
    Etape,
    Lot,
    LotStatut,
)
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import SYSTEME
from models.settings import Settings
from storage.records import answers, assures, dossiers, envois, thresholds

COMPANY = Readers(SYSTEME, Addressee.COMPAGNIE)
"""Amounts are compared by the machine; nothing of what papers say leaves this way but a sum."""
COVERS = (Voie.PEC, Voie.URGENCE)
INVOICE = "facture_definitive"
AT_FULL = "couple_ofppt"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Past:
    """What the company answered about this insured before."""

    paid: Decimal
    visits: int


def asked_of(session: Session, dossier: Dossier, settings: Settings, now: datetime) -> Asked:
    """What an answer about this dossier is checked against."""
    zone = organisme(dossier.organisme).zone
    today = now.astimezone(zone).date()
    policy = thresholds.policy(session, settings)
    papers = papers_of(session, [dossier], COMPANY)[dossier.id]
    claim = claim_of(dossier, papers, policy)
    cover = lane_of(dossier) in COVERS
    chronic = dossier.type.startswith("chronique_")
    insured = _insured(session, dossier)
    past = _past(session, dossier, today)
    return Asked(
        received_on=envois.get(session, dossier.envoi_id).received_at.astimezone(zone).date(),
        today=today,
        sent=_sent(session, dossier),
        cover=cover,
        whole=chronic or any(told.get("code") == AT_FULL for told in dossier.signalements),
        chronic=chronic,
        claimed=claim.montant,
        part=claim.part,
        rate=_number(insured, "taux"),
        ceiling=_number(insured, "plafond"),
        paid=past.paid,
        due=dossier.deadline.astimezone(zone).date() if cover and dossier.deadline else None,
        visits=past.visits,
        earlier=tuple(
            given_of(one)
            for one in answers.of_dossier(session, dossier.id)
            if holds(one) and not one.decision.waits
        ),
    )


def until(dossier: Dossier, given: Given, day: date) -> datetime | None:
    """When the delay runs out that an answer of that day starts (DOMAIN §5)."""
    if given.decision is AnswerDecision.COMPLEMENT_INFORMATION:
        return due_after(dossier.organisme, given.decision.value, given.decided_on or day)
    if given.decision is AnswerDecision.ACCORD and not awaits_answer(dossier):
        return due_after(dossier.organisme, INVOICE, given.decided_on or day)
    return None


def given_of(answer: CompanyAnswer) -> Given:
    """An answer as it came."""
    return Given(
        answer.decision,
        answer.decided_on,
        Decimal(answer.amount) if answer.amount is not None else None,
        answer.reason or "",
        answer.numero or "",
    )


def holds(answer: CompanyAnswer) -> bool:
    """Whether it counts: recorded, and not taken back."""
    return answer.state is AnswerState.ENREGISTREE and not answer.cancelled


def _sent(session: Session, dossier: Dossier) -> bool:
    """Whether it left: with its lot, or for a type that travels in none, by a person's word."""
    known = checklists().get((dossier.organisme, dossier.type))
    if known is not None and known.dossier_type.nature_lot is not None:
        lot = session.get(Lot, dossier.lot_id) if dossier.lot_id else None
        return lot is not None and lot.statut is not LotStatut.OUVERT
    return dossier.etape in (Etape.VALIDE, Etape.REPONDU, Etape.COMPLEMENT)


def _insured(session: Session, dossier: Dossier) -> Assure | None:
    number = dossier.assure.get("numero_immatriculation")
    if not number:
        return None
    family = assures.family(session, str(number))
    here = (None, dossier.organisme)
    return next((p for p in family if p.lien == "assure" and p.organisme in here), None)


def _number(insured: Assure | None, name: str) -> Decimal | None:
    written = insured.extra.get(name) if insured is not None else None
    try:
        found = Decimal(str(written).replace(",", ".").rstrip(" %")) if written else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and found > 0 else None


def _past(session: Session, dossier: Dossier, today: date) -> _Past:
    number = dossier.assure.get("numero_immatriculation")
    if not number:
        return _Past(Decimal(0), 0)
    theirs = dossiers.of_insured(session, dossier.organisme, str(number))
    found = [one for other in theirs for one in answers.of_dossier(session, other.id) if holds(one)]
    return _Past(_paid(found, dossier, today), _visits(found, today))


def _paid(found: Sequence[CompanyAnswer], dossier: Dossier, today: date) -> Decimal:
    """In this calendar year, on other dossiers."""
    return sum(
        (
            Decimal(one.amount)
            for one in found
            if one.amount is not None
            and one.decision.pays
            and one.dossier_id != dossier.id
            and (one.decided_on or one.at.date()).year == today.year
        ),
        Decimal(0),
    )


def _visits(found: Sequence[CompanyAnswer], today: date) -> int:
    return sum(
        one.decision is AnswerDecision.CONTRE_VISITE
        and today - (one.decided_on or one.at.date()) <= A_YEAR
        for one in found
    )
