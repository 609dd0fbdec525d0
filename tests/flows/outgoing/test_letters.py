from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flows.outgoing import letters
from flows.outgoing.facts import Answer, Case, EnclosedPiece, Lack, Verdict
from tests.flows.outgoing.made import ASKED, case, codes_of, pages_of, said, sender

ACCORD = Answer(Verdict.ACCORD, "", date(2025, 11, 6), "PEC-187", Decimal("1250.20"), False)
LETTERS: dict[str, Callable[[Case], bytes]] = {
    "ACCUSÉ DE RÉCEPTION": letters.receipt,
    "DEMANDE DE COMPLÉMENT D'INFORMATION": lambda about: letters.complement(about, ASKED),
    "LETTRE D'ACCOMPAGNEMENT": letters.covering,
    "RÉPONSE À LA PHARMACIE": lambda about: letters.answer(about, ACCORD),
}


@pytest.mark.parametrize("title", LETTERS)
def test_each_letter_names_its_dossier_and_finds_it_again(title: str) -> None:
    made = LETTERS[title](case())
    text = said(made)
    for expected in (
        title, "Cabinet conseil", "Pharmacie du Phare", "D25-00412-7", "BERRADA Fouad", "636023954",
        "Le 5 novembre 2025", "cachet et signature", "Page 1 sur 1",
    ):  # fmt: skip
        assert expected in text
    assert codes_of(made) == [["LIASSE:DOSSIER:D25-00412-7"]]
    assert made == LETTERS[title](case())


def test_the_receipt_says_what_came_when_and_until_when() -> None:
    text = said(letters.receipt(case()))
    assert "mercredi 5 novembre 2025 à 9 h 12" in text
    assert "3 pièces (4 pages)" in text
    assert "au plus tard le vendredi 7 novembre 2025 à 10 h 42" in text
    assert "Rapport médical (confidentiel)" in text
    assert "ni accord de prise en charge" in text


def test_the_complement_says_what_why_and_until_when() -> None:
    text = said(letters.complement(case(), ASKED))
    assert "Ordonnance des médicaments prescrits Cette pièce manque au dossier." in text
    assert "Protocole de gestion OFPPT, §3 a : « Ordonnance des médicaments prescrits »" in text
    assert "La déclaration ne porte pas de cachet." in text
    assert "au plus tard le vendredi 5 décembre 2025" in text
    assert text.index("À noter") < text.index("Signature du médecin")
    assert "médecin conseil" not in text


def test_without_a_delay_no_date_is_invented() -> None:
    text = said(letters.complement(case(), replace(ASKED, until=None, until_why="")))
    assert "dans les meilleurs délais" in text
    assert "au plus tard" not in text


def test_a_long_request_runs_over_pages_that_all_bear_the_code() -> None:
    many = tuple(
        Lack(f"Pièce {n}", "Elle n'est pas signée.", "Source", "mots de la règle " * 12)
        for n in range(30)
    )
    made = letters.complement(case(), replace(ASKED, lacks=many))
    count = pages_of(made)
    assert count > 2
    assert f"Page {count} sur {count}" in said(made)
    assert codes_of(made, dpi=150) == [["LIASSE:DOSSIER:D25-00412-7"]] * count


@pytest.mark.parametrize(
    ("verdict", "expected", "never"),
    [
        (Verdict.ACCORD, "peuvent être délivrés dans cette limite", "pas"),
        (Verdict.REFUS, "REFUS DE PRISE EN CHARGE", "peuvent être délivrés dans"),
        (Verdict.COMPLEMENT, "n'est pas accordée à ce jour", "ACCORD DE PRISE"),
        (Verdict.CONTRE_VISITE, "CONTRE-VISITE DEMANDÉE", "ACCORD DE PRISE"),
    ],
)
def test_the_answer_says_the_decision_and_nothing_else(
    verdict: Verdict, expected: str, never: str
) -> None:
    given = replace(ACCORD, verdict=verdict)
    if verdict is not Verdict.ACCORD:
        given = replace(given, montant=None, numero="")
    text = said(letters.answer(case(), given))
    assert expected in text
    assert never not in text


def test_an_accord_bears_its_amount_in_figures_and_in_words() -> None:
    text = said(letters.answer(case(), ACCORD))
    assert "1 250,20 DH (mille deux cent cinquante dirhams et vingt centimes)" in text
    assert "PEC-187" in text
    bare = said(letters.answer(case(), replace(ACCORD, montant=None)))
    assert "dans cette limite" not in bare
    assert "Sous réserve" in said(letters.answer(case(), replace(ACCORD, sous_reserve=True)))


def test_what_goes_with_a_complement_asked_by_the_company() -> None:
    given = replace(ACCORD, verdict=Verdict.COMPLEMENT, montant=None)
    text = said(letters.answer(case(), given, ASKED))
    assert "Ordonnance des médicaments prescrits" in text
    assert "vendredi 5 décembre 2025" in text


def test_the_covering_letter_hands_secrets_to_the_doctor_unopened() -> None:
    text = said(letters.covering(case()))
    assert "2 pièces confidentielles : à remettre sous pli fermé au médecin conseil" in text


def test_where_establishments_send_they_sign() -> None:
    text = said(letters.covering(case(sender=sender("cnops"), depositor="Clinique Al Amal")))
    assert text.startswith("Clinique Al Amal")
    assert "Pour l'établissement" in text


def test_a_dossier_of_many_pieces_and_hostile_names() -> None:
    pieces = tuple(EnclosedPiece(f"Pièce <{n}> & suite", "copie", 1, False) for n in range(80))
    made = letters.covering(case(pieces=pieces, assure="<para>'\"&", to=("<b>", "&amp;")))
    assert pages_of(made) > 1
    assert "Pièce <79> & suite" in said(made)
