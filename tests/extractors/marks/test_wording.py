"""Stamps are told by what they say, in black and upright as they may be."""

from __future__ import annotations

import pytest

from extractors.marks.wording import worded_stamps
from models.geometry import Box
from models.reading import How, Word

A4 = (210.0, 297.0)


def _rows(*texts: str, x: float = 60.0, y: float = 200.0, pitch: float = 5.0) -> list[Word]:
    """Rows of words set every `pitch` millimetres."""
    words = []
    for row, text in enumerate(texts):
        left, top = x, y + row * pitch
        for part in text.split():
            wide = 2.2 * len(part)
            box = Box(left / 210, top / 297, (left + wide) / 210, (top + 3.6) / 297)
            words.append(Word(part, box, 0.97, How.OCR, row))
            left += wide + 1.5
    return words


@pytest.mark.parametrize(
    "rows",
    [
        ("Dr Salma BENNIS", "Pédiatrie", "12, Rue Ibn Sina", "INPE 123456789"),
        ("PHARMACIE DU PORT", "Tél 0522334455"),
        ("CLINIQUE ATLAS", "I.C.E. 001234567000089"),
    ],
)
def test_a_block_that_speaks_as_a_stamp(rows: tuple[str, ...]) -> None:
    (found,) = worded_stamps(_rows(*rows), *A4)
    assert "title" in found[1]
    assert found[0].height * 297 > 5


def test_letterheads_fields_and_prose_are_no_stamps() -> None:
    head = ("Dr Salma BENNIS", "12, Rue Ibn Sina", "Tél 0522334455")
    assert worded_stamps(_rows(*head, y=20), *A4) == ()
    assert worded_stamps(_rows(*head, pitch=9.0), *A4) == ()
    assert worded_stamps(_rows("Le patient se repose", "pendant dix jours"), *A4) == ()
