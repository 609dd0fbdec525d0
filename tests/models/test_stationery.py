"""What is printed on the papers of each organisme: well-formed, and its quotes found in the sources."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.checklists import checklists
from models.organismes import organisme, organismes
from models.organismes.stationery import Stationery, stationeries, stationery
from tests.models import sources


def test_every_organisme_has_its_papers() -> None:
    assert set(stationeries()) == set(organismes())


@pytest.mark.parametrize("name", sorted(stationeries()))
def test_every_lane_has_an_addressee_and_every_source_a_name(name: str) -> None:
    letters = stationery(name)
    of_it = [c for c in checklists().values() if c.organisme == name]
    assert {c.dossier_type.voie.value for c in of_it} <= set(letters.ecrire_a)
    assert set(letters.sources) == set(organisme(name).sources)
    special = any(c.dossier_type.bordereau for c in of_it)
    assert special == bool(letters.bordereau_special_chronique)
    answered = letters.reponse.types if letters.reponse else ()
    assert {(name, kind) for kind in answered} <= set(checklists())


def test_a_citation_as_an_outsider_reads_it() -> None:
    letters = stationery("ofppt")
    assert letters.source("000 §3 a") == "Protocole de gestion OFPPT, §3 a"
    assert letters.source("règle sans source") == "règle sans source"


@pytest.mark.parametrize(
    "change",
    [{"courriel_compagnie": "pas une adresse"}, {"rappels": {"courrier": ["le bureau"]}}],
)
def test_what_is_no_address_is_refused(change: dict[str, object]) -> None:
    good = stationery("ofppt").model_dump()
    assert Stationery.model_validate(good) == stationery("ofppt")
    with pytest.raises(ValidationError, match="n'est pas une adresse"):
        Stationery.model_validate(good | change)


@sources.beside
def test_every_printed_rule_is_found_in_its_source() -> None:
    for letters in stationeries().values():
        for rule in (letters.regle_du_lot, letters.reponse):
            if rule is not None:
                assert rule.citation[:3] in letters.sources
                assert sources.stands_in(rule.citation, rule.extrait), rule.extrait
