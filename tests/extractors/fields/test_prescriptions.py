"""Drugs of an ordonnance."""

from __future__ import annotations

import pytest

from extractors.fields.prescriptions import read_prescriptions
from extractors.layout import lay_out
from models.geometry import Box
from models.reading import PageReading
from tests.extractors.fields.papers import holds, read, rows, values
from tests.extractors.sheets import at, sheet

ORDONNANCE = sheet(
    at(0.05, "Dr Sara ALAMI"),
    at(0.08, "Cardiologue"),
    at(0.20, "ORDONNANCE"),
    at(0.24, "Rabat, le 03/03/2025"),
    at(0.28, "Patient : BENNIS Omar"),
    at(0.35, "1) AMLOR 5 mg comprimé"),
    at(0.375, "1 cp le matin pendant 3 mois"),
    at(0.42, "2) KARDEGIC 160 mg sachet"),
    at(0.445, "1 sachet par jour pendant 30 jours"),
    at(0.49, "3) DOLIPRANE 1 g"),
)


def drugs(reading: PageReading, used: tuple[Box, ...] = ()) -> list[dict[str, str]]:
    return [values(row) for row in read_prescriptions(lay_out(reading, 1), used)]


def test_one_drug_a_number_with_its_posology_below() -> None:
    first, second, third = drugs(ORDONNANCE)
    assert first["medicament"].startswith("AMLOR")
    assert (first["dosage"], first["forme"], first["duree"]) == ("5 mg", "comprimé", "3 mois")
    assert first["posologie"].startswith("1 cp le matin")
    assert "mois" not in first["posologie"]
    assert (second["dosage"], second["duree"]) == ("160 mg", "30 jours")
    assert third["medicament"].startswith("DOLIPRANE")
    assert "posologie" not in third


def test_the_document_reads_the_same_lines_and_who_prescribes() -> None:
    document = read("ordonnance", ORDONNANCE)
    found = values(document.fields)
    assert rows(document, "prescriptions") == drugs(ORDONNANCE)
    assert found["date_prescription"] == "2025-03-03"
    assert (found["patient_nom"], found["patient_prenom"]) == ("BENNIS", "Omar")
    assert found["medecin_nom"] == "Dr Sara ALAMI"
    assert found["medecin_specialite"] == "Cardiologue"
    assert found["medecin_ville"] == "Rabat"


def test_all_on_one_line() -> None:
    (row,) = drugs(sheet(at(0.4, "AUGMENTIN 1 g sachet 1 sachet matin et soir pendant 8 jours")))
    assert row["medicament"].startswith("AUGMENTIN")
    assert (row["dosage"], row["forme"], row["duree"]) == ("1 g", "sachet", "8 jours")
    assert "soir" in row["posologie"]


def test_a_quantity() -> None:
    (row,) = drugs(sheet(at(0.4, "- VENTOLINE spray 2 flacons")))
    assert row["quantite"] == "2"


def test_what_is_no_drug() -> None:
    assert drugs(sheet(at(0.4, "Revenir dans trois mois"), at(0.5, "Bien cordialement"))) == []
    assert drugs(sheet(at(0.05, "PHARMACIE 5 mg"))) == []  # letterhead
    assert drugs(sheet(at(0.4, "le 03/03/2025"), at(0.5, "Tél : 05 22 20 30 40"))) == []
    assert drugs(sheet()) == []


def test_words_already_read_are_left_alone() -> None:
    reading = sheet(at(0.4, "1) AMLOR 5 mg"))
    assert drugs(reading)
    assert drugs(reading, (Box.around(w.box for w in reading.words),)) == []


def test_each_cell_lies_around_the_line_that_it_came_from() -> None:
    for row in read_prescriptions(lay_out(ORDONNANCE, 1), ()):
        for cell in row.values():
            assert cell.box is not None
            inside = [w.text for w in ORDONNANCE.words if holds(cell.box, w.box)]
            assert " ".join(inside) == cell.raw


def test_an_ordonnance_goes_on_over_its_next_page() -> None:
    more = sheet(at(0.3, "4) CRESTOR 10 mg comprimé"), at(0.325, "1 cp le soir"))
    names = [
        row["medicament"] for row in rows(read("ordonnance", ORDONNANCE, more), "prescriptions")
    ]
    assert names == ["AMLOR", "KARDEGIC", "DOLIPRANE", "CRESTOR"]


@pytest.mark.parametrize(
    ("line", "code", "label"),
    [
        ("IRA100 Irathérapie 100 mCi", "IRA100", "Irathérapie 100 mCi"),
        ("KC 80 Cholécystectomie", "KC80", "Cholécystectomie"),
        ("IRA100Irathérapie 100 mCi", "IRA100", "Irathérapie 100 mCi"),
    ],
)
def test_an_act_with_its_code(line: str, code: str, label: str) -> None:
    document = read("ordonnance", sheet(at(0.3, line)))
    assert document.fields["code_acte"].value == code
    assert document.fields["libelle_acte"].value == label


@pytest.mark.parametrize("line", ["BP 12 Hay Riad", "DOLIPRANE 500 mg comprimé", "TEL 0522 Rabat"])
def test_what_is_no_act(line: str) -> None:
    assert "libelle_acte" not in read("ordonnance", sheet(at(0.3, line))).fields


def test_analyses_are_no_drugs() -> None:
    document = read("ordonnance", sheet(at(0.3, "- TSH ultrasensible"), at(0.33, "- Créatinine")))
    assert document.lines["prescriptions"] == ()


def test_spaces_lost_between_dose_and_form() -> None:
    document = read("ordonnance", sheet(at(0.3, "1/ AMAREL 2 mgcomprimé 3 bte")))
    (row,) = document.lines["prescriptions"]
    assert {k: f.value for k, f in row.items()} == {
        "medicament": "AMAREL",
        "dosage": "2 mg",
        "forme": "comprimé",
        "quantite": "3",
    }


def test_the_first_drug_of_a_scan_that_begins_low() -> None:
    first, second = drugs(
        sheet(
            at(0.03, "Dr Sara ALAMI"),
            at(0.10, "1°) CIPROXINE 750 mg comprimé"),
            at(0.12, "1 cp le soir au coucher 1 mois"),
            at(0.17, "2°) PERMIXON 160 mg gélule 3 bte"),
        )
    )
    assert (first["medicament"], second["medicament"]) == ("CIPROXINE", "PERMIXON")


def test_the_sign_of_a_recipe_lost_spaces_and_boxes_counted_at_the_end() -> None:
    (row,) = drugs(
        sheet(
            at(0.3, "Bx VOLTARENE EMULGELgel 1 % ×2"),
            at(0.32, "2 gouttes 3 fois par jour et le soir3 mois"),
        )
    )
    assert row == {
        "medicament": "VOLTARENE EMULGEL",
        "dosage": "1 %",
        "forme": "gel",
        "quantite": "2",
        "posologie": "2 gouttes 3 fois par jour et le soir",
        "duree": "3 mois",
    }
