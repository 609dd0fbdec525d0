"""Values told by sentences."""

from __future__ import annotations

import pytest

from extractors.fields.phrases import FIELDS, _phrases
from models.documents import document_types
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def told(kind: str, *lines: str) -> dict[str, str]:
    pages = [at(0.3 + 0.02 * i, line) for i, line in enumerate(lines)]
    return values(read(kind, sheet(*pages)).fields)


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        (
            "attestation_celibat",
            ["Nous, Commune de Settat, attestons que RAMI Anas est célibataire."],
            {"nom": "RAMI", "prenom": "Anas", "emetteur_nom": "Commune de Settat"},
        ),
        (
            "certificat_scolarite",
            [
                "Le proviseur du Lycée Ibn Khaldoun certifie que l'élève RAMI Anas",
                "poursuit ses études.",
            ],
            {"nom": "RAMI", "prenom": "Anas", "etablissement_nom": "Lycée Ibn Khaldoun"},
        ),
        (
            "acte_naissance",
            ["est né : RAMI Anas.", "Fils de RAMI Said et de TAZI Mouna."],
            {"nom": "RAMI", "prenom": "Anas", "pere": "RAMI Said", "mere": "TAZI Mouna"},
        ),
        (
            "acte_mariage",
            ["Le 4 mai 2010 a été célébré le mariage de RAMI Said et de TAZI Mouna."],
            {"epoux_nom": "RAMI Said", "epouse_nom": "TAZI Mouna", "date_mariage": "2010-05-04"},
        ),
        (
            "compte_rendu_hospitalisation",
            ["TAZI Mouna a été hospitalisée dans notre service.", "Rédigé par le Dr Karim NACIRI."],
            {"patient_nom": "TAZI", "patient_prenom": "Mouna", "medecin_nom": "Dr Karim NACIRI"},
        ),
        (
            "attestation_seances",
            ["certifie que TAZI Mouna bénéficie de trois séances", "d'hémodialyse par semaine."],
            {"patient_nom": "TAZI Mouna", "seances_par_semaine": "3"},
        ),
        (
            "facture",
            ["NOTE D'HONORAIRES N° NH-6292 du 19/02/2025", "Montant : 400,00DH"],
            {"date_facture": "2025-02-19", "montant_total": "400.00"},
        ),
        (
            "facture",
            ["Reçu la somme de quatre cents dirhams (400,00 DH) pour soins."],
            {"montant_total": "400.00", "montant_lettres": "quatre cents dirhams"},
        ),
        (
            "certificat_longue_duree",
            ["est suivi(e) pour Diabète de type 2, maladie chronique nécessitant des soins."],
            {"maladie": "Diabète de type 2"},
        ),
        (
            "bulletin_adhesion",
            ["Né(e) le 07/05/1966 à Meknès C.I.N. BK844362"],
            {"assure_date_naissance": "1966-05-07", "assure_lieu_naissance": "Meknès"},
        ),
        (
            "demande_prise_en_charge",
            [
                "Diagnostic retenu : Angine aiguë. L'entrée est fixée au 22/11/2025 pour 9 jour(s),",
                "acte coté kc (kc80).",
            ],
            {
                "diagnostic": "Angine aiguë",
                "date_hospitalisation": "2025-11-22",
                "duree_prevue": "9",
                "code_acte": "KC",
                "cotation": "KC80",
            },
        ),
        (
            "demande_prise_en_charge",
            ["L'entrée est fixée au /5109/2025 pour 7 jour(s), acte coté RX ."],
            {"duree_prevue": "7", "code_acte": "RX", "cotation": None},
        ),
        (
            "facture",
            [
                "Reçu ce jour M./Mme Anas RAMI, dossier d'assurance 635377288, pour :",
                "Le total s'élève à 720,00 DH, dont 504,00 à facturer à l'organisme et 216,00 encaissés.",
            ],
            {
                "patient_nom": "RAMI",
                "patient_prenom": "Anas",
                "numero_immatriculation": "635377288",
                "part_organisme": "504.00",
                "part_assure": "216.00",
                "numero_facture": None,
            },
        ),
        (
            "ordonnance",
            ["Pour RAMI Anas, 5 ans"],
            {"patient_nom": "RAMI", "patient_prenom": "Anas", "patient_age": "5"},
        ),
        (
            "certificat_non_emploi",
            ["Recherche effectuée pour", "RAMI Anas", "Autorité : Commune de Settat"],
            {"nom": "RAMI", "prenom": "Anas", "emetteur_nom": "Commune de Settat"},
        ),
        (
            "rapport_medical",
            ["Je propose le schéma FOLFIRI, à la dose de oxaliplatine 147 mg à J1, pour 3 cures."],
            {"protocole": "FOLFIRI", "doses_journalieres": "oxaliplatine 147 mg"},
        ),
        (
            "rapport_medical",
            ["La dose sera délivrée en 33 séances, sur 18 semaines."],
            {"duree": "18 semaines"},
        ),
        (
            "facture",
            ["Pour le compte de Anas RAMI, matricule assurance 293207111"],
            {"assure_nom": "RAMI", "assure_prenom": "Anas", "numero_immatriculation": "293207111"},
        ),
        (
            "rapport_medical",
            ["Je soussigné Dr Sara TAZI suis M./Mme RAMI Anas pour Hypertension artérielle."],
            {
                "patient_nom": "RAMI",
                "patient_prenom": "Anas",
                "affection": "Hypertension artérielle",
            },
        ),
        (
            "rapport_medical",
            [
                "Synthèse du dossier de Anas RAMI",
                "Je vous expose le cas de ce malade que je suis régulièrement et qui présente",
                "Diabète de type 2.",
                "L'affection a été découverte à l'occasion d'un examen.",
            ],
            {"patient_nom": "RAMI", "patient_prenom": "Anas", "affection": "Diabète de type 2"},
        ),
        (
            "attestation_medicale_handicap",
            [
                "Le contrôle médical (Contrôle médical CNOPS) atteste que RAMI Anas présente un handicap."
            ],
            {"emetteur_nom": "Contrôle médical CNOPS"},
        ),
        (
            "demande_prise_en_charge",
            ["Meknès - identifié sous le n° 361635419"],
            {"inpe": "361635419"},
        ),
        (
            "rapport_medical",
            ["Traitement proposé : AC60 puis docétaxel, soit oxaliplatine 134 mg par jour."],
            {"protocole": "AC60 puis docétaxel", "doses_journalieres": "oxaliplatine 134 mg"},
        ),
        (
            "rapport_medical",
            ["Chimiothérapie type Carbo-Taxol, oxaliplatine 161 mg par jour, 3 cures prévues."],
            {"protocole": "Carbo-Taxol", "doses_journalieres": "oxaliplatine 161 mg"},
        ),
        (
            "rapport_medical",
            [
                "Je vois chaque mois Mme/M. TAZI Mouna, atteinte de la maladie suivante, prouvée",
                "par la biopsie : Lymphome folliculaire.",
                "Le protocole retenu, FOLFOX, est mal toléré ; il faut l'arrêter.",
            ],
            {
                "patient_nom": "TAZI",
                "patient_prenom": "Mouna",
                "affection": "Lymphome folliculaire",
                "protocole": "FOLFOX",
            },
        ),
        (
            "rapport_medical",
            [
                "Je vous écris pour la personne de Mouna TAZI, que nous suivons pour :",
                "Adénocarcinome du côlon. Il faudra 12 passages.",
                "Remis à la patiente pour servir et valoir ce que de droit, le 3 mars",
                "2026, à Salé.",
            ],
            {
                "patient_nom": "TAZI",
                "affection": "Adénocarcinome du côlon",
                "nombre_seances": "12",
                "date_document": "2026-03-03",
            },
        ),
        (
            "acte_naissance",
            ["est venu au monde Sami,", "issu de TAZI Karim, son père,", "et de RAMI Hind."],
            {"pere": "TAZI Karim", "mere": "RAMI Hind"},
        ),
        (
            "reponse_compagnie",
            ["Objet : sinistre santé R24-1187"],
            {"numero_dossier": "R24-1187"},
        ),
        (
            "rib",
            ["Nous attestons que Clinique du Rif est titulaire du compte ouvert chez nous."],
            {"titulaire": "Clinique du Rif"},
        ),
        (
            "bon_soins",
            [
                "Servir à Karim TAZI, détenteur de la carte n° 445566778,",
                "les soins suivants : Lunettes et lentilles",
                "Valable deux mois à dater du 03/02/2026",
            ],
            {
                "numero_immatriculation": "445566778",
                "objet": "Lunettes et lentilles",
                "date_document": "2026-02-03",
            },
        ),
        (
            "bulletin_adhesion",
            [
                "Il a la charge de 3 enfant(s), nommés :",
                "1er : Sami TAZI, né le 05/12/2019",
                "Fait en deux exemplaires, à Salé, ce jour 03/02/2026",
            ],
            {"nombre_enfants": "3", "date_signature": "2026-02-03"},
        ),
        (
            "attestation_prise_en_charge",
            ["Les soins de Karim TAZI, inscrit(e) sur nos listes sous le numéro 445566778, sont"],
            {
                "beneficiaire_nom": "TAZI",
                "beneficiaire_prenom": "Karim",
                "numero_immatriculation": "445566778",
            },
        ),
        (
            "facture",
            [
                "Produits fournis réf. 26-0411 /03.02.2026",
                "fournis le 03.02.2026 sous le n° 445566778",
                "Tiers payant 480,00 / encaissé 120,00",
            ],
            {
                "numero_facture": "26-0411",
                "date_facture": "2026-02-03",
                "numero_immatriculation": "445566778",
                "part_assure": "120.00",
            },
        ),
        (
            "facture",
            ["selon accord n° 26-0411 du 03/02/2026"],
            {"numero_facture": None},
        ),
        (
            "facture",
            ["Adhérent : TAZI Karim / Imm. 445566778 / PEC PEC26-114422"],
            {"numero_immatriculation": "445566778", "numero_prise_en_charge": "PEC26-114422"},
        ),
        (
            "demande_prise_en_charge",
            [
                "L'état de santé de M./Mme/Mlle Sami TAZI nécessite des soins.",
                "Assuré(e) Karim RAMI immatriculé(e) sous le numéro",
                "445566778",
            ],
            {
                "beneficiaire_nom": "TAZI",
                "beneficiaire_prenom": "Sami",
                "numero_immatriculation": "445566778",
            },
        ),
        (
            "rapport_medical",
            [
                "Affection en cause : Lymphome de",
                "Burkitt. Cures : 4 - étalées sur 5 mois",
                "Suivie pendant douze mois.",
            ],
            {"affection": "Lymphome de Burkitt", "duree": "5 mois"},
        ),
        (
            "certificat_longue_duree",
            [
                "est atteint de :",
                "SCLÉROSE EN PLAQUES",
                "affection de longue durée qui demande des soins.",
            ],
            {"maladie": "SCLÉROSE EN PLAQUES"},
        ),
        (
            "acte_mariage",
            [
                "Le 4 mai 2010 ont comparu devant nous :",
                "RAMI Said, maçon, né à Salé, d'une part",
                "et TAZI Mouna, née à Fès, d'autre part",
            ],
            {"epoux_nom": "RAMI Said", "epouse_nom": "TAZI Mouna"},
        ),
        (
            "bulletin_adhesion",
            ["Je soussigné Karim TAZI, demeurant au douar Sidi Ali, Salé, demande"],
            {"assure_adresse": "douar Sidi Ali", "assure_ville": "Salé"},
        ),
        (
            "rib",
            ["Le compte est ouvert dans nos livres au nom de Société Atlas Textile SARL."],
            {"titulaire": "Société Atlas Textile SARL"},
        ),
        (
            "acte_naissance",
            ["est née une enfant prénommée Salma, fille de Karim TAZI et de Mouna RAMI."],
            {"prenom": "Salma", "pere": "Karim TAZI", "mere": "Mouna RAMI"},
        ),
        (
            "certificat_longue_duree",
            ["nécessite un traitement au long cours pour hypothyroïdie."],
            {"maladie": "hypothyroïdie"},
        ),
        (
            "rapport_medical",
            ["chez qui nous avons diagnostiqué un myélome multiple en octobre dernier."],
            {"affection": "myélome multiple"},
        ),
        (
            "facture",
            [
                "Total à payer 450,00 DH dont 360,00 à la charge de la mutuelle",
                "et 90,00 à la charge du patient",
            ],
            {"montant_total": "450.00", "part_organisme": "360.00", "part_assure": "90.00"},
        ),
        (
            "facture",
            ["Total 900,00", "à charge de la patiente 90,00"],
            {"montant_total": "900.00", "part_assure": None},
        ),
        (
            "reclamation",
            ["N° adhérent : 445566778", "Je conteste le décompte reçu."],
            {"numero_dossier": None},
        ),
        (
            "feuille_de_soins",
            ["ai donné les soins suivants pour angine aiguë :"],
            {"nature_maladie": "angine aiguë"},
        ),
        (
            "carte_immatriculation",
            ["Venue au monde le 03/02/1996"],
            {"date_naissance": "1996-02-03"},
        ),
    ],
)
def test_sentences(kind: str, lines: list[str], expected: dict[str, str | None]) -> None:
    found = told(kind, *lines)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "lines", "amounts"),
    [
        (
            "devis",
            ["Montant total : 3 200,00 DH", "dans la limite d'un plafond de 15 000,00 dirhams."],
            {"montant_total": "3200.00"},
        ),
        (
            "facture",
            ["Montant total : 3 200,00 DH", "Forfait de 400,00 DH par séance"],
            {"montant_total": "3200.00"},
        ),
        (
            "attestation_prise_en_charge",
            ["Montant accordé : 3 200,00 DH", "avec un plafond de 15 000,00 dirhams par an."],
            {"montant_accorde": "3200.00"},
        ),
        (
            "attestation_prise_en_charge",
            ["accordée avec un plafond de 15 000,00 dirhams par an."],
            {"montant_accorde": "15000.00"},
        ),
        ("devis", ["dans la limite d'un plafond de 15 000,00 dirhams par an."], {}),
        ("facture", ["remboursée dans la limite de 15 000,00 dirhams par an."], {}),
    ],
)
def test_a_ceiling_is_no_total(kind: str, lines: list[str], amounts: dict[str, str]) -> None:
    found = told(kind, *lines)
    assert {name: value for name, value in found.items() if name.startswith("montant")} == amounts


