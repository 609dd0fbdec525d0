"""Names printed on a card without labels."""

from __future__ import annotations

from models.reading import Word
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

TITLE = (at(0.05, "ROYAUME DU MAROC"), at(0.08, "CARTE NATIONALE D'IDENTITÉ"))


def card(*lines: list[Word]) -> dict[str, str]:
    return values(read("cnie", sheet(*TITLE, *lines)).fields)


def test_surname_above_given_name_above_the_date_of_birth() -> None:
    found = card(at(0.14, "EL OUALI"), at(0.17, "ZAKARIA"), at(0.20, "Né le 08.09.1995"))
    assert (found["nom"], found["prenom"]) == ("EL OUALI", "Zakaria")


def test_the_table_of_given_names_tells_which_line_is_which() -> None:
    found = card(at(0.14, "NAJAT"), at(0.17, "SENHAJI"), at(0.20, "Née le 08.09.1995"))
    assert (found["nom"], found["prenom"]) == ("SENHAJI", "Najat")


def test_one_line_above_the_date_tells_nothing() -> None:
    assert "prenom" not in card(at(0.17, "ZAKARIA"), at(0.20, "Né le 08.09.1995"))


def test_titles_are_no_names() -> None:
    assert "nom" not in card(at(0.20, "Née le 08.09.1995"))


def test_the_address_on_the_back_without_a_label() -> None:
    back = sheet(
        at(0.4, "WA981882", (0.6, "Sexe : F")),
        at(0.42, "HICHAM et KENZA"),
        at(0.44, "96, QUARTIER ADMINISTRATIF CASABLANCA"),
    )
    found = read("cnie", back).fields["adresse"]
    assert found.value == "96, QUARTIER ADMINISTRATIF CASABLANCA"


def test_the_name_above_the_birth_on_an_insurer_s_card() -> None:
    rows = [
        at(0.16, "CNOPS"),
        at(0.19, "TIERS PAYANT SANTÉ"),
        at(0.21, "Asmae MOUTAWAKIL"),
        at(0.23, "né(e) 16/11/1995"),
        at(0.25, "identifiant 573204804"),
    ]
    found = values(read("carte_immatriculation", sheet(*rows)).fields)
    assert (found["nom"], found["prenom"]) == ("MOUTAWAKIL", "Asmae")
