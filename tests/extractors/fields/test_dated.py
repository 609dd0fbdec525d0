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


@pytest.mark.parametrize(
    "line", ["VU LE 06/11/2025 PAR Dr Sara ALAMI", "Valable un mois à dater du 6 nov. 2025"]
)
def test_the_only_day_of_a_paper_is_doubtful(line: str) -> None:
    page = sheet(at(0.3, line))
    field = read("rapport_medical", page).fields["date_document"]
    assert (field.value, field.controle is not None) == ("2025-11-06", True)
    assert field.confidence < 0.6


@pytest.mark.parametrize(
    "line",
    [
        "né le 06/11/1985",
        "traité depuis le 06/11/2025",
        "du 06/11/2025 au 09/11/2025",
        "05 12 25 44 33",
    ],
)
def test_a_day_that_is_not_the_papers(line: str) -> None:
    assert "date_document" not in told("rapport_medical", line)
