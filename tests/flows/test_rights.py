"""Rights of the people of the base on the day that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.dossiers.rights import Rights, rights, rights_on
from flows.workplace import Workplace
from models.checklists import Channel, DossierFacts, Person, Piece, checklist
from models.entities import Assure
from storage.records import assures
from tests.flows.papers import NOON, paper

ROW = {
    "numero_immatriculation": "204587613", "nom": "ALAMI", "prenom": "Rachid", "lien": "assure",
    "date_effet": "2020-01-01", "contrat": "individuel", "taux": "80", "tiers_payant": "oui",
}  # fmt: skip
WIFE = {
    "nom": "SABRI", "prenom": "Mouna", "lien": "conjoint",
    "numero_immatriculation_assure": "204587613", "date_effet": "2024-06-01",
}  # fmt: skip
ALAMI = Person(numero_immatriculation="204587613", nom="ALAMI", prenom="Rachid", lien="assure")
SABRI = Person(nom="SABRI", prenom="Mouna", lien="conjoint")


def person(**extra: str) -> Assure:
    return Assure(nom="ALAMI", prenom="Rachid", date_effet=date(2020, 1, 1), extra=extra)


@pytest.mark.parametrize(
    ("extra", "on", "ouverts"),
    [
        ({}, "2019-12-31", False),
        ({}, "2020-01-01", True),
        ({"date_fin": "2025-06-30"}, "2025-06-30", True),
        ({"date_fin": "2025-06-30"}, "2025-07-01", False),
        ({"suspendu_du": "2025-01-10", "suspendu_au": "2025-02-10"}, "2025-01-09", True),
        ({"suspendu_du": "2025-01-10", "suspendu_au": "2025-02-10"}, "2025-01-10", False),
        ({"suspendu_du": "2025-01-10", "suspendu_au": "2025-02-10"}, "2025-02-10", False),
        ({"suspendu_du": "2025-01-10", "suspendu_au": "2025-02-10"}, "2025-02-11", True),
        ({"suspendu_du": "2025-01-10"}, "2026-01-01", False),
    ],
)
def test_rights_on_a_day(extra: dict[str, str], on: str, ouverts: bool) -> None:
    known = rights_on(person(**extra), date.fromisoformat(on))
    assert known.ouverts is ouverts
    assert bool(known.motif) is not ouverts


def _known(
    place: Workplace, key: str, cared_for: Person, *rows: dict[str, str], **sheet: str
) -> Rights:
    with place.database.transaction() as session:
        assures.load(session, rows)
    dossier = DossierFacts(
        Channel.COURRIER,
        NOON,
        (Piece("p", paper("feuille_de_soins", **sheet)),),
        assure=ALAMI,
        beneficiaire=cared_for,
    )
    with place.database.reading() as session:
        return rights(session, dossier, checklist(*key.split("/")))


def test_billing_looks_at_the_date_of_care(place: Workplace) -> None:
    found = _known(place, "ofppt/maladie_remboursement", ALAMI, ROW, date_soins="2019-05-05")
    assert found.ouverts is False
    assert "01/01/2020" in str(found.motif)


def test_a_request_looks_at_the_date_of_the_request(place: Workplace) -> None:
    found = _known(place, "ofppt/pec_prestataire", ALAMI, ROW, date_soins="2019-05-05")
    assert found.ouverts is True
    assert (found.taux, found.contrat_individuel, found.tiers_payant) == (80.0, True, True)


def test_a_member_has_dates_of_his_own(place: Workplace) -> None:
    found = _known(place, "ci/remboursement", SABRI, ROW, WIFE, date_soins="2024-05-31")
    assert found.ouverts is False
    assert "SABRI" in str(found.motif)
    assert found.date_effet == date(2024, 6, 1)


def test_nobody_known_says_nothing(place: Workplace) -> None:
    assert _known(place, "ci/remboursement", ALAMI) == Rights()
    stranger = replace(ALAMI, numero_immatriculation=None)
    assert _known(place, "ci/remboursement", stranger).ouverts is None
