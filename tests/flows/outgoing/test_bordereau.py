from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest

from flows.outgoing.bordereau import bordereau
from flows.outgoing.codes import code_in
from flows.outgoing.facts import Amount
from flows.outgoing.french import CURRENCIES, amount_in_words
from models.organismes import organismes
from tests.flows.outgoing.made import codes_of, lot_line, lot_of, pages_of, said, sender

LONG = "OUAZZANI TOUHAMI CHERKAOUI EL IDRISSI Mohamed Amine Abderrahmane"
ADDRESS = ("Immeuble Les Palmiers", "12, avenue de l'Indépendance", "20000 Casablanca")


@pytest.mark.parametrize("kinds", [1, 4])
@pytest.mark.parametrize("owner", sorted(organismes()))
def test_thirty_lines_fit_on_one_page(owner: str, kinds: int) -> None:
    lines = [
        lot_line(n, assure=LONG, beneficiaire=f"Conjoint : {LONG}", type=f"Facturation {n % kinds}", sealed=1, part=Decimal("987654.32"), montant=Decimal("1234567.89"))
        for n in range(1, 31)
    ]  # fmt: skip
    lines.sort(key=lambda line: line.type)
    lines[3] = replace(lines[3], amount=Amount.A_VERIFIER, montant=None, part=None)
    letters = sender(owner).stationery.model_copy(
        update={"adresse": ADDRESS, "contact": ("Tél. 05 22 00 00 00",)}
    )
    lot = lot_of(lines, owner, open=True, etablissement=LONG)
    made = bordereau(replace(lot, sender=replace(lot.sender, stationery=letters)))
    assert pages_of(made) == 1
    text = said(made)
    assert all(line.numero in text for line in lines)
    assert all(line.immatriculation in text for line in lines)
    assert "Accusé de réception" in text
    assert "Page 1 sur 1" in text


def test_nothing_is_too_small_to_read_or_off_the_sheet() -> None:
    made = bordereau(lot_of([lot_line(n, assure=LONG) for n in range(1, 31)]))
    with pdfplumber.open(io.BytesIO(made)) as opened:
        page = opened.pages[0]
        assert min(char["size"] for char in page.chars) >= 5
        assert all(char["x0"] > 20 and char["x1"] < page.width - 20 for char in page.chars)
        assert (round(page.width), round(page.height)) == (595, 842)


def test_figures_words_and_lines_agree() -> None:
    lines = [lot_line(n, montant=Decimal(f"{100 * n}.{n:02d}")) for n in range(1, 8)]
    lot = lot_of(lines)
    assert lot.total == Decimal("2800.28")
    text = said(bordereau(lot))
    assert "2 800,28" in text
    assert amount_in_words(lot.total, CURRENCIES["MAD"]) in text
    assert "Nombre de dossiers : 7" in text


def test_a_doubtful_amount_is_neither_printed_nor_counted() -> None:
    doubt = lot_line(2, amount=Amount.A_VERIFIER, montant=None)
    none = lot_line(3, amount=Amount.SANS, montant=None)
    text = said(bordereau(lot_of([lot_line(1), doubt, none])))
    assert "à vérifier" in text
    assert "dont 1 montant à vérifier, non compté" in text
    assert "mille deux cent cinquante dirhams et dix centimes" in text


def test_without_any_amount_no_sum_is_stated() -> None:
    text = said(bordereau(lot_of([lot_line(1, amount=Amount.SANS, montant=None)])))
    assert "Arrêté" not in text


def test_the_part_of_the_organisme_is_summed_only_when_known_of_all() -> None:
    both = [lot_line(n, part=Decimal("875.07")) for n in (1, 2)]
    assert lot_of(both).part == Decimal("1750.14")
    assert lot_of([*both, lot_line(3)]).part is None
    assert "1 750,14" in said(bordereau(lot_of(both)))


def test_an_open_lot_says_so_and_the_special_one_too() -> None:
    assert "PROVISOIRE" in said(bordereau(lot_of([lot_line(1)], open=True)))
    special = said(bordereau(lot_of([lot_line(1)], special=True)))
    assert "BORDEREAU SPÉCIAL MALADIE CHRONIQUE" in special
    assert "PROVISOIRE" not in special


def test_the_code_brings_the_paper_back_to_its_lot() -> None:
    lot = lot_of([lot_line(n) for n in range(1, 31)], numero="L25-00012-8")
    (codes,) = codes_of(bordereau(lot))
    assert codes == ["LIASSE:LOT:L25-00012-8"]
    found = code_in("\n".join(["6118000100010", *codes]))
    assert found is not None
    assert found.numero == "L25-00012-8"


def test_the_same_lot_gives_the_same_bytes() -> None:
    lot = lot_of([lot_line(n) for n in range(1, 5)])
    assert bordereau(lot) == bordereau(lot)


def test_names_in_any_script_are_printed_or_replaced() -> None:
    odd = ["N'DIAYE Ŋalla", "ALAMI <b>Saïd</b> & Fils", "العلوي سعيد", "=SOMME(A1)", "X" * 300]
    text = said(bordereau(lot_of([lot_line(n, assure=who) for n, who in enumerate(odd, 1)])))
    assert "ALAMI <b>Saïd</b> & Fils" in text
    assert "X…" in text


def test_an_empty_lot_is_still_a_paper() -> None:
    assert "Total : 0 dossier" in said(bordereau(lot_of([])))
