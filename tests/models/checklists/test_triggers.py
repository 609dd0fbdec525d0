"""What is asked only when something else is so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.checklists import (
    Piece,
    Resultat,
    Statut,
)
from models.reading import Mark
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    facts,
    paper,
    rows,
    spoil,
    value,
    with_field,
    with_mark,
    without,
)
from tests.models.checklists.verdicts import judged, resultat

PHARMACY = ("cnops", "facturation_pharmacie")
HOPITAL = ("cnops", "facturation_hopital")
REMBOURSEMENT = ("ofppt", "maladie_remboursement")


def test_no_ordonnance_is_asked_for_a_consultation_alone() -> None:
    dossier = facts(
        paper("feuille_de_soins"),
        _invoice("consultation", "Consultation"),
    )
    judgement = judged(REMBOURSEMENT, dossier)
    assert resultat(judgement, "ordonnance") is Resultat.SANS_OBJET
    assert judgement.statut is Statut.COMPLET


def _invoice(nature: str | None, designation: str) -> Piece:
    piece = paper("facture", nature=nature)
    lines = {"lignes": rows({"designation": designation, "montant": "300.00"})}
    return replace(piece, document=replace(piece.document, lines=lines))


@pytest.mark.parametrize(
    ("nature", "expected"),
    [("laboratoire", Resultat.MANQUANT), (None, Resultat.A_VERIFIER)],
)
def test_the_ordonnance_of_tests_is_asked_and_of_unknown_invoices_verified(
    nature: str | None, expected: Resultat
) -> None:
    dossier = facts(paper("feuille_de_soins"), _invoice(nature, "Acte"))
    assert resultat(judged(REMBOURSEMENT, dossier), "ordonnance") is expected


def test_vignettes_glued_on_the_invoice_are_enough() -> None:
    dossier = without(COMPLETE[REMBOURSEMENT], "vignettes")
    assert judged(REMBOURSEMENT, dossier).statut is Statut.COMPLET
    bare = spoil(dossier, with_mark("ppv_colles", Mark(False, 0.95)), "facture")
    bare = spoil(bare, with_mark("codes_barres_colles", Mark(False, 0.95)), "facture")
    assert judged(REMBOURSEMENT, bare).statut is Statut.INCOMPLET


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"designation": "Scanner", "code": "Z80", "montant": "6133.95"}, Resultat.MANQUANT),
        ({"designation": "Séjour", "montant": "6133.95"}, Resultat.SANS_OBJET),
        ({"designation": "Séjour", "montant": "5000.00"}, Resultat.A_VERIFIER),
        ({}, Resultat.A_VERIFIER),
    ],
    ids=["billed", "not billed", "lines short of the total", "no line read"],
)
def test_results_are_asked_when_tests_are_billed(line: dict[str, str], expected: Resultat) -> None:
    """Lines say «no tests» only when they make up the whole total."""
    bare = without(COMPLETE[HOPITAL], "resultats_examens")
    lines = {"lignes": rows(line)} if line else {}
    dossier = spoil(bare, lambda d: replace(d, lines=lines), "facture")
    assert resultat(judged(HOPITAL, dossier), "resultats_examens") is expected


def test_a_doubtful_line_leaves_it_open() -> None:
    bare = without(COMPLETE[HOPITAL], "resultats_examens")
    row = {"designation": value("Scanner", 0.5), "montant": value("6133.95")}
    dossier = spoil(bare, lambda d: replace(d, lines={"lignes": (row,)}), "facture")
    assert resultat(judged(HOPITAL, dossier), "resultats_examens") is Resultat.A_VERIFIER


def test_the_ordonnance_is_not_dated_after_the_invoice() -> None:
    dossier = spoil(
        COMPLETE[PHARMACY], with_field("date_prescription", value("2025-10-25")), "ordonnance"
    )
    assert resultat(judged(PHARMACY, dossier), "date_ordonnance") is Resultat.NON_CONFORME


@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        ("2025-10-20", Resultat.CONFORME),
        ("2025-10-19", Resultat.A_VERIFIER),
        (None, Resultat.A_VERIFIER),
    ],
)
def test_an_invoice_of_unread_date_is_not_older_than_what_it_bills(
    delivered: str | None, expected: Resultat
) -> None:
    dossier = spoil(COMPLETE[PHARMACY], with_field("date_facture", None), "facture")
    told = value(delivered) if delivered else None
    dossier = spoil(dossier, with_field("date_delivrance", told), "facture")
    assert resultat(judged(PHARMACY, dossier), "date_ordonnance") is expected


def test_a_date_after_the_reception_is_verified() -> None:
    dossier = spoil(COMPLETE[PHARMACY], with_field("date_facture", value("2025-12-21")), "facture")
    judgement = judged(PHARMACY, dossier)
    assert resultat(judgement, "dates_plausibles") is Resultat.A_VERIFIER
    assert judgement.statut is Statut.A_VERIFIER


def test_the_paper_of_another_person_is_verified() -> None:
    dossier = spoil(COMPLETE[PHARMACY], with_field("patient_nom", value("TAZI")), "ordonnance")
    dossier = spoil(dossier, with_field("patient_prenom", value("Zineb")), "ordonnance")
    assert resultat(judged(PHARMACY, dossier), "meme_personne") is Resultat.A_VERIFIER
    misread = spoil(
        COMPLETE[PHARMACY], with_field("patient_nom", value("EL MANSOUR1", 0.4)), "ordonnance"
    )
    assert judged(PHARMACY, misread).statut is Statut.COMPLET


def test_the_cnie_must_be_the_beneficiarys() -> None:
    key = ("cnops", "pec_pharmacie")
    dossier = spoil(COMPLETE[key], with_field("nom", value("TAZI")), "cnie")
    dossier = spoil(dossier, with_field("prenom", value("Zineb")), "cnie")
    dossier = spoil(dossier, with_field("cin", value("A1")), "cnie")
    dossier = spoil(dossier, with_field("date_naissance", value("1990-01-01")), "cnie")
    assert resultat(judged(key, dossier), "cnie_valide") is Resultat.A_VERIFIER
