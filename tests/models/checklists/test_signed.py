"""A paper that its signer left blank never makes a complete dossier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.checklists import Statut, checklist, judge
from models.reading import Mark
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import TODAY, rows, without

ABSENT = Mark(False, 0.96)
UNSURE = Mark(None, 0.5)
SIGNED = [
    ("cnops", "pec_chimiotherapie", "rapport_medical", "signature_medecin"),
    ("cnops", "pec_radiotherapie", "rapport_medical", "signature_medecin"),
    ("cnops", "pec_radiotherapie", "demande_prise_en_charge", "signature_medecin"),
    ("cnops", "pec_curietherapie", "demande_prise_en_charge", "cachet_medecin"),
    ("cnops", "pec_dialyse", "demande_prise_en_charge", "cachet_etablissement"),
    ("cnops", "pec_dialyse", "attestation_seances", "signature_medecin"),
    ("cnops", "facturation_hopital", "feuille_de_soins", "signature_medecin"),
    ("cnops", "facturation_clinique", "feuille_de_soins", "cachet_medecin"),
    ("ofppt", "maladie_remboursement", "ordonnance", "signature_medecin"),
    ("ofppt", "pec_programmee", "demande_prise_en_charge", "signature_medecin"),
    ("pmas", "pec_hospitalisation", "demande_prise_en_charge", "signature_medecin"),
    ("pmas", "retrait", "avenant", "signature_souscripteur"),
    ("ci", "remboursement", "feuille_de_soins", "signature_medecin"),
    ("ci", "adhesion", "bulletin_adhesion", "signature_assure"),
    ("ci", "accord_hospitalisation", "demande_prise_en_charge", "signature_medecin"),
]


@pytest.mark.parametrize(("organisme", "kind", "paper", "mark"), SIGNED)
@pytest.mark.parametrize(
    ("seen", "statut"), [(ABSENT, Statut.INCOMPLET), (UNSURE, Statut.A_VERIFIER)]
)
def test_an_unsigned_paper_is_asked_for_again(
    organisme: str, kind: str, paper: str, mark: str, seen: Mark, statut: Statut
) -> None:
    dossier = COMPLETE[organisme, kind]
    pieces = tuple(
        replace(piece, document=replace(piece.document, marks={**piece.document.marks, mark: seen}))
        if piece.document.type == paper
        else piece
        for piece in dossier.pieces
    )
    judged = judge(replace(dossier, pieces=pieces), checklist(organisme, kind), TODAY)
    assert judged.statut is statut


@pytest.mark.parametrize("kind", ["facturation_dialyse", "facturation_clinique"])
def test_a_stay_without_drugs_nor_tests_needs_no_prescription(kind: str) -> None:
    dossier = without(without(COMPLETE["cnops", kind], "ordonnance"), "resultats_examens")
    lines = {"lignes": rows({"designation": "séjour", "montant": "6133.95"})}
    pieces = tuple(
        replace(piece, document=replace(piece.document, lines=lines))
        if piece.document.type == "facture"
        else piece
        for piece in dossier.pieces
    )
    findings = judge(replace(dossier, pieces=pieces), checklist("cnops", kind), TODAY).findings
    assert next(f for f in findings if f.exigence == "ordonnances").resultat != "manquant"
    hospital = without(COMPLETE["cnops", "facturation_hopital"], "ordonnance")
    asked = judge(hospital, checklist("cnops", "facturation_hopital"), TODAY)
    assert asked.statut is Statut.INCOMPLET


def test_the_photo_on_the_form_is_not_the_photo_for_the_card() -> None:
    dossier = without(COMPLETE["ci", "adhesion"], "photo_identite")
    assert judge(dossier, checklist("ci", "adhesion"), TODAY).statut is Statut.INCOMPLET
