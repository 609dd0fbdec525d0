"""Originals, copies, e-mails (DOMAIN §3 and the rulings)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from models.checklists import (
    Channel,
    Resultat,
    Statut,
)
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    spoil,
    value,
    with_field,
)
from tests.models.checklists.verdicts import judged, resultat

CASABLANCA = ZoneInfo("Africa/Casablanca")
PHARMACY = ("cnops", "facturation_pharmacie")
HOPITAL = ("cnops", "facturation_hopital")


def test_courier_of_unknown_exemplaire_is_verified_unless_a_mailroom_rule_says_original() -> None:
    dossier = spoil(
        COMPLETE[PHARMACY],
        with_field("exemplaire", value("inconnu")),
        "attestation_prise_en_charge",
    )
    exigence = "attestation_prise_en_charge_originale"
    assert resultat(judged(PHARMACY, dossier), exigence) is Resultat.A_VERIFIER
    trusted = judged(PHARMACY, dossier, courrier_vaut_original=True)
    assert resultat(trusted, exigence) is Resultat.CONFORME
    by_mail = replace(dossier, channel=Channel.EMAIL)
    assert resultat(judged(PHARMACY, by_mail, courrier_vaut_original=True), exigence) is (
        Resultat.NON_CONFORME
    )


@pytest.mark.parametrize("said", ["copie", "duplicata", "copie_conforme"])
def test_the_copy_of_an_attestation_is_no_original(said: str) -> None:
    dossier = spoil(
        COMPLETE[PHARMACY], with_field("exemplaire", value(said)), "attestation_prise_en_charge"
    )
    judgement = judged(PHARMACY, dossier)
    assert judgement.statut is Statut.INCOMPLET
    assert "original_attendu" in [s.code for s in judgement.signalements]


def test_the_copy_of_an_ordonnance_is_a_setting() -> None:
    dossier = spoil(COMPLETE[PHARMACY], with_field("exemplaire", value("copie")), "ordonnance")
    assert resultat(judged(PHARMACY, dossier), "ordonnance_originale") is Resultat.A_VERIFIER
    strict = judged(PHARMACY, dossier, copie_ordonnance="non_conforme")
    assert resultat(strict, "ordonnance_originale") is Resultat.NON_CONFORME


def test_the_printed_word_on_an_invoice_says_what_it_is() -> None:
    dossier = spoil(COMPLETE[HOPITAL], with_field("exemplaire", None), "facture")
    dossier = spoil(dossier, with_field("mention", value("duplicata")), "facture")
    assert resultat(judged(HOPITAL, dossier), "facture_originale") is Resultat.NON_CONFORME


@pytest.mark.parametrize(
    ("ville", "channel", "expected"),
    [
        ("Casablanca", Channel.EMAIL, Resultat.NON_CONFORME),
        ("CASABLANCA", Channel.COURRIER, Resultat.CONFORME),
        ("Fès", Channel.EMAIL, Resultat.SANS_OBJET),
        (None, Channel.EMAIL, Resultat.A_VERIFIER),
    ],
)
def test_casablanca_owes_the_original_of_a_pec(
    ville: str | None, channel: Channel, expected: Resultat
) -> None:
    key = ("ofppt", "pec_urgente")
    town = value(ville) if ville else None
    dossier = spoil(COMPLETE[key], with_field("ville", town), "demande_prise_en_charge")
    judgement = judged(key, replace(dossier, channel=channel))
    assert resultat(judgement, "demande_originale") is expected


def test_an_invoice_for_pmas_comes_on_paper() -> None:
    key = ("pmas", "facture_prestataire")
    judgement = judged(key, replace(COMPLETE[key], channel=Channel.EMAIL))
    assert resultat(judgement, "facture_papier") is Resultat.NON_CONFORME
