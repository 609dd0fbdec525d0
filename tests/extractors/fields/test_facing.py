"""Labels that stand behind their answers, in a column of their own."""

from __future__ import annotations

from extractors.fields.facing import facing
from extractors.layout import lay_out
from models.documents import document_type
from models.reading import Word
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import ASPECT, LETTER, PITCH, at, sheet

TOLD = {
    "KHALDI": "nom du malade", "Naima": "prénom du malade", "TAZI": "nom de l'adhérent",
    "Omar": "prénom de l'adhérent", "14/03/2024": "date d'admission", "551204478": "notre INPE",
}  # fmt: skip


def _behind(told: dict[str, str]) -> list[list[Word]]:
    """Each answer ends where the column of labels nearly begins."""
    width = PITCH * LETTER / ASPECT
    return [
        at(0.2 + 0.025 * n, (0.53 - width * len(answer), answer), (0.55, label))
        for n, (answer, label) in enumerate(told.items())
    ]


def test_labels_behind_their_answers_are_read_as_before_them() -> None:
    found = values(read("demande_prise_en_charge", sheet(*_behind(TOLD))).fields)
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("KHALDI", "Naima")
    assert (found["assure_nom"], found["assure_prenom"]) == ("TAZI", "Omar")
    assert (found["date_hospitalisation"], found["inpe"]) == ("2024-03-14", "551204478")


def test_values_keep_their_place_on_the_paper() -> None:
    fields = read("demande_prise_en_charge", sheet(*_behind(TOLD))).fields
    box = fields["beneficiaire_nom"].box
    assert box is not None
    assert box.x1 < 0.54


def test_labels_before_their_answers_stay_so() -> None:
    rows = [
        at(0.2 + 0.025 * n, (0.1, label), (0.45, answer))
        for n, (answer, label) in enumerate(TOLD.items())
    ]
    page = lay_out(sheet(*rows), 1)
    assert facing(page, document_type("demande_prise_en_charge")) is page


def test_two_such_labels_are_too_few() -> None:
    page = lay_out(sheet(*_behind(dict(list(TOLD.items())[:2]))), 1)
    assert facing(page, document_type("demande_prise_en_charge")) is page
