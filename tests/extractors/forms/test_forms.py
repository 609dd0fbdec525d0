"""A form learned from one corrected paper: what it keeps, what it recognises, what it reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.forms.compete import competed
from extractors.forms.known import recognised
from extractors.forms.learn import example, improved, teaches
from extractors.forms.picture import pictured
from extractors.forms.read import Read, read_places
from extractors.forms.recognise import KnownForms, Match
from extractors.forms.register import refined, register
from extractors.layout import lay_out
from models.documents import document_type
from models.forms import Form, Place
from models.geometry import Box
from models.reading import Field, How, Word
from models.values.text import folded
from tests.extractors.forms.sheets import VALUES, corrected, other_layout, page

KIND = document_type("feuille_de_soins")
OTHERS = {
    "assure_nom": "TAZI",
    "numero_police": "9920013",
    "montant_total": "86,40",
    "date_signature": "17/10/2025",
}


def learned_form(id: str = "f") -> Form:
    seen = page(VALUES)
    return Form(id, KIND.type, example(corrected(VALUES, seen), {1: seen}), label="formulaire nº 1")


def read_values(form: Form, **laid: float) -> dict[str, str]:
    known = KnownForms([form])
    found = recognised(known, [lay_out(page(OTHERS, **laid), 1)], KIND)
    assert found is not None
    return {name: r.field.value for name, r in found.reads.items() if r.field is not None}


def test_nothing_of_the_example_is_kept_but_words_of_forms() -> None:
    form = learned_form()
    kept = {anchor.text for anchor in form.pages[0].anchors}
    assert {"remboursement", "frais", "montant", "date"} <= kept
    written = {part for value in VALUES.values() for part in folded(value).split()}
    assert not kept & written
    assert not any(c.isdigit() for text in kept for c in text)


def test_a_name_elsewhere_on_the_page_is_not_kept() -> None:
    seen = page({**VALUES, "numero_police": "4471829 chez ZEMMOURI Karim à Tétouan"})
    without = {name: value for name, value in VALUES.items() if name != "numero_police"}
    (learned,) = example(corrected(without, seen), {1: seen})
    assert not {"zemmouri", "karim", "tetouan", "4471829"} & {a.text for a in learned.anchors}


@pytest.mark.parametrize(
    "laid",
    [{}, {"right": 0.03, "down": 0.05}, {"scale": 0.93, "right": 0.02}],
    ids=["comme l'exemple", "décalée", "réduite"],
)
def test_the_next_paper_is_recognised_and_read_in_its_places(laid: dict[str, float]) -> None:
    assert read_values(learned_form(), **laid) == {
        "assure_nom": "TAZI",
        "numero_police": "9920013",
        "montant_total": "86.40",
        "date_signature": "2025-10-17",
    }


def test_a_line_lower_on_the_page_is_followed() -> None:
    """A table longer than the example's pushes what is under it down."""
    seen = page(OTHERS)
    words = [
        replace(w, box=Box(w.box.x0, w.box.y0 + 0.09, w.box.x1, w.box.y1 + 0.09))
        if w.box.y0 > 0.3
        else w
        for w in seen.words
    ]
    known = KnownForms([learned_form()])
    found = recognised(known, [lay_out(replace(seen, words=tuple(words)), 1)], KIND)
    if found is not None:  # never a value of another line, whether it is recognised or not
        read = {name: r.field.value for name, r in found.reads.items() if r.field is not None}
        assert read.get("montant_total", "86.40") == "86.40"
        assert read.get("date_signature", "2025-10-17") == "2025-10-17"


def test_another_layout_is_not_taken_for_it() -> None:
    known = KnownForms([learned_form()])
    assert recognised(known, [lay_out(other_layout(), 1)], KIND) is None


def test_another_type_is_not_read_by_it() -> None:
    known = KnownForms([learned_form()])
    seen = [lay_out(page(OTHERS), 1)]
    assert recognised(known, seen, document_type("facture")) is None


