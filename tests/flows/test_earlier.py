"""Answers join the dossier whose reference or code they bear; earlier cases are remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.dossiers.earlier import Earlier, earlier
from flows.intake.receive import receive
from flows.workplace import Workplace
from models.checklists import Channel, DossierFacts, Person, Piece, Policy, checklist
from models.entities import Dossier
from storage.records import assures, dossiers
from tests.flows.papers import NOON, one_file, paper

ALAMI = Person(numero_immatriculation="204587613", nom="ALAMI", prenom="Rachid", lien="assure")
SPOUSES = [
    {"numero_immatriculation": "204587613", "nom": "ALAMI", "prenom": "Rachid", "lien": "assure", "cin": "A11"},
    {"nom": "SABRI", "prenom": "Mouna", "lien": "conjoint", "cin": "B22", "numero_immatriculation_assure": "204587613"},
    {"numero_immatriculation": "300400500", "nom": "SABRI", "prenom": "Mouna", "lien": "assure", "cin": "B22"},
]  # fmt: skip


@pytest.fixture
def first(place: Workplace) -> Dossier:
    """A dialysis PEC of Rachid ALAMI, already here."""
    envoi_id = receive(place, one_file("a.pdf", b"%PDF-1.4 rien"), received_at=NOON).envoi_id
    with place.database.transaction() as session:
        return dossiers.open_dossier(
            session,
            envoi_id=envoi_id,
            organisme="cnops",
            type="pec_dialyse",
            documents=[],
            assure={"numero_immatriculation": "204587613", "nom": "ALAMI", "prenom": "Rachid"},
            beneficiaire={"lien": "assure", "nom": "ALAMI", "prenom": "Rachid"},
        )


def facts(person: Person = ALAMI, **fields: str) -> DossierFacts:
    return DossierFacts(
        Channel.COURRIER,
        NOON,
        (Piece("p", paper("convocation_contre_visite", **fields)),),
        assure=person,
        beneficiaire=person,
        policy=Policy(reading=0.85),
    )


def past(place: Workplace, dossier: DossierFacts, key: str, *codes: str) -> Earlier:
    with place.database.reading() as session:
        return earlier(session, dossier, checklist(*key.split("/")), codes)


def test_an_answer_joins_the_dossier_that_it_refers_to(place: Workplace, first: Dossier) -> None:
    got = past(place, facts(numero_dossier=first.reference), "ofppt/contre_visite")
    assert got.joined is not None
    assert got.joined.id == first.id
    assert got.history.dossier_rattache is True
    assert got.history.contre_visites_douze_mois == 1
    assert got.told == ()


def test_our_own_letter_that_comes_back_is_known_by_its_code(
    place: Workplace, first: Dossier
) -> None:
    got = past(place, facts(), "cnops/pec_pharmacie", f"LIASSE:DOSSIER:{first.reference}")
    assert got.joined is not None


def test_the_reference_of_another_person_s_dossier_is_to_be_confirmed(
    place: Workplace, first: Dossier
) -> None:
    other = replace(ALAMI, numero_immatriculation="999888777", nom="TOURE", prenom="Aminata")
    got = past(place, facts(other, numero_dossier=first.reference), "ofppt/contre_visite")
    assert got.joined is not None
    assert got.history.dossier_rattache is None
    assert [s.code for s in got.told] == ["rattachement_a_confirmer"]


def test_an_unknown_reference_joins_nothing(place: Workplace, first: Dossier) -> None:
    got = past(place, facts(numero_dossier="D25-99999-9"), "ofppt/contre_visite")
    assert got.joined is None
    assert got.history.dossier_rattache is None


def test_a_type_that_joins_nothing_is_not_joined_by_a_reference(
    place: Workplace, first: Dossier
) -> None:
    assert past(place, facts(numero_dossier=first.reference), "ofppt/reclamation").joined is None


def test_an_earlier_dialysis_is_remembered_and_silence_says_nothing(
    place: Workplace, first: Dossier
) -> None:
    assert past(place, facts(), "cnops/pec_dialyse").history.pec_dialyse_anterieure is True
    other = replace(ALAMI, numero_immatriculation="999888777")
    assert past(place, facts(other), "cnops/pec_dialyse").history.pec_dialyse_anterieure is None


def test_a_couple_of_ofppt_is_noticed(place: Workplace) -> None:
    with place.database.transaction() as session:
        assures.load(session, SPOUSES)
    assert past(place, facts(), "ofppt/maladie_remboursement").history.couple_ofppt is True
    assert past(place, facts(), "cnops/pec_pharmacie").history.couple_ofppt is None
