"""A whole document: fields beside and below labels, under headings, over pages."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.documents import document_type, document_types
from models.reading import Document, Field, How, MarkKind, PageReading, SeenMark, Word
from tests.extractors.fields.papers import holds, read, rows, values
from tests.extractors.sheets import at, sheet, tick

INVOICE = sheet(
    at(0.04, "CLINIQUE DES ORANGERS", (0.75, "ORIGINAL"), height=0.02),
    at(0.07, "12, avenue Hassan II, Kénitra"),
    at(0.12, (0.35, "FACTURE N° FA-2025/114"), height=0.018),
    at(0.16, "Date de facture : 05/11/2025"),
    at(0.19, "Nom et prénom du patient : BENNIS Omar"),
    at(0.22, "N° d'immatriculation : 123456789", (0.55, "N° de prise en charge : PEC-2025-77")),
    at(0.25, "Date d'entrée : 01/11/2025", (0.55, "Date de sortie : 04/11/2025")),
    at(0.32, "Désignation", (0.55, "Qté"), (0.67, "P.U."), (0.85, "Montant")),
    at(0.35, "Chambre", (0.56, "3"), (0.67, "400,00"), (0.85, "1 200,00")),
    at(0.38, "Acte chirurgical", (0.56, "1"), (0.67, "800,00"), (0.85, "800,00")),
    at(0.45, "Montant total", (0.85, "2 000,00")),
    at(0.48, "Part organisme", (0.85, "1 800,00")),
    at(0.51, "Part assuré", (0.85, "200,00")),
    at(0.56, "Arrêtée la présente facture à la somme de : deux mille dirhams"),
)


def test_an_invoice() -> None:
    document = read("facture", INVOICE)
    found = values(document.fields)
    expected = {
        "nature": "clinique",
        "emetteur_nom": "CLINIQUE DES ORANGERS",
        "emetteur_ville": "Kénitra",
        "numero_facture": "FA-2025/114",
        "date_facture": "2025-11-05",
        "patient_nom": "BENNIS",
        "patient_prenom": "Omar",
        "numero_immatriculation": "123456789",
        "numero_prise_en_charge": "PEC-2025-77",
        "date_entree": "2025-11-01",
        "date_sortie": "2025-11-04",
        "montant_total": "2000.00",
        "part_organisme": "1800.00",
        "part_assure": "200.00",
        "exemplaire": "original",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert [row["montant"] for row in rows(document, "lignes")] == ["1200.00", "800.00"]
    assert document.fields["montant_total"].controle is None
    assert document.fields["montant_total"].confidence >= 0.97


def test_a_label_that_ends_a_sentence_has_the_whole_next_line() -> None:
    certified = sheet(
        at(0.30, "DÉCLARATION DE MALADIE", height=0.02),
        at(0.34, "Spécialité : Médecin interne"),
        at(0.38, "certifie que le malade est atteint de (nature de la maladie) :"),
        at(0.41, "Diabète de type 2 et hypertension artérielle"),
    )
    found = values(read("feuille_de_soins", certified).fields)
    assert found["nature_maladie"] == "Diabète de type 2 et hypertension artérielle"
    assert found["medecin_specialite"] == "Médecine interne"  # as the list of specialities has it


def boxed(document: Document) -> list[Field]:
    cells = [f for table in document.lines.values() for row in table for f in row.values()]
    return [f for f in [*document.fields.values(), *cells] if f.box is not None]


@pytest.mark.parametrize("skew", [-2.5, 0.0, 2.5])
def test_the_box_of_each_field_holds_the_words_that_it_came_from(skew: float) -> None:
    rows_of = _rows(INVOICE)
    reading = sheet(*rows_of, skew=skew)
    document = read("facture", reading)
    assert len(boxed(document)) >= 15
    for field in boxed(document):
        assert field.page == 1
        assert field.box is not None
        inside = {w.text for w in reading.words if holds(field.box, w.box)}
        told = {w for w in field.raw.split() if any(c.isalnum() for c in w)}
        if field.how is not How.MRZ:
            assert told & inside, field
            assert field.value in ("clinique", "original") or inside <= set(field.raw.split()), (
                field
            )


def _rows(reading: PageReading) -> list[list[Word]]:
    return [[w for w in reading.words if w.line == n] for n in range(len(reading.words))]


def test_amounts_that_contradict_each_other_are_flagged_and_kept() -> None:
    wrong = sheet(
        *(_rows(INVOICE)[:10]),
        at(0.45, "Montant total", (0.85, "2 100,00")),
    )
    total = read("facture", wrong).fields["montant_total"]
    assert total.value == "2100.00"
    assert total.controle is not None
    assert total.confidence <= 0.5


def test_one_name_under_a_shared_heading_is_two_fields() -> None:
    found = values(
        read("facture", sheet(at(0.3, "Nom et prénom du patient : EL FASSI Lina"))).fields
    )
    assert (found["patient_nom"], found["patient_prenom"]) == ("EL FASSI", "Lina")


def test_the_order_of_the_label_tells_surname_and_given_name() -> None:
    found = values(read("facture", sheet(at(0.3, "Prénom et nom du patient : LINA BENNIS"))).fields)
    assert (found["patient_nom"], found["patient_prenom"]) == ("BENNIS", "LINA")


def test_values_below_their_labels() -> None:
    found = values(
        read(
            "facture",
            sheet(
                at(0.30, "Date d'entrée", (0.5, "Date de sortie")),
                at(0.32, "01/11/2025", (0.5, "04/11/2025")),
            ),
        ).fields
    )
    assert (found["date_entree"], found["date_sortie"]) == ("2025-11-01", "2025-11-04")


def test_the_same_label_under_two_headings_is_two_persons() -> None:
    found = values(
        read(
            "feuille_de_soins",
            sheet(
                at(0.08, (0.3, "FEUILLE DE SOINS"), height=0.02),
                at(0.15, "PARTIE RÉSERVÉE À L'ASSURÉ"),
                at(0.18, "Nom et prénom : ALAMI Karim"),
                at(0.21, "N° d'immatriculation : 123456789"),
                at(0.30, "BÉNÉFICIAIRE DES SOINS"),
                at(0.33, "Nom et prénom : ALAMI Sara"),
            ),
        ).fields
    )
    assert (found["assure_nom"], found["assure_prenom"]) == ("ALAMI", "Karim")
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("ALAMI", "Sara")
    assert found["numero_immatriculation"] == "123456789"


def test_a_field_of_the_second_page_bears_its_number() -> None:
    document = read(
        "facture", sheet(at(0.12, "FACTURE")), sheet(at(0.3, "Montant total", (0.85, "91,00")))
    )
    total = document.fields["montant_total"]
    assert (total.value, total.page) == ("91.00", 2)


def test_of_two_totals_the_better_told_is_kept_the_other_is_its_rival() -> None:
    reading = sheet(
        at(0.3, "Total", (0.4, "91,00")),
        at(0.4, "Montant total de la facture", (0.5, "120,00")),
    )
    total = read("facture", reading).fields["montant_total"]
    assert total.value == "120.00"
    assert "91.00" in {value for value, _ in total.rivals}


def test_an_empty_page_says_nothing_but_that_it_is_unknown() -> None:
    document = read("facture", sheet())
    assert values(document.fields) == {"exemplaire": "inconnu"}
    assert rows(document, "lignes") == []


def test_an_unread_page_is_no_reason_to_fail() -> None:
    unread = PageReading(
        rotation=sheet().rotation, rotation_confidence=0.5, skew=0.0, blank=False,
        width=1, height=1, dpi=0, words=(), unread="La lecture a échoué.",
    )  # fmt: skip
    assert values(read("ordonnance", unread).fields)["exemplaire"] == "inconnu"


LABELS = sorted(
    {e for t in document_types().values() for s in t.fields.values() for e in s.etiquettes}
)
SCRAPS = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from(
        [
            "ALAMI Sara",
            "05/11/2025",
            "1 250,00 DH",
            ":",
            "BK123456",
            "oui",
            "non",
            "X",
            "2/3",
            "K 30",
        ]
    ),
    st.text(max_size=15),
)


@st.composite
def scrawled(draw: st.DrawFn) -> PageReading:
    rows_ = [
        at(
            0.05 + 0.07 * n,
            *((draw(st.floats(0.02, 0.6)), draw(SCRAPS)) for _ in range(draw(st.integers(0, 3)))),
            confidence=draw(st.floats(0.1, 1)),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    marks = [
        tick(
            draw(st.floats(0, 0.95)),
            draw(st.floats(0, 0.95)),
            draw(st.sampled_from([True, False, None])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    stamp = [SeenMark(MarkKind.CACHET, marks[0].box, 0.8)] if marks else []
    return sheet(*rows_, marks=[*marks, *stamp], skew=draw(st.floats(-3, 3)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(document_types())), st.lists(scrawled(), min_size=1, max_size=2))
def test_any_page_of_any_type_is_read_without_failing(name: str, pages: list[PageReading]) -> None:
    document = read(name, *pages)
    specs = document_type(name).fields
    assert set(document.fields) <= {*specs, "exemplaire"}
    for field in boxed(document):
        assert field.value
        assert 0 <= field.confidence <= 1
        assert field.page in document.pages
        reading = pages[field.page - 1]
        assert field.box is not None
        page = [w.box for w in reading.words] + [m.box for m in reading.marks]
        edges = (
            min(b.x0 for b in page),
            min(b.y0 for b in page),
            max(b.x1 for b in page),
            max(b.y1 for b in page),
        )
        assert field.box.x0 >= edges[0] - 1e-9
        assert field.box.y0 >= edges[1] - 1e-9
        assert field.box.x1 <= edges[2] + 1e-9
        assert field.box.y1 <= edges[3] + 1e-9


def test_the_number_under_a_doctor_s_name_is_not_the_establishment_s() -> None:
    document = read(
        "demande_prise_en_charge",
        sheet(
            at(0.10, "Établissement : Clinique Atlas"),
            at(0.70, "Dr Karim NACIRI"),
            at(0.72, "Cardiologie"),
            at(0.74, "INPE 275139002"),
        ),
    )
    assert "inpe" not in document.fields


def test_another_number_does_not_stand_in_for_one_not_read_whole() -> None:
    document = read(
        "demande_prise_en_charge",
        sheet(at(0.10, "Code INPE : 98130"), at(0.30, "INPE 275139002")),
    )
    assert "inpe" not in document.fields


def test_the_same_asked_twice_without_a_title_is_first_the_insureds() -> None:
    found = values(
        read(
            "feuille_de_soins",
            sheet(
                at(0.20, "Le marin ou son représentant"),
                at(0.24, "Nom, prénoms : SEBTI Ikram"),
                at(0.27, "Né(e) le : 02/03/1980"),
                at(0.36, "L'autre"),
                at(0.40, "Nom, prénoms : SEBTI Mustapha"),
                at(0.43, "Né(e) le : 11/05/2010"),
            ),
        ).fields
    )
    assert (found["assure_prenom"], found["beneficiaire_prenom"]) == ("Ikram", "Mustapha")
    assert found["assure_date_naissance"] == "1980-03-02"
    assert found["beneficiaire_date_naissance"] == "2010-05-11"


@pytest.mark.parametrize("title", ["II. Le conjoint", "B — Conjoint(e)", "3) Le conjoint"])
def test_a_numbered_title_opens_its_part(title: str) -> None:
    found = values(
        read(
            "bulletin_adhesion",
            sheet(
                at(0.20, "I. Le salarié"),
                at(0.23, "Nom : TOUNSI", (0.5, "Prénom : Ilyas")),
                at(0.26, "Pièce d'identité (n°) U778495"),
                at(0.32, title),
                at(0.35, "Nom : EL MALKI", (0.5, "Prénom : Najat")),
                at(0.38, "Pièce d'identité (n°) T44392"),
            ),
        ).fields
    )
    assert (found["assure_nom"], found["conjoint_nom"]) == ("TOUNSI", "EL MALKI")
    assert (found["assure_cin"], found["conjoint_cin"]) == ("U778495", "T44392")


def test_a_title_in_the_middle_stands_over_all_columns() -> None:
    found = values(
        read(
            "bulletin_adhesion",
            sheet(
                at(0.20, (0.44, "— SALARIÉ —")),
                at(0.23, (0.08, "Nom patronymique"), (0.36, "Prénoms")),
                at(0.245, (0.08, "KONAN"), (0.36, "Driss")),
                at(0.30, (0.43, "— CONJOINT(E) —")),
                at(0.33, (0.08, "Nom de naissance"), (0.36, "Prénoms")),
                at(0.345, (0.08, "TOUNSI"), (0.36, "Zineb")),
            ),
        ).fields
    )
    assert (found["assure_nom"], found["conjoint_nom"]) == ("KONAN", "TOUNSI")


def test_who_a_label_speaks_of_is_told_by_the_label_above_it() -> None:
    found = values(
        read(
            "feuille_de_soins",
            sheet(
                at(0.20, "Participant Youssef BOUCETTA"),
                at(0.225, "Malade Zakaria BOUCETTA"),
                at(0.25, "Né le 07/12/2020"),
            ),
        ).fields
    )
    assert (found["assure_prenom"], found["beneficiaire_prenom"]) == ("Youssef", "Zakaria")
    assert found["beneficiaire_date_naissance"] == "2020-12-07"
    assert "assure_date_naissance" not in found


def test_words_beside_tick_boxes_are_no_labels() -> None:
    found = values(
        read(
            "feuille_de_soins",
            sheet(
                at(0.20, "Bénéficiaire des soins"),
                at(
                    0.23,
                    "Qualité : Assuré(e) Conjoint(e) Enfant",
                    (0.55, "Nom, prénoms : SEBTI Reda"),
                ),
            ),
        ).fields
    )
    assert found["beneficiaire_prenom"] == "Reda"
    assert "assure_prenom" not in found


def test_a_value_that_the_edge_of_its_cell_cut() -> None:
    found = values(
        read(
            "bulletin_adhesion",
            sheet(
                at(0.20, (0.08, "Date et lieu de naissance"), (0.65, "Compte bancaire")),
                at(0.215, (0.08, "28/03/1980 à"), (0.65, "350 392 2448148471878370")),
                at(0.23, (0.08, "Mohammedia"), (0.65, "70")),
                at(0.27, (0.08, "Domicile")),
                at(0.285, (0.08, "103, hay Mohammadi,")),
                at(0.30, (0.08, "bloc 7")),
            ),
        ).fields
    )
    assert found["assure_date_naissance"] == "1980-03-28"
    assert found["assure_lieu_naissance"] == "Mohammedia"
    assert found["rib"] == "350392244814847187837070"
    assert found["assure_adresse"] == "103, hay Mohammadi, bloc 7"


def test_a_due_date_is_not_the_invoices() -> None:
    found = values(
        read(
            "facture",
            sheet(
                at(0.10, "FACTURE", height=0.02),
                at(0.20, (0.5, "Le")),
                at(0.215, (0.5, "01/10/2025")),
                at(0.25, "À régler avant le : 21/11/2025"),
            ),
        ).fields
    )
    assert found["date_facture"] == "2025-10-01"


def test_words_without_height_do_not_stop_a_page() -> None:
    flat = sheet(at(0.3, "Facture N° 12", height=0.0), at(0.4, "Total", (0.8, "91,00"), height=0.0))
    assert read("facture", flat).type == "facture"
