"""The base of insured people, looked up by what papers bear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.records import assures

ROWS = [
    {"numero_immatriculation": "100", "matricule": "7", "nom": "ALAMI", "prenom": "Rachid", "cin": "A1", "lien": "assure"},
    {"numero_immatriculation": "100-1", "nom": "SABRI", "prenom": "Mouna", "cin": "B2", "lien": "conjoint", "numero_immatriculation_assure": "100"},
    {"nom": "ALAMI", "prenom": "Éric", "lien": "enfant", "numero_immatriculation_assure": "100"},
    {"numero_immatriculation": "200", "nom": "TOURÉ", "prenom": "Awa", "lien": "assure"},
    {"nom": "SEUL", "prenom": "Jean", "lien": "enfant"},
]  # fmt: skip


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    with opened.transaction() as session:
        assures.load(session, ROWS)
    yield opened
    opened.close()


def test_bearers_of_any_number_whatever_it_numbers(database: Database) -> None:
    with database.reading() as session:
        found = assures.bearing(session, ["7", "B2", "999"])
        assert sorted(p.nom for p in found) == ["ALAMI", "SABRI"]
        many = [str(n) for n in range(100, 2000)]
        assert sorted(p.nom for p in assures.bearing(session, many))[0] == "ALAMI"
        assert assures.bearing(session, []) == []


def test_families_are_whole_from_any_member_the_insured_first(database: Database) -> None:
    with database.reading() as session:
        by_name = {key: id for id, key in assures.writings(session)}
        assert "TOURE AWA" in by_name
        (family,) = assures.families(session, [by_name["ALAMI ERIC"], by_name["SABRI MOUNA"]])
        assert family[0].lien == "assure"
        assert len(family) == 3
        (alone,) = assures.families(session, [by_name["SEUL JEAN"]])
        assert [p.prenom for p in alone] == ["Jean"]
