"""The papers of every type are recognised as that type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.checklists import Channel, checklists, countries_told, guess_dossier_type, hinted
from models.organismes import organismes
from tests.models.checklists.dossiers import COMPLETE
from tests.models.checklists.papers import facts, paper, without

WORDS = {
    "ofppt": "OFPPT contrat groupe, cabinet conseil",
    "cnops": "CNOPS tiers payant, modèle ANAM",
    "pmas": "PMAS, Pool micro-assurance santé, Dakar",
    "ci": "Gras Savoye, ticket modérateur, Abidjan",
}
TOLD = sorted(set(COMPLETE) - {("ofppt", "pec_urgence_clinique")})


@pytest.mark.parametrize("key", TOLD, ids="/".join)
def test_a_dossier_is_recognised_within_its_organisme(key: tuple[str, str]) -> None:
    best = guess_dossier_type(COMPLETE[key], key[0])[0]
    assert (best.organisme, best.type) == key


@pytest.mark.parametrize("key", TOLD, ids="/".join)
def test_the_words_on_paper_tell_the_organisme(key: tuple[str, str]) -> None:
    best = guess_dossier_type(replace(COMPLETE[key], words=WORDS[key[0]]))[0]
    assert (best.organisme, best.type) == key


def test_an_emergency_room_is_told_by_its_words() -> None:
    key = ("ofppt", "pec_urgence_clinique")
    dossier = replace(COMPLETE[key], words="OFPPT. Service des urgences")
    assert guess_dossier_type(dossier)[0].type == key[1]


@pytest.mark.parametrize(
    ("key", "lost"),
    [
        (("ofppt", "maladie_remboursement"), "ordonnance"),
        (("ofppt", "maladie_remboursement"), "facture"),
        (("ofppt", "chronique_pec"), "ordonnance"),
        (("ofppt", "chronique_pec"), "certificat_longue_duree"),
        (("cnops", "pec_pharmacie"), "cnie"),
        (("cnops", "pec_pharmacie"), "ordonnance"),
        (("cnops", "facturation_pharmacie"), "attestation_prise_en_charge"),
        (("cnops", "facturation_pharmacie"), "ordonnance"),
        (("cnops", "facturation_hopital"), "ordonnance"),
        (("cnops", "facturation_hopital"), "feuille_de_soins"),
        (("ofppt", "adhesion"), "etat_global_rib"),
    ],
)
def test_a_dossier_that_lacks_a_paper_is_still_recognised(key: tuple[str, str], lost: str) -> None:
    dossier = replace(without(COMPLETE[key], lost), words=WORDS[key[0]])
    best = guess_dossier_type(dossier)[0]
    assert (best.organisme, best.type) == key


def test_chronic_papers_from_a_pharmacy_and_from_an_insured() -> None:
    sheet = paper("feuille_de_soins")  # the mention was not read
    papers = facts(sheet, paper("ordonnance"), paper("pli_confidentiel"))
    by_mail = replace(papers, channel=Channel.EMAIL)
    assert guess_dossier_type(by_mail, "ofppt")[0].type == "chronique_pec"
    with_labels = replace(papers, pieces=(*papers.pieces, paper("vignettes")))
    assert guess_dossier_type(with_labels, "ofppt")[0].type == "chronique_remboursement"


def test_a_pharmacys_mail_without_certificate_is_still_a_chronic_pec() -> None:
    mail = replace(facts(paper("feuille_de_soins"), paper("ordonnance")), channel=Channel.EMAIL)
    assert guess_dossier_type(mail, "ofppt")[0].type == "chronique_pec"
    courier = replace(mail, channel=Channel.COURRIER)
    assert guess_dossier_type(courier, "ofppt")[0].type == "maladie_remboursement"


def test_all_types_are_ranked_and_nothing_speaks_for_nothing() -> None:
    guesses = guess_dossier_type(facts())
    assert len(guesses) == len(checklists())
    assert {g.score for g in guesses} == {0.0}
    assert {g.organisme for g in guesses} == set(organismes())
    assert {g.organisme for g in guess_dossier_type(facts(), "ci")} == {"ci"}


def test_scores_are_between_0_and_1() -> None:
    for dossier in COMPLETE.values():
        assert all(0 <= g.score <= 1 for g in guess_dossier_type(dossier))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Séances effectuées : 33", "pec_radiotherapie"),
        ("Protocole FOLFOX, 6 cures", "pec_chimiotherapie"),
        ("indication d'une curiethérapie", "pec_curietherapie"),
        ("autogreffe de cellules souches", "pec_greffe_moelle"),
        ("IRA100Irathérapie 100 mCi", "pec_iratherapie"),
    ],
)
def test_the_words_of_the_report_tell_what_an_unread_tick_does_not(words: str, kind: str) -> None:
    demand = paper("demande_prise_en_charge", motif=None, modele_imprime=None)
    dossier = facts(demand, paper("rapport_medical"), paper("cnie"), paper("carte_immatriculation"))
    report = dossier.pieces[1].id
    told = replace(dossier, words_of={report: words, dossier.pieces[0].id: "Radiothérapie □"})
    assert guess_dossier_type(told, "cnops")[0].type == kind


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Total 120,00 DH, Casablanca", {"MA"}),
        ("Rufisque, 47 065,00 F CFA, part CNOPS", {"SN"}),
        ("Yamoussoukro : 61 825 F CFA", {"CI"}),
        ("61 825 F CFA", {"SN", "CI"}),
        ("Clinique Oued Fès. Abidjan, le 14/11/2025. Pédiatrie, Abidjan", {"CI"}),
        ("rien", set()),
    ],
)
def test_money_and_towns_tell_the_country(text: str, countries: set[str]) -> None:
    assert countries_told(text) == countries


def test_papers_of_another_country_are_not_of_an_organisme_that_they_name() -> None:
    dossier = facts(paper("facture", nature="pharmacie"), paper("ordonnance"))
    abroad = replace(dossier, words="Rufisque, 47 065,00 F CFA, part CNOPS")
    assert guess_dossier_type(abroad)[0].organisme == "pmas"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("rapport_medical", "pec_urgente"),
        ("etat_global_rib", "adhesion"),
        ("carte_immatriculation", None),
    ],
)
def test_a_paper_alone_has_a_likely_home_at_a_low_score(kind: str, expected: str | None) -> None:
    best = guess_dossier_type(replace(facts(paper(kind)), words="Kénitra"))[0]
    assert 0 < best.score < 0.8
    if expected is not None:
        assert best.type == expected


def test_a_doubtful_reading_hints_but_proves_nothing() -> None:
    dossier = COMPLETE["cnops", "pec_radiotherapie"]
    lower = hinted(dossier)
    assert lower.policy.reading < dossier.policy.reading
    assert lower.pieces == dossier.pieces
