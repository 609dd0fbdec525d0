"""One written name split into surname and given name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.names import split_name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ALAMI Sara", ("ALAMI", "Sara")),
        ("Sara ALAMI", ("ALAMI", "Sara")),
        ("EL AMRANI Fatima Zahra", ("EL AMRANI", "Fatima Zahra")),
        ("Fatima Zahra EL AMRANI", ("EL AMRANI", "Fatima Zahra")),
        ("SEFRIOUINawal", ("SEFRIOUI", "Nawal")),
        ("alami sara", ("ALAMI", "sara")),
        ("EL AMRANI SARA", ("EL AMRANI", "SARA")),
        ("AIT BEN HADDOU SARA", ("AIT BEN HADDOU", "SARA")),
        ("ALAMI, Sara", ("ALAMI", "Sara")),
    ],
)
def test_surname_first(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("SARA ALAMI", ("ALAMI", "SARA")),
        ("sara el amrani", ("EL AMRANI", "sara")),
        ("FATIMA ZAHRA ALAMI", ("ALAMI", "FATIMA ZAHRA")),
        ("ALAMI Sara", ("ALAMI", "Sara")),  # capitals tell more than the label
    ],
)
def test_given_name_first(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text, given_first=True) == parts


@pytest.mark.parametrize("text", ["", "ALAMI", "  "])
def test_a_single_word_is_not_split(text: str) -> None:
    assert split_name(text) is None


@given(st.text(), st.booleans())
def test_no_word_is_lost_nor_made_up(text: str, given_first: bool) -> None:
    parts = split_name(text, given_first=given_first)
    if parts is not None:
        surname, given_name = parts
        assert surname
        assert given_name
        letters = sorted("".join(text.replace(",", " ").split()).upper())
        assert sorted("".join((surname + given_name).split()).upper()) == letters
