"""Lines of tables."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extractors.fields.tables import read_table
from extractors.layout import lay_out
from models.documents import TableSpec, document_type
from models.reading import PageReading, Word
from tests.extractors.fields.papers import holds, read, rows, values
from tests.extractors.sheets import at, sheet, tick

LIGNES = document_type("facture").lines["lignes"]
ENFANTS = document_type("bulletin_adhesion").lines["enfants"]
HEAD = at(0.30, "Désignation", (0.55, "Qté"), (0.67, "P.U."), (0.85, "Montant"))


def table(reading: PageReading, spec: TableSpec = LIGNES) -> list[dict[str, str]]:
    return [values(row) for row in read_table(lay_out(reading, 1), spec)]


def line(y: float, what: str, count: str, price: str, amount: str) -> list[Word]:
    return at(y, what, (0.56, count), (0.67, price), (0.85, amount))


FIRST = {
    "designation": "Doliprane 1000",
    "quantite": "2",
    "prix_unitaire": "45.50",
    "montant": "91.00",
}
SECOND = {
    "designation": "Augmentin",
    "quantite": "1",
    "prix_unitaire": "120.00",
    "montant": "120.00",
}
ROWS = (
    line(0.33, "Doliprane 1000", "2", "45,50", "91,00"),
    line(0.36, "Augmentin", "1", "120,00", "120,00"),
)


def test_columns_with_gutters() -> None:
    assert table(sheet(HEAD, *ROWS)) == [FIRST, SECOND]


@pytest.mark.parametrize("skew", [-2.0, 2.0])
def test_a_table_that_leans(skew: float) -> None:
    assert table(sheet(HEAD, *ROWS, skew=skew)) == [FIRST, SECOND]


def test_columns_whose_words_leave_no_gutter() -> None:
    long = "Consultation spécialisée cardiologie avec examen"
    rows = (
        at(0.33, long, (0.56, "1"), (0.67, "300,00"), (0.85, "300,00")),
        at(
            0.36,
            "Acte de radiologie thoracique face et profils",
            (0.56, "2"),
            (0.66, "1100,00"),
            (0.84, "2200,00"),
        ),
    )
    found = table(sheet(HEAD, *rows))
    assert [row["montant"] for row in found] == ["300.00", "2200.00"]
    assert [row["quantite"] for row in found] == ["1", "2"]
    assert found[0]["designation"] == long


def test_the_total_ends_the_table() -> None:
    rows = (*ROWS, at(0.39, "Total", (0.85, "211,00")), line(0.42, "Hors", "1", "1,00", "1,00"))
    assert len(table(sheet(HEAD, *rows))) == 2


def test_a_wide_gap_ends_the_table() -> None:
    assert len(table(sheet(HEAD, *ROWS, line(0.7, "Loin", "1", "1,00", "1,00")))) == 2


def test_a_designation_that_wraps_is_one_line() -> None:
    found = table(sheet(HEAD, ROWS[0], at(0.345, "boîte de seize"), ROWS[1]))
    assert [row["designation"] for row in found] == ["Doliprane 1000 boîte de seize", "Augmentin"]
    assert [row["montant"] for row in found] == ["91.00", "120.00"]


def test_the_box_of_a_wrapped_cell_goes_around_both_lines() -> None:
    reading = sheet(HEAD, ROWS[0], at(0.345, "boîte de seize"))
    (row,) = read_table(lay_out(reading, 1), LIGNES)
    box = row["designation"].box
    assert box is not None
    words = [w for w in reading.words if w.text in ("Doliprane", "1000", "boîte", "de", "seize")]
    assert all(holds(box, w.box) for w in words)
    assert box.y0 == pytest.approx(0.33)
    assert box.y1 == pytest.approx(0.357)


def test_a_row_without_its_amount_is_no_line() -> None:
    assert table(sheet(HEAD, at(0.315, "Sous-titre seul"), *ROWS)) == [FIRST, SECOND]


def test_the_lines_of_a_form_head_no_table() -> None:
    form = at(0.2, "Nom : KETTANI", (0.4, "Prénoms : Mariam"), (0.7, "Sexe : F"))
    under = at(0.23, "ALAMI", (0.4, "Yasmine"), (0.7, "F"))
    assert table(sheet(form, under), ENFANTS) == []
    headed = at(0.2, "Nom :", (0.4, "Prénoms :"), (0.7, "Sexe :"))
    assert len(table(sheet(headed, under), ENFANTS)) == 1


def test_no_headings_no_table() -> None:
    assert table(sheet(*ROWS)) == []
    assert table(sheet(at(0.3, "Désignation des prestations de la clinique"), *ROWS)) == []
    assert table(sheet()) == []


def test_names_of_children_under_one_heading() -> None:
    reading = sheet(
        at(0.5, "Nom et prénom", (0.45, "Date de naissance"), (0.8, "Sexe")),
        at(0.53, "ALAMI Yasmine", (0.45, "03/05/2015"), (0.8, "F")),
        at(0.56, "ALAMI Omar", (0.45, "12/11/2018"), (0.8, "M")),
    )
    assert table(reading, ENFANTS) == [
        {"nom": "ALAMI", "prenom": "Yasmine", "date_naissance": "2015-05-03", "sexe": "F"},
        {"nom": "ALAMI", "prenom": "Omar", "date_naissance": "2018-11-12", "sexe": "M"},
    ]


def test_a_cotation_holds_letter_key_and_coefficient() -> None:
    reading = sheet(
        at(0.3, "Désignation", (0.5, "Cotation"), (0.8, "Montant")),
        at(0.33, "Acte de chirurgie", (0.5, "K 30"), (0.8, "750,00")),
        at(0.36, "Consultation", (0.5, "CS"), (0.8, "150,00")),
    )
    first, second = table(reading)
    assert (first["code"], first["coefficient"]) == ("K", "30")
    assert second["code"] == "CS"
    assert "coefficient" not in second


@pytest.mark.parametrize("extra", [{}, {"skew": 1.5}])
def test_cells_lie_on_the_page_around_words_that_say_them(extra: Mapping[str, float]) -> None:
    reading = sheet(HEAD, *ROWS, **extra)  # type: ignore[arg-type]
    for row in read_table(lay_out(reading, 1), LIGNES):
        for cell in row.values():
            assert cell.page == 1
            assert cell.box is not None
            inside = [w.text for w in reading.words if holds(cell.box, w.box)]
            assert " ".join(inside) == cell.raw


def test_headings_never_listed() -> None:
    page = sheet(
        at(
            0.2,
            "Nom et prénoms",
            (0.3, "Prénom du titulaire"),
            (0.55, "N° PPR"),
            (0.7, "Date de naiss."),
        ),
        at(0.23, "AIT TALEB", (0.3, "Amine"), (0.55, "37373"), (0.7, "12/07/1990")),
        at(0.26, "JAIDI", (0.3, "Ayoub"), (0.55, "78743"), (0.7, "04/01/1978")),
    )
    found = rows(read("listing_adherents", page), "personnes")
    assert [r["prenom"] for r in found] == ["Amine", "Ayoub"]
    assert [r["date_naissance"] for r in found] == ["1990-07-12", "1978-01-04"]


def test_headings_abbreviated() -> None:
    page = sheet(
        at(0.2, "Désig. des actes", (0.35, "Qtés"), (0.5, "Mt unit."), (0.7, "Mtt facturé")),
        at(0.23, "Radiographie", (0.35, "2"), (0.5, "150,00"), (0.7, "300,00")),
        at(0.26, "Consultation", (0.35, "1"), (0.5, "250,00"), (0.7, "250,00")),
    )
    (first, _) = rows(read("facture", page), "lignes")
    assert first == {
        "designation": "Radiographie",
        "quantite": "2",
        "prix_unitaire": "150.00",
        "montant": "300.00",
    }


def test_two_narrow_columns_are_no_one_heading() -> None:
    page = sheet(
        at(0.2, "Prestations", (0.4, "Lettre-clé Coeff."), (0.75, "Montant dû")),
        at(0.23, "Échographie", (0.42, "K"), (0.5, "25"), (0.75, "360,00")),
    )
    (only,) = rows(read("facture", page), "lignes")
    assert (only["code"], only["coefficient"]) == ("K", "25")


def test_thousands_are_of_the_amount_that_they_begin() -> None:
    page = sheet(
        at(0.2, "Désignation", (0.5, "Qté"), (0.58, "Prix unitaire"), (0.74, "Montant")),
        at(0.23, "Oxaliplatine", (0.5, "1"), (0.60, "1 310,50"), (0.74, "1 310,50")),
        at(0.26, "Consultation", (0.5, "2"), (0.617, "300,00"), (0.757, "600,00")),
    )
    found = rows(read("facture", page), "lignes")
    assert [(r["prix_unitaire"], r["montant"]) for r in found] == [
        ("1310.50", "1310.50"),
        ("300.00", "600.00"),
    ]


def test_a_column_beyond_the_edge_of_the_scan_is_asked_of_no_row() -> None:
    page = sheet(
        at(0.2, "Désignation", (0.5, "Qté")),
        at(0.23, "Doliprane 500 mg", (0.5, "2")),
        at(0.26, "Total"),
    )
    assert rows(read("facture", page), "lignes") == [
        {"designation": "Doliprane 500 mg", "quantite": "2"}
    ]


def test_two_headings_side_by_side_and_headings_that_go_on() -> None:
    page = sheet(
        at(0.30, "Code", (0.15, "Acte"), (0.45, "Honoraires perçus par nous"), (0.85, "Qté")),
        at(0.33, "Z", (0.15, "Radiographie"), (0.45, "300,00"), (0.85, "2")),
        at(0.36, "CS", (0.15, "Consultation"), (0.45, "250,00"), (0.85, "1")),
    )
    assert table(page)[1] == {
        "code": "CS",
        "designation": "Consultation",
        "montant": "250.00",
        "quantite": "1",
    }


def test_a_row_with_a_date_and_a_number_heads_no_table() -> None:
    page = sheet(
        at(0.10, "Reçu n° 4263", (0.7, "Salé, le 05/10/2025")),
        at(0.13, "Mutuelle", (0.3, "197279885")),
        at(0.16, "18 17 16 15 14 13"),
    )
    assert table(page) == []


def test_a_subtotal_and_the_title_of_a_part_are_no_lines() -> None:
    page = sheet(
        HEAD,
        at(0.325, "HÉBERGEMENT"),
        line(0.34, "Chambre", "1", "700,00", "700,00"),
        line(0.355, "Bloc opératoire", "1", "300,00", "300,00"),
        at(0.37, (0.5, "S/Total hébergement"), (0.85, "1000,00")),
        at(0.385, "HONORAIRES"),
        line(0.40, "Chirurgien", "1", "900,00", "900,00"),
        at(0.42, "TOTAL", (0.85, "1900,00")),
    )
    assert [row["designation"] for row in table(page)] == [
        "Chambre",
        "Bloc opératoire",
        "Chirurgien",
    ]


def test_what_price_labels_say_is_no_line() -> None:
    assert table(sheet(HEAD, *ROWS, at(0.39, "PPV: 45,50 DH", (0.85, "45,50")))) == [FIRST, SECOND]


def test_what_closes_a_table_may_stand_to_the_right() -> None:
    found = table(
        sheet(
            HEAD,
            line(0.33, "Doliprane 1000", "2", "45,50", "91,00"),
            line(0.36, "Augmentin", "1", "120,00", "120,00"),
            at(0.39, "2 document(s)", (0.60, "À rembourser"), (0.85, "211,00")),
        )
    )
    assert [row["montant"] for row in found] == ["91.00", "120.00"]


def test_headings_that_have_what_lines_must_say_are_preferred() -> None:
    found = table(
        sheet(
            at(0.20, "Spécialité", (0.4, "Code"), (0.6, "Date")),
            at(0.23, "Neurologie", (0.4, "595254621"), (0.6, "04/10/2025")),
            at(0.26, "Cardiologie", (0.4, "595254622"), (0.6, "05/10/2025")),
            at(0.29, "Pédiatrie", (0.4, "595254623"), (0.6, "06/10/2025")),
            at(0.45, "Acte / produit", (0.4, "Code"), (0.85, "Montant payé")),
            at(0.48, "Consultation", (0.4, "V"), (0.86, "200,00")),
        ),
        document_type("feuille_de_soins").lines["actes"],
    )
    assert found == [{"designation": "Consultation", "code": "V", "montant": "200.00"}]


def test_codes_and_coefficients_headed_together() -> None:
    found = table(
        sheet(
            at(
                0.52,
                "dates des actes",
                (0.22, "codes des actes"),
                (0.40, "coef. éléments"),
                (0.70, "montant"),
            ),
            at(
                0.55,
                "14/09/2025",
                (0.22, "B"),
                (0.40, "30"),
                (0.46, "Urée sanguine"),
                (0.72, "80,40"),
            ),
            at(0.58, "14/09/2025", (0.22, "B"), (0.40, "100"), (0.46, "ECBU"), (0.72, "134,00")),
        ),
        document_type("feuille_de_soins").lines["actes"],
    )
    assert [(r["code"], r["coefficient"], r["designation"]) for r in found] == [
        ("B", "30", "Urée sanguine"),
        ("B", "100", "ECBU"),
    ]


@pytest.mark.parametrize(("crossed", "answer"), [(0.775, "true"), (0.835, "false")])
def test_a_cross_read_as_a_letter_answers_a_question(crossed: float, answer: str) -> None:
    other = 0.835 if crossed == 0.775 else 0.775
    question = at(
        0.3,
        "Suivez-vous actuellement un traitement médical ?",
        (crossed, "X"),
        (0.80, "oui"),
        (0.86, "Non"),
    )
    more = at(0.33, "Fumez-vous plus de dix cigarettes ?", (0.80, "oui"), (0.86, "Non"))
    marks = [tick(other, 0.3, False), tick(0.775, 0.33, False), tick(0.835, 0.33, True)]
    found = rows(read("bulletin_adhesion", sheet(question, more, marks=marks)), "questionnaire")
    assert [row.get("reponse") for row in found] == [answer, "false"]
