"""The type of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.types import classify
from models.documents import document_types
from models.geometry import Box
from models.reading import Barcode, MarkKind, SeenMark, TypedPage
from tests.extractors.sheets import at, sheet

HERE = Box(0.1, 0.1, 0.3, 0.2)


def titled(text: str, y: float = 0.1, height: float = 0.018) -> TypedPage:
    return classify(sheet(at(y, (0.3, text), height=height), at(0.5, "Casablanca")), 1)


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("FEUILLE DE SOINS", "feuille_de_soins"),
        ("Déclaration de maladie", "feuille_de_soins"),
        ("FACTURE N° 214/2025", "facture"),
        ("ORDONNANCE", "ordonnance"),
        ("BULLETIN INDIVIDUEL D'ADHÉSION", "bulletin_adhesion"),
        ("DEMANDE DE PRISE EN CHARGE", "demande_prise_en_charge"),
        ("ATTESTATION DE PRISE EN CHARGE", "attestation_prise_en_charge"),
        ("DEVIS", "devis"),
        ("RELEVÉ D'IDENTITÉ BANCAIRE", "rib"),
        ("CERTIFICAT DE SCOLARITÉ", "certificat_scolarite"),
        ("COMPTE RENDU OPÉRATOIRE", "compte_rendu_operatoire"),
        ("ACTE DE MARIAGE", "acte_mariage"),
    ],
)
def test_a_title_settles_it(title: str, type_: str) -> None:
    page = titled(title)
    assert page.type == type_
    assert page.confidence > 0.6
    assert page.titled


def test_a_title_misread_by_a_letter_still_counts() -> None:
    assert titled("FEUILLE DE S0INS").type == "feuille_de_soins"
    assert titled("FEUILLEDESOINS").type == "feuille_de_soins"


def test_the_same_words_small_at_the_foot_are_no_title() -> None:
    page = titled("pour toute facture contactez notre service", y=0.9, height=0.012)
    assert not (page.type == "facture" and page.titled)


def test_a_page_that_says_nothing_is_autre() -> None:
    page = classify(sheet(at(0.4, "Bonjour à tous"), at(0.5, "à demain")), 3)
    assert (page.number, page.type) == (3, "autre")
    assert not page.titled


def test_a_blank_page() -> None:
    page = classify(sheet(blank=True), 1)
    assert page.type == "page_blanche"
    assert page.confidence >= 0.99


@pytest.mark.parametrize("code", ["LIASSE:SEP:ofppt", "PATCHT", "PATCH T", "LIASSE:ENVOI:12"])
def test_a_separator_sheet_is_told_by_its_code(code: str) -> None:
    reading = sheet(at(0.1, "FACTURE"), barcodes=[Barcode(code, "QRCode", HERE)])
    page = classify(reading, 1)
    assert (page.type, page.separator) == ("feuille_separatrice", code)


def test_another_code_makes_no_separator() -> None:
    reading = sheet(at(0.1, "FACTURE"), barcodes=[Barcode("6118000012345", "EAN13", HERE)])
    page = classify(reading, 1)
    assert (page.type, page.separator) == ("facture", None)


def test_a_machine_readable_zone_makes_an_identity_card() -> None:
    reading = sheet(
        at(0.6, "I<MARAB12345678BK123456<<<<<<<"),
        at(0.63, "8001014F3001011MAR<<<<<<<<<<<4"),
        at(0.66, "ALAMI<<SARA<<<<<<<<<<<<<<<<<<<"),
    )
    assert classify(reading, 1).type == "cnie"


def test_a_photo_alone() -> None:
    photo = SeenMark(MarkKind.PHOTO, HERE, 0.9)
    assert classify(sheet(marks=[photo]), 1).type == "photo_identite"


def test_glued_price_labels() -> None:
    marks = [SeenMark(MarkKind.VIGNETTE, HERE, 0.9)] * 3
    assert classify(sheet(at(0.3, "PPV 45,50 LOT 12"), marks=marks), 1).type == "vignettes"


@given(st.lists(st.text(max_size=40), max_size=5), st.integers(1, 500))
def test_any_words_give_probabilities_over_all_types(lines: list[str], number: int) -> None:
    page = classify(sheet(*(at(0.1 + 0.05 * n, line) for n, line in enumerate(lines))), number)
    assert set(page.scores) == set(document_types())
    assert sum(page.scores.values()) == pytest.approx(1)
    assert all(0 <= score <= 1 for score in page.scores.values())
    assert page.number == number


TITLED = sorted(
    name
    for name, kind in document_types().items()
    if any(t.titre and t.poids > 0 for t in kind.titres)
)


@pytest.mark.parametrize("name", TITLED)
def test_the_strongest_title_of_each_type_leads_to_it(name: str) -> None:
    titles = [t for t in document_types()[name].titres if t.titre and t.poids > 0]
    best = max(titles, key=lambda t: (t.poids, len(t.texte)))
    assert titled(best.texte.upper()).type == name


CARD_UNDER = [
    at(0.5, "ROYAUME DU MAROC"),
    at(0.52, "CARTE NATIONALE D'IDENTITÉ"),
    at(0.55, "LAARAJ TARIK"),
    at(0.7, "IDMAR7B34585XX3JB34585<<<<<<<<"),
    at(0.73, "8110251M2703268MAR<<<<<<<<<<<7"),
    at(0.76, "LAARAJ<<TARIK<<<<<<<<<<<<<<<<<"),
]


def test_two_papers_on_one_sheet_are_of_the_type_of_the_first() -> None:
    above = [
        at(0.1, "CARTE D'ASSURÉ", height=0.02),
        at(0.15, "Numéro d'immatriculation : 294976007"),
        at(0.18, "Nom : LAARAJ"),
    ]
    assert classify(sheet(*above, *CARD_UNDER), 1).type == "carte_immatriculation"
    assert classify(sheet(*CARD_UNDER), 1).type == "cnie"


def test_a_separator_whose_bars_are_torn_is_told_by_the_code_under_them() -> None:
    code = "LIASSE:SEP:DOSSIER:ofppt"
    page = classify(sheet(at(0.1, "PAGE DE GARDE"), at(0.5, code)), 1)
    assert (page.type, page.separator) == ("feuille_separatrice", code)


def test_a_separator_without_a_code_is_told_by_its_words() -> None:
    lines = [at(0.3, "SÉPARATEUR", height=0.03), at(0.5, "Ne pas retirer - début de dossier")]
    assert classify(sheet(*lines), 1).type == "feuille_separatrice"


def test_a_form_with_a_place_for_a_photograph_is_no_photograph() -> None:
    rows = [at(0.1, "Photo d'identité")]
    rows += [at(0.2 + 0.03 * n, f"Question {n} posée à la personne soignée") for n in range(12)]
    assert classify(sheet(*rows), 1).type != "photo_identite"


def test_running_text_that_names_another_paper_is_no_title() -> None:
    page = titled("et de joindre à votre courrier la facture de la clinique", height=0.012)
    assert not (page.type == "facture" and page.titled)
