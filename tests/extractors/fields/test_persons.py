"""Names in running text, where no label tells whose they are."""

from __future__ import annotations

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def test_a_type_that_keeps_the_surname_alone() -> None:
    letter = sheet(at(0.3, "Votre correspondant : Mme BENNIS Yasmine, comme convenu."))
    assert "assure_prenom" not in values(read("convocation_contre_visite", letter).fields)
