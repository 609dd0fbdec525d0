"""The administrative file of the CNOPS, with rulings 5 and 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.checklists import (
    DossierFacts,
    Person,
    Piece,
    Resultat,
    Statut,
)
from models.reading import How
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    SPOUSE,
    STUDENT,
    facts,
    paper,
    spoil,
    with_field,
)
from tests.models.checklists.verdicts import judged, raison, resultat

CHIMIO = ("cnops", "pec_chimiotherapie")


def _for(person: Person, *more: Piece) -> DossierFacts:
    dossier = COMPLETE[CHIMIO]
    named = {"patient_nom": person.nom, "patient_prenom": person.prenom}
    pieces = (
        paper(
            "demande_prise_en_charge",
            motif="chimiotherapie",
            modele_imprime="oncologie",
            beneficiaire_nom=person.nom,
            beneficiaire_prenom=person.prenom,
        ),
        paper("rapport_medical", **named),
        paper("cnie"),
        paper("carte_immatriculation"),
        *more,
    )
    return replace(facts(*pieces), assure=dossier.assure, beneficiaire=person)


def _cnie(person: Person, **more: str) -> Piece:
    return paper("cnie", nom=person.nom, prenom=person.prenom, cin=person.cin, **more)


def test_a_spouse_without_profession_on_the_cnie() -> None:
    whole = _for(SPOUSE, _cnie(SPOUSE, profession="Sans Profession"))
    assert judged(CHIMIO, whole).statut is Statut.COMPLET


def test_a_name_is_one_however_its_particles_are_written() -> None:
    married = replace(SPOUSE, nom="AIT TALEB", prenom="Ghita", cin=None)
    certificate = paper("certificat_non_emploi", nom="AITTALEB", prenom="Ghita")
    whole = _for(married, _cnie(married), certificate)
    assert resultat(judged(CHIMIO, whole), "conjoint_sans_profession") is Resultat.CONFORME


def test_a_cnie_that_says_no_profession_calls_for_the_certificate() -> None:
    """Ruling 6."""
    silent = _for(SPOUSE, _cnie(SPOUSE))
    judgement = judged(CHIMIO, silent)
    assert resultat(judgement, "conjoint_sans_profession") is Resultat.NON_CONFORME
    assert "certificat de non emploi" in raison(judgement, "conjoint_sans_profession")
    certified = _for(
        SPOUSE,
        _cnie(SPOUSE),
        paper("certificat_non_emploi", nom=SPOUSE.nom, prenom=SPOUSE.prenom),
    )
    assert judged(CHIMIO, certified).statut is Statut.COMPLET


def test_a_spouse_with_the_insureds_cnie_alone_is_not_complete() -> None:
    assert judged(CHIMIO, _for(SPOUSE)).statut is not Statut.COMPLET


@pytest.mark.parametrize(
    ("birth", "school", "handicap"),
    [
        (date(2004, 11, 5), Resultat.SANS_OBJET, Resultat.SANS_OBJET),  # 21 tomorrow
        (date(2004, 11, 4), Resultat.MANQUANT, Resultat.SANS_OBJET),  # 21 today
        (date(1998, 11, 5), Resultat.MANQUANT, Resultat.SANS_OBJET),  # eve of the 27th
        (date(1998, 11, 4), Resultat.SANS_OBJET, Resultat.MANQUANT),  # 27 today
        (None, Resultat.A_VERIFIER, Resultat.A_VERIFIER),
    ],
)
def test_children_from_21_to_26_at_the_date_of_request(
    birth: date | None, school: Resultat, handicap: Resultat
) -> None:
    """Ruling 5; the request is of 4 November 2025."""
    child = replace(STUDENT, date_naissance=birth)
    judgement = judged(CHIMIO, _for(child))
    assert resultat(judgement, "certificat_scolarite") is school
    assert resultat(judgement, "attestation_celibat") is school
    assert resultat(judgement, "attestation_handicap") is handicap


def test_the_disability_attestation_replaces_the_school_papers() -> None:
    names = {"nom": STUDENT.nom, "prenom": STUDENT.prenom}
    dossier = _for(STUDENT, paper("cnie", **names), paper("attestation_medicale_handicap", **names))
    judgement = judged(CHIMIO, dossier)
    assert resultat(judgement, "certificat_scolarite") is Resultat.SANS_OBJET
    assert judgement.statut is Statut.COMPLET


def test_an_unknown_tie_makes_the_conditional_papers_doubtful() -> None:
    dossier = replace(COMPLETE[CHIMIO], beneficiaire=replace(COMPLETE[CHIMIO].assure, lien=None))
    assert judged(CHIMIO, dossier).statut is Statut.A_VERIFIER


def test_two_cards_on_one_sheet_are_two_pieces() -> None:
    person = COMPLETE[CHIMIO].assure
    both = [piece for piece in _for(person).pieces if piece.document.type != "cnie"]
    card = next(piece for piece in both if piece.document.type == "carte_immatriculation")
    noted = replace(_cnie(person), id=card.id)
    whole = replace(_for(person), pieces=(*both, noted))
    assert judged(CHIMIO, whole).statut is Statut.COMPLET
    assert judged(CHIMIO, replace(whole, pieces=tuple(both))).statut is Statut.INCOMPLET


def test_a_name_that_the_base_brought_near_is_not_a_name_read() -> None:
    """The card of a twin whom the base does not know must not pass for the one whom it knows."""
    key = ("cnops", "pec_pharmacie")
    card = next(p for p in COMPLETE[key].pieces if p.document.type == "cnie")
    read = card.document.fields["prenom"]
    near = replace(
        read, confidence=0.75, how=How.DEDUIT, controle="rapproché", rivals=(("Abdelwahab", 0.8),)
    )
    known = COMPLETE[key]
    numberless = replace(known.beneficiaire, cin=None, numero_immatriculation=None)
    known = replace(known, beneficiaire=numberless)
    assert judged(key, known).statut is Statut.COMPLET
    dossier = spoil(known, with_field("prenom", near), "cnie")
    assert judged(key, dossier).statut is Statut.A_VERIFIER