def test_a_director_is_not_the_house() -> None:
    found = told(
        "certificat_scolarite", "Le directeur de Institut Atlas certifie que RAMI Anas est inscrit."
    )
    assert found["etablissement_nom"] == "Institut Atlas"


def test_places_fill_known_fields() -> None:
    known = {name for kind in document_types().values() for name in kind.fields}
    for phrase in _phrases():
        for slot in phrase.slots:
            assert set(FIELDS.get(slot, (slot,))) <= known, phrase.pattern.pattern


def test_a_bulletin_written_as_a_letter() -> None:
    page = sheet(
        at(0.30, "Je soussigné(e) Lamia BENCHEKROUN, né(e) le 18/12/1976 à Marrakech, demeurant"),
        at(0.32, "156 Derb Sidi Bouloukat, Settat, joignable au 07 65 62 75 68, employé(e) par"),
        at(0.34, "OFPPT depuis le 01/02/2013 en qualité de cadre sous le matricule 99925, demande"),
        at(0.36, "mon adhésion au contrat numéro 4120196678 avec effet du 01/11/2025."),
        at(0.40, "Je demande que soit couvert mon époux(se) Hicham GUENNOUN, né(e) le 12/07/1975."),
    )
    found = values(read("bulletin_adhesion", page).fields)
    expected = {
        "assure_nom": "BENCHEKROUN",
        "assure_date_naissance": "1976-12-18",
        "assure_ville": "Settat",
        "date_embauche": "2013-02-01",
        "matricule": "99925",
        "numero_police": "4120196678",
        "date_effet": "2025-11-01",
        "conjoint_nom": "GUENNOUN",
        "conjoint_date_naissance": "1975-07-12",
    }
    assert {name: found.get(name) for name in expected} == expected


