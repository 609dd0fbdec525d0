"""Words put in rows and segments; the lean of the page taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout import lay_out
from models.geometry import Box
from models.reading import PageReading, SeenMark
from tests.extractors.sheets import ASPECT, LETTER, MARGIN, at, sheet, tick

ROWS = [at(0.1 + 0.03 * n, "Nom et prénom", (0.5, "ALAMI Sara"), (0.85, "1/2")) for n in range(6)]
WORDS = ["Nom", "et", "prénom", "ALAMI", "Sara", "1/2"]


def texts(reading: PageReading) -> list[list[str]]:
    return [[token.text for token in row.tokens] for row in lay_out(reading, 1).rows]


def test_rows_from_top_to_bottom_and_left_to_right() -> None:
    reading = sheet(at(0.3, "Total", (0.8, "91,00")), at(0.1, (0.5, "n° 12"), "Facture"))
    assert texts(reading) == [["Facture", "n°", "12"], ["Total", "91,00"]]


def test_an_empty_page_has_no_rows_but_a_letter_height() -> None:
    page = lay_out(sheet(), 1)
    assert (page.rows, page.tokens, page.segments, page.folded) == ((), (), (), "")
    assert page.letter > 0


@given(st.floats(-5, 5))
def test_rows_of_a_leaning_page_are_level_and_the_words_keep_their_own_boxes(skew: float) -> None:
    reading = sheet(*ROWS, skew=skew)
    page = lay_out(reading, 1)
    assert [[t.text for t in row.tokens] for row in page.rows] == [WORDS] * 6
    for number, row in enumerate(page.rows):
        for token in row.tokens:
            assert token.box.cy == pytest.approx(0.1 + 0.03 * number + LETTER / 2, abs=1e-9)
            assert token.box.height >= 0.5 * LETTER
    assert {t.word.box for t in page.tokens} == {w.box for w in reading.words}


def test_without_the_lean_told_the_rows_of_the_same_page_are_not_level() -> None:
    row = lay_out(sheet(*ROWS, skew=3), 1).rows[0]
    tops = [t.word.box.cy for t in row.tokens]
    assert max(tops) - min(tops) > LETTER


def test_a_wide_gap_parts_segments_a_space_does_not() -> None:
    page = lay_out(sheet(at(0.1, "Nom et prénom", (0.5, "ALAMI Sara"))), 1)
    assert [segment.text for segment in page.segments] == ["Nom et prénom", "ALAMI Sara"]
    first, second = page.segments
    assert first.folded == "nom et prenom"
    assert first.box.x1 < second.box.x0


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("Nom:ALAMI", ["Nom:", "ALAMI"]),
        ("Nom:ALAMI:Sara", ["Nom:", "ALAMI:", "Sara"]),
        ("303449690-ICE", ["303449690-", "ICE"]),
        ("IF21938034", ["IF", "21938034"]),
        ("le20/10/2025", ["le", "20/10/2025"]),
        ("Tél:0522203040", ["Tél:", "0522203040"]),
        ("10:30", ["10:30"]),
        ("292244·I.C.E:0051822", ["292244·", "I.C.E:", "0051822"]),
        ("N°NH-6292", ["N°", "NH-6292"]),
        ("N°12", ["N°12"]),
        ("chronique?ON", ["chronique?", "ON"]),
        ("Divorcé(e)Veuf(ve)", ["Divorcé(e)", "Veuf(ve)"]),
        ("OCélibataire", ["O", "Célibataire"]),
        ("lecture", ["lecture"]),
        ("F-2025/12", ["F-2025/12"]),
        (":", [":"]),
    ],
)
def test_a_label_run_together_with_its_value_is_parted(glued: str, parts: list[str]) -> None:
    (row,) = lay_out(sheet(at(0.1, glued)), 1).rows
    assert [token.text for token in row.tokens] == parts
    whole = sheet(at(0.1, glued)).words[0].box
    assert Box.around(t.word.box for t in row.tokens).rounded() == whole.rounded()
    for left, right in zip(row.tokens, row.tokens[1:], strict=False):
        assert left.word.box.x1 == pytest.approx(right.word.box.x0)


def cells(reading: PageReading) -> list[str]:
    return [token.text for token in lay_out(reading, 1).tokens]


def test_what_a_reader_made_of_a_tick_box_is_no_part_of_the_word() -> None:
    letter = 0.5 * LETTER / ASPECT
    marks = [narrow(tick(MARGIN, 0.1, True)), narrow(tick(MARGIN + 4 * letter, 0.1, False))]
    assert cells(sheet(at(0.1, "☒Oui□Non"), marks=marks)) == ["Oui", "Non"]
    assert cells(sheet(at(0.1, "☒Oui□Non"))) == ["☒Oui□Non"]  # no box was seen there


@pytest.mark.parametrize(
    ("glued", "at_letter", "parts"),
    [
        ("ouinon", 3, ["oui", "non"]), ("MARIEVEUF", 5, ["MARIE", "VEUF"]), ("MariéVeuf", 5, ["Marié", "Veuf"]),
        ("tiers:non", 6, ["tiers:", "non"]), ("tiers:non", 5, ["tiers:", "non"]),
    ],
)  # fmt: skip
def test_words_that_a_box_stands_between_are_parted(
    glued: str, at_letter: int, parts: list[str]
) -> None:
    """The reader left the box out: the word is as wide as its letters and the box."""
    letter = 0.5 * LETTER / ASPECT
    (word,) = at(0.1, glued)
    box = tick(MARGIN + at_letter * letter, 0.1, True)
    wide = replace(word.box, x1=word.box.x1 + box.box.width)
    assert cells(sheet([replace(word, box=wide)], marks=[box])) == parts


def test_a_word_that_holds_two_boxes_is_parted_at_each() -> None:
    """Where letters are of several widths, and the reader put three words together."""
    (word,) = at(0.1, ":médecinechirurgie")
    there = [(0.040, 0.062), (0.520, 0.583)]
    start, wide = word.box.x0, word.box.width
    boxes = [
        replace(mark, box=replace(mark.box, x0=start + a * wide, x1=start + b * wide))
        for mark, (a, b) in zip(
            [tick(MARGIN, 0.1, False), tick(MARGIN, 0.1, True)], there, strict=True
        )
    ]
    assert cells(sheet([word], marks=boxes)) == [":", "médecine", "chirurgie"]


def test_a_crossed_box_that_was_read_as_a_digit_is_no_part_of_its_option() -> None:
    assert cells(sheet(at(0.1, "8M"), marks=[narrow(tick(MARGIN, 0.1, True))])) == ["M"]


def narrow(mark: SeenMark) -> SeenMark:
    """A tick box as wide as a letter."""
    box = mark.box
    return replace(mark, box=Box(box.x0, box.y0, box.x0 + box.width / 2, box.y1))


def test_a_word_whose_letters_are_no_box_stays_whole() -> None:
    assert cells(sheet(at(0.1, "Maladie"), marks=[tick(MARGIN, 0.1, True)])) == ["Maladie"]


@given(st.floats(0, 0.5), st.floats(0.0005, 0.03), st.floats(0.005, 0.08))
def test_any_box_over_any_print(x: float, width: float, height: float) -> None:
    box = Box(MARGIN + x, 0.1, MARGIN + x + width, 0.1 + height)
    mark = replace(tick(0, 0, True), box=box)
    words = cells(sheet(at(0.1, "☒Oui OXO |Non|", height=height), marks=[mark]))
    assert set("".join(words)) >= set("ui")


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda t: t.split() == [t]), max_size=8))
def test_every_letter_of_a_row_has_its_word(words: list[str]) -> None:
    for row in lay_out(sheet(at(0.1, " ".join(words))), 1).rows:
        assert len(row.squeezed) == len(row.owners)
        assert list(row.owners) == sorted(row.owners)
        assert "".join(t.text for t in row.tokens) == "".join(words)


def test_the_searchable_page() -> None:
    page = lay_out(sheet(at(0.1, "FEUILLE DE"), at(0.13, "Soins n° 7")), 1)
    assert page.folded == "feuille de soins n 7"
    assert page.squeezed == "feuilledesoinsn7"
