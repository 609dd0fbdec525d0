"""Rules of the other rows of DOMAIN §4."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.checklists import (
    Gravite,
    History,
    Resultat,
    Statut,
)
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    HOSPITAL,
    facts,
    paper,
    rows,
    spoil,
    value,
    with_field,
    without,
)
from tests.models.checklists.verdicts import judged, resultat

CASABLANCA = ZoneInfo("Africa/Casablanca")


def test_a_first_dialysis_is_never_taken_as_not_first() -> None:
    """Ruling 1: an empty history proves nothing; an earlier PEC does."""
    key = ("cnops", "pec_dialyse")
    bare = without(COMPLETE[key], "resultats_examens", "attestation_seances")
    assert judged(key, bare).statut is Statut.A_VERIFIER
    never = replace(bare, history=History(pec_dialyse_anterieure=False))
    assert judged(key, never).statut is Statut.A_VERIFIER
    known = replace(bare, history=History(pec_dialyse_anterieure=True))
    assert judged(key, known).statut is Statut.COMPLET


def test_the_renal_work_up_has_its_three_measures() -> None:
    key = ("cnops", "pec_dialyse")
    two = spoil(
        COMPLETE[key],
        lambda d: replace(d, lines={"mesures": rows({"analyse": "Urée"})}),
        "resultats_examens",
    )
    assert resultat(judged(key, two), "bilan_renal") is Resultat.A_VERIFIER


@pytest.mark.parametrize(
    ("motif", "modele", "expected"),
    [
        ("medecine", "hospitalisation", Resultat.CONFORME),
        ("chirurgie", "forfait", Resultat.CONFORME),
        ("medecine", "forfait", Resultat.NON_CONFORME),
        ("chirurgie", "hospitalisation", Resultat.NON_CONFORME),
        ("chirurgie", None, Resultat.A_VERIFIER),
    ],
)
def test_the_printed_form_matches_the_motive(
    motif: str, modele: str | None, expected: Resultat
) -> None:
    key = ("cnops", "pec_regularisation")
    dossier = spoil(COMPLETE[key], with_field("motif", value(motif)), "demande_prise_en_charge")
    new = value(modele) if modele else None
    dossier = spoil(dossier, with_field("modele_imprime", new), "demande_prise_en_charge")
    assert resultat(judged(key, dossier), "imprime_conforme_motif") is expected


def test_reports_follow_the_motive() -> None:
    key = ("cnops", "pec_regularisation")
    medical = spoil(
        COMPLETE[key], with_field("motif", value("medecine")), "demande_prise_en_charge"
    )
    judgement = judged(key, medical)
    assert resultat(judgement, "compte_rendu_hospitalisation") is Resultat.MANQUANT
    assert resultat(judgement, "compte_rendu_operatoire") is Resultat.SANS_OBJET


def test_metastases_call_for_more_results() -> None:
    key = ("cnops", "pec_iratherapie")
    dossier = spoil(COMPLETE[key], with_field("metastase", value("true")), "rapport_medical")
    assert resultat(judged(key, dossier), "bilan_metastatique") is Resultat.MANQUANT
    unread = spoil(COMPLETE[key], with_field("metastase", None), "rapport_medical")
    assert judged(key, unread).statut is Statut.A_VERIFIER
    report = next(p.id for p in unread.pieces if p.document.type == "rapport_medical")
    for words in ("Nature exacte : lymphome.", "pT3N1bM1", "métast. pulmonaires", "lésions 2aires"):
        told = replace(unread, words_of={report: words})
        assert judged(key, told).statut is Statut.A_VERIFIER, words  # silence proves nothing


def test_an_oncology_centre_may_send_a_certified_copy_for_drugs() -> None:
    key = ("cnops", "facturation_oncologie")
    dossier = spoil(
        COMPLETE[key],
        with_field("exemplaire", value("copie_conforme")),
        "attestation_prise_en_charge",
    )
    # Its invoice bears prices of drugs.
    assert judged(key, dossier).statut is Statut.COMPLET
    stay = spoil(
        dossier,
        lambda d: replace(
            d, lines={"lignes": rows({"designation": "Séjour", "montant": "6133.95"})}
        ),
        "facture",
    )
    assert judged(key, stay).statut is Statut.INCOMPLET


def test_by_analogy_a_clinic_has_no_threshold_and_no_citation() -> None:
    key = ("cnops", "facturation_clinique")
    dossier = spoil(COMPLETE[key], with_field("montant_total", value("150.00")), "facture")
    judgement = judged(key, dossier)
    assert judgement.statut is Statut.COMPLET
    assert {f.citation for f in judgement.findings if f.exigence == "facture"} == {
        "règle sans source"
    }


def test_members_of_a_pmas_group() -> None:
    key = ("pmas", "adhesion_groupe")
    family = spoil(
        COMPLETE[key],
        lambda d: replace(
            d,
            fields={
                **d.fields,
                "situation_familiale": value("marie"),
                "nombre_enfants": value("2"),
            },
        ),
        "bulletin_adhesion",
    )
    judgement = judged(key, family)
    assert resultat(judgement, "acte_naissance") is Resultat.MANQUANT
    assert resultat(judgement, "acte_mariage") is Resultat.MANQUANT
    one_act = replace(family, pieces=(*family.pieces, paper("acte_naissance")))
    assert resultat(judged(key, one_act), "acte_naissance_chaque_enfant") is Resultat.NON_CONFORME
    more = spoil(COMPLETE[key], with_field("nombre", value("5")), "listing_adherents")
    assert resultat(judged(key, more), "bulletins_du_listing") is Resultat.NON_CONFORME
    by_hand = spoil(COMPLETE[key], with_field("manuscrit", value("true")), "listing_adherents")
    assert resultat(judged(key, by_hand), "listing_manuscrit") is Resultat.A_VERIFIER
    refused = judged(key, by_hand, listing_manuscrit="non_conforme")
    assert resultat(refused, "listing_manuscrit_refuse") is Resultat.NON_CONFORME


def test_large_pmas_invoices_go_to_the_doctor_and_stay_complete() -> None:
    key = ("pmas", "facture_prestataire")
    dossier = spoil(COMPLETE[key], with_field("montant_total", value("150001.00")), "facture")
    judgement = judged(key, dossier)
    assert judgement.statut is Statut.COMPLET
    assert "medecin_conseil" in [s.code for s in judgement.signalements]


def test_closed_rights_block_a_pmas_dossier() -> None:
    key = ("pmas", "facture_prestataire")
    closed = replace(COMPLETE[key], history=History(droits_ouverts=False))
    judgement = judged(key, closed)
    assert judgement.statut is Statut.INCOMPLET
    assert "droits_fermes" in [s.code for s in judgement.signalements]


def test_new_business_in_cote_d_ivoire_stops_at_sixty() -> None:
    key = ("ci", "adhesion")
    old = spoil(
        COMPLETE[key], with_field("assure_date_naissance", value("1964-11-05")), "bulletin_adhesion"
    )
    assert judged(key, old).statut is Statut.REJETE


def test_a_long_stay_in_cote_d_ivoire_asks_for_the_companys_accord() -> None:
    key = ("ci", "accord_hospitalisation")
    dossier = spoil(
        COMPLETE[key], with_field("duree_prevue", value("11")), "demande_prise_en_charge"
    )
    judgement = judged(key, dossier)
    found = next(f for f in judgement.findings if f.exigence == "accord_compagnie")
    assert (found.resultat, found.gravite) == (Resultat.A_VERIFIER, Gravite.AVERTISSEMENT)
    assert "accord_compagnie" in [s.code for s in judgement.signalements]


def test_a_complement_is_for_a_person() -> None:
    key = ("ofppt", "complement_information")
    dossier = facts(
        paper("reponse_compagnie", decision="complement_information"),
        paper("ordonnance"),
        history=History(dossier_rattache=True),
        notified_at=datetime(2025, 11, 1, 10, 0, tzinfo=CASABLANCA),
    )
    judgement = judged(key, dossier)
    assert judgement.statut is Statut.A_VERIFIER
    assert judgement.deadline == datetime(2025, 12, 1, 23, 59, 59, tzinfo=CASABLANCA)
    letter = replace(dossier, pieces=dossier.pieces[:1])
    assert judged(key, letter).statut is Statut.INCOMPLET
    unknown = judged(key, replace(dossier, notified_at=None))
    assert unknown.deadline is None
    assert "debut_inconnu" in [s.code for s in unknown.signalements]


@pytest.mark.parametrize(
    ("nature", "expected"), [("hopital_public", "hospitalisation"), ("pharmacie", "ambulatoire")]
)
def test_the_family_of_a_dossier_is_told_by_its_papers(nature: str, expected: str) -> None:
    key = ("pmas", "facture_prestataire")
    changes = HOSPITAL | {"nature": nature} if nature == "hopital_public" else {"nature": nature}
    assert judged(key, facts(paper("facture", **changes))).prestation == expected
