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
