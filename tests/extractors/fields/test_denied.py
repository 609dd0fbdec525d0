"""What sentences deny."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Le scanner ne montre pas de lésion à distance.", "false"),
        ("Il n'y a aucune localisation secondaire visible.", "false"),
        ("Dissémination : absente", "false"),
        ("Métastases : néant", "false"),
        ("Métastases : présentes, hépatiques", None),
        ("Tumeur classée pT2 N0 M0.", "false"),
        ("Tumeur classée T3 N1 M1.", "true"),
        ("Une lésion à distance a été trouvée.", None),
    ],
)
def test_metastases(line: str, value: str | None) -> None:
    found = values(read("rapport_medical", sheet(at(0.3, line))).fields)
    assert found.get("metastase") == value
