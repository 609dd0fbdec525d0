"""What a page tells of each type: titles over several lines, headings by their words, look, wording."""

from __future__ import annotations

import gzip
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout import lay_out
from extractors.types import classify, wording
from extractors.types.blocks import blocks_of
from extractors.types.classify import weights
from extractors.types.evidence import COLUMNS, evidence
from extractors.types.headings import HeadingIndex
from extractors.types.knowledge import knowledge
from extractors.types.phrases import PhraseIndex, pieces
from models.documents import document_types
from tests.extractors.sheets import at, sheet

LETTER = 0.012


def best_title(*rows: object) -> tuple[str, float]:
    told = evidence(lay_out(sheet(*rows), 1))  # type: ignore[arg-type]
    best = int(told.heads.argmax())
    return knowledge().names[best], float(told.heads[best])


def body(*lines: str) -> list[object]:
    return [at(0.4 + 0.03 * n, line) for n, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "type_"),
    [
        (("CERTIFICAT", "ADMINISTRATIF DE", "CÉLIBAT"), "attestation_celibat"),
        (("ATTESTATION DE NON-", "ACTIVITÉ"), "certificat_non_emploi"),
        (("EXTRAIT DU", "REGISTRE DES", "MARIAGES"), "acte_mariage"),
        (("COMPTE RENDU", "ANATOMOPATHOLOGIQUE"), "resultats_examens"),
        (("TIERS PAYANT –", "DEMANDE D'ADHÉSION"), "demande_acces_tiers_payant"),
    ],
)
def test_a_title_broken_over_lines_beside_a_letterhead(lines: tuple[str, ...], type_: str) -> None:
    rows = [
        [
            *at(0.05 + 0.028 * n, (0.08, "Royaume du Maroc")),
            *at(0.05 + 0.028 * n, (0.5, line), height=0.022),
        ]
        for n, line in enumerate(lines)
    ]
    name, worth = best_title(*rows, *body("Nom et prénom : ALAMI Sara", "Fait à Fès"))
    assert name == type_
    assert worth > 0.6


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("FICHE DE RENSEIGNEMENTS DU PRATICIEN – CODE INPE", "fiche_enregistrement_anam"),
        ("TABLEAU NOMINATIF DES SALARIÉS BÉNÉFICIAIRES", "listing_adherents"),
        ("NOTIFICATION DE REFUS", "reponse_compagnie"),
        ("ATTESTATION D'INSCRIPTION – FACULTÉ DES SCIENCES", "certificat_scolarite"),
        ("PROTOCOLE OPÉRATOIRE", "compte_rendu_operatoire"),
        ("RÉCAPITULATIF DES RIB", "etat_global_rib"),
        ("BULLETIN DE PAIE", "autre"),
        ("ATTESTATION DE TRAVAIL", "autre"),
    ],
)
def test_a_title_nobody_foresaw_is_told_by_its_words(title: str, type_: str) -> None:
    name, worth = best_title(
        at(0.08, (0.3, title), height=0.02), *body("Fait à Rabat", "Le directeur")
    )
    assert name == type_
    assert worth > 0.5


def test_a_title_cited_in_a_letter_is_none() -> None:
    rows = body(
        "Je vous prie de bien vouloir trouver ci-joint la demande de prise en charge de mon fils",
        "ainsi que la facture de la clinique et le certificat de scolarité que vous demandiez.",
    )
    assert best_title(at(0.1, "Monsieur le Directeur,"), *rows)[1] < 0.4


def test_on_a_page_in_one_print_capitals_are_a_title() -> None:
    lines = ("Caisse Ivoire, Abidjan", "Service des prestations", "Suite à vos envois")
    rows = [at(0.05 + 0.03 * n, line) for n, line in enumerate(lines)]
    low = body("Entreprise : Bois et Scieries", "Nom de la personne : Seydou Traore")
    plain = best_title(*rows, at(0.2, "Decompte de remboursement"), *low)
    capitals = best_title(*rows, at(0.2, "DECOMPTE DE REMBOURSEMENT"), *low)
    assert capitals[0] == "decompte"
    assert capitals[1] > plain[1] + 0.1


def test_capitals_say_nothing_where_all_is_in_capitals_or_a_title_is_larger() -> None:
    def most(*rows: object) -> float:
        page = lay_out(sheet(*rows), 1)  # type: ignore[arg-type]
        return max(b.prominence for b in blocks_of(page) if "DECOMPTE" in " ".join(b.words).upper())

    shouted = [at(0.4 + 0.03 * n, "NOM ET PRENOM DU MALADE") for n in range(3)]
    quiet = body("Nom et prénom du malade", "Date de naissance", "Adresse et ville")
    line = at(0.2, "DECOMPTE DES SOINS")
    assert most(line, *shouted) < most(line, *quiet)
    assert most(at(0.08, "Caisse Ivoire", height=0.024), line, *quiet) < most(line, *quiet)


def test_a_line_of_a_bill_is_no_title() -> None:
    page = lay_out(sheet(at(0.1, "Bilan biologique", (0.5, "B 120"), (0.8, "132,90"))), 1)
    assert max(b.prominence for b in blocks_of(page)) < 0.5


@pytest.mark.parametrize("name", sorted(document_types()))
def test_every_heading_is_found_in_a_title_made_of_it(name: str) -> None:
    index = HeadingIndex(document_types())
    for heading in document_types()[name].intitules:
        groups = [g for g in heading.mots.split() if not g.startswith("-")]
        title = " ".join(group.split("|")[0].rstrip("*") for group in groups)
        (block, *_) = blocks_of(lay_out(sheet(at(0.1, title, height=0.02)), 1))
        assert index.worths(block)[name][0] >= 0.5 * heading.poids


@given(st.text(alphabet="abcdefgh", min_size=9, max_size=20), st.integers(0, 8))
def test_a_phrase_is_found_whole_and_with_a_letter_misread(phrase: str, place: int) -> None:
    index = PhraseIndex([phrase])
    text = f"xyz{phrase}uvw"
    assert index.exact(text, [], pieces(text)) == {0}
    misread = f"xyz{phrase[:place]}z{phrase[place + 1 :]}uvw"
    assert index.exact(misread, [], pieces(misread)) == set()
    if len(phrase) >= 18 and place >= 6:
        assert set(index.near(misread, pieces(misread), set(), shared=0.4)) <= {0}


def test_a_foreign_paper_is_of_no_type() -> None:
    rows = [
        at(0.1 + 0.03 * n, line)
        for n, line in enumerate(
            [
                "Weekly sales report of the northern region",
                "Please return this sheet to your supervisor before Friday",
                "Cartons shipped and cartons returned by the warehouse",
                "Remarks of the area manager about competitors",
            ]
        )
    ]
    page = classify(sheet(*rows), 1)
    assert page.type == "autre"


def test_a_page_that_could_not_be_read_is_of_no_type() -> None:
    assert classify(replace(sheet(), unread="Illisible."), 1).type == "autre"


def test_the_classifier_is_small_and_knows_the_types() -> None:
    data = resources.files("extractors.types").joinpath(wording.FILE).read_bytes()
    assert len(data) < 4_000_000
    assert gzip.decompress(data)
    assert set(wording.labels()) <= set(document_types())
    assert wording.probabilities([]).sum() == pytest.approx(1, abs=1e-3)


def test_every_kind_of_evidence_has_its_weight() -> None:
    named = dict(zip(COLUMNS, weights(), strict=True))
    assert named["titre"] > 0
    assert named["intitule"] > 0
    assert named["texte"] > 0
    assert named["contre"] < 0
