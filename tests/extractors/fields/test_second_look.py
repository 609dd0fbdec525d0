"""A second look confirms, doubts or replaces; it never invents, and check digits choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.fields.second_look import (
    CLEARLY,
    Answer,
    Question,
    answered,
    answers,
    looked_again,
    nothing_seen,
    settled,
)
from extractors.words.crop import Candidate
from models.documents import FieldSpec, Kind, document_type
from models.geometry import Box
from models.reading import Field, How

BOX = Box(0.1, 0.1, 0.4, 0.14)
DATED = FieldSpec(libelle="Date", genre=Kind.DATE)
ICE = FieldSpec(libelle="ICE", genre=Kind.ICE)
RIGHT_ICE = "009791445000023"
READ = Field("2025-03-12", "12/03/2025", 0.6, 1, BOX, How.OCR)


def test_the_same_reading_is_believed_more() -> None:
    found = settled(READ, DATED, [Candidate("12/03/2025", 0.8, 0.9)])
    assert found.value == READ.value
    assert READ.confidence < found.confidence < 1


def test_another_reading_that_is_not_clear_is_a_rival() -> None:
    found = settled(READ, DATED, [Candidate("12/08/2025", 0.5, 0.9)])
    assert found.value == READ.value
    assert found.confidence < READ.confidence
    assert found.rivals[0][0] == "2025-08-12"


def test_a_clear_reading_takes_the_place_and_leaves_the_first_as_rival() -> None:
    found = settled(READ, DATED, [Candidate("12/08/2025", 0.97, 0.95)])
    assert (found.value, found.raw) == ("2025-08-12", "12/08/2025")
    assert found.rivals[0][0] == "2025-03-12"
    assert found.confidence < CLEARLY + 0.1


@pytest.mark.parametrize("text", ["", "31/02/2025", "99"])
def test_what_is_no_date_changes_nothing(text: str) -> None:
    assert settled(READ, DATED, [Candidate(text, 0.99, 0.99)]) == READ


def test_the_check_digit_chooses_among_candidates() -> None:
    wrong = Field(
        "009791445000028", "009791445000028", 0.45, 1, BOX, How.OCR, controle="clé fausse"
    )
    near = [Candidate("009791445000028", 0.7, 0.9), Candidate(RIGHT_ICE, 0.2, 0.9)]
    found = settled(wrong, ICE, near)
    assert found.value == RIGHT_ICE
    assert found.controle is None
    assert found.rivals == (("009791445000028", 0.45),)


def test_only_doubtful_values_with_a_place_are_looked_at() -> None:
    image = np.full((2000, 1400, 3), 255, np.uint8)
    cv2.putText(image, "12/03/2025", (150, 270), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 3)
    kind = document_type("ordonnance")
    asked: list[int] = []

    def look(questions: Sequence[Question]) -> Sequence[Answer]:
        asked.extend(question.page for question in questions)
        return answers(image, questions)

    def again(field: Field) -> Field:
        return answered(looked_again({"date_prescription": field}, kind), look)["date_prescription"]

    doubtful = replace(READ, box=Box(0.1, 0.11, 0.4, 0.142))
    sure = replace(READ, confidence=0.97, page=2)
    stamp = replace(READ, how=How.CASE_COCHEE, page=3)
    assert again(doubtful).confidence > doubtful.confidence
    assert again(sure) == sure
    assert again(stamp) == stamp
    assert asked == [1]


def test_without_an_image_the_first_reading_stands() -> None:
    doubtful = {"date_prescription": READ}
    kind = document_type("ordonnance")
    assert answered(looked_again(doubtful, kind), nothing_seen) == doubtful
    assert (
        answered(looked_again(doubtful, kind), lambda asked: [answers(None, asked)[0]]) == doubtful
    )
