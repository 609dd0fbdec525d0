"""The day of a paper, beside its place, and not the days that it tells of."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def told(kind: str, *lines: str) -> dict[str, str]:
    pages = [at(0.3 + 0.04 * i, line) for i, line in enumerate(lines)]
    return values(read(kind, sheet(*pages)).fields)


@pytest.mark.parametrize(
    "lines",
    [
        ["Oujda le 06.11.2025", "est pris en charge chez nous depuis le 3 novembre 2025."],
        ["L'intéressée, née à Fès le 08/04/2004, est connue.", "Oujda, le 06.11.2025"],
        ["Fait à Tiflet, le 06/11/2025", "Terminée le 10/10/2025"],
        ["Réponse attendue avant le 27/12/2025.", "Oujda, 06.11.2025"],
        ["Issued in Rabat on 06 Nov 2025"],
    ],
)
def test_the_day_is_that_beside_the_place(lines: list[str]) -> None:
    assert told("rapport_medical", *lines)["date_document"] == "2025-11-06"


@pytest.mark.parametrize(
    "line",
    [
        "L'enfant est née à Fès le 08/04/2004.",
        "suivie depuis le 08/04/2024",
        "à rendre avant le 08/04/2026",
    ],
)
def test_a_day_that_the_paper_tells_of_is_not_its_own(line: str) -> None:
    assert "date_document" not in told("rapport_medical", line)


def test_the_day_of_an_extract_is_no_day_of_birth() -> None:
    assert "date_naissance" not in told("acte_naissance", "Délivré à Salé le 03/12/2025.")
