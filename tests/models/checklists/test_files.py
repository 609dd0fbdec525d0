"""Every file is well-formed, every name exists, every quote is found in its source."""

from __future__ import annotations

import re

import pytest

from flows.erasure import retention
from models.checklists import checklists
from models.checklists.conditions import BadCondition
from models.checklists.loading import (
    BadChecklist,
    groups,
    parse_dossier_type,
    resolve,
)
from models.checklists.schema import Cited
from models.documents import document_types
from models.organismes import organisme, organismes
from tests.models import sources

ROWS = {
    "ofppt": "maladie_remboursement chronique_pec chronique_remboursement pec_programmee "
    "pec_urgente pec_prestataire pec_urgence_clinique complement_information contre_visite "
    "facture_definitive adhesion reclamation",
    "cnops": "acces_tiers_payant pec_regularisation pec_dialyse pec_chimiotherapie "
    "pec_radiotherapie pec_curietherapie pec_greffe_moelle pec_iratherapie facturation_hopital "
    "facturation_clinique facturation_dialyse facturation_oncologie pec_pharmacie "
    "facturation_pharmacie",
    "pmas": "adhesion_groupe incorporation retrait facture_prestataire remboursement_direct "
    "entente_prealable pec_hospitalisation",
    "ci": "remboursement tiers_payant accord_hospitalisation adhesion",
}
ALL = sorted(checklists())


def test_every_row_of_the_domain_has_its_file_and_no_file_is_alone() -> None:
    wanted = {(owner, kind) for owner, kinds in ROWS.items() for kind in kinds.split()}
    assert set(checklists()) == wanted


def test_every_group_is_used() -> None:
    used = {name for c in checklists().values() for name in c.dossier_type.groupes}
    assert used == set(groups())


@pytest.mark.parametrize("key", ALL)
def test_versions_are_short_and_differ(key: tuple[str, str]) -> None:
    version = checklists()[key].version
    assert re.fullmatch("[0-9a-f]{12}", version)
    assert [c.version for c in checklists().values()].count(version) == 1


def test_the_version_changes_with_the_content_and_with_the_settings() -> None:
    one = checklists()["cnops", "facturation_pharmacie"]
    again = resolve(one.dossier_type, groups(), one.profile)
    other = resolve(
        one.dossier_type, groups(), one.profile.with_settings(copie_ordonnance="non_conforme")
    )
    renamed = one.dossier_type.model_copy(update={"libelle": "Autre libellé"})
    assert again.version == one.version
    assert other.version != one.version
    assert resolve(renamed, groups(), one.profile).version != one.version


def _cited() -> list[tuple[str, Cited]]:
    found: list[tuple[str, Cited]] = []
    for (owner, kind), checklist in sorted(checklists().items()):
        where = f"{owner}/{kind}"
        found += [(f"{where} {r.exigence}", r) for r in checklist.requirements]
        for rule in (checklist.dossier_type.delai, checklist.dossier_type.forclusion):
            found += [(where, rule)] if rule else []
    return found


@sources.beside
def test_every_quote_is_found_in_its_source() -> None:
    lost = [
        (where, rule.extrait)
        for where, rule in _cited()
        if rule.extrait and not sources.stands_in(rule.citation, rule.extrait)
    ]
    assert lost == []


def test_a_rule_cites_a_source_of_its_organisme() -> None:
    for (owner, kind), checklist in checklists().items():
        for requirement in checklist.requirements:
            if requirement.extrait:
                assert requirement.citation[:3] in organisme(owner).sources, (owner, kind)


def test_sentences_name_the_paper_for_a_clerk() -> None:
    for (owner, kind), checklist in checklists().items():
        for requirement in checklist.requirements:
            for sentence in (requirement.manque, requirement.defaut, requirement.doute):
                where = f"{owner}/{kind} {requirement.exigence}"
                assert not sentence or sentence.endswith("."), where
                assert not sentence or sentence[0].isupper(), where


def test_blocking_requirements_say_what_to_do() -> None:
    for checklist in checklists().values():
        for requirement in checklist.requirements:
            if requirement.piece_exigee:
                assert len(requirement.manque) > 20, requirement.exigence


def test_settings_used_by_files_are_used_somewhere() -> None:
    """A setting that nothing reads is a promise not kept."""
    in_code = {"courrier_vaut_original", retention.SETTING}
    for name, profile in organismes().items():
        text = " ".join(
            c.dossier_type.model_dump_json() + "".join(r.model_dump_json() for r in c.requirements)
            for (owner, _), c in checklists().items()
            if owner == name
        )
        for setting in profile.reglages:
            assert setting in in_code or setting in text, (name, setting)


def test_every_document_type_that_a_dossier_may_hold_is_named_somewhere() -> None:
    named = {d for c in checklists().values() for r in c.requirements for d in r.documents}
    named |= {
        clue.document
        for c in checklists().values()
        for clue in c.dossier_type.se_reconnait_a
        if clue.document
    }
    assert named <= set(document_types())


BASE = """
organisme = "cnops"
type = "essai"
libelle = "Essai"
voie = "pec"
[[se_reconnait_a]]
document = "ordonnance"
poids = 0.5
[[exigences]]
exigence = "ordonnance"
libelle = "Ordonnance"
documents = ["ordonnance"]
manque = "L'ordonnance manque."
citation = "unsourced"
"""


def _load(text: str) -> None:
    resolve(parse_dossier_type(text), groups(), organisme("cnops"))


def test_a_plain_file_loads() -> None:
    _load(BASE)


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        ('champs = ["medecin_age"]\ndefaut = "x"', "medecin_age"),
        ('marques = ["cachet_du_roi"]\ndefaut = "x"', "cachet_du_roi"),
        ('quand = "has(lu.ordonnance.patient_nom)"', "has"),
        ('quand = "lu.ordonnance.patient_nom"', "vrai ou faux"),
        ("quand = 'lu.facture.nature == \"parfumerie\"'", "parfumerie"),
        ('quand = "dossier.couleur == 1"', "couleur"),
        ('quand = "dossier.medicaments == \\"true\\""', "comparé"),
        ('quand = "pieces.ordonnance > 0 &&"', "pieces"),
        ('quand = "pieces.ordonnance.size() > 0"', "pieces"),
        ('quand = "[1].exists(i, i == 1)"', ""),
        ('quand = "\\"ordonnance\\" in pieces"', "pieces"),
        ('si_copie = "reglages.inconnu"', "reglages.inconnu"),
    ],
)
def test_a_wrong_name_is_refused_when_the_file_is_loaded(addition: str, complaint: str) -> None:
    with pytest.raises((BadChecklist, BadCondition)) as caught:
        _load(BASE + addition)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    "addition",
    [
        'gravite = "terrible"',
        'couleur = "bleu"',
        'champs = ["patient_nom"]',
        'citation = "003 quelque part"',
        'toujours = "a_verifier"',
    ],
)
def test_an_ill_formed_requirement_is_refused(addition: str) -> None:
    text = BASE.replace('citation = "unsourced"', "") if "citation" in addition else BASE
    with pytest.raises(ValueError, match=r".+"):
        _load(text + addition)
