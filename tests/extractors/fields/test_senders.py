"""Who writes a letter."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

BODY = (
    at(0.20, "Objet : frais de lunettes"),
    at(0.26, "Madame, Monsieur,"),
    at(0.29, "semaines. Malgré mes courriers je n'ai rien reçu."),
)


def letter(kind: str, *head: object) -> dict[str, str]:
    return values(read(kind, sheet(*head, *BODY)).fields)  # type: ignore[arg-type]


def test_the_name_alone_at_the_top() -> None:
    found = letter(
        "demande_remboursement_direct", at(0.08, "Karim TAZI"), at(0.11, "Affilié n° 445566778")
    )
    assert (found["assure_nom"], found["assure_prenom"]) == ("TAZI", "Karim")


def test_the_whole_name_and_no_words_under_a_salutation() -> None:
    assert letter("reclamation", at(0.08, "RAMI Hind"))["assure_nom"] == "RAMI Hind"


@pytest.mark.parametrize(
    "head",
    [
        at(0.08, "Dr Karim TAZI"),
        at(0.08, "Clinique TAZI"),
        at(0.08, (0.6, "Karim TAZI")),
        at(0.08, "À l'attention de Hind RAMI"),
        at(0.25, "Karim TAZI"),
    ],
)
def test_who_is_no_sender(head: object) -> None:
    assert "assure_nom" not in letter("reclamation", head)
