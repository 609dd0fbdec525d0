"""Chronic illness at OFPPT (000 §3), and the clocks of its PEC."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.checklists import (
    Resultat,
    Statut,
)
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    facts,
    paper,
    spoil,
    value,
    with_field,
)
from tests.models.checklists.verdicts import judged, resultat

CASABLANCA = ZoneInfo("Africa/Casablanca")


def test_a_certificate_over_twelve_months_is_refused() -> None:
    key = ("ofppt", "chronique_pec")
    for written, expected in (
        ("2024-11-05", Resultat.CONFORME),
        ("2024-11-04", Resultat.NON_CONFORME),
    ):
        dossier = spoil(
            COMPLETE[key], with_field("date_certificat", value(written)), "certificat_longue_duree"
        )
        assert resultat(judged(key, dossier), "certificat_moins_12_mois") is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("diabète", Resultat.CONFORME), ("10 09 2025", Resultat.A_VERIFIER)],
)
def test_a_date_in_the_blank_of_the_illness_names_none(written: str, expected: Resultat) -> None:
    key = ("ofppt", "chronique_pec")
    dossier = spoil(COMPLETE[key], with_field("nature_maladie", value(written)), "feuille_de_soins")
    assert resultat(judged(key, dossier), "nature_maladie") is expected


def test_a_sealed_envelope_is_the_piece_and_its_content_is_the_doctors() -> None:
    key = ("ofppt", "chronique_pec")
    sealed = facts(paper("feuille_de_soins"), paper("ordonnance"), paper("pli_confidentiel"))
    judgement = judged(key, sealed)
    assert resultat(judgement, "certificat_longue_duree") is Resultat.CONFORME
    assert resultat(judgement, "contenu_pli_confidentiel") is Resultat.A_VERIFIER
    assert judgement.statut is Statut.A_VERIFIER
    assert judged(key, sealed, pli_scelle="conforme").statut is Statut.COMPLET


def test_the_answer_to_a_pharmacy_is_due_48_clock_hours_after_the_deposit() -> None:
    key = ("ofppt", "chronique_pec")
    friday = datetime(2025, 10, 31, 17, 0, tzinfo=CASABLANCA)
    known = judged(key, replace(COMPLETE[key], deposited_at=friday))
    assert known.deadline == datetime(2025, 11, 2, 17, 0, tzinfo=CASABLANCA)
    assert "debut_estime" not in [s.code for s in known.signalements]
    sent = datetime(2025, 11, 4, 16, 0, tzinfo=CASABLANCA)
    by_date = replace(COMPLETE[key], deposited_on=date(2025, 11, 4), sent_at=sent)
    guessed = judged(key, by_date)
    assert guessed.deadline == datetime(2025, 11, 6, 8, 30, tzinfo=CASABLANCA)
    assert "debut_estime" in [s.code for s in guessed.signalements]


def test_the_pec_of_an_evening_before_a_holiday() -> None:
    """Thursday 6 November 2025 is the Green March; Friday is worked, then the week-end."""
    key = ("ofppt", "pec_urgente")
    wednesday = datetime(2025, 11, 5, 18, 0, tzinfo=CASABLANCA)
    judgement = judged(key, replace(COMPLETE[key], received_at=wednesday))
    # 6 hours of Wednesday, none of Thursday, 18 hours of Friday.
    assert judgement.deadline == datetime(2025, 11, 7, 18, 0, tzinfo=CASABLANCA)
    programmed = judged(
        ("ofppt", "pec_programmee"),
        replace(COMPLETE["ofppt", "pec_programmee"], received_at=wednesday),
    )
    assert programmed.deadline == datetime(2025, 11, 10, 18, 0, tzinfo=CASABLANCA)


@pytest.mark.parametrize("written", ["9999-12-31", "0001-01-01", "2025-13-01", "hier"])
def test_an_impossible_date_proves_nothing(written: str) -> None:
    key = ("ofppt", "chronique_pec")
    dossier = spoil(
        COMPLETE[key], with_field("date_certificat", value(written)), "certificat_longue_duree"
    )
    assert resultat(judged(key, dossier), "certificat_moins_12_mois") is Resultat.A_VERIFIER
