"""What papers of authors who had never seen our lists taught: typed boxes, parts, numbers, houses."""

from __future__ import annotations

import pytest

from bench.papers.paper import Family, Paper, reading
from extractors.fields import read_document
from extractors.fields.parsing import parse
from models.documents import Kind, document_type
from models.reading import Document, DocumentDraft
from models.reference.given_names import nearest_given_name
from models.values.amounts import counts_things


def document(kind: str, *lines: str) -> Document:
    """A page of these lines, on the grid of the blind papers."""
    page = reading(Paper(Family.CORE, 1, kind, "", lines, {}, {}))
    return read_document(DocumentDraft((1,), kind, 0.95), {1: page})


def values(kind: str, *lines: str) -> dict[str, str]:
    return {name: f.value for name, f in document(kind, *lines).fields.items()}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Situation :   [x] marié   [ ] célibataire   [ ] divorcé   [ ] veuf", "marie"),
        ("Situation :   ( ) marié   (X) célibataire   ( ) divorcé   ( ) veuf", "celibataire"),
        ("Situation :   ☐ marié   ☐ célibataire   ☒ divorcé   ☐ veuf", "divorce"),
        ("Situation :   marié ( )   célibataire ( )   divorcé ( )   veuf (x)", "veuf"),
    ],
)
def test_a_typed_box_is_ticked(line: str, value: str) -> None:
    found = values("bulletin_adhesion", "BULLETIN D'ADHESION", "", "Nom : ALAOUI", line)
    assert found["situation_familiale"] == value


TOTAL = (
    "PHARMACIE DU PORT",
    "",
    "FACTURE N° 812/26",
    "",
    "Désignation                      Montant",
    "DOLIPRANE 1 g                     100,00",
    "AMLOR 5 mg                         50,00",
)


@pytest.mark.parametrize(
    ("fund", "patient", "amounts"),
    [
        ("MCI", "MUTUALISTE", ("120,00", "30,00")),
        ("Net IPM 80 %", "Ticket agent 20 %", ("120,00", "30,00")),
        ("Remboursable", "Non remboursable", ("150,00", "0,00")),
        ("Montant à rembourser", "Payé par le malade", ("150,00", "0,00")),
    ],
)
def test_two_amounts_that_make_the_total_are_the_parts(
    fund: str, patient: str, amounts: tuple[str, str]
) -> None:
    ends = ("TOTAL", "150,00"), (fund, amounts[0]), (patient, amounts[1])
    found = values("facture", *TOTAL, *(f"{label:<34}{value:>6}" for label, value in ends))
    assert found["part_organisme"] == amounts[0].replace(",", ".")
    assert found["part_assure"] == amounts[1].replace(",", ".")


def test_what_was_paid_already_is_no_part_of_the_fund() -> None:
    ends = ("TOTAL", "150,00"), ("Acompte", "100,00"), ("Reste à payer", "50,00")
    found = values("facture", *TOTAL, *(f"{label:<34}{value:>6}" for label, value in ends))
    assert "part_organisme" not in found


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026- HS-7741", "2026-HS-7741"),
        ("LG 2025-0981", "LG2025-0981"),
        ("PEC 77410", "77410"),
        ("ZOT 301627064", "301627064"),
    ],
)
def test_an_identifier_keeps_its_parts(raw: str, value: str) -> None:
    pattern = document_type("facture").fields["numero_prise_en_charge"].motif
    parsed = parse(Kind.IDENTIFIANT, raw, pattern)
    assert parsed is not None
    assert parsed.value == value


def test_a_share_before_an_amount_is_no_part_of_it() -> None:
    parsed = parse(Kind.MONTANT, "70 % 119 000")
    assert parsed is not None
    assert parsed.value == "119000.00"


def test_numbers_of_patients_are_no_invoice_s() -> None:
    found = values(
        "facture", "CLINIQUE DU PORT", "", "FACTURE", "Réf. patient : 26-11807", "N° : 781/26"
    )
    assert found["numero_facture"] == "781/26"


