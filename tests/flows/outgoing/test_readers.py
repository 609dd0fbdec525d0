"""No paper says what its reader may not know (DOMAIN §6), whoever prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from flows.outgoing import letters
from flows.outgoing.asked import complement_of
from flows.outgoing.bordereau import bordereau
from flows.outgoing.gather import case_of, lot_sheet
from flows.outgoing.readers import Readers
from flows.outgoing.spreadsheets import to_csv, to_xlsx
from flows.secrecy import told_by_a_secret
from flows.workplace import Workplace
from models.checklists import checklist, checklists
from models.documents import document_types
from models.entities import Dossier, Lot, LotNature
from models.errors import BadInput
from models.organismes.stationery import Addressee
from models.permissions import Action, Actor, Role, Sort, Thing, may
from models.reading import Document, Mark
from storage.records import lots
from tests.flows.outgoing.made import CLERK, DAY, DOCTOR, a_dossier, paper, said

SECRET = "SECRETMEDICAL"
EVERYONE = Actor("tous les rôles", frozenset(Role))
PRINTERS = [Actor(role.value, frozenset({role})) for role in (Role.RELECTEUR, Role.GESTIONNAIRE)]
PRINTERS += [DOCTOR, EVERYONE]


def full_of_secrets(type_: str) -> Document:
    """A document each of whose fields holds the secret, read without any doubt."""
    said: dict[str, Any] = dict.fromkeys(document_types()[type_].fields, SECRET)
    return paper(type_, **said)


def secret_dossier(session: Session) -> tuple[Dossier, Lot]:
    kinds = [name for name, kind in document_types().items() if kind.confidentiel]
    papers = [full_of_secrets(kind) for kind in kinds]
    papers.append(full_of_secrets("facture"))  # a page that may be a medical one
    papers.append(
        paper("feuille_de_soins", nature_maladie=SECRET, assure_nom="ALAMI", montant_total="10.00")
    )
    papers.append(paper("demande_prise_en_charge", diagnostic=SECRET, etablissement_nom="CHU"))
    doubtful = len(kinds) + 1
    row = a_dossier(
        session, "cnops", "pec_iratherapie", papers, secret_pages=[*range(1, doubtful + 1)]
    )
    lot = lots.place(session, row, nature=LotNature.PEC)
    assert lot is not None
    return row, lot


def texts(
    place: Workplace, session: Session, row: Dossier, lot: Lot, printer: Actor
) -> Iterator[str]:
    """All that can be printed about a dossier, for any addressee but the doctor."""
    for to in set(Addressee) - {Addressee.MEDECIN_CONSEIL}:
        case = case_of(session, row, printer, place.settings, DAY, to)
        yield said(letters.receipt(case))
        yield said(letters.covering(case))
        asked = complement_of(session, row, printer, DAY, to)
        yield said(letters.complement(case, asked))
    if may(printer, Action.IMPRIMER, Thing(Sort.LOT, confidential=False)):
        sheet = lot_sheet(session, lot, printer, place.settings, DAY)
        yield said(bordereau(sheet))
        yield to_csv(sheet).decode("utf-8-sig")
        yield repr(sheet)
        assert to_xlsx(sheet)


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda actor: actor.name)
def test_no_secret_leaves_the_house(here: Workplace, printer: Actor) -> None:
    with here.database.transaction() as session:
        row, lot = secret_dossier(session)
        made = list(texts(here, session, row, lot, printer))
    assert len(made) >= 9
    assert not [text for text in made if SECRET in text]
    assert not [text for text in made if "étastatique" in text]


def test_what_is_asked_for_must_not_tell_what_the_report_says(here: Workplace) -> None:
    """Reports on the evolution are asked for only when there is one: asking tells it."""
    report = paper("rapport_medical", affection=SECRET, metastase="true")
    report = replace(report, marks={"signature_medecin": Mark(False, 0.99)})
    with here.database.transaction() as session:
        row = a_dossier(session, "cnops", "pec_iratherapie", [report], secret_pages=[1])
        outside = complement_of(session, row, EVERYONE, DAY, Addressee.PRESTATAIRE)
        clerk = complement_of(session, row, CLERK, DAY, Addressee.MEDECIN_CONSEIL)
        inside = complement_of(session, row, DOCTOR, DAY, Addressee.MEDECIN_CONSEIL)
        case = case_of(session, row, CLERK, here.settings, DAY)
    told = "Évolution métastatique : bilans para-cliniques"
    assert told in [lack.titre for lack in inside.lacks]
    assert not inside.withheld
    for asked in (outside, clerk):
        assert asked.withheld
        assert told not in [lack.titre for lack in asked.lacks]
        assert "pli confidentiel" in said(letters.complement(case, asked))
    faults = {lack.titre: lack.phrase for lack in outside.lacks}
    assert "médecin conseil en précise l'objet" in faults["Rapport médical détaillé et signé"]
    within = {lack.titre: lack.phrase for lack in inside.lacks}
    assert "signé" in within["Rapport médical détaillé et signé"]


def test_which_requirements_tell_a_secret() -> None:
    rays = checklist("cnops", "pec_iratherapie")
    found = {r.exigence: told_by_a_secret(rays, r) for r in rays.requirements}
    assert found["bilan_metastatique"]
    assert not found["rapport_medical"]
    told = [
        (owner, kind, r.exigence)
        for (owner, kind), one in checklists().items()
        for r in one.requirements
        if told_by_a_secret(one, r)
    ]
    assert len(told) < 12  # the rule holds back the few, not everything


@pytest.mark.parametrize("to", Addressee)
@pytest.mark.parametrize("role", Role)
def test_a_secret_needs_both_who_prints_and_who_reads(role: Role, to: Addressee) -> None:
    readers = Readers(Actor("x", frozenset({role})), to)
    secret = Thing(Sort.DOCUMENT, confidential=True)
    may_print = may(readers.printer, Action.VOIR_CONTENU, secret)
    assert readers.medical == (may_print and to is Addressee.MEDECIN_CONSEIL)


@pytest.mark.parametrize(
    ("role", "dossier", "lot"),
    [
        (Role.COURRIER, False, True),
        (Role.RELECTEUR, True, True),
        (Role.MEDECIN_CONSEIL, True, False),
        (Role.GESTIONNAIRE, True, True),
        (Role.ADMIN, False, False),
    ],
)
def test_who_may_print(role: Role, dossier: bool, lot: bool) -> None:
    readers = Readers(Actor("x", frozenset({role})), Addressee.ASSURE)
    for sort, allowed in ((Sort.DOSSIER, dossier), (Sort.LOT, lot)):
        if allowed:
            readers.require(sort)
        else:
            with pytest.raises(BadInput, match="ne permet pas d'imprimer"):
                readers.require(sort)
