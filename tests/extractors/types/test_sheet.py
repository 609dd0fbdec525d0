"""Two papers photocopied on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.types import classify, second_paper
from models.reading import Word
from tests.extractors.sheets import at, sheet


def identity(top: float) -> list[Sequence[Word]]:
    return [
        at(top, "ROYAUME DU MAROC"),
        at(top + 0.02, "CARTE NATIONALE D'IDENTITÉ"),
        at(top + 0.05, "LAARAJ TARIK"),
        at(top + 0.20, "IDMAR7B34585XX3JB34585<<<<<<<<"),
        at(top + 0.23, "8110251M2703268MAR<<<<<<<<<<<7"),
        at(top + 0.26, "LAARAJ<<TARIK<<<<<<<<<<<<<<<<<"),
    ]


def insured(top: float) -> list[Sequence[Word]]:
    return [
        at(top, "CARTE D'ASSURÉ", height=0.02),
        at(top + 0.05, "Numéro d'immatriculation : 294976007"),
        at(top + 0.08, "Nom : LAARAJ"),
    ]


@pytest.mark.parametrize(
    ("rows", "first", "second"),
    [
        ([*insured(0.1), *identity(0.5)], "carte_immatriculation", "cnie"),
        ([*identity(0.1), *insured(0.5)], "cnie", "carte_immatriculation"),
    ],
)
def test_the_second_paper_of_a_sheet(rows: list[Sequence[Word]], first: str, second: str) -> None:
    reading = sheet(*rows)
    found = second_paper(reading, 3)
    assert classify(reading, 3).type == first
    assert found is not None
    page, words, moved = found
    assert (page.type, page.number) == (second, 3)
    assert page.confidence > 0.7
    assert 0.3 < moved < 0.55
    assert min(w.box.y0 for w in words.words) < 0.2


@pytest.mark.parametrize("rows", [identity(0.1), identity(0.5), insured(0.1), insured(0.5)])
def test_a_card_alone_has_no_second_paper(rows: list[Sequence[Word]]) -> None:
    assert second_paper(sheet(*rows), 1) is None
