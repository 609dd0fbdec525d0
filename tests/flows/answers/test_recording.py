"""Answers recorded, sent back, read from papers and mails, brought in from a table, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from flows.answers.importing import Fate, import_answers
from flows.answers.papers import in_words, of_dossier
from flows.answers.recording import record_answer
from flows.answers.returning import preview_return, send_back, wrong_with
from flows.answers.rows import Evidence
from flows.review import act
from flows.review.errors import BadValueError, ForbiddenError, ImpossibleError
from flows.review.undo import undo
from flows.workplace import Workplace
from models.answers import Given
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    CompanyAnswer,
    Dossier,
    Etape,
    Lot,
    LotNature,
    LotStatut,
)
from models.organismes.stationery import stationeries, stationery
from models.permissions import Actor, Role
from storage.records import answers, assures, lots, outbox, thresholds
from tests.flows.outgoing.made import CLERK, a_dossier, paper, said
from tests.flows.papers import NOON

DAY = NOON.date()
LATER = NOON + timedelta(days=3)
CHIEF = Actor("Driss", frozenset({Role.GESTIONNAIRE}))
D = AnswerDecision
PAPERS = (
    paper(
        "feuille_de_soins",
        montant_total="500.00",
        numero_immatriculation="204587613",
        assure_nom="ALAMI",
        assure_prenom="Saïd",
        beneficiaire_lien="assure",
    ),
    paper("facture", montant_total="500.00", numero_facture="F-1", nature="pharmacie"),
)


def sent(place: Workplace, *more: object, kind: str = "maladie_remboursement") -> Dossier:
    """A dossier of 500,00 DH that left with its lot."""
    with place.database.transaction() as session:
        row = a_dossier(session, "ofppt", kind, (*PAPERS, *more))  # type: ignore[arg-type]
        lot = lots.place(session, row, nature=LotNature.FACTURATION)
        assert lot is not None
        lot.statut = LotStatut.CLOTURE
        row.etape = Etape.VALIDE
    return again(place, row)


def again(place: Workplace, row: Dossier) -> Dossier:
    with place.database.reading() as session:
        return session.get_one(Dossier, row.id)


def kept(place: Workplace, row: Dossier) -> list[CompanyAnswer]:
    with place.database.reading() as session:
        return list(answers.of_dossier(session, row.id))


def record(
    place: Workplace, row: Dossier, given: Given, actor: Actor = CLERK, **more: object
) -> int:
    done = act(
        place, actor,
        lambda desk: record_answer(
            desk, row.id, given.decision.value, given=given, seen=again(place, row).revision, **more  # type: ignore[arg-type]
        ),
        now=LATER,
    )  # fmt: skip
    return done.act


@pytest.mark.parametrize(
    ("given", "etape", "until"),
    [
        (Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("500")), Etape.REPONDU, None),
        (Given(D.REMBOURSEMENT_PARTIEL, DAY, Decimal("300")), Etape.REPONDU, None),
        (Given(D.REJET_ADMINISTRATIF, DAY, reason="RIB absent"), Etape.REPONDU, None),
        (Given(D.REJET_CONTRACTUEL, DAY, reason="Exclu"), Etape.REPONDU, None),
        (Given(D.COMPLEMENT_INFORMATION, DAY, reason="Ordonnance"), Etape.COMPLEMENT, 30),
        (Given(D.CONTRE_VISITE, DAY), Etape.COMPLEMENT, None),
        (Given(D.ACCORD, DAY, Decimal("500")), Etape.REPONDU, 30),
    ],
)
def test_each_decision_moves_its_dossier_and_starts_its_delay(
    here: Workplace, given: Given, etape: Etape, until: int | None
) -> None:
    row = sent(here)
    deed = record(here, row, given)
    (answer,) = kept(here, row)
    assert again(here, row).etape is etape
    assert (answer.decision, answer.state) == (given.decision, AnswerState.ENREGISTREE)
    ends = answer.until.date() if answer.until else None
    assert ends == (DAY + timedelta(days=until) if until else None)
    act(here, CLERK, lambda desk: undo(desk, deed), now=LATER)
    assert again(here, row).etape is Etape.VALIDE
    assert [one.cancelled for one in kept(here, row)] == [True]
    record(here, row, given)
    assert again(here, row).etape is etape, "what was taken back can be recorded anew"


def test_an_answer_that_breaks_the_contract_goes_back(here: Workplace) -> None:
    row = sent(here)
    over = Given(D.REMBOURSEMENT_PARTIEL, DAY, Decimal("700"), numero="S-41")
    with pytest.raises(ImpossibleError, match="rompt le contrat"):
        record(here, row, over)
    with pytest.raises(ForbiddenError):
        record(here, row, over, in_spite=True, why="erreur admise")
    letter = act(here, CLERK, lambda desk: preview_return(desk, row.id, over, "Merci."), now=LATER)
    words = said(letter)
    assert "Compagnie d'assurance" in words
    assert "dépasse ce qui était réclamé (500,00)" in words
    assert all(one in words for one in ("700,00 DH", "S-41", "Merci."))
    done = act(
        here, CLERK,
        lambda desk: send_back(desk, row.id, over, seen=again(here, row).revision), now=LATER,
    )  # fmt: skip
    (answer,) = kept(here, row)
    assert (answer.state, again(here, row).etape) == (AnswerState.RENVOYEE, Etape.VALIDE)
    assert answer.letter_id is not None
    assert [one["code"] for one in answer.breaches] == ["montant_au_dela"]
    act(here, CLERK, lambda desk: undo(desk, done.act), now=LATER)
    assert [one.cancelled for one in kept(here, row)] == [True]
    record(here, row, over, CHIEF, in_spite=True, why="La compagnie maintient.")
    assert again(here, row).etape is Etape.REPONDU


def test_it_goes_back_by_mail_where_the_company_takes_it(
    here: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = stationery("ofppt").model_copy(update={"courriel_compagnie": "sante@compagnie.ma"})
    monkeypatch.setattr("flows.answers.returning.stationery", lambda name: own)
    assert stationeries()["ofppt"].courriel_compagnie == ""
    row = sent(here)
    mute = Given(D.REJET_CONTRACTUEL, DAY)
    done = act(
        here, CLERK,
        lambda desk: send_back(desk, row.id, mute, seen=again(here, row).revision), now=LATER,
    )  # fmt: skip
    with here.database.reading() as session:
        (mail,) = outbox.of_dossier(session, row.id)
    assert mail.recipient == "sante@compagnie.ma"
    assert "Le rejet n'est pas motivé." in mail.text
    act(here, CLERK, lambda desk: undo(desk, done.act), now=LATER)
    with here.database.reading() as session:
        (mail,) = outbox.of_dossier(session, row.id)
    assert mail.state.value == "retire"


def test_nothing_goes_back_without_a_reproach(here: Workplace) -> None:
    row = sent(here)
    fair = Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("500"))
    with pytest.raises(ImpossibleError, match="Rien ne rompt"):
        act(here, CLERK, lambda desk: send_back(desk, row.id, fair, seen=row.revision), now=LATER)
    done = act(
        here, CLERK,
        lambda desk: send_back(
            desk, row.id, fair, note="Ce n'est pas notre assuré.", seen=row.revision
        ),
        now=LATER,
    )  # fmt: skip
    assert done.sentence.startswith("Réponse renvoyée")


def test_the_contract_of_the_base_is_held_to(here: Workplace) -> None:
    row = sent(here)
    person = {
        "numero_immatriculation": "204587613", "nom": "ALAMI", "prenom": "Saïd", "lien": "assure",
        "taux": "80", "plafond": "450",
    }  # fmt: skip
    with here.database.transaction() as session:
        assures.load(session, [person], organisme="ofppt")
    for given, code in (
        (Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("500")), "ticket_moderateur"),
        (Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("300")), "total_incomplet"),
    ):
        found = act(here, CLERK, lambda desk: wrong_with(desk, row.id, given), now=LATER)  # noqa: B023
        assert code in {one.code for one in found}
    record(here, row, Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("400")))
    other = sent(here)
    again_paid = Given(D.REMBOURSEMENT_PARTIEL, DAY, Decimal("60"))
    found = act(here, CLERK, lambda desk: wrong_with(desk, other.id, again_paid), now=LATER)
    assert {one.code for one in found} == {"plafond"}


def test_what_cannot_be_is_told_at_once(here: Workplace) -> None:
    row = sent(here)
    tomorrow = LATER.date() + timedelta(days=1)
    with pytest.raises(BadValueError, match="n'a pu répondre"):
        record(here, row, Given(D.CONTRE_VISITE, tomorrow))
    given = Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("500"))
    record(here, row, given)
    with pytest.raises(ImpossibleError, match="déjà enregistrée"):
        record(here, row, given)


def test_what_its_paper_says_is_proposed_with_its_doubts(here: Workplace) -> None:
    sure = paper(
        "reponse_compagnie", decision="rejet_contractuel", date_document=DAY.isoformat(),
        numero_dossier="inconnu",
    )  # fmt: skip
    row = sent(here, sure)
    with here.database.reading() as session:
        policy = thresholds.policy(session, here.settings)
        found = of_dossier(session, again(here, row), policy)
    assert found is not None
    assert found.dossier is not None
    assert found.given == Given(D.REJET_CONTRACTUEL, DAY)
    assert "decision" not in found.doubts
    assert (found.evidence.source, found.dossier.id) == (AnswerSource.PAPIER, row.id)
    done = act(
        here, CLERK,
        lambda desk: record_answer(
            desk, row.id, None, why="Hors garantie", seen=again(here, row).revision,
            evidence=found.evidence,
        ),
        now=LATER,
    )  # fmt: skip
    assert "rejet contractuel" in done.sentence
    with here.database.reading() as session:
        assert answers.unread_papers(session) == []
    doubtful = sent(here, paper("reponse_compagnie", 0.4, decision="accord"))
    with pytest.raises(ImpossibleError, match="sans certitude"):
        act(
            here, CLERK,
            lambda desk: record_answer(desk, doubtful.id, None, seen=doubtful.revision),
            now=LATER,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("Bonjour, nous marquons notre accord pour ce dossier.", D.ACCORD),
        ("Votre demande : acte non garanti.", D.REJET_CONTRACTUEL),
        ("Remboursement partiel ce jour ; contre-visite demandée.", None),
        ("Bonjour, merci.", None),
    ],
)
def test_the_words_of_a_mail_propose_one_decision_or_none(
    words: str, decision: AnswerDecision | None
) -> None:
    assert in_words(words) is decision


def test_a_table_is_recorded_line_by_line(here: Workplace) -> None:
    rows = [sent(here) for _ in range(4)]
    waiting = sent(here)
    with here.database.transaction() as session:
        session.get_one(Lot, session.get_one(Dossier, waiting.id).lot_id).statut = LotStatut.OUVERT
    names = [row.reference for row in rows]
    table = "\r\n".join(
        [
            "N° dossier;Décision;Date de la décision;Montant réglé;Motif",
            f"{names[0]};Remboursement total;{DAY:%d/%m/%Y};500,00;",
            f"{names[1].lower()};rejet_contractuel;{DAY:%d/%m/%Y};;Hors garantie",
            f"{names[2]};Remboursement partiel;{DAY:%d/%m/%Y};800,00;",
            f"{names[3]};peut-être;{DAY:%d/%m/%Y};;",
            f"{names[3]};Accord;le trente;;",
            f"{names[3]};Remboursement partiel;;beaucoup;",
            f"D99-00001-1;Accord;{DAY:%d/%m/%Y};;",
            f"{waiting.reference};contre visite;{DAY:%d/%m/%Y};;",
            f"{names[0]};Remboursement total;{DAY:%d/%m/%Y};500,00;",
        ]
    ).encode("cp1252")
    done = import_answers(here, CLERK, "reponses.csv", table, now=LATER)
    assert [(one.number, one.fate) for one in done] == [
        (2, Fate.ENREGISTREE), (3, Fate.ENREGISTREE), (4, Fate.RENVOYEE), (5, Fate.REFUSEE),
        (6, Fate.REFUSEE), (7, Fate.REFUSEE), (8, Fate.REFUSEE), (9, Fate.REFUSEE), (10, Fate.REFUSEE),
    ]  # fmt: skip
    why = [one.said for one in done]
    assert "dépasse ce qui était réclamé" in why[2]
    assert "La décision « peut-être » n'est pas connue" in why[3]
    assert "n'est pas une date" in why[4]
    assert "n'est pas un montant" in why[5]
    assert "Aucun dossier" in why[6]
    assert "n'a pas été envoyé" in why[7]
    assert "déjà enregistrée" in why[8]
    assert kept(here, rows[0])[0].line == 2
    twice = import_answers(here, CLERK, "reponses.csv", table, now=LATER)
    assert {one.fate for one in twice} == {Fate.REFUSEE}, "given again, nothing is done twice"
    mailroom = Actor("Ezzahra", frozenset({Role.COURRIER}))
    refused = import_answers(here, mailroom, "r.csv", table, now=LATER)
    assert {one.fate for one in refused} == {Fate.REFUSEE}


def test_what_an_answer_says_is_written_once(place: Workplace) -> None:
    row = sent(place)
    record(place, row, Given(D.REMBOURSEMENT_TOTAL, DAY, Decimal("500")))
    for change in ("UPDATE company_answer SET amount = '1.00'", "DELETE FROM company_answer"):
        with pytest.raises(DBAPIError, match="written once"), place.database.transaction() as s:
            s.execute(text(change))


def test_evidence_of_a_mail_is_kept(here: Workplace) -> None:
    row = sent(here)
    mail = Evidence(AnswerSource.COURRIEL, envoi_id=row.envoi_id)
    record(here, row, Given(D.CONTRE_VISITE, date(DAY.year, DAY.month, DAY.day)), evidence=mail)
    assert kept(here, row)[0].envoi_id == row.envoi_id
