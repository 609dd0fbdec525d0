"""People whom a form asks for with the same labels, each under his heading."""

from __future__ import annotations

from dataclasses import replace

from extractors.fields.knowledge import with_known_words
from models.documents import document_type
from models.geometry import Box
from models.reading import Field, How, Word
from tests.extractors.fields.papers import read, rows, values
from tests.extractors.sheets import at, sheet


def person(y: float, name: str, given: str, born: str) -> list[list[Word]]:
    return [
        at(y, f"Nom : {name}"),
        at(y + 0.02, f"Prénom : {given}"),
        at(y + 0.04, f"Date de naissance : {born}"),
    ]


def test_each_child_of_a_section() -> None:
    page = sheet(
        at(0.10, "1. L'ADHÉRENT"),
        *person(0.12, "DIATTA", "Ousmane", "22/03/1984 à Ziguinchor"),
        at(0.20, "2. LE CONJOINT"),
        *person(0.22, "BADJI", "Mariama", "30/11/1987"),
        at(0.30, "3. LES ENFANTS"),
        at(0.32, "Nom : DIATTA Prénom : Fatou Date de naissance : 08/02/2014"),
        at(0.34, "Nom : DIATTA Prénom : Lamine Date de naissance : 21/10/2017"),
        at(0.38, "Nombre d'enfants : 2"),
    )
    paper = read("bulletin_adhesion", page)
    found = values(paper.fields)
    assert (found["assure_prenom"], found["conjoint_prenom"]) == ("Ousmane", "Mariama")
    assert found["assure_lieu_naissance"] == "Ziguinchor"
    assert rows(paper, "enfants") == [
        {"nom": "DIATTA", "prenom": "Fatou", "date_naissance": "2014-02-08"},
        {"nom": "DIATTA", "prenom": "Lamine", "date_naissance": "2017-10-21"},
    ]


def block(y: float, title: str, *answers: str) -> list[list[Word]]:
    columns = (0.08, 0.3, 0.5)
    return [
        at(y, (0.45, title)),
        at(y + 0.02, *zip(columns, ("Nom", "Prénom", "Date de naissance"), strict=True)),
        at(y + 0.036, *zip(columns, answers, strict=True)),
    ]


def test_numbered_children_in_boxes_and_no_insured_among_them() -> None:
    page = sheet(
        *block(0.10, "PARTICIPANT", "GUEYE", "Cheikh", "02/12/1979"),
        *block(0.20, "CONJOINT(E)", "FAYE", "Ndeye", "19/06/1983"),
        *block(0.30, "ENFANT N° 1", "GUEYE", "Modou", "11/03/2010"),
        *block(0.40, "ENFANT 2", "GUEYE", "Sokhna", "27/09/2013"),
    )
    paper = read("bulletin_adhesion", page)
    assert values(paper.fields)["assure_prenom"] == "Cheikh"
    assert [row["prenom"] for row in rows(paper, "enfants")] == ["Modou", "Sokhna"]


def test_a_table_of_children_under_the_spouse_s_heading_stays() -> None:
    page = sheet(
        *block(0.10, "CONJOINT", "FAYE", "Ndeye", "19/06/1983"),
        at(0.20, "Enfants à charge de moins de 21 ans"),
        at(0.22, (0.08, "Nom"), (0.3, "Prénom"), (0.5, "Date de naissance")),
        at(0.24, (0.08, "GUEYE"), (0.3, "Modou"), (0.5, "11/03/2010")),
        at(0.26, (0.08, "GUEYE"), (0.3, "Sokhna"), (0.5, "27/09/2013")),
    )
    found = rows(read("bulletin_adhesion", page), "enfants")
    assert [row["prenom"] for row in found] == ["Modou", "Sokhna"]


def test_a_given_name_of_a_text_layer_is_not_misread() -> None:
    field = Field("Hichan", "Hichan", 0.7, 1, Box(0.1, 0.1, 0.2, 0.12), How.TEXTE_PDF)
    kind = document_type("facture")
    printed = with_known_words({"patient_prenom": field}, kind)["patient_prenom"]
    scanned = with_known_words({"patient_prenom": replace(field, how=How.OCR)}, kind)
    assert printed.value == "Hichan"
    assert scanned["patient_prenom"].controle is not None
