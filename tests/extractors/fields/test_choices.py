"""Values told by tick boxes, by a word beside a label, or by the letterhead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.fields.choices import read_choice
from extractors.fields.labels import find_labels, find_options
from extractors.layout import lay_out
from models.documents import FieldSpec, Kind, Place
from models.reading import Field, How, PageReading, SeenMark
from tests.extractors.fields.papers import choice, read
from tests.extractors.sheets import at, leaning_box, sheet, tick

LIEN = choice(("lien de parenté",), assure=("assuré",), conjoint=("conjoint",), enfant=("enfant",))
OUI_NON = FieldSpec(libelle="Accident", genre=Kind.BOOLEEN, etiquettes=("accident",))
ROW = at(0.2, "Lien de parenté :", (0.40, "assuré"), (0.58, "conjoint"), (0.76, "enfant"))
PLACES = {"assure": 0.37, "conjoint": 0.55, "enfant": 0.73}


def told(reading: PageReading, spec: FieldSpec = LIEN) -> Field | None:
    page = lay_out(reading, 1)
    options = {word for words in spec.choix.values() for word in words}
    stops = find_labels(page, spec.etiquettes) + find_options(page, options)
    return read_choice(page, "beneficiaire_lien", spec, stops)


def boxes(**present: bool | None) -> list[SeenMark]:
    return [tick(x, 0.2, present.get(name, False)) for name, x in PLACES.items()]


@pytest.mark.parametrize("value", list(PLACES))
def test_the_ticked_box(value: str) -> None:
    found = told(sheet(ROW, marks=boxes(**{value: True})))
    assert found is not None
    assert (found.value, found.how) == (value, How.CASE_COCHEE)
    assert found.box == tick(PLACES[value], 0.2, True).box


@pytest.mark.parametrize("skew", [-3.0, 3.0])
def test_the_ticked_box_of_a_leaning_page(skew: float) -> None:
    marks = [replace(m, box=leaning_box(m.box, skew)) for m in boxes(conjoint=True)]
    found = told(sheet(ROW, marks=marks, skew=skew))
    assert found is not None
    assert found.value == "conjoint"


@pytest.mark.parametrize(
    "present",
    [
        {},
        {"assure": True, "enfant": True},
        {"assure": None},
    ],
)
def test_no_box_two_boxes_or_a_doubtful_one_is_no_answer(present: dict[str, bool | None]) -> None:
    assert told(sheet(ROW, marks=boxes(**present))) is None


def test_options_printed_side_by_side_are_no_answer() -> None:
    assert told(sheet(ROW)) is None


def test_an_option_beside_its_empty_box_is_no_answer() -> None:
    reading = sheet(
        at(0.20, "Lien de parenté :", (0.40, "assuré")),
        at(0.23, (0.40, "conjoint")),
        marks=[tick(0.37, 0.20, False), tick(0.37, 0.23, False)],
    )
    assert told(reading) is None


def test_the_word_written_beside_the_label() -> None:
    reading = sheet(at(0.2, "Lien de parenté :", (0.4, "conjoint")))
    found = told(reading)
    assert found is not None
    assert (found.value, found.raw, found.how) == ("conjoint", "conjoint", How.OCR)
    assert found.box == reading.words[-1].box


def test_a_word_that_is_no_option_is_no_answer() -> None:
    assert told(sheet(at(0.2, "Lien de parenté :", (0.4, "voisin")))) is None
    assert told(sheet(at(0.2, "Lien de parenté :"))) is None
    assert told(sheet()) is None


@pytest.mark.parametrize(("oui", "non", "value"), [(True, False, "true"), (False, True, "false")])
def test_yes_and_no(oui: bool, non: bool, value: str) -> None:
    reading = sheet(
        at(0.2, "Accident :", (0.4, "oui"), (0.6, "non")),
        marks=[tick(0.37, 0.2, oui), tick(0.57, 0.2, non)],
    )
    found = told(reading, OUI_NON)
    assert found is not None
    assert found.value == value


def test_boxes_of_another_question_do_not_answer() -> None:
    reading = sheet(
        at(0.2, "Accident :", (0.4, "oui"), (0.6, "non")),
        at(0.6, "Hospitalisation :", (0.4, "oui"), (0.6, "non")),
        marks=[tick(0.37, 0.2, False), tick(0.57, 0.2, False), tick(0.37, 0.6, True)],
    )
    assert told(reading, OUI_NON) is None


NATURE = FieldSpec(
    libelle="Nature",
    genre=Kind.CHOIX,
    ou=(Place.ENTETE, Place.TEXTE),
    choix={"pharmacie": ("pharmacie",), "clinique": ("clinique",), "dialyse": ("dialyse",)},
)


def test_the_largest_print_of_the_letterhead_tells() -> None:
    reading = sheet(
        at(0.05, "CLINIQUE DES ORANGERS", height=0.025),
        at(0.12, "chirurgie, pharmacie, radiologie"),
        at(0.5, "dialyse"),
    )
    found = told(reading, NATURE)
    assert found is not None
    assert (found.value, found.how) == ("clinique", How.DEDUIT)


def test_words_in_the_text_tell_when_they_name_one_choice_only() -> None:
    one = told(sheet(at(0.6, "DIALYSE :")), NATURE)
    assert one is not None
    assert one.value == "dialyse"
    assert told(sheet(at(0.6, "DIALYSE"), at(0.7, "pharmacie")), NATURE) is None


def test_one_word_inside_a_sentence_tells_nothing() -> None:
    assert told(sheet(at(0.6, "séance de dialyse du 3 mars")), NATURE) is None


@pytest.mark.parametrize(("ticked", "value"), [(True, "true"), (False, "false")])
def test_a_label_with_one_box_to_itself(ticked: bool, value: str) -> None:
    page = sheet(at(0.3, (0.12, "Dossier chronique")), marks=[tick(0.1, 0.3, ticked)])
    assert read("feuille_de_soins", page).fields["maladie_chronique"].value == value


def test_yes_written_after_a_question() -> None:
    page = sheet(at(0.3, "S'agit-il d'un accident ?", (0.5, "Non")))
    assert read("feuille_de_soins", page).fields["accident"].value == "false"


def test_a_number_between_a_box_and_its_word() -> None:
    row = at(0.2, "Lien de parenté :", (0.40, "00 assuré"), (0.512, "01 conjoint"))
    marks = [tick(0.37, 0.2, False), tick(0.492, 0.2, True)]
    found = told(sheet(row, marks=marks))
    assert found is not None
    assert found.value == "conjoint"


def test_the_answer_may_stand_on_a_further_row() -> None:
    second = at(0.23, (0.40, "ascendant"))
    spec = LIEN.model_copy(update={"choix": {**LIEN.choix, "ascendant": ("ascendant",)}})
    found = told(sheet(ROW, second, marks=[*boxes(), tick(0.37, 0.23, True)]), spec)
    assert found is not None
    assert found.value == "ascendant"


def test_a_tick_read_into_its_word() -> None:
    row = at(0.2, "Lien de parenté :", (0.365, "√assuré"), (0.58, "conjoint"), (0.76, "enfant"))
    found = told(sheet(row, marks=boxes(assure=True)))
    assert found is not None
    assert found.value == "assure"


def test_a_word_that_begins_under_the_tail_of_a_tick_keeps_its_capital() -> None:
    row = at(0.2, "Lien de parenté :", (0.40, "assuré"), (0.56, "Conjoint"), (0.76, "enfant"))
    marks = [tick(0.37, 0.2, False), tick(0.555, 0.2, True), tick(0.73, 0.2, False)]
    found = told(sheet(row, marks=marks))
    assert found is not None
    assert found.value == "conjoint"


def test_boxes_after_their_words() -> None:
    row = at(0.2, "Lien de parenté :", (0.40, "assuré"), (0.49, "conjoint"), (0.60, "enfant"))
    marks = [tick(0.463, 0.2, True), tick(0.571, 0.2, False), tick(0.664, 0.2, False)]
    found = told(sheet(row, marks=marks))
    assert found is not None
    assert found.value == "assure"


def test_the_box_of_another_label_answers_nothing() -> None:
    page = sheet(
        at(0.2, "Maladie chronique", (0.50, "Accident")),
        marks=[tick(0.05, 0.2, False), tick(0.47, 0.2, False)],
    )
    assert read("feuille_de_soins", page).fields["accident"].value == "false"


def test_a_box_between_two_words_of_which_only_it_was_seen_tells_little() -> None:
    page = at(0.2, "Accident :", (0.30, "oui"), (0.37, "non"))
    alone = told(sheet(page, marks=[tick(0.345, 0.2, True)]), OUI_NON)
    both = told(sheet(page, marks=[tick(0.345, 0.2, True), tick(0.41, 0.2, False)]), OUI_NON)
    assert alone is not None
    assert both is not None
    assert alone.confidence < both.confidence / 2


@pytest.mark.parametrize("value", ["assure", "conjoint", "enfant", "ascendant"])
def test_options_that_run_on_over_two_rows(value: str) -> None:
    """The box at the end of the first row is that of the first word of the second."""
    places = {
        "assure": (0.806, 0.20),
        "conjoint": (0.910, 0.20),
        "enfant": (0.263, 0.23),
        "ascendant": (0.467, 0.23),
    }
    found = told(
        sheet(
            at(0.20, "prise en charge de M. Anas RAMI,", (0.826, "assuré(e)")),
            at(0.23, (0.03, "conjoint(e) de l'assuré(e)"), (0.283, "enfant de l'assuré(e)"), (0.487, "parent de l'assuré(e)")),
            at(0.26, "Assuré(e) : Anas RAMI"),
            marks=[tick(x, y, name == value) for name, (x, y) in places.items()],
        ),
        choice(
            (),
            assure=("assuré(e)", "l'assuré(e)"), conjoint=("conjoint(e)",), enfant=("enfant",), ascendant=("parent",),
        ),
    )  # fmt: skip
    assert found is not None
    assert found.value == value


def test_letters_that_offer_boxes_are_no_answer() -> None:
    """«Sexe : M □ FX»: the box of F was read into its letter."""
    found = told(
        sheet(at(0.2, "Sexe : M", (0.20, "FX")), marks=[tick(0.17, 0.2, False)]),
        choice(("sexe",), M=("m",), F=("f",)),
    )
    assert found is None


@pytest.mark.parametrize(("oui", "non", "value"), [(True, False, "true"), (False, True, "false")])
def test_answers_below_a_question_that_holds_a_word_of_its_own(
    oui: bool, non: bool, value: str
) -> None:
    rows = [at(0.2, (0.66, "ADMISSION EN URGENCE")), at(0.211, (0.69, "oui"), (0.76, "non"))]
    marks = [tick(0.67, 0.211, oui), tick(0.735, 0.211, non)]
    found = read("demande_prise_en_charge", sheet(*rows, marks=marks)).fields
    assert found["urgence"].value == value


@pytest.mark.parametrize("value", ["conjoint", "enfant", "ascendant"])
def test_a_box_that_was_not_seen_turns_no_others_round(value: str) -> None:
    """The first box of the row is missing, one is left at its end: the gaps tell the side."""
    places = {"conjoint": 0.372, "enfant": 0.472, "ascendant": 0.555}
    found = told(
        sheet(
            at(0.2, "Lien de parenté :", (0.305, "assuré"), (0.388, "conjoint"), (0.488, "enfant"), (0.571, "parent")),
            marks=[tick(x, 0.2, name == value) for name, x in places.items()] + [tick(0.638, 0.2, False)],
        ),
        choice(
            ("lien de parenté",),
            assure=("assuré",), conjoint=("conjoint",), enfant=("enfant",), ascendant=("parent",),
        ),
    )  # fmt: skip
    assert found is not None
    assert found.value == value
