"""Printed labels, and what stands beside and below them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.labels import find_headings, find_labels, find_options
from extractors.fields.places import right_of
from extractors.fields.under import below
from extractors.layout import Layout, lay_out
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import LETTER, at, sheet


def page(*rows: object) -> Layout:
    return lay_out(sheet(*rows), 1)  # type: ignore[arg-type]


def labels(layout: Layout, *wanted: str) -> list[str]:
    return [hit.label for hit in find_labels(layout, wanted)]


def beside(layout: Layout, *wanted: str) -> str:
    hits = find_labels(layout, wanted)
    return " ".join(t.text for t in right_of(layout, hits[0], hits))


def under(layout: Layout, *wanted: str) -> str:
    hits = find_labels(layout, wanted)
    return " ".join(t.text for t in below(layout, hits[0], hits))


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert labels(page(at(0.1, "N° D'IMMATRICULATION :")), "n° d'immatriculation") == [
        "n° d'immatriculation"
    ]


def test_of_two_labels_that_overlap_the_longest_is_kept() -> None:
    layout = page(at(0.1, "Nom et prénom de l'assuré :", (0.6, "Nom")))
    assert labels(layout, "nom", "nom et prénom", "nom et prénom de l'assuré") == [
        "nom et prénom de l'assuré",
        "nom",
    ]


def test_a_label_is_made_of_whole_words() -> None:
    assert labels(page(at(0.1, "Prénom", (0.4, "Datation"))), "nom", "date") == []


def test_a_long_label_may_be_misread_by_a_letter_a_short_one_not() -> None:
    assert labels(page(at(0.1, "Date de naissanee")), "date de naissance") == ["date de naissance"]
    assert labels(page(at(0.1, "Nem")), "nom") == []
    (hit,) = find_labels(page(at(0.1, "Date de naissanee")), ["date de naissance"])
    assert hit.quality < 1


@pytest.mark.parametrize(
    ("label", "text"),
    [("date de facture", "Type de facture :"), ("n° sinistre", "Ministère :")],
)
def test_a_word_of_labels_is_no_misreading_of_another(label: str, text: str) -> None:
    assert labels(page(at(0.3, text)), label) == []


def test_the_value_ends_at_the_next_label_or_a_wide_gap() -> None:
    row = at(0.1, "Nom : ALAMI BENNIS Prénom : Sara", (0.8, "cadre réservé"))
    assert beside(page(row), "nom", "prénom") == "ALAMI BENNIS"
    assert beside(page(row), "prénom") == "Sara"


def test_dots_and_rules_before_the_value_are_passed_over() -> None:
    assert beside(page(at(0.1, "Nom ........ : ____ ALAMI")), "nom") == "ALAMI"


def test_a_civility_after_a_label_belongs_to_the_value() -> None:
    assert beside(page(at(0.1, "Patient : Mme ALAMI")), "patient", "mme") == "Mme ALAMI"


def test_nothing_beside() -> None:
    assert beside(page(at(0.1, "Nom :"), at(0.13, "ALAMI")), "nom") == ""
    assert beside(page(at(0.1, "Nom :", (0.9, "loin"))), "nom") == ""


def test_the_value_below_stands_in_the_column_of_its_label() -> None:
    rows = (at(0.10, "Nom", (0.5, "Prénom")), at(0.125, "ALAMI", (0.5, "Sara")))
    assert under(page(*rows), "nom", "prénom") == "ALAMI"
    assert under(page(*rows), "prénom") == "Sara"


def test_what_stands_too_far_below_is_no_value() -> None:
    assert under(page(at(0.1, "Nom"), at(0.1 + 6 * LETTER, "ALAMI")), "nom") == ""


def test_another_label_below_is_no_value() -> None:
    assert under(page(at(0.1, "Nom"), at(0.125, "Prénom : Sara")), "nom", "prénom") == ""


def test_a_label_run_together_with_its_value_is_parted() -> None:
    layout = page(at(0.1, "IMMATRICULATIONAB12345"))
    (hit,) = find_labels(layout, ["immatriculation"])
    (value,) = right_of(layout, hit, [hit])
    assert value.text == "AB12345"
    assert hit.box.x0 < value.word.box.x0 < value.word.box.x1 == hit.box.x1


def test_a_short_heading_counts_where_it_stands_alone() -> None:
    titles = ["conjoint"]
    assert find_headings(page(at(0.1, "CONJOINT")), titles)
    assert not find_headings(page(at(0.1, "date de naissance du conjoint ou du concubin")), titles)


def test_a_row_of_options_bears_no_heading_and_ends_values() -> None:
    layout = page(at(0.1, "assuré", (0.3, "conjoint"), (0.5, "enfant")))
    options = ["assuré", "conjoint", "enfant"]
    assert find_headings(layout, ["conjoint"], options) == []
    assert [hit.label for hit in find_options(layout, options)] == options
    assert find_options(page(at(0.1, "conjoint")), options) == []


@given(
    st.lists(st.text(max_size=12), max_size=6).map(" ".join),
    st.lists(st.text(min_size=1, max_size=12), max_size=4),
)
def test_any_row_and_any_labels(text: str, wanted: list[str]) -> None:
    layout = page(at(0.1, text), at(0.13, text))
    hits = find_labels(layout, wanted)
    for hit in hits:
        assert 0 <= hit.first <= hit.last < len(hit.row.tokens)
        for tokens in (right_of(layout, hit, hits), below(layout, hit, hits)):
            assert all(0 <= t.word.box.x0 <= t.word.box.x1 for t in tokens)
    for one, other in pairwise(hits):
        assert one.row is not other.row or one.last < other.first


@pytest.mark.parametrize("after", ["/ Imm. 622587928", "(622587928)", "Imm. 622587928"])
def test_what_a_name_is_followed_by_is_none_of_it(after: str) -> None:
    page = sheet(at(0.05, "Pharmacie Hannibal"), at(0.20, f"Adhérent : HAKIMI Soufiane {after}"))
    found = values(read("facture", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("HAKIMI", "Soufiane")


def test_an_example_of_an_answer_is_none() -> None:
    page = sheet(
        at(0.20, (0.08, "Nom"), (0.35, "Prénom"), (0.60, "Date de naissance (ex. : 01/01/1980)")),
        at(0.22, (0.08, "BENNANI"), (0.35, "Youssef"), (0.60, "12/03/1979")),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_date_naissance"] == "1979-03-12"


def test_how_to_answer_is_no_answer() -> None:
    page = sheet(at(0.2, "ENFANTS À CHARGE (moins de 21 ans)"))
    assert "nombre_enfants" not in values(read("bulletin_adhesion", page).fields)


def test_another_thing_that_may_be_told_instead() -> None:
    page = sheet(at(0.2, "Diagnostic ou motif Sciatique L5"))
    assert values(read("feuille_de_soins", page).fields)["nature_maladie"] == "Sciatique L5"


def test_a_number_sign_behind_a_label_is_its_own() -> None:
    page = sheet(at(0.2, "C.I.N. No : BE458712"))
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_cin"] == "BE458712"
    assert "numero_feuille" not in found


def test_a_name_in_two_blanks() -> None:
    page = sheet(at(0.2, "Participant(e) : Fanta", (0.45, "KOUASSI"), (0.75, "Mle 85018")))
    found = values(read("feuille_de_soins", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("KOUASSI", "Fanta")


def test_a_column_whose_label_stands_a_little_lower() -> None:
    page = sheet(
        at(0.200, (0.08, "Date de naissance")),
        at(0.206, (0.30, "Carte nationale n°")),
        at(0.216, (0.08, "12/03/1979")),
        at(0.222, (0.30, "BE458712")),
    )
    found = values(read("bulletin_adhesion", page).fields)
    assert (found["assure_date_naissance"], found["assure_cin"]) == ("1979-03-12", "BE458712")


def test_the_day_and_place_of_birth_around_a_blank() -> None:
    page = sheet(at(0.2, "Date : 17/01/1993", (0.45, "et lieu de naissance : Thiès")))
    found = values(read("bulletin_adhesion", page).fields)
    assert found["assure_date_naissance"] == "1993-01-17"
    assert "date_signature" not in found


def test_an_employer_fills_in_what_is_asked_of_the_insured() -> None:
    page = sheet(
        at(0.10, "I - Cadre à remplir par l'entreprise"),
        at(0.13, "N° Carnet 117087073", (0.40, "né(e) le 29/06/1978")),
    )
    assert values(read("feuille_de_soins", page).fields)["assure_date_naissance"] == "1978-06-29"


def test_dots_of_the_line_are_not_of_the_answer() -> None:
    page = sheet(
        at(0.2, "Date de naissance : .23/.07./1977..."), at(0.23, "Montant total : .5 .200,.00..")
    )
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_date_naissance"] == "1977-07-23"
    assert found["montant_total"] == "5200.00"


def test_a_house_without_the_town_behind_its_comma() -> None:
    page = sheet(at(0.3, "Établissement de soins : Clinique du Lac, Salé"))
    found = values(read("demande_prise_en_charge", page).fields)
    assert found["etablissement_nom"] == "Clinique du Lac"
