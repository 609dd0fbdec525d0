"""Boxes typed as characters: «( X )», «[ ]», «☒»."""

from __future__ import annotations

import pytest

from extractors.fields.boxes import tick_boxes
from extractors.layout import lay_out
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


@pytest.mark.parametrize(
    ("line", "boxes"),
    [
        ("( X ) épouse ( ) enfant", [True, False]),
        ("[x] Réglé [ ] Refusé", [True, False]),
        ("☐ non ☒ oui", [False, True]),
        ("père (mère) 12", []),
    ],
)
def test_typed_boxes(line: str, boxes: list[bool]) -> None:
    page = lay_out(sheet(at(0.3, line)), 1)
    assert [m.present for m in tick_boxes(page)] == boxes


def test_an_answer_in_typed_boxes() -> None:
    paper = sheet(at(0.3, "Urgence : oui ( ) non (x)"))
    assert values(read("demande_prise_en_charge", paper).fields)["urgence"] == "false"


def test_a_decision_in_typed_boxes() -> None:
    lines = ["[ ] Réglé en totalité", "[X] Réglé en partie", "[ ] En attente de pièces"]
    paper = sheet(*(at(0.3 + 0.03 * i, line) for i, line in enumerate(lines)))
    fields = values(read("reponse_compagnie", paper).fields)
    assert fields["decision"] == "remboursement_partiel"


def test_yes_with_what_goes_on_with_it() -> None:
    paper = sheet(at(0.3, "Métastases : oui (médullaires)"))
    assert values(read("rapport_medical", paper).fields)["metastase"] == "true"
