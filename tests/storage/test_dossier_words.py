"""Dossiers found by the names and numbers of their people, whoever wrote them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.entities import Dossier, Etape, utcnow
from storage.database import Database
from storage.records import dossiers
from storage.records.dossier_words import named
from tests.storage.conftest import MakeEnvoi

PEOPLE = {
    "zahra": ({"nom": "EL MANSOURI", "prenom": "Abdelkrim", "numero_immatriculation": "204-587"}, {"nom": "BENNANI", "prenom": "Fatima Zahra"}),
    "toure": ({"nom": "TOURÉ", "prenom": "Awa", "matricule": "77"}, {}),
}  # fmt: skip


@pytest.fixture
def known(database: Database, make_envoi: MakeEnvoi) -> dict[str, Dossier]:
    envoi = make_envoi()
    with database.transaction() as session:
        return {
            key: dossiers.open_dossier(
                session,
                envoi_id=envoi.id,
                organisme="cnops",
                type="pec_pharmacie",
                documents=[],
                assure=assure,
                beneficiaire=cared,
                deadline=utcnow() - timedelta(hours=len(key)),
            )
            for key, (assure, cared) in PEOPLE.items()
        }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mansouri", ["zahra"]),
        ("Abdelkrim el mansouri", ["zahra"]),
        ("mans abd", ["zahra"]),
        ("zahra", ["zahra"]),
        ("toure", ["toure"]),
        ("Touré Awa", ["toure"]),
        ("204587", ["zahra"]),
        ("77", ["toure"]),
        ("toure mansouri", []),
        ("ansouri", []),
        ("%", []),
        ("", []),
    ],
)
def test_by_any_words_in_any_order_or_their_beginnings(
    database: Database, known: dict[str, Dossier], typed: str, found: list[str]
) -> None:
    with database.reading() as session:
        assert [d.id for d in named(session, typed)] == [known[key].id for key in found]


def test_people_who_change_are_found_by_their_new_names(
    database: Database, known: dict[str, Dossier]
) -> None:
    with database.transaction() as session:
        row = dossiers.get(session, known["toure"].id)
        row.assure = {"nom": "DIALLO", "prenom": "Awa"}
    with database.reading() as session:
        assert named(session, "toure") == []
        assert [d.id for d in named(session, "diallo awa")] == [known["toure"].id]


def test_late_dossiers_are_those_that_nobody_settled(
    database: Database, known: dict[str, Dossier]
) -> None:
    with database.transaction() as session:
        assert len(dossiers.late(session, utcnow())) == 2
        assert dossiers.late(session, utcnow() - timedelta(hours=9)) == []
        dossiers.get(session, known["toure"].id).etape = Etape.VALIDE
        assert [d.id for d in dossiers.late(session, utcnow())] == [known["zahra"].id]


def test_the_dossiers_of_an_insured(database: Database, known: dict[str, Dossier]) -> None:
    with database.reading() as session:
        (found,) = dossiers.of_insured(session, "cnops", "204-587")
        assert found.id == known["zahra"].id
        assert dossiers.of_insured(session, "ofppt", "204-587") == []
