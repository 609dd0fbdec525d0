"""An office of November 2025 with a few dossiers, for registers, screens and commands."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flows.review.outcome import SUITE
from flows.workplace import Workplace
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    CompanyAnswer,
    Etape,
    LotNature,
    Target,
    ThingKind,
)
from storage.records import answers, assures, decisions, dossiers, lots, pharmacies
from tests.flows.outgoing.made import ALAMI, a_dossier, paper
from tests.flows.papers import NOON

NOW = datetime(2025, 12, 3, 9, tzinfo=UTC)
BENALI = {"numero_immatriculation": "300111222", "nom": "BENALI", "prenom": "Zineb"}
NAMED: dict[str, Any] = {
    "assure_nom": "ALAMI",
    "assure_prenom": "Saïd",
    "numero_immatriculation": "204587613",
}


def furnished(place: Workplace) -> None:
    """A reimbursement that the company paid, one in hand, a demand, a certificate, a bulletin."""
    with place.database.transaction() as session:
        paid = a_dossier(
            session, "ofppt", "maladie_remboursement",
            [
                paper("feuille_de_soins", assure_ville="Oujda", montant_total="400.00", **NAMED),
                paper("facture", nature="pharmacie", montant_total="400.00", emetteur_nom="=PHARMACIE DU PHARE"),
            ],
        )  # fmt: skip
        lot = lots.place(session, paid, nature=LotNature.FACTURATION)
        assert lot is not None
        lot.created_at = NOON
        a_dossier(
            session, "ofppt", "maladie_remboursement",
            [paper("feuille_de_soins", montant_total="90.00", **NAMED)], assure=BENALI,
        )  # fmt: skip
        a_dossier(
            session, "ofppt", "pec_programmee",
            [paper("demande_prise_en_charge", etablissement_nom="CLINIQUE ATLAS", ville="Rabat"),
             paper("devis", montant_total="12000.00")],
        )  # fmt: skip
        a_dossier(
            session, "ofppt", "chronique_pec",
            [paper("certificat_longue_duree", date_certificat="2024-12-20", maladie="diabète")],
            secret_pages=[1],
        )  # fmt: skip
        a_dossier(session, "ofppt", "adhesion", [paper("bulletin_adhesion", assure_nom="ALAMI")])
        a_dossier(
            session, "ofppt", "contre_visite",
            [paper("convocation_contre_visite", date_convocation="2025-11-03", ville="Oujda",
                   date_contre_visite="2025-11-12", medecin_controleur="Dr TAZI")],
        )  # fmt: skip
        assures.load(
            session,
            [
                {**ALAMI, "lien": "assure", "date_effet": "2020-01-01", "categorie": "Actif"},
                {**BENALI, "lien": "assure", "date_effet": "2025-11-10", "categorie": "Retraitée"},
                {"nom": "ALAMI", "prenom": "Aya", "lien": "enfant", "numero_immatriculation_assure": "204587613",
                 "date_effet": "2020-01-01", "date_fin": "2025-11-30", "motif_fin": "âge"},
            ],
            organisme="ofppt",
        )  # fmt: skip
        pharmacies.keep(session, "phare@exemple.ma", nom="=PHARMACIE DU PHARE", ville="Oujda")
        reference = paid.reference
    _paid(place, reference)


def _paid(place: Workplace, reference: str) -> None:
    """Declared complete, then paid for three quarters, both in November."""
    with place.database.transaction() as session:
        dossier = dossiers.by_reference(session, reference)
        assert dossier is not None
        dossier.etape = Etape.VALIDE
        decisions.decide(
            session, actor="anna", kind=ThingKind.DOSSIER, thing_id=dossier.id, target=Target.ATTRIBUTE,
            name=SUITE, value="valide",
        )  # fmt: skip
        answer = CompanyAnswer(
            dossier_id=dossier.id, decision=AnswerDecision.REMBOURSEMENT_PARTIEL, amount=str(Decimal("300.00")),
            decided_on=NOW.date().replace(month=11, day=20), source=AnswerSource.SAISIE,
            state=AnswerState.ENREGISTREE, breaches=[], actor="anna",
        )  # fmt: skip
        answers.keep(session, answer).cancelled = False
        dossier.etape = Etape.REPONDU
