"""Dates told by what stands before them: of a stay, of a paper behind its number."""

from __future__ import annotations

import pytest

from models.reading import PageReading, Word
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

STAYS = {
    "beside": sheet(at(0.2, "Séjour du 12/08/2025 au 19/08/2025")),
    "both named": sheet(at(0.2, "Entrée / Sortie : 12/08/2025 - 19/08/2025")),
    "arrival": sheet(at(0.2, "Arrivée / départ", (0.4, "12-08-2025 / 19-08-2025"))),
    "below": sheet(at(0.2, "Période de soins"), at(0.215, "12/08/2025 19/08/2025")),
    "in its column": sheet(
        at(0.2, "Patient", (0.6, "Période")),
        at(0.215, "NDOUR Astou", (0.6, "12/08/2025 au 19/08/2025")),
    ),
}


@pytest.mark.parametrize("page", STAYS.values(), ids=STAYS)
def test_two_dates_of_one_stay(page: PageReading) -> None:
    found = values(read("facture", page).fields)
    assert (found.get("date_entree"), found.get("date_sortie")) == ("2025-08-12", "2025-08-19")


def test_two_dates_of_something_else() -> None:
    for words in ("Validité des droits", "Période de facturation", "Contrat"):
        found = read("facture", sheet(at(0.2, f"{words} : 01/01/2025 au 31/12/2025"))).fields
        assert not {"date_entree", "date_sortie"} & set(found), words


@pytest.mark.parametrize(
    "rows",
    [
        (at(0.15, "Pièce n° 412 du 10/10/2025"),),
        (at(0.15, (0.6, "N° pièce 250900")), at(0.165, (0.6, "du 10/10/2025"))),
        (at(0.15, (0.6, "Reçu n° R-5521")), at(0.165, (0.6, "10 octobre 2025"))),
    ],
)
def test_the_date_behind_the_number_of_a_paper(rows: tuple[list[Word], ...]) -> None:
    stay = at(0.3, "Séjour du 12/08/2025 au 19/08/2025")
    found = values(read("facture", sheet(*rows, stay)).fields)
    assert found["date_facture"] == "2025-10-10"
