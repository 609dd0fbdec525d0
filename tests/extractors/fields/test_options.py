"""Options told by the arrangement of their whole group: boxes far to the right, below, after letters."""

from __future__ import annotations

import pytest

from models.documents import FieldSpec, Kind
from models.reading import How
from tests.extractors.fields.papers import choice
from tests.extractors.fields.test_choices import OUI_NON, told
from tests.extractors.sheets import at, sheet, tick

ETAT = choice(
    ("situation de famille",),
    celibataire=("célibataire",),
    marie=("marié(e)",),
    divorce=("divorcé(e)",),
    veuf=("veuf(ve)",),
)
WORDS = {"celibataire": "Célibataire", "marie": "Marié(e)", "divorce": "Divorcé(e)", "veuf": "Veuf(ve)"}  # fmt: skip
LIEN = choice(
    ("le malade est",), assure=("assuré",), conjoint=("conjoint",), enfant=("enfant",), ascendant=("père",)
)  # fmt: skip
EACH = pytest.mark.parametrize("value", list(WORDS))


@EACH
def test_a_list_with_its_boxes_in_a_column_far_to_the_right(value: str) -> None:
    rows = [at(0.23 + 0.03 * i, (0.10, word)) for i, word in enumerate(WORDS.values())]
    marks = [tick(0.6, 0.23 + 0.03 * i, name == value) for i, name in enumerate(WORDS)]
    found = told(sheet(at(0.2, "Situation de famille"), *rows, marks=marks), ETAT)
    assert found is not None
    assert (found.value, found.how) == (value, How.CASE_COCHEE)


@EACH
def test_two_columns_of_words_with_boxes_after_them(value: str) -> None:
    places = {"celibataire": (0.10, 0.23), "marie": (0.10, 0.26), "divorce": (0.36, 0.23), "veuf": (0.36, 0.26)}  # fmt: skip
    rows = [at(y, *((x, WORDS[n]) for n, (x, at_y) in places.items() if at_y == y)) for y in (0.23, 0.26)]  # fmt: skip
    marks = [tick(x + 0.24, y, name == value) for name, (x, y) in places.items()]
    found = told(sheet(at(0.2, "Situation de famille"), *rows, marks=marks), ETAT)
    assert found is not None
    assert found.value == value


@EACH
def test_boxes_below_their_words(value: str) -> None:
    row = at(0.2, "Situation de famille", *((0.35 + 0.15 * i, w) for i, w in enumerate(WORDS.values())))  # fmt: skip
    marks = [tick(0.38 + 0.15 * i, 0.22, name == value) for i, name in enumerate(WORDS)]
    found = told(sheet(row, marks=marks), ETAT)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("after", [True, False])
@EACH
def test_options_of_one_letter(value: str, after: bool) -> None:
    letters = ((0.40 + 0.06 * i, letter) for i, letter in enumerate("CMDV"))
    shift = 0.02 if after else -0.025
    marks = [tick(0.40 + 0.06 * i + shift, 0.2, name == value) for i, name in enumerate(WORDS)]
    found = told(sheet(at(0.2, "Situation de famille :", *letters), marks=marks), ETAT)
    assert found is not None
    assert found.value == value


def test_a_letter_that_was_not_read_is_told_by_the_others() -> None:
    letters = ((0.40 + 0.06 * i, letter) for i, letter in enumerate("C_DV") if letter != "_")
    marks = [tick(0.42 + 0.06 * i, 0.2, i == 1) for i in range(4)]
    found = told(sheet(at(0.2, "Situation de famille :", *letters), marks=marks), ETAT)
    assert found is not None
    assert found.value == "marie"
    assert found.confidence < 0.8


def test_letters_that_the_form_explains() -> None:
    row = at(0.2, "Le malade est :", *((0.40 + 0.06 * i, letter) for i, letter in enumerate("ACEP")))  # fmt: skip
    legend = at(0.3, "A : assuré, C : conjoint, E : enfant, P : père")
    marks = [tick(0.42 + 0.06 * i, 0.2, i == 3) for i in range(4)]
    found = told(sheet(row, legend, marks=marks), LIEN)
    assert found is not None
    assert found.value == "ascendant"


def test_letters_of_which_too_few_were_read_tell_nothing() -> None:
    marks = [tick(0.42 + 0.06 * i, 0.2, i == 1) for i in range(4)]
    page = sheet(at(0.2, "Situation de famille :", (0.52, "D")), marks=marks)
    assert told(page, ETAT) is None


@pytest.mark.parametrize(("place", "value"), [(0, "true"), (1, "false")])
@pytest.mark.parametrize("letters", ["ON", ""])
def test_yes_and_no_by_letters_or_by_their_places(place: int, value: str, letters: str) -> None:
    texts = [(0.40 + 0.06 * i, letter) for i, letter in enumerate(letters)]
    marks = [tick(0.42 + 0.06 * i, 0.2, i == place) for i in range(2)]
    found = told(sheet(at(0.2, "Accident ?", *texts), marks=marks), OUI_NON)
    assert found is not None
    assert found.value == value


def test_one_box_after_a_question_is_no_answer() -> None:
    page = sheet(at(0.2, "Accident ?"), marks=[tick(0.22, 0.2, False)])
    assert told(page, OUI_NON) is None


def test_the_first_word_of_a_printed_list_is_no_answer() -> None:
    rows = [at(0.23 + 0.03 * i, (0.10, word)) for i, word in enumerate(WORDS.values())]
    assert told(sheet(at(0.2, (0.10, "Situation de famille")), *rows), ETAT) is None


def test_a_box_left_at_the_end_of_a_row_is_of_the_next_rows_first_word() -> None:
    first = at(0.2, "Situation de famille :", (0.40, "Célibataire"), (0.58, "Marié(e)"))
    second = at(0.23, (0.08, "Divorcé(e)"), (0.25, "Veuf(ve)"))
    marks = [
        tick(0.38, 0.2, False),
        tick(0.56, 0.2, False),
        tick(0.665, 0.2, True),
        tick(0.23, 0.23, False),
    ]
    found = told(sheet(first, second, marks=marks), ETAT)
    assert found is None or found.value == "divorce"


def test_a_box_that_two_words_may_claim_is_never_sure() -> None:
    spec = FieldSpec(libelle="Accident", genre=Kind.BOOLEEN, etiquettes=("accident",))
    page = sheet(at(0.2, "Accident :", (0.30, "oui"), (0.37, "non")), marks=[tick(0.345, 0.2, True)])  # fmt: skip
    found = told(page, spec)
    assert found is None or found.confidence < 0.5
