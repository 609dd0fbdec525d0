"""What an answer of the company must hold to: properties of sums, and each breach by a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as given_some
from hypothesis import strategies as st

from models.answers import Asked, Given, Weight, breaches, doubtful, goes_back
from models.entities import AnswerDecision as D

DAY = date(2025, 11, 10)
ASKED = Asked(
    received_on=DAY - timedelta(days=5), today=DAY, sent=True, cover=False, whole=False,
    chronic=False, claimed=Decimal("500.00"), rate=Decimal(80),
)  # fmt: skip
COVER = replace(ASKED, cover=True, claimed=None, rate=None)
CENTS = st.integers(1, 200_000).map(lambda n: Decimal(n) / 100)


def codes(given: Given, asked: Asked = ASKED) -> dict[str, Weight]:
    return {one.code: one.weight for one in breaches(given, asked)}


def paid(decision: D, amount: str) -> Given:
    return Given(decision, DAY, Decimal(amount))


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (paid(D.REMBOURSEMENT_TOTAL, "400.00"), ASKED),
        (paid(D.REMBOURSEMENT_TOTAL, "400.01"), ASKED),  # a cent of rounding
        (paid(D.REMBOURSEMENT_TOTAL, "500.00"), replace(ASKED, whole=True)),
        (paid(D.REMBOURSEMENT_PARTIEL, "120.00"), ASKED),
        (Given(D.REJET_CONTRACTUEL, DAY, reason="Exclu"), ASKED),
        (Given(D.COMPLEMENT_INFORMATION, DAY, reason="RIB"), ASKED),
        (Given(D.CONTRE_VISITE, DAY), ASKED),
        (paid(D.ACCORD, "9000.00"), COVER),
    ],
)
def test_what_holds_to_the_contract_is_admitted(given: Given, asked: Asked) -> None:
    assert not doubtful(breaches(given, asked))


@pytest.mark.parametrize(
    ("given", "asked", "code", "weight"),
    [
        (Given(D.REJET_ADMINISTRATIF, DAY), ASKED, "rejet_sans_motif", Weight.RENVOI),
        (Given(D.COMPLEMENT_INFORMATION, DAY), ASKED, "complement_sans_objet", Weight.CONFIRMER),
        (Given(D.REMBOURSEMENT_PARTIEL, DAY), ASKED, "partiel_sans_montant", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_PARTIEL, "500.01"), ASKED, "montant_au_dela", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_PARTIEL, "500"), ASKED, "partiel_total", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_PARTIEL, "450"), ASKED, "ticket_moderateur", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_TOTAL, "500"), ASKED, "ticket_moderateur", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_TOTAL, "300"), ASKED, "total_incomplet", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_TOTAL, "400"), replace(ASKED, whole=True), "total_incomplet", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_TOTAL, "300"), replace(ASKED, rate=None), "total_inferieur", Weight.CONFIRMER),
        (paid(D.REMBOURSEMENT_TOTAL, "400"), replace(ASKED, part=Decimal(390)), "ticket_moderateur", Weight.RENVOI),
        (paid(D.REMBOURSEMENT_TOTAL, "400"), replace(ASKED, claimed=None), "reclame_inconnu", Weight.CONSTAT),
        (paid(D.REMBOURSEMENT_PARTIEL, "0"), ASKED, "montant_nul", Weight.RENVOI),
        (paid(D.REJET_CONTRACTUEL, "10"), ASKED, "montant_sans_objet", Weight.CONFIRMER),
        (paid(D.REMBOURSEMENT_TOTAL, "10"), COVER, "decision_sans_rapport", Weight.RENVOI),
        (Given(D.CONTRE_VISITE, DAY), replace(ASKED, chronic=True, visits=1), "contre_visite_de_trop", Weight.RENVOI),
        (Given(D.CONTRE_VISITE, DAY + timedelta(1)), ASKED, "date_impossible", Weight.RENVOI),
        (Given(D.CONTRE_VISITE, DAY - timedelta(6)), ASKED, "date_impossible", Weight.RENVOI),
        (Given(D.ACCORD, DAY), replace(COVER, due=DAY - timedelta(1)), "hors_delai", Weight.CONSTAT),
        (Given(D.ACCORD), COVER, "sans_date", Weight.CONSTAT),
        (Given(D.ACCORD, DAY), replace(COVER, sent=False), "jamais_envoye", Weight.CONFIRMER),
        (Given(D.ACCORD, DAY), replace(COVER, earlier=(Given(D.ACCORD, DAY),)), "deja_enregistree", Weight.CONFIRMER),
        (Given(D.ACCORD, DAY), replace(COVER, earlier=(Given(D.REJET_CONTRACTUEL, DAY),)), "deja_repondu", Weight.CONFIRMER),
        (paid(D.REMBOURSEMENT_PARTIEL, "200"), replace(ASKED, ceiling=Decimal(1000), paid=Decimal(801)), "plafond", Weight.RENVOI),
    ],
)  # fmt: skip
def test_each_breach(given: Given, asked: Asked, code: str, weight: Weight) -> None:
    assert codes(given, asked).get(code) is weight


@given_some(claimed=CENTS, amount=CENTS, rate=st.sampled_from([60, 70, 80, 90, 100]))
def test_nothing_beyond_what_was_due_is_ever_admitted(
    claimed: Decimal, amount: Decimal, rate: int
) -> None:
    asked = replace(ASKED, claimed=claimed, rate=Decimal(rate))
    due = (claimed * rate / 100).quantize(Decimal("0.01"))
    for decision in (D.REMBOURSEMENT_TOTAL, D.REMBOURSEMENT_PARTIEL):
        found = breaches(Given(decision, DAY, amount), asked)
        if amount > claimed or amount - due > Decimal("0.01"):
            assert goes_back(found)
        if decision is D.REMBOURSEMENT_TOTAL and abs(amount - due) <= Decimal("0.01"):
            assert amount > claimed or not doubtful(found)


@given_some(paid_before=CENTS, amount=CENTS, ceiling=CENTS)
def test_the_ceiling_of_the_year_is_never_passed(
    paid_before: Decimal, amount: Decimal, ceiling: Decimal
) -> None:
    asked = replace(ASKED, claimed=None, ceiling=ceiling, paid=paid_before)
    told = codes(Given(D.REMBOURSEMENT_PARTIEL, DAY, amount), asked)
    assert ("plafond" in told) == (paid_before + amount > ceiling)


def test_the_gravest_comes_first() -> None:
    found = breaches(Given(D.REJET_CONTRACTUEL, None), replace(ASKED, sent=False))
    assert [one.weight for one in found] == [Weight.RENVOI, Weight.CONFIRMER, Weight.CONSTAT]
