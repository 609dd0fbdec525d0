"""Wordings that authors of papers found who had never seen the labels and sentences of our files."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def told(kind: str, *lines: str) -> dict[str, str]:
    pages = [at(0.3 + 0.02 * i, line) for i, line in enumerate(lines)]
    return values(read(kind, sheet(*pages)).fields)


@pytest.mark.parametrize(
    ("kind", "lines", "name", "value"),
    [
        (
            "acte_naissance",
            [
                "L'an deux mille vingt-cinq, le neuf du mois d'octobre, à 4 heures,",
                "est née à Thiès",
            ],
            "date_naissance",
            "2025-10-09",
        ),
        (
            "acte_naissance",
            ["Né à Tiflet", "Le sept mars deux mille dix-neuf (07/03/2019)"],
            "date_naissance",
            "2019-03-07",
        ),
        (
            "bordereau_envoi",
            ["Total 2 dossiers 5 034,20 DH"],
            "nombre_dossiers",
            "2",
        ),
        ("listing_adherents", ["Total : 6 personnes"], "nombre", "6"),
        ("listing_adherents", ["Arrêtée la présente liste à quatre noms."], "nombre", "4"),
        ("reclamation", ["Numéro du litige : L-26/0771"], "numero_dossier", "L-26/0771"),
        (
            "reclamation",
            ["Nature de la plainte : retard de paiement"],
            "objet",
            "retard de paiement",
        ),
        ("pli_confidentiel", ["tel que reçu et sans l'avoir ouvert"], "ouvert", "false"),
        (
            "compte_rendu_operatoire",
            ["Patient : l'enfant TAZI Wassim (6 ans)"],
            "patient_nom",
            "TAZI",
        ),
        (
            "certificat_longue_duree",
            ["Diagnosis / Diagnostic    Asthme persistant"],
            "maladie",
            "Asthme persistant",
        ),
        (
            "convocation_contre_visite",
            ["Vous y êtes attendu le mardi 16 juin 2026 à 10 h 30."],
            "date_contre_visite",
            "2026-06-16",
        ),
        (
            "demande_prise_en_charge",
            ["Entrée prévue le 16 février 2026 pour un séjour de 3 jours"],
            "duree_prevue",
            "3",
        ),
    ],
)
def test_it_is_understood(kind: str, lines: list[str], name: str, value: str) -> None:
    assert told(kind, *lines).get(name) == value


@pytest.mark.parametrize(
    ("kind", "lines", "name", "value"),
    [
        (
            "convocation_contre_visite",
            ["Praticien : Docteur Zakaria LAMSEFFER (généraliste)"],
            "medecin_controleur",
            "Docteur Zakaria LAMSEFFER",
        ),
        (
            "certificat_longue_duree",
            ["Médecin déclarant : Méd. Col. Taoufik NACIRI"],
            "medecin_nom",
            "Taoufik NACIRI",
        ),
        (
            "compte_rendu_hospitalisation",
            ["Pt(e) : ABOURIZK, Jamila — 55 a."],
            "patient_prenom",
            "Jamila",
        ),
        (
            "demande_incorporation",
            ["Immatriculé sous CMT 00 8812"],
            "numero_immatriculation",
            "CMT008812",
        ),
        (
            "demande_incorporation",
            ["N° CNSS : CNSS 118840221"],
            "numero_immatriculation",
            "118840221",
        ),
        ("carte_immatriculation", ["Contrat 4470/AB"], "numero_police", "4470/AB"),
        (
            "attestation_prise_en_charge",
            ["Objet : PEC n° ME 26 - 00317"],
            "numero_prise_en_charge",
            "ME2600317",
        ),
        (
            "acte_naissance",
            ["fils de TAZI Said, planteur"],
            "pere",
            "TAZI Said",
        ),
    ],
)
def test_it_ends_where_it_should(kind: str, lines: list[str], name: str, value: str) -> None:
    assert told(kind, *lines).get(name) == value


def test_the_number_of_a_house_is_no_paper_s() -> None:
    fields = told("convocation_contre_visite", "Lieu : Guéliz, rue de la Liberté n° 40, Marrakech")
    assert "numero_dossier" not in fields


def test_a_first_column_without_heading() -> None:
    paper = sheet(
        at(0.3, (0.4, "Résultat"), (0.55, "Unité")),
        at(0.34, (0.05, "Urée"), (0.4, "1,24"), (0.55, "g/l")),
        at(0.37, (0.05, "Créatinine"), (0.4, "48,5"), (0.55, "mg/l")),
        at(0.40, (0.05, "Potassium"), (0.4, "5,4"), (0.55, "mmol/l")),
    )
    [urea, *_] = read("resultats_examens", paper).lines["mesures"]
    assert (urea["analyse"].value, urea["valeur"].value) == ("Urée", "1.24")
