"""Blanks within sentences: «certifie avoir examiné M. ………… né le …»."""

from __future__ import annotations

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def test_a_demand_written_as_one_sentence() -> None:
    page = sheet(
        at(0.10, "Je soussigné(e) Docteur ………Hassan Rifai……… exerçant à la clinique ………Clinique du"),
        at(0.12, "Parc……… sollicite la prise en charge de M. ………LAMRANI Samira……… , ayant droit de M. ………"),
        at(0.14, "LAMRANI Tarik……… immatriculé(e) sous le n° ………117730284……… devant être hospitalisé(e)"),
        at(0.16, "le ……14/10/2025…… pour ………Hernie discale……… pendant ……4 jours……."),
        at(0.20, "Fait à ……Oujda…… le ……07/10/2025……"),
    )  # fmt: skip
    found = values(read("demande_prise_en_charge", page).fields)
    assert found["etablissement_nom"] == "Clinique du Parc"
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("LAMRANI", "Samira")
    assert (found["assure_nom"], found["assure_prenom"]) == ("LAMRANI", "Tarik")
    assert found["diagnostic"] == "Hernie discale"
    assert (found["date_hospitalisation"], found["date_demande"]) == ("2025-10-14", "2025-10-07")
    assert (found["duree_prevue"], found["ville"]) == ("4", "Oujda")


def test_a_certificate_with_dotted_blanks() -> None:
    page = sheet(
        at(0.10, "Je soussigné Dr .........Samir BERRADA......... certifie avoir examiné"),
        at(0.12, "M. .........JALAL Noureddine......... né le .....03/03/1958....."),
    )
    found = values(read("certificat_longue_duree", page).fields)
    assert (found["patient_nom"], found["patient_prenom"]) == ("JALAL", "Noureddine")
    assert "BERRADA" in found["medecin_nom"]
