"""From a database to papers: amounts, addressees, what is asked for, what was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from flows.outgoing import letters
from flows.outgoing.asked import answer_of, complement_of, lacking_beside
from flows.outgoing.facts import Amount, Verdict
from flows.outgoing.gather import case_of, dossier_named, lot_named, lot_sheet
from flows.workplace import Workplace
from models.entities import Dossier, LotNature, LotStatut, Statut, Target, ThingKind
from models.errors import BadInput
from models.organismes.stationery import Addressee
from models.permissions import Actor, Role
from models.reading import Document, Mark
from storage.records import decisions, lots
from tests.flows.outgoing.made import CLERK, DAY, a_dossier, paper, read, said

INVOICE = paper(
    "facture", nature="pharmacie", numero_facture="F-1", emetteur_nom="PHARMACIE ATLAS",
    emetteur_ville="Fès", montant_total="452.20", part_organisme="316.54", date_delivrance="2025-10-20",
)  # fmt: skip
DECLARATION = paper(
    "feuille_de_soins", assure_nom="ALAMI", assure_prenom="Saïd", nature_maladie="diabète",
    assure_adresse="12, rue des Orangers", assure_ville="Fès",
)  # fmt: skip


def sheet_of(place: Workplace, *papers: Document, owner: str = "cnops", kind: str = "facturation_pharmacie", actor: Actor = CLERK, secret: tuple[int, ...] = ()):  # fmt: skip
    with place.database.transaction() as session:
        row = a_dossier(session, owner, kind, papers, secret_pages=secret)
        lot = lots.place(session, row, nature=LotNature.FACTURATION)
        assert lot is not None
        return lot_sheet(session, lot, actor, place.settings, DAY)


def test_a_line_of_the_bordereau(place: Workplace) -> None:
    lot = sheet_of(place, INVOICE, paper("ordonnance"))
    (line,) = lot.lines
    assert (line.amount, line.montant, line.part) == (
        Amount.SUR,
        Decimal("452.20"),
        Decimal("316.54"),
    )
    assert (line.pieces, line.sealed, line.complet) == (2, 0, False)
    assert (line.assure, line.immatriculation) == ("ALAMI Saïd", "204587613")
    assert line.beneficiaire == "l'assuré(e)"
    assert lot.open
    assert not lot.special


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((INVOICE, INVOICE), "452.20"),  # the same invoice twice
        ((INVOICE, paper("facture", numero_facture="F-2", montant_total="100.00")), "552.20"),
        ((paper("ordonnance"),), None),
        ((paper("facture", confidence=0.5, numero_facture="F-1", montant_total="9.00"),), "?"),
        ((paper("facture", numero_facture="F-1"),), "?"),
        ((replace(INVOICE, type_confidence=0.4),), "?"),
        (
            (
                paper("facture", montant_total="9.00"),
                paper("facture", montant_total="9.00", exemplaire="duplicata"),
            ),
            "?",
        ),
        (
            (
                replace(
                    INVOICE,
                    lines={
                        "lignes": ({"patient_nom": read("ALAMI")}, {"patient_nom": read("TAZI")})
                    },
                ),
            ),
            "?",
        ),
    ],
)
def test_amounts_of_invoices(
    here: Workplace, papers: tuple[Document, ...], expected: str | None
) -> None:
    (line,) = sheet_of(here, *papers).lines
    amounts = {None: Amount.SANS, "?": Amount.A_VERIFIER}
    assert line.amount is amounts.get(expected, Amount.SUR)
    assert str(line.montant) == (expected if expected not in amounts else "None")


@pytest.mark.parametrize(("sheet", "expected"), [("452.20", "452.20"), ("300.00", "None")])
def test_a_sheet_of_care_and_its_invoices_must_agree(
    here: Workplace, sheet: str, expected: str
) -> None:
    papers = (paper("feuille_de_soins", montant_total=sheet), INVOICE)
    (line,) = sheet_of(here, *papers, owner="ofppt", kind="maladie_remboursement").lines
    assert str(line.montant) == expected
    assert (line.amount is Amount.SUR) == (expected != "None")


def test_an_amount_that_may_not_be_seen_is_not_counted(here: Workplace) -> None:
    (line,) = sheet_of(here, INVOICE, secret=(1,)).lines
    assert (line.amount, line.montant, line.sealed) == (Amount.A_VERIFIER, None, 1)
    *_, line = sheet_of(here, INVOICE, actor=Actor("x", frozenset({Role.COURRIER}))).lines
    assert (line.amount, line.sealed) == (Amount.A_VERIFIER, 0)


def test_chronic_dossiers_go_on_the_special_bordereau(here: Workplace) -> None:
    assert sheet_of(here, DECLARATION, owner="ofppt", kind="chronique_remboursement").special


def test_a_closed_lot_is_final(here: Workplace) -> None:
    with here.database.transaction() as session:
        row = a_dossier(session, "cnops", "facturation_pharmacie", [INVOICE])
        lot = lots.place(session, row, nature=LotNature.FACTURATION)
        assert lot is not None
        lot.statut = LotStatut.CLOTURE
        assert not lot_sheet(session, lot, CLERK, here.settings, DAY).open


def test_numbers_that_are_wrong(place: Workplace) -> None:
    with place.database.transaction() as session:
        row = a_dossier(session, "cnops", "facturation_pharmacie", [INVOICE])
        lot = lots.place(session, row, nature=LotNature.FACTURATION)
        assert lot is not None
        assert dossier_named(session, f" {row.reference.lower()} ").id == row.id
        assert lot_named(session, lot.numero).id == lot.id
        for ask, numero, told in (
            (dossier_named, lot.numero, "est le numéro d'un lot"),
            (lot_named, row.reference, "est le numéro d'un dossier"),
            (dossier_named, "D25-99999-9", "n'est pas un numéro de dossier"),
            (lot_named, "bonjour", "n'est pas un numéro de lot"),
            (dossier_named, "D20-00001-1", "Aucun dossier ne porte"),
        ):
            with pytest.raises(BadInput, match=told):
                ask(session, numero)


@pytest.mark.parametrize(
    ("to", "lines"),
    [
        (None, ("PHARMACIE ATLAS", "Fès")),
        (Addressee.ASSURE, ("ALAMI Saïd", "Immatriculation 204587613")),
        (Addressee.COMPAGNIE, ("CNOPS", "Direction ou délégation régionale, tiers payant")),
        (
            Addressee.MEDECIN_CONSEIL,
            ("Département du Contrôle médical de la CNOPS", "Sous pli confidentiel"),
        ),
    ],
)
def test_addressees(here: Workplace, to: Addressee | None, lines: tuple[str, ...]) -> None:
    with here.database.transaction() as session:
        row = a_dossier(session, "cnops", "facturation_pharmacie", [INVOICE])
        assert case_of(session, row, CLERK, here.settings, DAY, to).to == lines


def test_an_insured_is_written_to_at_his_address(here: Workplace) -> None:
    with here.database.transaction() as session:
        row = a_dossier(session, "ofppt", "maladie_remboursement", [DECLARATION])
        case = case_of(session, row, CLERK, here.settings, DAY)
    assert case.to == ("ALAMI Saïd", "12, rue des Orangers", "Fès", "Immatriculation 204587613")


def test_what_is_asked_for(place: Workplace) -> None:
    with place.database.transaction() as session:
        row = chronic(session)
        asked = complement_of(session, row, CLERK, DAY)
    titles = [lack.titre for lack in asked.lacks]
    assert "Ordonnance des médicaments prescrits" in titles
    assert "Certificat de maladie de longue durée (sous pli confidentiel)" in titles
    assert asked.until == date(2025, 12, 5)
    assert "30 jours" in asked.until_why
    assert all(lack.source.startswith("Protocole de gestion OFPPT, §3 a") for lack in asked.lacks)
    text = said(letters.complement(case_with(place, row), asked))
    assert "la demander" not in text
    assert "le demander" not in text


def case_with(place: Workplace, row: Dossier):
    with place.database.reading() as session:
        return case_of(session, row, CLERK, place.settings, DAY)


def chronic(session: Session, *others: Document) -> Dossier:
    return a_dossier(session, "ofppt", "chronique_pec", [DECLARATION, *others])


def test_where_no_delay_is_set_the_end_of_the_deposit_is(here: Workplace) -> None:
    with here.database.transaction() as session:
        row = a_dossier(session, "cnops", "facturation_pharmacie", [INVOICE])
        asked = complement_of(session, row, CLERK, DAY)
        late = complement_of(session, row, CLERK, date(2026, 3, 1))
    assert asked.until == date(2026, 1, 20)
    assert "Fin du délai de dépôt" in asked.until_why
    assert (late.until, late.until_why) == (None, "")


def test_a_fault_is_told_without_the_orders_to_our_clerk(here: Workplace) -> None:
    request = paper("demande_prise_en_charge", assure_nom="ALAMI", numero_immatriculation="2045")
    request = replace(request, marks={"cachet_etablissement": Mark(False, 0.97)})
    with here.database.transaction() as session:
        row = a_dossier(session, "cnops", "pec_pharmacie", [request])
        asked = complement_of(session, row, CLERK, DAY)
    faults = {lack.titre: lack.phrase for lack in asked.lacks if lack.phrase}
    said_of_stamp = faults["Cachet de la pharmacie sur la demande"]
    assert said_of_stamp.startswith("La demande de prise en charge ne porte pas le cachet")
    assert "renvoyer" not in said_of_stamp


def test_nothing_is_asked_for_when_nothing_is_missing_or_a_person_must_decide_first(
    here: Workplace,
) -> None:
    with here.database.transaction() as session:
        row = chronic(session)
        row.statut = Statut.FORCLOS
        with pytest.raises(BadInput, match="un responsable confirme"):
            complement_of(session, row, CLERK, DAY)
        whole = chronic(session, paper("ordonnance"), paper("pli_confidentiel"))
        with pytest.raises(BadInput, match="à vérifier d'abord"):
            complement_of(session, whole, CLERK, DAY)


@pytest.mark.parametrize(
    ("papers", "verdict", "numero", "montant"),
    [
        ([paper("reponse_compagnie", decision="accord", date_document="2025-11-06")], Verdict.ACCORD, "", None),
        (
            [paper("attestation_prise_en_charge", numero_prise_en_charge="PEC-7", montant_accorde="800.00", mention="sous_reserve")],
            Verdict.ACCORD, "PEC-7", Decimal("800.00"),
        ),
        ([paper("reponse_compagnie", decision="rejet_contractuel")], Verdict.REFUS, "", None),
        ([paper("reponse_compagnie", decision="contre_visite")], Verdict.CONTRE_VISITE, "", None),
    ],
)  # fmt: skip
def test_the_answer_is_what_is_recorded(
    here: Workplace,
    papers: list[Document],
    verdict: Verdict,
    numero: str,
    montant: Decimal | None,
) -> None:
    with here.database.transaction() as session:
        found = answer_of(session, chronic(session, *papers), CLERK, here.settings)
    assert (found.verdict, found.numero, found.montant) == (verdict, numero, montant)
    assert found.sous_reserve == (montant is not None)
    if verdict is Verdict.REFUS:
        assert found.detail == "Rejet contractuel"


def test_an_answer_that_came_later_and_one_that_a_person_settled(place: Workplace) -> None:
    with place.database.transaction() as session:
        row = chronic(session)
        later = chronic(session, paper("reponse_compagnie", decision="complement_information"))
        later.rattache_a = row.id
        session.flush()
        found = answer_of(session, row, CLERK, place.settings)
        assert found.verdict is Verdict.COMPLEMENT
        asked = lacking_beside(session, row, CLERK, DAY, found)
        assert asked is not None
        assert asked.lacks
        decisions.decide(
            session, actor="Mme Tazi", kind=ThingKind.DOSSIER, thing_id=row.id,
            target=Target.ATTRIBUTE, name="decision", value="rejet_administratif",
        )  # fmt: skip
        found = answer_of(session, row, CLERK, place.settings)
        assert found.verdict is Verdict.REFUS
        assert lacking_beside(session, row, CLERK, DAY, found) is None


def test_no_answer_is_made_up(here: Workplace) -> None:
    with here.database.transaction() as session:
        with pytest.raises(BadInput, match="Aucune réponse de la compagnie"):
            answer_of(session, chronic(session), CLERK, here.settings)
        doubtful = paper("reponse_compagnie", confidence=0.5, decision="accord")
        with pytest.raises(BadInput, match="reste à vérifier"):
            answer_of(session, chronic(session, doubtful), CLERK, here.settings)
        other = a_dossier(session, "cnops", "facturation_pharmacie", [INVOICE])
        with pytest.raises(BadInput, match="n'appelle pas de réponse"):
            answer_of(session, other, CLERK, here.settings)
