"""The second paper of a sheet, noted beside its document."""

from __future__ import annotations

import pytest

from flows.dossiers.noted import besides, noted_on
from tests.flows.papers import paper, reading

BOTH = reading(
    "CARTE D'ASSURÉ",
    "Numéro d'immatriculation : 294976007",
    "Nom : LAARAJ",
    *[""] * 10,
    "ROYAUME DU MAROC",
    "CARTE NATIONALE D'IDENTITÉ",
    "LAARAJ TARIK",
    "IDMAR7B34585XX3JB34585<<<<<<<<",
    "8110251M2703268MAR<<<<<<<<<<<7",
    "LAARAJ<<TARIK<<<<<<<<<<<<<<<<<",
)


def test_an_identity_card_under_another_is_read() -> None:
    found = noted_on({4: BOTH})
    assert found is not None
    assert (found.type, found.pages) == ("cnie", (4,))
    said = {name: found.fields[name].value for name in ("nom", "prenom", "date_naissance")}
    assert said == {"nom": "LAARAJ", "prenom": "Tarik", "date_naissance": "1981-10-25"}
    box = found.fields["date_naissance"].box
    assert box is not None
    zone = next(w.box for w in BOTH.words if w.text.startswith("8110251"))
    assert box.y0 <= zone.cy <= box.y1


def test_a_sheet_of_one_paper_has_none() -> None:
    assert noted_on({1: reading("CARTE D'ASSURÉ", "Nom : LAARAJ")}) is None


@pytest.mark.parametrize(("host", "number"), [("carte_immatriculation", 1), ("cnie", 0)])
def test_the_other_side_of_the_same_card_is_no_second_paper(host: str, number: int) -> None:
    assert len([*besides(paper(host), paper("cnie"))]) == number
    assert [*besides(paper(host), None)] == []
