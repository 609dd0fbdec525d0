"""What no label announces: proven by its key, or told by its place alone."""

from __future__ import annotations

import pytest

from extractors.fields.addresses import with_parted_addresses
from extractors.fields.parsing import parse
from models.documents import Kind, document_type
from models.reading import Field, How
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

SHEET = document_type("feuille_de_soins")


def address(value: str) -> Field:
    return Field(value, value, 0.9, 1, None, How.OCR)


def test_a_city_and_a_telephone_leave_the_address() -> None:
    written = "81, Quartier Administratif Béni Mellal 06 20 75 44 86"
    found = with_parted_addresses({"assure_adresse": address(written)}, SHEET)
    assert found["assure_adresse"].value == "81, Quartier Administratif"
    assert found["assure_ville"].value == "Béni Mellal"
    assert found["assure_telephone"].value == "0620754486"


@pytest.mark.parametrize(
    ("written", "street", "city"),
    [
        ("124, Hay Riad, à Rabat, Maroc", "124, Hay Riad", "Rabat"),
        ("24 rue des Orangers, 10 000 RABAT", "24 rue des Orangers", "Rabat"),
        ("24 rue des Orangers-Fès 30000", "24 rue des Orangers", "Fès"),
        ("BP 12345, Dakar, Sénégal", "BP 12345", "Dakar"),
        ("5 rue A (Ksar El Kebir)", "5 rue A", "Ksar El Kebir"),
        ("12, rue de Fès, Salé", "12, rue de Fès", "Salé"),
    ],
)
def test_the_city_that_ends_an_address_leaves_it(written: str, street: str, city: str) -> None:
    found = with_parted_addresses({"assure_adresse": address(written)}, SHEET)
    assert found["assure_adresse"].value == street
    assert found["assure_ville"].value == city


def test_a_street_called_by_a_city_stays_whole() -> None:
    fields = {"assure_adresse": address("12, rue de Fès")}
    assert with_parted_addresses(fields, SHEET) == fields


def test_what_is_told_elsewhere_stays() -> None:
    fields = {"assure_adresse": address("12, Rue de Fès Rabat"), "assure_ville": address("Salé")}
    assert with_parted_addresses(fields, SHEET)["assure_ville"].value == "Salé"


def test_a_telephone_without_a_field_of_its_own_stays() -> None:
    fields = {n: spec for n, spec in SHEET.fields.items() if n != "assure_telephone"}
    written = {"assure_adresse": address("12, Rue de Fès Rabat 06 20 75 44 86")}
    assert with_parted_addresses(written, SHEET.model_copy(update={"fields": fields})) == written


def test_an_address_that_is_a_city_alone_stays() -> None:
    fields = {"assure_adresse": address("Casablanca")}
    assert with_parted_addresses(fields, SHEET) == fields


@pytest.mark.parametrize(
    ("written", "date"),
    [("1610912025", "2025-09-16"), ("08/0511988", "1988-05-08"), ("221051202S", "2025-05-22")],
)
def test_slashes_read_as_ones(written: str, date: str) -> None:
    found = parse(Kind.DATE, written)
    assert found is not None
    assert found.value == date
    assert found.certainty < 0.8


@pytest.mark.parametrize(
    ("written", "name"), [("M. Laure", "M. Laure"), ("Mme Fatima", "Fatima"), ("Latif a", "Latifa")]
)
def test_given_names(written: str, name: str) -> None:
    found = parse(Kind.PRENOM, written)
    assert found is not None
    assert found.value == name


def test_numbers_of_the_foot_whose_labels_were_run_together() -> None:
    foot = at(0.95, "INPE 126175091-1.F.20349166-1.C.E. 006026039000091")
    found = values(read("facture", sheet(at(0.05, "Imagerie Al Farabi"), foot)).fields)
    assert found["emetteur_ice"] == "006026039000091"
    assert found["emetteur_if"] == "20349166"


def test_the_number_of_the_insured_is_no_doctors() -> None:
    page = sheet(at(0.10, "Pharmacie Hannibal"), at(0.14, "Adhérent SY El Hadji / Imm. 185592180"))
    assert "emetteur_inpe" not in read("facture", page).fields


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Soit en lettres cinq cents dirhams", "cinq cents dirhams"),
        (
            "Certifié exact, arrêté à sept cents dirhams et vingt centimes, Meknès le 14/10/2025",
            "sept cents dirhams et vingt centimes",
        ),
        ("Société au capital de cent mille dirhams", None),
        ("Deux séances, à trois mille dirhams ou quatre mille dirhams", None),
    ],
)
def test_the_one_amount_in_words(text: str, spelled: str | None) -> None:
    page = sheet(at(0.05, "Clinique Hannibal"), at(0.50, text))
    assert values(read("facture", page).fields).get("montant_lettres") == spelled


def test_a_rib_that_goes_on_over_the_end_of_its_line() -> None:
    page = sheet(at(0.3, "titulaire du compte 190780"), at(0.32, "0098871348440144 67."))
    assert values(read("rib", page).fields)["rib"] == "190780009887134844014467"


def test_numbers_of_the_issuer_at_the_end_of_a_short_page() -> None:
    page = sheet(
        at(0.3, "Total 300,00"), at(0.5, "-MICE 002355473000085 - n° fiscal 27461867"), at(0.52, "Merci")
    )  # fmt: skip
    found = values(read("facture", page).fields)
    assert found["emetteur_ice"] == "002355473000085"
    assert found["emetteur_if"] == "27461867"


def test_the_ice_of_a_client_is_not_the_issuers() -> None:
    page = sheet(at(0.3, "ICE client 002355473000085"), at(0.5, "Merci"))
    assert "emetteur_ice" not in values(read("facture", page).fields)


def test_a_tax_number_on_the_line_after_its_label() -> None:
    page = sheet(at(0.92, "Tél 05 37 11 22 33 ICE 002355473000085 N° IF :"), at(0.94, "27461867"))
    assert values(read("facture", page).fields)["emetteur_if"] == "27461867"


def test_the_telephone_in_the_last_lines_of_a_short_page() -> None:
    page = sheet(
        at(0.1, "ORDONNANCE"),
        at(0.6, "Clinique du Lac, Salé. Accueil du Dr ALAMI : 05 37 11 22 33"),
    )
    assert values(read("ordonnance", page).fields)["medecin_telephone"] == "0537112233"
