"""The invoice of several patients whose table bears no headings."""

from __future__ import annotations

from models.reading import Word
from tests.extractors.fields.papers import read, rows
from tests.extractors.sheets import at, sheet

SANOGO, DOSSO = ("SANOGO Awa", "722277412"), ("DOSSO Marie-", "645984730")


def line(y: float, who: tuple[str, str], what: str, amount: str = "8 040,00") -> list[Word]:
    return at(y, "05/10/2025", (0.25, who[0]), (0.45, who[1]), (0.57, what), (0.85, amount))


def test_each_line_says_whose_it_is() -> None:
    document = read(
        "facture",
        sheet(
            line(0.30, SANOGO, "PSA total", "48 240,00"),
            line(0.33, SANOGO, "ECBU"),
            line(0.36, DOSSO, "Numération formule", "4 020,00"),
            at(0.375, (0.25, "Laure"), (0.57, "sanguine")),
            at(0.45, "Le total s'élève à", (0.85, "60 300,00")),
        ),
    )
    assert rows(document, "lignes") == [
        {
            "date": "2025-10-05",
            "patient_nom": "SANOGO Awa",
            "numero_immatriculation": "722277412",
            "designation": what,
            "montant": amount,
        }
        for what, amount in (("PSA total", "48240.00"), ("ECBU", "8040.00"))
    ] + [
        {
            "date": "2025-10-05",
            "patient_nom": "DOSSO Marie-Laure",
            "numero_immatriculation": "645984730",
            "designation": "Numération formule sanguine",
            "montant": "4020.00",
        }
    ]


def test_whole_francs_without_dates() -> None:
    document = read(
        "facture",
        sheet(
            *(
                at(y, (0.15, name), (0.4, number), (0.55, "Consultation"), (0.85, "10 000"))
                for y, (name, number) in ((0.3, SANOGO), (0.32, SANOGO), (0.34, ("KANE Ali", "350128696")))
            )
        ),
    )  # fmt: skip
    assert [row["patient_nom"] for row in rows(document, "lignes")] == [
        "SANOGO Awa", "SANOGO Awa", "KANE Ali",
    ]  # fmt: skip
    assert rows(document, "lignes")[0]["montant"] == "10000.00"


def test_numbers_of_drugs_are_no_patients() -> None:
    """Each drug has a number of its own: none comes again."""
    document = read(
        "facture",
        sheet(
            at(0.30, "DOLIPRANE", (0.4, "611800001"), (0.57, "boîte"), (0.85, "18,50")),
            at(0.32, "AUGMENTIN", (0.4, "611800002"), (0.57, "sachets"), (0.85, "79,00")),
            at(0.34, "SPASFON", (0.4, "611800003"), (0.57, "ampoules"), (0.85, "26,00")),
        ),
    )
    assert not any("patient_nom" in row for row in rows(document, "lignes"))


def test_one_patient_is_not_several() -> None:
    document = read(
        "facture",
        sheet(*(line(y, SANOGO, "ECBU") for y in (0.30, 0.32, 0.34))),
    )
    assert not any("patient_nom" in row for row in rows(document, "lignes"))
