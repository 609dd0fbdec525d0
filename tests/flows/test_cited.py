"""People of the base named in the words of a letter."""

from __future__ import annotations

import pytest

from flows.dossiers.cited import with_cited
from flows.dossiers.mentions import Mention, Role, Traces

NAMES = ("EL OUALI ZAKARIA", "ALAMI RACHID", "BA AWA")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Réf. : D25\nConcerne : EL OUALI Zakaria", ["el ouali zakaria"]),
        ("Monsieur Zakaria El Ouali,\nvotre dossier", ["el ouali zakaria"]),
        ("ELOUALIZakaria", ["el ouali zakaria"]),
        ("Médecin : Dr Zakaria EL OUALI", []),
        ("Professeur Rachid Alami\nConcerne Rachid ALAMI", ["alami rachid"]),
        ("BA Awa", []),  # too short to be no chance
        ("Alami\nRachid", []),
        ("", []),
    ],
)
def test_whole_names_are_found_in_a_text(text: str, expected: list[str]) -> None:
    (paper,) = with_cited([Traces()], [text], NAMES)
    assert [m.name for m in paper.mentions] == expected
    assert all(m.role is Role.CITE for m in paper.mentions)


def test_a_paper_that_names_somebody_of_the_base_is_left_as_it_is() -> None:
    named = Traces((Mention(Role.SOIGNE, "alami rachyd", 0.9),))
    assert with_cited([named], ["Concerne : EL OUALI Zakaria"], NAMES) == [named]


def test_a_paper_whose_fields_name_nobody_known_is_read_through() -> None:
    misread = Traces((Mention(Role.ASSURE, "a moiisicur te", 0.9),))
    (paper,) = with_cited([misread], ["Je soussigné, Rachid ALAMI,"], NAMES)
    assert [m.name for m in paper.mentions] == ["a moiisicur te", "alami rachid"]
