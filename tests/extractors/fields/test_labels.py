"""Printed labels, and what stands beside and below them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.labels import find_headings, find_labels, find_options
from extractors.fields.places import below, right_of
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
