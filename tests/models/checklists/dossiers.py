"""A complete dossier of every type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.checklists import DossierFacts, History, Piece
from tests.models.checklists.papers import HOSPITAL, facts, paper


def _hospital(nature: str) -> DossierFacts:
    return facts(
        paper("feuille_de_soins"),
        paper("facture", **HOSPITAL | {"nature": nature}),
        paper("ordonnance"),
        paper("resultats_examens"),
    )


def _oncology(motif: str, *more: Piece) -> DossierFacts:
    return facts(
        paper("demande_prise_en_charge", motif=motif, modele_imprime="oncologie"),
        paper("rapport_medical"),
        paper("cnie"),
        paper("carte_immatriculation"),
        *more,
    )


def _chronic(*more: Piece) -> DossierFacts:
    sheet = paper("feuille_de_soins", maladie_chronique="true")
    return facts(sheet, paper("ordonnance"), paper("certificat_longue_duree"), *more)


def _pec(urgence: str, day: str) -> DossierFacts:
    demand = paper(
        "demande_prise_en_charge",
        motif="chirurgie",
        modele_imprime="forfait",
        urgence=urgence,
        date_hospitalisation=day,
    )
    return facts(demand, paper("rapport_medical"))


def _rights(dossier: DossierFacts) -> DossierFacts:
    return replace(dossier, history=History(droits_ouverts=True, tiers_payant=False))


COMPLETE: Mapping[tuple[str, str], DossierFacts] = {
    ("ofppt", "maladie_remboursement"): facts(
        paper("feuille_de_soins"), paper("facture"), paper("ordonnance"), paper("vignettes")
    ),
    ("ofppt", "chronique_pec"): _chronic(),
    ("ofppt", "chronique_remboursement"): _chronic(paper("vignettes"), paper("facture")),
    ("ofppt", "pec_programmee"): _pec("false", "2025-11-20"),
    ("ofppt", "pec_urgente"): _pec("true", "2025-11-05"),
    ("ofppt", "pec_prestataire"): facts(
        paper("cnie"), paper("certificat_garantie"), paper("feuille_de_soins"), paper("ordonnance")
    ),
    ("ofppt", "pec_urgence_clinique"): facts(
        paper("cnie"), paper("certificat_garantie"), paper("feuille_de_soins")
    ),
    ("ofppt", "contre_visite"): facts(
        paper("convocation_contre_visite"), history=History(dossier_rattache=True)
    ),
    ("ofppt", "facture_definitive"): facts(
        paper("facture", nature="clinique"), paper("reponse_compagnie")
    ),
    ("ofppt", "adhesion"): facts(paper("bulletin_adhesion"), paper("etat_global_rib")),
    ("ofppt", "reclamation"): facts(paper("reclamation")),
    ("cnops", "acces_tiers_payant"): facts(
        paper("demande_acces_tiers_payant"), paper("rib"), paper("fiche_enregistrement_anam")
    ),
    ("cnops", "pec_regularisation"): facts(
        paper("demande_prise_en_charge", motif="chirurgie", modele_imprime="forfait"),
        paper("pli_confidentiel"),
        paper("compte_rendu_operatoire"),
    ),
    ("cnops", "pec_dialyse"): facts(
        paper("demande_prise_en_charge", motif="dialyse", modele_imprime="dialyse"),
        paper("resultats_examens", nature_examen="biologie"),
        paper("attestation_seances"),
    ),
    ("cnops", "pec_chimiotherapie"): _oncology("chimiotherapie"),
    ("cnops", "pec_radiotherapie"): _oncology("radiotherapie"),
    ("cnops", "pec_curietherapie"): _oncology("curietherapie"),
    ("cnops", "pec_greffe_moelle"): _oncology("greffe_moelle"),
    ("cnops", "pec_iratherapie"): _oncology(
        "iratherapie",
        paper("ordonnance", code_acte="Z200", libelle_acte="Irathérapie I131"),
        paper("resultats_examens"),
    ),
    ("cnops", "facturation_hopital"): _hospital("hopital_public"),
    ("cnops", "facturation_clinique"): _hospital("clinique"),
    ("cnops", "facturation_dialyse"): _hospital("dialyse"),
    ("cnops", "facturation_oncologie"): facts(
        paper("facture", **HOSPITAL | {"nature": "oncologie"}),
        paper("attestation_prise_en_charge"),
        paper("bordereau_envoi"),
        paper("cnie"),
        paper("carte_immatriculation"),
    ),
    ("cnops", "pec_pharmacie"): facts(
        paper("demande_prise_en_charge"),
        paper("ordonnance"),
        paper("cnie"),
        paper("carte_immatriculation"),
    ),
    ("cnops", "facturation_pharmacie"): facts(
        paper("facture"), paper("attestation_prise_en_charge"), paper("ordonnance")
    ),
    ("pmas", "adhesion_groupe"): _rights(
        facts(paper("bulletin_adhesion"), paper("listing_adherents"))
    ),
    ("pmas", "incorporation"): _rights(
        facts(paper("demande_incorporation"), paper("bulletin_adhesion"))
    ),
    ("pmas", "retrait"): facts(paper("demande_retrait"), paper("avenant")),
    ("pmas", "facture_prestataire"): _rights(facts(paper("facture"), paper("ordonnance"))),
    ("pmas", "remboursement_direct"): _rights(
        facts(paper("demande_remboursement_direct"), paper("facture"), paper("ordonnance"))
    ),
    ("pmas", "entente_prealable"): _rights(
        facts(paper("demande_entente_prealable"), paper("rapport_medical"), paper("devis"))
    ),
    ("pmas", "pec_hospitalisation"): _rights(
        facts(
            paper("demande_prise_en_charge", motif="chirurgie"),
            paper("rapport_medical"),
        )
    ),
    ("ci", "remboursement"): facts(
        paper("feuille_de_soins"), paper("facture"), paper("ordonnance")
    ),
    ("ci", "tiers_payant"): facts(
        paper("carte_immatriculation"), paper("bon_soins"), paper("facture")
    ),
    ("ci", "accord_hospitalisation"): facts(paper("demande_prise_en_charge", motif="chirurgie")),
    ("ci", "adhesion"): facts(paper("bulletin_adhesion"), paper("photo_identite")),
}
"""A complete dossier of every type but `complement_information`, which a person ends."""
