"""Tables of which no heading is known, and questions with boxes."""

from __future__ import annotations

import pytest

from models.reading import Word
from tests.extractors.fields.papers import read, rows
from tests.extractors.sheets import at, sheet


def lines(*items: tuple[str, str]) -> list[list[Word]]:
    return [at(0.4 + 0.02 * i, what, (0.8, amount)) for i, (what, amount) in enumerate(items)]


def test_lines_told_by_their_amounts() -> None:
    document = read(
        "facture",
        sheet(
            *lines(("Pansement simple", "60,00"), ("Plâtre résine", "450,00")),
            at(0.46, "Total à payer", (0.8, "510,00")),
        ),
    )
    assert rows(document, "lignes") == [
        {"designation": "Pansement simple", "montant": "60.00"},
        {"designation": "Plâtre résine", "montant": "450.00"},
    ]


def test_codes_dates_and_counts_beside_them() -> None:
    document = read(
        "facture",
        sheet(
            at(0.40, "03/04/2025", (0.2, "K 30"), (0.35, "Anesthésie"), (0.8, "675,00")),
            at(0.42, "04/04/2025", (0.2, "Z 16"), (0.35, "Radiographie"), (0.8, "160,00")),
        ),
    )
    assert rows(document, "lignes")[0] == {
        "date": "2025-04-03",
        "code": "K",
        "coefficient": "30",
        "designation": "Anesthésie",
        "montant": "675.00",
    }


@pytest.mark.parametrize(
    "items",
    [
        [("Pansement simple", "60,00")],
        [("Total", "60,00"), ("Reste à payer", "60,00")],
        [("Tél. du cabinet", "0522 20 30 40"), ("Fax du cabinet", "0522 20 30 41")],
    ],
)
def test_what_is_no_table(items: list[tuple[str, str]]) -> None:
    assert rows(read("facture", sheet(*lines(*items))), "lignes") == []


def test_headings_never_listed_join_their_neighbours() -> None:
    document = read(
        "facture",
        sheet(
            at(0.40, "Détail de la prestation servie", (0.5, "Nbre"), (0.8, "Montant en DH")),
            at(0.43, "Pansement simple", (0.51, "2"), (0.8, "60,00")),
        ),
    )
    assert rows(document, "lignes") == [
        {"designation": "Pansement simple", "quantite": "2", "montant": "60.00"}
    ]


def test_columns_that_we_do_not_keep_keep_their_words() -> None:
    document = read(
        "resultats_examens",
        sheet(
            at(0.40, "Examen", (0.4, "Résultat"), (0.55, "Unité"), (0.7, "Valeurs de référence")),
            at(0.43, "Urée", (0.4, "0,31"), (0.55, "g/l"), (0.72, "0,15 - 0,45")),
            at(0.45, "Ferritine", (0.4, "41"), (0.55, "ng/ml"), (0.72, "20 - 250")),
        ),
    )
    assert [(r["analyse"], r["unite"]) for r in rows(document, "mesures")] == [
        ("Urée", "g/l"),
        ("Ferritine", "ng/ml"),
    ]


def test_a_number_with_a_key_keeps_its_groups() -> None:
    document = read(
        "etat_global_rib",
        sheet(
            at(0.40, "Nom", (0.25, "Prénom"), (0.4, "Matricule"), (0.6, "RIB")),
            at(
                0.43,
                "TAHIRI",
                (0.25, "Amina"),
                (0.4, "62690"),
                (0.55, "007 450 0087723985510818 59"),
            ),
        ),
    )
    assert rows(document, "personnes")[0]["rib"] == "007450008772398551081859"


def test_lines_of_a_till() -> None:
    document = read(
        "facture",
        sheet(
            at(0.30, "AMOXIL 500 mg B/12"),
            at(0.32, (0.1, "3 x 2 075,00"), (0.8, "6 225,00")),
            at(0.34, "Brosse à dents"),
            at(0.36, (0.1, "1 x 40,00"), (0.8, "40,00")),
            at(0.40, "A PAYER", (0.8, "6 265,00")),
            at(0.42, "RENDU", (0.8, "35,00")),
        ),
    )
    assert rows(document, "lignes") == [
        {
            "designation": "AMOXIL 500 mg B/12",
            "quantite": "3",
            "ppv": "2075.00",
            "montant": "6225.00",
        },
        {
            "designation": "Brosse à dents",
            "quantite": "1",
            "prix_unitaire": "40.00",
            "montant": "40.00",
        },
    ]


def test_a_product_that_is_none_tells_no_line() -> None:
    page = sheet(at(0.30, "Pansement"), at(0.32, (0.1, "3 x 20,00"), (0.8, "50,00")))
    assert rows(read("facture", page), "lignes") == []


def test_amounts_with_their_currency_and_keys_in_brackets() -> None:
    page = sheet(
        at(0.40, "– Échographie pelvienne (Z40)", (0.8, "700,00 Dhs")),
        at(0.43, "– Scanner lombaire (Z120)", (0.8, "1 200,00 Dhs")),
    )
    assert rows(read("facture", page), "lignes")[1] == {
        "designation": "Scanner lombaire",
        "code": "Z",
        "coefficient": "120",
        "montant": "1200.00",
    }
