"""Headings on several rows."""

from __future__ import annotations

import pytest

from models.reading import Word
from tests.extractors.fields.papers import read, rows
from tests.extractors.sheets import at, sheet

LINES = (
    at(0.34, "Radiographie", (0.45, "2"), (0.6, "150,00"), (0.8, "300,00")),
    at(0.37, "Consultation", (0.45, "1"), (0.6, "250,00"), (0.8, "250,00")),
)


@pytest.mark.parametrize(
    "head",
    [
        (
            at(0.30, "Désignation", (0.45, "Qté"), (0.6, "Prix"), (0.8, "Montant")),
            at(0.314, (0.6, "unitaire"), (0.8, "(DH)")),
        ),
        (
            at(0.285, (0.6, "Prix"), (0.8, "Montant")),
            at(0.30, "Désignation", (0.6, "unitaire"), (0.8, "total")),
            at(0.315, "des actes", (0.45, "Qté"), (0.6, "(DH)"), (0.8, "(DH)")),
        ),
    ],
)
def test_words_of_a_heading_over_one_another(head: tuple[list[Word], ...]) -> None:
    assert rows(read("facture", sheet(*head, *LINES)), "lignes") == [
        {
            "designation": "Radiographie",
            "quantite": "2",
            "prix_unitaire": "150.00",
            "montant": "300.00",
        },
        {
            "designation": "Consultation",
            "quantite": "1",
            "prix_unitaire": "250.00",
            "montant": "250.00",
        },
    ]


def test_the_first_line_under_the_headings_is_none_of_them() -> None:
    page = sheet(
        at(0.30, "Nom", (0.3, "Prénoms"), (0.6, "Sexe")),
        at(0.314, "TAZI", (0.3, "Salma"), (0.6, "F")),
        at(0.328, "TAZI", (0.3, "Omar"), (0.6, "M")),
    )
    found = rows(read("bulletin_adhesion", page), "enfants")
    assert [r["prenom"] for r in found] == ["Salma", "Omar"]


def test_what_stands_above_headings_adds_no_column() -> None:
    head = at(0.30, (0.2, "Désignation"), (0.6, "Quantité"), (0.8, "Net"))
    page = sheet(
        at(0.286, "Malade ALAMI"),
        head,
        at(0.314, "Doliprane 1 g", (0.6, "2"), (0.8, "40,00")),
        at(0.328, "Augmentin 500 mg", (0.6, "1"), (0.8, "80,00")),
    )
    assert rows(read("facture", page), "lignes") == [
        {"designation": "Doliprane 1 g", "quantite": "2", "montant": "40.00"},
        {"designation": "Augmentin 500 mg", "quantite": "1", "montant": "80.00"},
    ]
