"""Answers written one letter a cell."""

from __future__ import annotations

from extractors.layout import lay_out
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def spaced(text: str) -> str:
    return " ".join(text)


def test_letters_of_a_comb_are_the_words_that_they_spell() -> None:
    page = sheet(
        at(0.15, f"Nom de l'assuré : {spaced('BENNANI')}"),
        at(0.18, f"Prénom de l'assuré : {spaced('Youssef')}"),
        at(0.21, "N° CIN : |B|E|4|5|8|7|1|2|"),
        at(0.24, f"Montant total : {spaced('1250,00')}"),
        at(0.27, f"Date des soins : {spaced('17/09/2025')}"),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNANI", "Youssef")
    assert (found["assure_cin"], found["montant_total"]) == ("BE458712", "1250.00")
    assert found["date_soins"] == "2025-09-17"


def test_an_empty_cell_is_a_space() -> None:
    letters = at(0.15, *((0.1 + 0.017 * n, c) for n, c in enumerate("EL IDRISSI") if c != " "))
    assert [t.text for t in lay_out(sheet(letters), 1).tokens] == ["EL", "IDRISSI"]


def test_combs_side_by_side_are_parted() -> None:
    letters = at(0.15, (0.1, spaced("TOUIMI")), (0.6, spaced("ADIL")))
    assert [t.text for t in lay_out(sheet(letters), 1).tokens] == ["TOUIMI", "ADIL"]


def test_figures_of_a_table_are_no_comb() -> None:
    figures = at(0.15, (0.1, "1"), (0.3, "2"), (0.5, "3"), (0.7, "4"))
    assert [t.text for t in lay_out(sheet(figures), 1).tokens] == ["1", "2", "3", "4"]


def test_leaders_run_together_with_the_words_beside_them() -> None:
    page = sheet(
        at(0.15, "Prénom de l'assuré....Hind......"),
        at(0.18, "Nombre d'enfants....2......"),
    )
    found = values(read("bulletin_adhesion", page).fields)
    assert (found["assure_prenom"], found["nombre_enfants"]) == ("Hind", "2")


def test_a_label_behind_the_answer_to_another() -> None:
    row = at(
        0.15, (0.04, "Tél."), (0.18, spaced("0618550447")), (0.38, "Administration ou organisme")
    )
    page = sheet(row, at(0.15, (0.66, "OFPPT Gueliz")))
    found = values(read("feuille_de_soins", page).fields)
    assert (found["assure_telephone"], found["employeur"]) == ("0618550447", "OFPPT Gueliz")
