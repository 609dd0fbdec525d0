"""Fields told by their form alone, and persons named in running text."""

from __future__ import annotations

import pytest

from extractors.fields.running import read_running
from extractors.layout import lay_out
from models.documents import DocumentType, FieldSpec, Kind, Place
from models.reading import Field
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def running(text: str, kind: Kind, pattern: str | None = None) -> Field | None:
    spec = FieldSpec(libelle="x", genre=kind, ou=(Place.TEXTE,), motif=pattern)
    type_ = DocumentType(type="essai", libelle="Essai", fields={"x": spec.model_dump()})
    return read_running(lay_out(sheet(at(0.3, text)), 1), type_).get("x")


@pytest.mark.parametrize(
    "text", ["Fait à Rabat, le 3 mars 2025", "Rabat le 03/03/2025", "Date : 03-03-2025"]
)
def test_how_letters_are_dated(text: str) -> None:
    found = running(text, Kind.DATE)
    assert found is not None
    assert found.value == "2025-03-03"
    assert found.box is not None
    assert found.box.x0 > 0.08  # the words of the date, not the whole line


def test_a_date_that_nothing_announces_is_not_taken() -> None:
    assert running("Examen 03/03/2025", Kind.DATE) is None
    assert running("", Kind.DATE) is None


def test_a_pattern_tells_a_value_and_where_it_stands() -> None:
    reading = sheet(at(0.3, "Acte coté K 30 sous anesthésie"))
    found = running("Acte coté K 30 sous anesthésie", Kind.TEXTE, r"\b(K\s*\d+)\b")
    assert found is not None
    assert found.value == "K 30"
    assert found.box is not None
    inside = [w.text for w in reading.words if found.box.holds(w.box.cx, w.box.cy)]
    assert inside == ["K", "30"]


def test_without_pattern_other_kinds_are_not_guessed() -> None:
    assert running("total 250,00", Kind.MONTANT) is None


def test_the_person_of_whom_a_certificate_speaks() -> None:
    found = values(
        read(
            "certificat_scolarite",
            sheet(
                at(0.1, "CERTIFICAT DE SCOLARITÉ", height=0.02),
                at(0.3, "Le directeur soussigné atteste que Mlle BENNIS Yasmine est inscrite"),
            ),
        ).fields
    )
    assert (found["nom"], found["prenom"]) == ("BENNIS", "Yasmine")


def test_a_date_under_the_place_of_a_letterhead() -> None:
    found = read(
        "rapport_medical",
        sheet(
            at(0.03, (0.7, "Dr Khalid TAZI")),
            at(0.044, (0.7, "Pédiatrie, Kénitra")),
            at(0.058, (0.7, "9 octobre 2025")),
            at(0.14, "Monsieur le Médecin conseil et cher confrère,"),
        ),
    )
    assert found.fields["date_document"].value == "2025-10-09"


def test_a_cell_of_a_table_dates_no_paper() -> None:
    row = at(0.18, "RAMI", (0.3, "Anas"), (0.5, "42364"), (0.75, "15/11/1966"))
    assert "date_document" not in read("listing_adherents", sheet(row)).fields
