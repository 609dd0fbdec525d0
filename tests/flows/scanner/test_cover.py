"""What folders and cover sheets say of an arrival, and what it is compared with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.scanner.cover import Cover, differences, of_codes, of_folder
from models.organismes import organismes

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=";="),
    min_size=1,
    max_size=20,
)
NUMBERS = st.integers(0, 99_999)
COVERS = st.builds(
    Cover,
    organisme=st.none() | st.sampled_from(sorted(organismes())),
    site=st.none() | WORDS,
    operateur=st.none() | WORDS,
    pages=st.none() | NUMBERS,
    dossiers=st.none() | NUMBERS,
)


@pytest.mark.parametrize(
    ("name", "cover"),
    [
        ("sac.pdf", Cover()),
        ("ofppt/sac.pdf", Cover(organisme="ofppt")),
        ("OFPPT/Agadir/lot 3/sac.pdf", Cover(organisme="ofppt", site="Agadir")),
        ("Agadir/sac.pdf", Cover(site="Agadir")),
    ],
)
def test_folders_say_whose_it_is(name: str, cover: Cover) -> None:
    assert of_folder(name) == cover


@given(COVERS)
def test_a_sheet_says_what_was_printed_on_it(cover: Cover) -> None:
    assert of_codes(["6111000100010", cover.code]) == cover


@given(st.text())
def test_any_code_is_read_without_harm(text: str) -> None:
    of_codes([text, "LIASSE:ENVOI:" + text])


def test_the_sheet_goes_before_the_folder() -> None:
    sheet = of_codes(["LIASSE:ENVOI:organisme=CNOPS;dossiers=12"])
    assert sheet.beside(of_folder("ofppt/Agadir/sac.pdf")) == Cover("cnops", "Agadir", dossiers=12)


def test_signs_of_the_code_cannot_be_forged_by_a_name() -> None:
    assert of_codes([Cover(site="Agadir;pages=3").code]) == Cover(site="Agadir pages 3")


def test_what_is_not_as_announced_is_told() -> None:
    assert differences(Cover(pages=30, dossiers=4), 30, 4) == []
    assert differences(Cover(), 30, 4) == []
    assert differences(Cover(pages=31, dossiers=5), 30, 4) == [
        "31 pages annoncées, 30 trouvées : à vérifier.",
        "5 dossiers annoncés, 4 trouvés : à vérifier.",
    ]
