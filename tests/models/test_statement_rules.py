"""What each organisme is owed: well-formed, and its quotes found in the sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from models import rules
from models.organismes import organismes
from models.organismes.statements import (
    UNSOURCED,
    Contents,
    Frequency,
    StatementRules,
    all_statement_rules,
    statement_rules,
)
from models.organismes.stationery import stationery
from models.reference.places import region_of
from tests.models import sources


def test_every_organisme_is_owed_something_each_month_by_the_fifth() -> None:
    assert set(all_statement_rules()) == set(organismes())
    for owner, found in all_statement_rules().items():
        assert found.of(Frequency.MENSUEL)
        assert found.au_plus_tard == 5
        assert {one.citation[:3] for one in found.etats if one.citation != UNSOURCED} <= set(
            stationery(owner).sources
        )


def test_every_table_is_asked_for_by_somebody() -> None:
    asked = {one.contenu for found in all_statement_rules().values() for one in found.etats}
    assert asked == set(Contents)


@sources.beside
def test_every_quote_is_found_in_its_source() -> None:
    for found in all_statement_rules().values():
        for one in found.etats:
            if one.citation != UNSOURCED:
                assert sources.stands_in(one.citation, one.extrait), one.extrait


@pytest.fixture
def own_rules(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "regles" / "etats"
    folder.mkdir(parents=True)
    with rules.held_to(folder.parent):
        yield folder


def test_the_operators_file_stands_for_ours(own_rules: Path) -> None:
    (own_rules / "cnops.toml").write_text(
        'organisme = "cnops"\ndestinataire = "CNOPS, Rabat"\nenvoyer_a = ["etats@cnops.example"]\n'
        '[[etats]]\ncontenu = "sinistres"\nfrequence = "trimestriel"\ntitre = "Statistiques"\n'
        'citation = "unsourced"\n',
        encoding="utf-8",
    )
    found = statement_rules("cnops")
    assert found.frequencies == (Frequency.TRIMESTRIEL,)
    assert found.envoyer_a == ("etats@cnops.example",)
    assert statement_rules("ofppt").frequencies == (Frequency.MENSUEL,)


@pytest.mark.parametrize(
    "change",
    [{"envoyer_a": ["pas une adresse"]}, {"preparer_le": 9}, {"etats": []}, {"inconnu": 1}],
)
def test_a_file_with_a_mistake_is_refused(change: dict[str, object]) -> None:
    good = statement_rules("ofppt").model_dump()
    with pytest.raises(ValidationError):
        StatementRules.model_validate(good | change)


def test_a_town_has_its_region() -> None:
    assert region_of("12 rue des Oliviers, Oujda", "MA") == "Oriental"
    assert region_of("DAKAR", "MA") is None
    assert region_of("quelque part", "SN") is None
