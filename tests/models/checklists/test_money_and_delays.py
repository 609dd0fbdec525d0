"""Thresholds of money, months and hours, from the rules of DOMAIN §4 and §5."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.checklists import (
    Resultat,
    Statut,
)
from models.reading import Mark
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    facts,
    paper,
    rows,
    spoil,
    value,
    with_field,
    with_mark,
    without,
)
from tests.models.checklists.verdicts import judged, raison, resultat

PHARMACY = ("cnops", "facturation_pharmacie")
HOPITAL = ("cnops", "facturation_hopital")


@pytest.mark.parametrize(
    ("total", "statut"),
    [("199.99", Statut.REJETE), ("200.00", Statut.COMPLET), ("200.01", Statut.COMPLET)],
)
def test_a_public_hospital_bills_from_200_dirhams(total: str, statut: Statut) -> None:
    dossier = spoil(COMPLETE[HOPITAL], with_field("montant_total", value(total)), "facture")
    judgement = judged(HOPITAL, dossier)
    assert judgement.statut is statut
    if statut is Statut.REJETE:
        assert "un responsable confirme" in raison(judgement, "seuil_tiers_payant")


@pytest.mark.parametrize(
    ("sortie", "statut"),
    [("2025-08-05", Statut.COMPLET), ("2025-08-04", Statut.FORCLOS)],
)
def test_three_months_from_discharge_inclusive(sortie: str, statut: Statut) -> None:
    """Received on 2025-11-05: the discharge of 5 August is in time, that of 4 August is not."""
    dossier = spoil(COMPLETE[HOPITAL], with_field("date_sortie", value(sortie)), "facture")
    dossier = spoil(dossier, with_field("date_entree", value("2025-08-01")), "facture")
    judgement = judged(HOPITAL, dossier)
    assert judgement.statut is statut


def test_forclos_comes_before_rejete_and_incomplet() -> None:
    dossier = spoil(COMPLETE[HOPITAL], with_field("montant_total", value("90.00")), "facture")
    rejected = without(dossier, "ordonnance")
    assert judged(HOPITAL, rejected).statut is Statut.REJETE
    late = spoil(rejected, with_field("date_sortie", value("2025-01-10")), "facture")
    assert judged(HOPITAL, late).statut is Statut.FORCLOS
    doubtful = spoil(
        without(COMPLETE[HOPITAL], "ordonnance"),
        with_mark("cachet_etablissement", Mark(None, 0.5)),
        "facture",
    )
    assert judged(HOPITAL, doubtful).statut is Statut.INCOMPLET


def test_a_doubtful_discharge_never_makes_forclos() -> None:
    dossier = spoil(
        COMPLETE[HOPITAL], with_field("date_sortie", value("2025-01-10", 0.6)), "facture"
    )
    judgement = judged(HOPITAL, dossier)
    assert judgement.statut is Statut.A_VERIFIER
    assert resultat(judgement, "delai_de_depot") is Resultat.A_VERIFIER


def test_an_unread_discharge_counts_from_the_last_act_and_is_verified() -> None:
    dossier = spoil(COMPLETE[HOPITAL], with_field("date_sortie", None), "facture")
    judgement = judged(HOPITAL, dossier)
    assert judgement.statut is Statut.A_VERIFIER
    assert judgement.forclos_le == date(2026, 1, 20)


def test_ambulatory_care_is_in_time_when_its_last_act_is() -> None:
    """Without a stay there is no discharge: the last act is the event."""
    consultation = paper(
        "facture", nature="hopital_public", montant_total="300.00", date_delivrance=None
    )
    lines = {"lignes": rows({"designation": "Consultation spécialisée", "montant": "300.00"})}
    consultation = replace(consultation, document=replace(consultation.document, lines=lines))
    dossier = facts(paper("feuille_de_soins"), consultation, paper("ordonnance"))
    judgement = judged(HOPITAL, dossier)
    assert (judgement.statut, judgement.prestation) == (Statut.COMPLET, "ambulatoire")
    old = spoil(dossier, with_field("date_soins", value("2025-03-01")), "feuille_de_soins")
    assert judged(HOPITAL, old).statut is Statut.A_VERIFIER


def test_the_deposit_stops_the_delay_not_the_scan() -> None:
    dossier = spoil(
        COMPLETE[PHARMACY], with_field("date_delivrance", value("2025-07-31")), "facture"
    )
    assert judged(PHARMACY, dossier).statut is Statut.FORCLOS
    deposited = replace(dossier, deposited_on=date(2025, 10, 31))
    judgement = judged(PHARMACY, deposited)
    assert judgement.statut is Statut.COMPLET
    assert judgement.forclos_le == date(2025, 10, 31)


def test_the_lapse_of_a_pharmacy_without_delivery_date_is_verified() -> None:
    dossier = spoil(COMPLETE[PHARMACY], with_field("date_delivrance", None), "facture")
    judgement = judged(PHARMACY, dossier)
    assert judgement.statut is Statut.A_VERIFIER
    assert judgement.forclos_le == date(2026, 1, 21)


def test_one_invoice_of_two_without_its_date_leaves_the_delay_open() -> None:
    second = paper("facture", date_delivrance=None, numero_facture="F-2")
    dossier = replace(COMPLETE[PHARMACY], pieces=(*COMPLETE[PHARMACY].pieces, second))
    assert resultat(judged(PHARMACY, dossier), "delai_de_depot") is Resultat.A_VERIFIER


def test_the_oldest_of_two_deliveries_lapses_first() -> None:
    second = paper("facture", date_delivrance="2025-09-01", numero_facture="F-2")
    dossier = replace(COMPLETE[PHARMACY], pieces=(*COMPLETE[PHARMACY].pieces, second))
    assert judged(PHARMACY, dossier).forclos_le == date(2025, 12, 1)


def test_what_a_monthly_invoice_bears_once_is_borne_for_each_patient() -> None:
    key = ("cnops", "facturation_hopital")
    whole = next(p for p in COMPLETE[key].pieces if p.document.type == "facture")
    own = {n: f for n, f in whole.document.fields.items() if not n.startswith("part_")}
    part = replace(whole, document=replace(whole.document, fields=own))
    others = [p for p in COMPLETE[key].pieces if p is not whole]
    alone = replace(COMPLETE[key], pieces=(*others, part))
    cited = replace(alone, pieces=(*others, replace(part, whole=whole.document)))
    assert resultat(judged(key, alone), "parts_cnops_assure") is Resultat.A_VERIFIER
    assert resultat(judged(key, cited), "parts_cnops_assure") is Resultat.CONFORME
