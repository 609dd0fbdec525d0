"""What the words of a stamp say: whose it is, or that it is the mailroom's."""

from __future__ import annotations

import pytest

from extractors.marks.stampwords import is_mail_stamp
from models.geometry import Box
from models.reading import How, Word

STAMP = Box(0.1, 0.5, 0.4, 0.6)


def written(*rows: str, top: float = STAMP.y0) -> list[Word]:
    return [
        Word(text, Box(0.12 + 0.08 * at, y, 0.19 + 0.08 * at, y + 0.01), 0.9, How.OCR, number)
        for number, row in enumerate(rows)
        for y in (top + 0.005 + 0.015 * number,)
        for at, text in enumerate(row.split())
    ]


@pytest.mark.parametrize(
    "rows",
    [("ARRIVÉ LE", "09 NOV. 2025"), ("BUREAU D'ORDRE", "Arrivée"), ("BUREAUD'ORDRE",), ("Reçu le 3",)],
)  # fmt: skip
def test_the_mailroom_says_that_it_came(rows: tuple[str, ...]) -> None:
    assert is_mail_stamp(written(*rows), STAMP)


def test_the_stamp_right_below_is_another() -> None:
    """Its first row stands at the edge of a stamp that says enough itself."""
    doctor = written("Dr Khalid SOUSSI", "Ophtalmologie", "Kénitra Tél")
    assert not is_mail_stamp([*doctor, *written("BUREAU D'ORDRE", top=0.591)], STAMP)
    assert is_mail_stamp(written("BUREAU D'ORDRE", top=0.591), STAMP)


def test_parts_of_a_rim_are_no_phrase() -> None:
    """«CENTRE» cut by its rim: «NTRE Le…» is not «entrée le»."""
    assert not is_mail_stamp(written("NTRE Leuta BE"), STAMP)
