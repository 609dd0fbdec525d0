"""Ages that no label asks for."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def prescription(*lines: str) -> dict[str, str]:
    rows = [at(0.20 + 0.028 * number, line) for number, line in enumerate(lines)]
    page = sheet(at(0.05, "Dr Karim TAZI"), *rows, at(0.50, "1) DOLIPRANE 1000 mg"))
    return values(read("ordonnance", page).fields)


@pytest.mark.parametrize(
    "lines",
    [
        ("Patient : BENNANI Salma, 45 ans",),
        ("Patient : Mme BENNANI Salma (45 ans)",),
        ("Malade : Salma BENNANI 45 ans F",),
        ("Patient", "BENNANI Salma", "45 ans"),
    ],
)
def test_the_years_behind_a_patient_s_name_are_the_age(lines: tuple[str, ...]) -> None:
    found = prescription(*lines)
    assert (found["patient_nom"], found["patient_prenom"]) == ("BENNANI", "Salma")
    assert found["patient_age"] == "45"


@pytest.mark.parametrize(
    "lines",
    [
        ("Patient : BENNANI Salma, suivie depuis 12 ans",),
        ("Patient : BENNANI Salma", "à renouveler pendant 3 ans"),
    ],
)
def test_other_years_are_none(lines: tuple[str, ...]) -> None:
    assert "patient_age" not in prescription(*lines)
