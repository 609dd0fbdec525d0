"""Whole dossiers are complete; every lack is found alone; no doubt ever makes `complet`."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from models.checklists import (
    Channel,
    DossierFacts,
    Finding,
    Gravite,
    History,
    Judgement,
    Person,
    Policy,
    Resultat,
    Statut,
    checklist,
    checklists,
    judge,
)
from models.checklists.schema import Requirement
from models.reading import Mark
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import (
    TODAY,
    of_type_confidence,
    paper,
    spoil,
    value,
    with_field,
    with_mark,
    without,
)

Key = tuple[str, str]
DOUBTFUL = 0.5


def judged(key: Key, dossier: DossierFacts) -> Judgement:
    return judge(dossier, checklist(*key), TODAY)


def finding(judgement: Judgement, exigence: str) -> Finding:
    return next(f for f in judgement.findings if f.exigence == exigence)


class Lack(NamedTuple):
    key: Key
    exigence: str
    what: tuple[str, ...]
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"{'/'.join(self.key)}-{self.exigence}-{'+'.join(self.what) or 'piece'}"


def _required(key: Key) -> list[tuple[Requirement, Finding]]:
    """Blocking requirements that a complete dossier of the type meets, with their finding."""
    whole = judged(key, COMPLETE[key])
    found = {f.exigence: f for f in whole.findings}
    return [
        (r, found[r.exigence])
        for r in checklist(*key).requirements
        if r.gravite is Gravite.BLOQUANT and found[r.exigence].resultat is Resultat.CONFORME
    ]


def _present(key: Key, requirement: Requirement) -> tuple[str, ...]:
    return tuple(
        d for d in requirement.documents if any(p.document.type == d for p in COMPLETE[key].pieces)
    )


MISSING = [
    Lack(key, r.exigence, (), _present(key, r))
    for key in sorted(COMPLETE)
    for r, _ in _required(key)
    if r.piece_exigee
]
BLANK = [
    Lack(key, r.exigence, (w,) if isinstance(w, str) else w, _present(key, r))
    for key in sorted(COMPLETE)
    if key != ("cnops", "pec_dialyse")  # ruling 1: never sure to be required
    for r, _ in _required(key)
    for w in r.champs
]
UNMARKED = [
    Lack(key, r.exigence, (w,) if isinstance(w, str) else w, _present(key, r))
    for key in sorted(COMPLETE)
    for r, _ in _required(key)
    for w in r.marques
]


@pytest.mark.parametrize("key", sorted(COMPLETE), ids="/".join)
def test_a_whole_dossier_is_complete(key: Key) -> None:
    judgement = judged(key, COMPLETE[key])
    wrong = [
        (f.exigence, f.resultat, f.raison)
        for f in judgement.findings
        if f.gravite is Gravite.BLOQUANT
        and f.resultat not in (Resultat.CONFORME, Resultat.SANS_OBJET)
    ]
    assert wrong == []
    assert judgement.statut is Statut.COMPLET
    assert judgement.checklist_version == checklist(*key).version


def test_only_the_complement_has_no_complete_dossier() -> None:
    assert set(checklists()) - set(COMPLETE) == {("ofppt", "complement_information")}


@pytest.mark.parametrize("lack", MISSING, ids=str)
def test_a_missing_paper_is_found(lack: Lack) -> None:
    judgement = judged(lack.key, without(COMPLETE[lack.key], *lack.kinds))
    found = finding(judgement, lack.exigence)
    assert judgement.statut is not Statut.COMPLET
    if found.resultat is Resultat.A_VERIFIER:
        # What made it required went with it, or only a person can tell (ruling 1).
        assert judgement.statut in (Statut.A_VERIFIER, Statut.INCOMPLET)
    else:
        assert found.resultat is Resultat.MANQUANT
        assert judgement.statut is Statut.INCOMPLET
        assert found.documents == ()
    assert found.citation


@pytest.mark.parametrize("lack", BLANK, ids=str)
def test_a_blank_field_is_found_and_an_unread_one_is_verified(lack: Lack) -> None:
    whole = COMPLETE[lack.key]
    blank, unread, doubtful = whole, whole, whole
    for name in lack.what:
        blank = spoil(blank, with_field(name, value("")), *lack.kinds)
        unread = spoil(unread, with_field(name, None), *lack.kinds)
        doubtful = spoil(doubtful, with_field(name, value("x", DOUBTFUL)), *lack.kinds)
    assert finding(judged(lack.key, blank), lack.exigence).resultat is Resultat.NON_CONFORME
    assert judged(lack.key, blank).statut is Statut.INCOMPLET
    for dossier in (unread, doubtful):
        judgement = judged(lack.key, dossier)
        assert finding(judgement, lack.exigence).resultat is Resultat.A_VERIFIER
        assert judgement.statut is Statut.A_VERIFIER


@pytest.mark.parametrize("lack", UNMARKED, ids=str)
def test_an_absent_mark_is_found_and_an_unsure_one_is_verified(lack: Lack) -> None:
    def under(mark: Mark) -> Judgement:
        dossier = COMPLETE[lack.key]
        for name in lack.what:
            dossier = spoil(dossier, with_mark(name, mark), *lack.kinds)
        return judged(lack.key, dossier)

    absent = under(Mark(False, 0.95))
    assert finding(absent, lack.exigence).resultat is Resultat.NON_CONFORME
    assert absent.statut is Statut.INCOMPLET
    for mark in (Mark(None, 0.9), Mark(False, DOUBTFUL), Mark(True, DOUBTFUL)):
        judgement = under(mark)
        assert finding(judgement, lack.exigence).resultat is Resultat.A_VERIFIER
        assert judgement.statut is Statut.A_VERIFIER


@pytest.mark.parametrize("key", sorted(COMPLETE), ids="/".join)
def test_no_required_paper_of_doubtful_type_makes_a_dossier_complete(key: Key) -> None:
    for requirement, _ in _required(key):
        kinds = _present(key, requirement)
        judgement = judged(key, spoil(COMPLETE[key], of_type_confidence(DOUBTFUL), *kinds))
        assert judgement.statut is not Statut.COMPLET or not kinds
        assert finding(judgement, requirement.exigence).resultat is not Resultat.MANQUANT


@pytest.mark.parametrize("key", sorted(COMPLETE), ids="/".join)
def test_lower_confidence_never_makes_a_better_status(key: Key) -> None:
    """Under a threshold that nothing reaches, no dossier is complete nor anything proven."""
    blind = replace(COMPLETE[key], policy=Policy(1.1, 1.1, 1.1, 1.1))
    judgement = judged(key, blind)
    assert judgement.statut is Statut.A_VERIFIER
    resultats = {f.resultat for f in judgement.findings}
    assert Resultat.NON_CONFORME not in resultats
    assert Resultat.MANQUANT not in resultats


@pytest.mark.parametrize("key", sorted(COMPLETE), ids="/".join)
def test_an_empty_dossier_is_never_complete(key: Key) -> None:
    empty = replace(COMPLETE[key], pieces=(), beneficiaire=Person(), assure=Person())
    assert judged(key, empty).statut is not Statut.COMPLET


def test_reasons_name_the_paper_and_what_is_wrong() -> None:
    key = ("cnops", "pec_pharmacie")
    dossier = spoil(COMPLETE[key], with_field("date_validite", value("2024-06-14")), "cnie")
    found = finding(judged(key, dossier), "cnie_valide")
    assert found.resultat is Resultat.NON_CONFORME
    assert "CNIE" in found.raison
    assert "validité" in found.raison
    assert found.citation.startswith("003 ")
    assert [e.name for e in found.evidence if e.name == "date_validite"]
    assert found.evidence[0].box is not None


def test_a_missing_paper_says_that_pages_were_not_recognised() -> None:
    key = ("cnops", "pec_pharmacie")
    lacking = without(COMPLETE[key], "cnie")
    plain = finding(judged(key, lacking), "cnie_valide")
    lost = finding(judged(key, replace(lacking, doubtful_pages=2)), "cnie_valide")
    assert lost.resultat is plain.resultat is Resultat.MANQUANT
    assert "2 page(s)" in lost.raison
    assert "page(s)" not in plain.raison
    strange = replace(lacking, pieces=(*lacking.pieces, paper("autre")))
    assert "reconnue" in finding(judged(key, strange), "cnie_valide").raison


def test_a_paper_of_the_insureds_own_file_will_do() -> None:
    key = ("cnops", "pec_pharmacie")
    lacking = without(COMPLETE[key], "cnie")
    filed = replace(lacking, on_file=(paper("cnie"),))
    assert judged(key, filed).statut is Statut.COMPLET


def test_warnings_never_make_a_dossier_incomplete() -> None:
    key = ("ofppt", "pec_programmee")
    dossier = without(COMPLETE[key], "rapport_medical")
    judgement = judged(key, dossier)
    found = finding(judgement, "piece_medicale_diagnostic")
    assert (found.resultat, found.gravite) == (Resultat.MANQUANT, Gravite.AVERTISSEMENT)
    assert judgement.statut is Statut.COMPLET


def test_a_failed_check_keeps_the_value_from_proving_anything() -> None:
    key = ("cnops", "facturation_hopital")
    flagged = replace(value("150.00"), controle="la somme des lignes diffère du total")
    dossier = spoil(COMPLETE[key], with_field("montant_total", flagged), "facture")
    assert finding(judged(key, dossier), "seuil_tiers_payant").resultat is Resultat.A_VERIFIER


def test_couples_at_ofppt_are_flagged() -> None:
    key = ("ofppt", "maladie_remboursement")
    dossier = replace(COMPLETE[key], history=History(couple_ofppt=True))
    assert "couple_ofppt" in [s.code for s in judged(key, dossier).signalements]


def test_the_email_makes_a_copy_of_everything() -> None:
    key = ("cnops", "facturation_pharmacie")
    judgement = judged(key, replace(COMPLETE[key], channel=Channel.EMAIL))
    found = finding(judgement, "attestation_prise_en_charge_originale")
    assert found.resultat is Resultat.NON_CONFORME
    assert "e-mail" in found.raison
    assert finding(judgement, "ordonnance_originale").resultat is Resultat.A_VERIFIER
    assert "original_attendu" in [s.code for s in judgement.signalements]