def test_a_second_example_brings_places_that_the_first_lacked() -> None:
    some = {"assure_nom": VALUES["assure_nom"]}
    seen = page(VALUES)
    form = Form("f", KIND.type, example(corrected(some, seen), {1: seen}))
    further = page(OTHERS, right=0.02, down=0.03)
    again = example(corrected(OTHERS, further), {1: further}, shown=OTHERS)
    better = improved(form, again, {0: lay_out(further, 1)})
    assert (better.version, better.examples) == (2, 2)
    assert read_values(better).keys() == VALUES.keys()


def test_a_blank_page_teaches_nothing() -> None:
    seen = replace(page({}), words=())
    assert not teaches(example(replace(corrected({}, seen)), {1: seen}))


def test_a_place_that_was_typed_and_not_shown_is_found_by_its_value() -> None:
    seen = page(VALUES)
    typed = corrected(VALUES, seen)
    fields = {n: replace(f, page=None, box=None) for n, f in typed.fields.items()}
    (learned,) = example(replace(typed, fields=fields), {1: seen})
    assert {place.name for place in learned.places} == VALUES.keys()


def test_a_box_that_does_not_say_the_value_is_no_place() -> None:
    """Where the reader had looked wrongly and the person only typed the right value."""
    seen = page(VALUES)
    title = seen.words[0].box
    typed = corrected({"montant_total": VALUES["montant_total"]}, seen)
    wrong = replace(typed.fields["montant_total"], value="77.00", raw="77,00", box=title)
    (learned,) = example(replace(typed, fields={"montant_total": wrong}), {1: seen})
    assert learned.places == ()


def _field(value: str, confidence: float) -> Field:
    return Field(value, value, confidence, 1, Box(0.6, 0.2, 0.7, 0.22), How.OCR)


def _read(field: Field | None, *, empty: bool = False) -> Read:
    box = Box(0.6, 0.2, 0.7, 0.22)
    return Read(Place("numero_police", (box,)), box, field, empty, near=0.003, level=True)


def test_what_both_say_is_surer_and_names_its_form() -> None:
    found = competed(
        {"numero_police": _field("9920013", 0.7)},
        {"numero_police": _read(_field("9920013", 0.85))},
        learned_form(),
        KIND,
    )["numero_police"]
    assert found.confidence > 0.7
    assert found.form == "f/1"


def test_what_its_place_says_stands_against_a_doubtful_label() -> None:
    found = competed(
        {"numero_police": _field("1111", 0.2)},
        {"numero_police": _read(_field("9920013", 0.9))},
        learned_form(),
        KIND,
    )["numero_police"]
    assert (found.value, found.form) == ("9920013", "f/1")
    assert "1111" in [value for value, _ in found.rivals]


def test_a_value_found_elsewhere_is_doubted_where_the_place_is_empty() -> None:
    before = _field("9920013", 0.9)
    after = competed(
        {"numero_police": before}, {"numero_police": _read(None, empty=True)}, learned_form(), KIND
    )["numero_police"]
    assert after.confidence < before.confidence
    assert after.form is None


def test_a_field_set_aside_is_not_read() -> None:
    form = replace(learned_form(), aside=frozenset({"numero_police"}))
    assert "numero_police" not in read_values(form)


_WORDS = st.sampled_from([w.text for w in page(VALUES).words] + ["de", "ZZ", "12,50", ":", "□"])
_AT = st.floats(0.0, 0.9, allow_nan=False)


@given(
    st.lists(st.tuples(_WORDS, _AT, _AT, st.floats(0.0, 0.1), st.floats(0.0, 0.05)), max_size=60)
)
def test_no_page_however_strange_stops_the_reading(
    seen: list[tuple[str, float, float, float, float]],
) -> None:
    words = tuple(
        Word(text, Box(x, y, x + wide, y + high), 0.9, How.OCR, number // 4)
        for number, (text, x, y, wide, high) in enumerate(seen)
    )
    layout = lay_out(replace(page({}), words=words), 1)
    form = learned_form()
    registration = register(form.pages[0], layout)
    if registration is not None:
        reads = read_places(Match(form, 0, 1.0, refined(registration)), KIND)
        competed({}, reads, form, KIND)
        improved(form, form.pages, {0: layout})


def test_a_form_can_be_looked_at() -> None:
    assert pictured(learned_form().pages).startswith(b"\x89PNG")
