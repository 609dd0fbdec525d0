"""Several persons asked for in one table: a row for each, a column for each thing."""

from __future__ import annotations

from models.reading import PageReading
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

HEADS = at(0.20, (0.25, "NOM"), (0.42, "PRÉNOM"), (0.60, "NÉ(E) LE"), (0.78, "N° CIN"))


def told(page: PageReading) -> dict[str, str]:
    return values(read("bulletin_adhesion", page).fields)


def test_each_person_has_a_row_of_its_own() -> None:
    found = told(
        sheet(
            HEADS,
            at(0.23, "ASSURÉ", (0.22, "BENNANI"), (0.38, "Youssef"), (0.58, "12/03/1979"), (0.77, "BE458712")),
            at(0.26, "CONJOINT", (0.22, "TAZI"), (0.38, "Salma"), (0.58, "04/11/1982"), (0.77, "AB120457")),
            at(0.29, "ENFANT 1"),
        )
    )  # fmt: skip
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNANI", "Youssef")
    assert (found["assure_date_naissance"], found["assure_cin"]) == ("1979-03-12", "BE458712")
    assert (found["conjoint_nom"], found["conjoint_prenom"]) == ("TAZI", "Salma")
    assert (found["conjoint_date_naissance"], found["conjoint_cin"]) == ("1982-11-04", "AB120457")


def test_an_empty_cell_leaves_the_others_in_their_columns() -> None:
    found = told(
        sheet(HEADS, at(0.23, "ASSURÉ", (0.22, "BENNANI"), (0.38, "Youssef"), (0.77, "BE458712")))
    )
    assert (found["assure_prenom"], found["assure_cin"]) == ("Youssef", "BE458712")
    assert "assure_date_naissance" not in found