ILLNESS = "Carcinome canalaire du sein gauche"


@pytest.mark.parametrize(
    "line",
    [
        f"est suivie pour un {ILLNESS}.",
        f"traitée pour {ILLNESS}.",
        f"présente un {ILLNESS} opéré en 2024.",
        f"La biopsie a montré un {ILLNESS}.",
        f"Il s'agit d'un {ILLNESS}, traité depuis juin.",
    ],
)
def test_an_illness_is_named_without_its_article_nor_what_was_done(line: str) -> None:
    assert told("rapport_medical", "Patient : BENNANI Salma", line)["affection"] == ILLNESS


@pytest.mark.parametrize(
    "line",
    [
        "Il s'agit d'une patiente de 45 ans, mère de deux enfants.",
        "La radiographie a montré un aspect normal.",
        "traitée pour le moment par son médecin.",
    ],
)
def test_what_is_no_illness_is_not_taken_for_one(line: str) -> None:
    assert "affection" not in told("rapport_medical", "Patient : BENNANI Salma", line)


@pytest.mark.parametrize(
    "line", ["reçoit une chimiothérapie de type FOLFOX, 6 cures", "Chimiothérapie : FOLFOX"]
)
def test_a_protocol_is_told_by_its_kind(line: str) -> None:
    assert told("rapport_medical", "Patient : BENNANI Salma", line)["protocole"] == "FOLFOX"
