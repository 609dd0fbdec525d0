"""Why values are lost, on papers of which one knows what was read and what was made of it."""

from __future__ import annotations

from typing import Any

import pytest

from bench.evaluate.inputs import PageKey, truth_from
from bench.evaluate.losses import losses, losses_table
from bench.evaluate.matching import match
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from tests.bench.papers import Json, perfect, truth

NUMBER = PageKey("sac-1.pdf", 4)
"""The first page of the first invoice."""


def page(*words: str) -> PageReading:
    """A page of which these words stand in the boxes that the made-up courier gives to its values."""
    stands = Box(0.1, 0.1, 0.4, 0.12)
    said = tuple(Word(text, stands, 0.9, How.OCR, line=1) for text in words)
    return PageReading(Rotation(0), 1.0, 0.0, False, 1000, 1400, 150, said)


def courier(field: Any, kind: str = "facture") -> tuple[Json, Json]:
    """The courier of which all is found but the number of its first invoice."""
    true = truth()
    result = perfect(true)
    invoice = true["documents"][2]
    for name, one in invoice["fields"].items():
        one["source"] = "printed" if name == "numero_facture" else "stamp"
    result["documents"][2]["fields"]["numero_facture"] = field
    result["documents"][2]["type"] = kind
    return true, result


@pytest.mark.parametrize(
    ("field", "kind", "words", "why"),
    [
        (None, "facture", ["N°", "f-2025/0187"], ("imprime", "rien trouvé", "lu à sa place")),
        (None, "facture", ["F-2O25/O187"], ("imprime", "rien trouvé", "mal lu")),
        ({"value": "F-1"}, "facture", ["F-2025/0187"], ("imprime", "autre valeur", "lu à sa place")),
        (None, "devis", ["F-2025/0187"], ("imprime", "type faux", "lu à sa place")),
    ],
)  # fmt: skip
def test_a_lost_value_tells_what_was_made_of_it_and_whether_it_was_read(
    field: Any, kind: str, words: list[str], why: tuple[str, str, str]
) -> None:
    true, result = courier(field, kind)
    found = losses(match(truth_from(true), result), {NUMBER: page(*words)})
    assert found == {why: 1}
    assert " 1 | 100 |" in losses_table(found)


def test_what_is_right_or_optional_is_not_lost() -> None:
    true, result = courier({"value": "F-2025/0187"})
    del result["documents"][2]["fields"]["nature"]
    assert not losses(match(truth_from(true), result), {})