def test_what_is_counted_is_no_amount_in_words() -> None:
    assert counts_things("Soit neuf séances")
    assert not counts_things("neuf cents dirhams")
    assert not counts_things("arrêté à mille deux cents")


def test_another_spelling_of_a_given_name_is_no_misreading() -> None:
    assert nearest_given_name("Yahia") is None
    assert nearest_given_name("Meryem") is None


def test_a_long_name_of_a_house_and_its_office_are_told_apart() -> None:
    found = values(
        "bulletin_adhesion",
        "AFRIQUE SANTE ASSURANCES - Agence de Rufisque",
        "",
        "BULLETIN D'ADHESION",
        "",
        "Nom : DIAGNE",
    )
    assert found["organisme_nom"] == "AFRIQUE SANTE ASSURANCES"
    name = "LABORATOIRE D'ANATOMIE ET DE CYTOLOGIE PATHOLOGIQUES « AL HAKIM »"
    found = values("facture", name, "Pr Abderrahim MOUTAOUAKIL", "", "FACTURE N° 12/26")
    assert found["emetteur_nom"] == name.replace("« ", "« ")


@pytest.mark.parametrize("bullet", ["o  ", "[1]  "])
def test_lines_of_an_ordonnance_begin_with_a_sign(bullet: str) -> None:
    read = document(
        "ordonnance",
        "Dr Salma TAZI",
        "",
        "ORDONNANCE",
        "",
        "Patient : BENDAOUD Hassania",
        "",
        "",
        "",
        f"   {bullet}AUGMENTIN 1 g, sachet",
        "        Prendre 1 sachet matin et soir",
        "        Durée 7 jours - 2 boîtes",
        f"   {bullet}PROFENID 100 mg, suppositoire",
        "        Prendre 1 le soir",
        "        Durée 5 jours - 1 boîte",
    )
    rows = read.lines["prescriptions"]
    assert [row["medicament"].value for row in rows] == ["AUGMENTIN", "PROFENID"]
    assert [row["quantite"].value for row in rows] == ["2", "1"]


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        ("ayant quitté l'établissement le 11/12/2025.", "date_sortie", "2025-12-11"),
    ],
)
def test_sentences_of_invoices(sentence: str, name: str, value: str) -> None:
    assert values("facture", *TOTAL, "", sentence)[name] == value
    assert name not in values("facture", *TOTAL, "", "Acquitté le 11/12/2025")


def test_an_address_after_a_dash_is_no_house_s_name() -> None:
    found = values(
        "facture", "Centre de dialyse Essalam - km 2, route de Zagora", "", "FACTURE N° 3"
    )
    assert found["emetteur_nom"] == "Centre de dialyse Essalam"


def test_an_article_after_a_colon_begins_the_answer() -> None:
    found = values(
        "bulletin_adhesion",
        "BULLETIN D'ADHESION",
        "",
        "Nom : KABBAJ",
        "Date et lieu de naissance  :  le 19 juin 1982 à Ouezzane",
    )
    assert found["assure_date_naissance"] == "1982-06-19"
    assert found["assure_lieu_naissance"] == "Ouezzane"
    assert "date_signature" not in found


def test_care_given_to_a_spouse_is_told_by_its_box() -> None:
    asked = "Soins donnés à sa femme ☒     à lui-même ☐     à son fils/sa fille ☐"
    found = values("feuille_de_soins", "FEUILLE DE SOINS", "", "Nom : TAZI", asked)
    assert found["beneficiaire_lien"] == "conjoint"


@pytest.mark.parametrize("title", ["Ordonnance médicale du 06.04.2026", "Consultation du 6/4/2026"])
def test_an_ordonnance_is_dated_by_its_title(title: str) -> None:
    assert values("ordonnance", "Dr Salma TAZI", "", title)["date_prescription"] == "2026-04-06"
