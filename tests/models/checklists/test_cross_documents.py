"""What one paper says of another: drugs, stay, accord, shares, waits, ages, rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checklists import DossierFacts, EvidenceKind, History, Piece, Resultat, Statut
from models.deadlines import add_months
from models.organismes import organisme
from models.reading import Document
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    INSURED,
    changed,
    facts,
    paper,
    rows,
    spoil,
    value,
    with_field,
)
from tests.models.checklists.verdicts import judged, raison, resultat

PHARMACY = ("cnops", "facturation_pharmacie")
HOPITAL = ("cnops", "facturation_hopital")
CI = ("ci", "remboursement")
TIERS = ("ci", "tiers_payant")


def lines(piece: Piece, table: str, *written: dict[str, str]) -> Piece:
    def change(document: Document) -> Document:
        return replace(document, lines={**document.lines, table: rows(*written)})

    return changed(piece, change)


def drugs(dossier: DossierFacts, billed: list[str], prescribed: list[str]) -> DossierFacts:
    def change(piece: Piece) -> Piece:
        if piece.document.type == "facture":
            return lines(piece, "lignes", *({"designation": name} for name in billed))
        if piece.document.type == "ordonnance":
            return lines(piece, "prescriptions", *({"medicament": name} for name in prescribed))
        return piece

    return replace(dossier, pieces=tuple(change(piece) for piece in dossier.pieces))


def test_a_drug_that_nobody_prescribed_is_named() -> None:
    dossier = drugs(
        COMPLETE[PHARMACY], ["AUGMENTIN 1G SACHET B/12", "DOLIPRANE 1000"], ["Augmentin 1g sachets"]
    )
    judgement = judged(PHARMACY, dossier)
    assert resultat(judgement, "medicaments_prescrits") is Resultat.A_VERIFIER
    assert "DOLIPRANE" in raison(judgement, "medicaments_prescrits")
    assert "AUGMENTIN" not in raison(judgement, "medicaments_prescrits")
    assert "medicaments_non_prescrits" in [s.code for s in judgement.signalements]
    assert judgement.statut is Statut.COMPLET  # a generic may bear another name: a warning
    told = next(f for f in judgement.findings if f.exigence == "medicaments_prescrits")
    assert [(e.kind, e.name) for e in told.evidence] == [(EvidenceKind.LIGNE, "lignes.1")]


def test_a_prescription_that_was_not_read_accuses_no_drug() -> None:
    dossier = drugs(COMPLETE[PHARMACY], ["DOLIPRANE 1000"], ["AUGMENTIN"])
    misread = {"prescriptions": ({"medicament": value("AUGMENTIN", 0.4)},)}
    doubtful = spoil(dossier, lambda d: replace(d, lines=misread), "ordonnance")
    assert resultat(judged(PHARMACY, dossier), "medicaments_prescrits") is Resultat.A_VERIFIER
    assert resultat(judged(PHARMACY, doubtful), "medicaments_prescrits") is Resultat.CONFORME


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-05", Resultat.CONFORME),
        ("2025-10-10", Resultat.CONFORME),
        ("2025-10-04", Resultat.A_VERIFIER),
        ("2025-10-11", Resultat.A_VERIFIER),
    ],
)
def test_acts_are_billed_within_the_stay(day: str, expected: Resultat) -> None:
    def change(piece: Piece) -> Piece:
        if piece.document.type != "facture":
            return piece
        return lines(piece, "lignes", {"designation": "Consultation", "date": day})

    dossier = COMPLETE[HOPITAL]
    dossier = replace(dossier, pieces=tuple(change(piece) for piece in dossier.pieces))
    judgement = judged(HOPITAL, dossier)
    assert resultat(judgement, "actes_du_sejour") is expected
    assert (judgement.statut is Statut.COMPLET) is (expected is Resultat.CONFORME)


def test_an_invoice_before_the_entry_is_looked_at() -> None:
    dossier = spoil(COMPLETE[HOPITAL], with_field("date_facture", value("2025-10-01")), "facture")
    dossier = spoil(dossier, with_field("date_prescription", value("2025-09-30")), "ordonnance")
    assert resultat(judged(HOPITAL, dossier), "actes_du_sejour") is Resultat.A_VERIFIER


@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_an_accord_covers_what_it_is_not_smaller_than(granted: int, asked: int) -> None:
    dossier = spoil(
        COMPLETE[PHARMACY],
        with_field("montant_accorde", value(f"{granted}.00")),
        "attestation_prise_en_charge",
    )
    dossier = spoil(dossier, with_field("part_organisme", value(f"{asked}.00")), "facture")
    expected = Resultat.CONFORME if asked <= granted else Resultat.A_VERIFIER
    assert resultat(judged(PHARMACY, dossier), "accord_couvre_montant") is expected


def test_an_accord_without_amount_stops_nothing() -> None:
    judgement = judged(PHARMACY, COMPLETE[PHARMACY])
    assert resultat(judgement, "accord_couvre_montant") is Resultat.CONFORME


@given(st.integers(1, 10_000), st.sampled_from([60, 70, 80, 90, 100]), st.integers(-500, 500))
def test_the_insured_pays_what_the_rate_leaves(hundreds: int, rate: int, off: int) -> None:
    total = hundreds * 100
    share = total - total * rate / 100
    bill = paper(
        "facture",
        montant_total=f"{total}.00",
        part_assure=f"{share + off:.2f}",
        part_organisme=f"{total - share - off:.2f}",
    )
    dossier = facts(
        paper("carte_immatriculation"), paper("bon_soins"), bill, history=History(taux=float(rate))
    )
    expected = Resultat.CONFORME if abs(off) <= 1 else Resultat.A_VERIFIER
    assert resultat(judged(TIERS, dossier), "ticket_moderateur") is expected


def test_excluded_products_are_refused_line_by_line() -> None:
    bill = lines(
        paper("facture"),
        "lignes",
        {"designation": "NIVAQUINE 100 CP"},
        {"designation": "AMOXICILLINE 1G"},
        {"designation": "Eau minérale 1,5 l"},
    )
    judgement = judged(CI, facts(paper("feuille_de_soins"), bill, paper("ordonnance")))
    assert resultat(judgement, "lignes_exclues") is Resultat.NON_CONFORME
    said = raison(judgement, "lignes_exclues")
    assert "NIVAQUINE" in said
    assert "Eau minérale" in said
    assert "AMOXICILLINE" not in said
    assert judgement.statut is Statut.COMPLET  # the rest of the dossier is paid


@pytest.mark.parametrize("words", organisme("ci").exclusions)
def test_every_word_of_the_excluded_list_is_found_in_a_line(words: str) -> None:
    bill = lines(paper("facture"), "lignes", {"designation": f"{words.upper()} 10"})
    judgement = judged(CI, facts(paper("feuille_de_soins"), bill, paper("ordonnance")))
    assert resultat(judgement, "lignes_exclues") is Resultat.NON_CONFORME


def test_a_line_whose_amount_is_not_its_product_is_named() -> None:
    bill = lines(
        paper("facture"),
        "lignes",
        {
            "designation": "DOLIPRANE",
            "quantite": "2",
            "prix_unitaire": "14.00",
            "montant": "28.00",
        },
        {
            "designation": "SMECTA",
            "quantite": "3",
            "prix_unitaire": "10.00",
            "montant": "40.00",
        },
    )
    judgement = judged(
        PHARMACY, facts(bill, paper("attestation_prise_en_charge"), paper("ordonnance"))
    )
    assert "SMECTA" in raison(judgement, "calcul_des_lignes")
    assert "DOLIPRANE" not in raison(judgement, "calcul_des_lignes")


@pytest.mark.parametrize(
    ("coefficient", "amount", "wrong"),
    [
        ("80", "176.00", False),
        ("80", "2.20", False),
        ("80", "170.00", True),
        (None, "176.00", False),
    ],
)
def test_an_amount_may_be_that_of_its_coefficient(
    coefficient: str | None, amount: str, wrong: bool
) -> None:
    line = {
        "designation": "NUMERATION",
        "quantite": "2",
        "prix_unitaire": "1.10",
        "montant": amount,
    }
    other = {"designation": "UREE", "coefficient": "30", "quantite": "1", "prix_unitaire": "1.10", "montant": "33.00"}  # fmt: skip
    bill = lines(
        paper("facture"), "lignes", line | ({"coefficient": coefficient} if coefficient else {}), other
    )  # fmt: skip
    papers = (bill, paper("attestation_prise_en_charge"), paper("ordonnance"))
    found = judged(PHARMACY, facts(*papers))
    assert ("NUMERATION" in raison(found, "calcul_des_lignes")) is wrong
    assert "UREE" not in raison(found, "calcul_des_lignes")


WAITS = [
    ({"accident": "true"}, 0, 0),
    ({"nature_maladie": "paludisme simple"}, 15, 0),
    ({"nature_maladie": "carie dentaire"}, 0, 3),
    ({"nature_maladie": "grossesse, 7e mois"}, 0, 10),
    ({"maladie_chronique": "true", "nature_maladie": "diabète de type 2"}, 0, 12),
]


def _new_contract(since: date, **sheet: str) -> DossierFacts:
    written = {"nature_maladie": "", "date_soins": "2025-10-20"} | sheet
    return facts(
        paper("feuille_de_soins", **written),
        paper("facture", date_delivrance=None),
        paper("ordonnance"),
        history=History(contrat_individuel=True, date_effet=since),
    )


@pytest.mark.parametrize(("sheet", "days", "months"), WAITS)
def test_care_waits_for_the_end_of_its_own_waiting_period(
    sheet: dict[str, str], days: int, months: int
) -> None:
    care = date(2025, 10, 20)
    since = add_months(care, -months) - timedelta(days=days)
    in_time = judged(CI, _new_contract(since, **sheet))
    assert resultat(in_time, "delai_attente") is Resultat.CONFORME
    early = judged(CI, _new_contract(since + timedelta(days=1), **sheet))
    assert resultat(early, "delai_attente") is Resultat.NON_CONFORME
    assert early.statut is Statut.REJETE


def test_care_of_untold_nature_is_looked_at_between_the_two_waits() -> None:
    for since, expected in (
        (date(2025, 7, 20), Resultat.CONFORME),
        (date(2025, 7, 21), Resultat.A_VERIFIER),
        (date(2025, 10, 5), Resultat.A_VERIFIER),
        (date(2025, 10, 6), Resultat.NON_CONFORME),
    ):
        assert resultat(judged(CI, _new_contract(since)), "delai_attente") is expected


def test_group_contracts_do_not_wait() -> None:
    dossier = replace(
        _new_contract(date(2025, 10, 19)),
        history=History(contrat_individuel=False, date_effet=date(2025, 10, 19)),
    )
    assert resultat(judged(CI, dossier), "delai_attente") is Resultat.SANS_OBJET


@given(st.dates(date(1950, 1, 1), date(1975, 12, 31)))
def test_cover_ends_with_the_year_of_sixty_five(born: date) -> None:
    """Care of 2025-10-20: covered when the insured is not 65 before 1 January 2025."""
    dossier = replace(COMPLETE[CI], assure=replace(INSURED, date_naissance=born))
    expected = Resultat.CONFORME if born.year + 65 >= 2025 else Resultat.A_VERIFIER
    assert resultat(judged(CI, dossier), "age_couverture") is expected


@pytest.mark.parametrize(
    "key",
    [
        ("ofppt", "maladie_remboursement"),
        ("ofppt", "pec_programmee"),
        ("cnops", "facturation_hopital"),
        ("cnops", "pec_chimiotherapie"),
        ("ci", "remboursement"),
        ("pmas", "facture_prestataire"),
    ],
)
def test_closed_rights_stop_the_dossier_and_unknown_ones_do_not(key: tuple[str, str]) -> None:
    known = COMPLETE[key]
    shut = replace(known, history=History(droits_ouverts=False, droits_motif="radié le 01/09/2025"))
    judgement = judged(key, shut)
    assert judgement.statut is not Statut.COMPLET
    assert "radié le 01/09/2025" in raison(judgement, "droits_ouverts")
    assert "droits_fermes" in [s.code for s in judgement.signalements]
    assert judged(key, replace(known, history=History())).statut is Statut.COMPLET
