"""What follows a letter: who is answered and who is not, where a reply's papers go, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.mailbox import acts
from flows.review import act, holds, letters, outcome
from flows.review.errors import ImpossibleError
from flows.review.undo import undo, undoable
from flows.workplace import Workplace, open_workplace
from models.entities import Dossier, Envoi, Etape, NoticeKind, OutState, Statut
from models.permissions import Actor, Role
from models.reading import Document as Paper
from models.settings import Settings
from storage.records import outbox, pharmacies
from tests.flows.mailbox.house import FRIDAY, PHARMACY, House, letter, sheet

ANNA = Actor("Anna", frozenset({Role.RELECTEUR}))
CHIEF = Actor("Driss", frozenset({Role.GESTIONNAIRE, Role.MEDECIN_CONSEIL}))
LATER = FRIDAY + timedelta(hours=3)
SHEET = sheet("feuille_de_soins", maladie_chronique="true")
PRESCRIPTION = sheet("ordonnance")
FOLD = sheet("pli_confidentiel")
OTHERS = {"assure_nom": "BERRADA", "assure_prenom": "Salma", "numero_immatriculation": "998877665"}


@pytest.fixture
def house(place: Workplace) -> House:
    made = House(place)
    made.know()
    return made


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[House]:
    """A house that asks without waiting for a person."""
    with open_workplace(Settings(home=tmp_path / "presse", complement_automatique=True)) as place:
        made = House(place)
        made.know()
        yield made


def first(house: House) -> tuple[Dossier, str]:
    """A dossier that lacks its certificate, and our acknowledgement's Message-ID."""
    envoi_id = house.arrive(letter(1, FRIDAY, 2), FRIDAY, SHEET, PRESCRIPTION)
    return house.dossier(envoi_id), house.mails("accuse")[0].message_id


def kinds(house: House) -> list[NoticeKind]:
    return [notice.kind for notice in house.notices()]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"sender": f"MAILER-DAEMON@{PHARMACY.partition('@')[2]}"},
        {"sender": f"no-reply@{PHARMACY.partition('@')[2]}"},
        {"sender": "personne"},
    ],
)
def test_no_robot_is_answered_even_from_a_known_house(
    house: House, headers: dict[str, str]
) -> None:
    house.know(f"@{PHARMACY.partition('@')[2]}")
    house.arrive(letter(1, FRIDAY, 2, **headers), FRIDAY, SHEET, PRESCRIPTION)
    assert house.mails() == []
    assert kinds(house) == []


def test_a_stranger_is_set_aside_and_answered_once_a_person_says_so(house: House) -> None:
    odd = letter(1, FRIDAY, 3, sender="Inconnu <qui@ailleurs.ma>")
    envoi_id = house.arrive(
        odd, FRIDAY, SHEET, PRESCRIPTION, sheet("demande_prise_en_charge", inpe="104012345")
    )
    assert house.mails() == []
    (notice,) = house.notices()
    assert notice.kind is NoticeKind.EXPEDITEUR_INCONNU
    assert "qui@ailleurs.ma" in notice.message
    assert "Pharmacie Ibn Sina, connue sous une autre adresse" in notice.message
    opened = len(house.dossiers(envoi_id))
    for _ in range(2):
        count = acts.accept_sender(
            house.place, CHIEF, envoi_id, nom="Pharmacie du Port", inpe="104099999", now=LATER
        )
        assert count == opened
    assert [mail.recipient for mail in house.mails()] == ["qui@ailleurs.ma"] * opened
    assert house.notices() == []
    with house.place.database.reading() as session:
        known = pharmacies.of_address(session, "QUI@ailleurs.ma")
    assert known is not None
    assert known.nom == "Pharmacie du Port"


def test_a_reply_joins_its_dossier_once_and_undoing_it_puts_it_back(house: House) -> None:
    dossier, ours = first(house)
    reply = house.arrive(letter(2, LATER, 1, In_Reply_To=ours), LATER, FOLD)
    for _ in range(2):
        house.read(reply, (), LATER)
    assert [p.type for p in house.papers(dossier)][-1] == "pli_confidentiel"
    assert house.again(dossier).statut is Statut.A_VERIFIER
    assert len(house.mails("accuse")) == 2
    with house.place.database.reading() as session:
        deed = undoable(session, "systeme", dossier.id)
    assert deed is not None
    act(house.place, CHIEF, lambda desk: undo(desk, deed.seq), now=LATER)
    assert len(house.papers(dossier)) == 2
    assert house.again(dossier).statut is Statut.INCOMPLET


def test_a_reply_from_another_address_is_for_a_person(house: House) -> None:
    dossier, ours = first(house)
    house.know("autre@exemple.ma", nom="Autre pharmacie")
    other = letter(2, LATER, 1, sender="autre@exemple.ma", In_Reply_To=ours)
    house.arrive(other, LATER, FOLD)
    assert len(house.papers(dossier)) == 2
    assert kinds(house) == [NoticeKind.RATTACHEMENT_DOUTEUX]


def test_another_patient_in_the_same_thread_is_another_dossier(house: House) -> None:
    dossier, ours = first(house)
    reply = house.arrive(
        letter(2, LATER, 2, In_Reply_To=ours), LATER,
        sheet("feuille_de_soins", maladie_chronique="true", beneficiaire_nom=None, **OTHERS),
        sheet("ordonnance", patient_nom="BERRADA", patient_prenom="Salma"),
    )  # fmt: skip
    (own,) = house.dossiers(reply)
    assert own.etape is Etape.A_TRAITER
    assert len(house.papers(own)) == 2
    assert len(house.papers(dossier)) == 2
    assert kinds(house) == [NoticeKind.RATTACHEMENT_DOUTEUX]
    assert [mail.dossier_id for mail in house.mails("accuse")] == [dossier.id, own.id]


def test_a_reply_to_a_settled_dossier_is_a_case_of_its_own(house: House) -> None:
    dossier, ours = first(house)
    act(
        house.place, CHIEF,
        lambda desk: outcome.reject(desk, dossier.id, "Hors contrat.", seen=dossier.revision),
        now=LATER,
    )  # fmt: skip
    reply = house.arrive(letter(2, LATER, 2, In_Reply_To=ours), LATER, SHEET, FOLD)
    assert len(house.papers(dossier)) == 2
    (notice,) = house.notices()
    assert notice.kind is NoticeKind.RATTACHEMENT_DOUTEUX
    assert "rejeté" in notice.message
    assert len(house.mails("accuse")) == 1 + len(house.dossiers(reply))


def test_a_reply_waits_while_a_person_has_the_dossier_in_hand(house: House) -> None:
    dossier, ours = first(house)
    act(house.place, ANNA, lambda desk: holds.take(desk, dossier.id), now=LATER)
    house.arrive(letter(2, LATER, 1, In_Reply_To=ours), LATER, FOLD)
    assert kinds(house) == [NoticeKind.PIECES_A_VERSER]
    assert len(house.mails("accuse")) == 1
    house.tick(LATER + timedelta(minutes=5))
    assert len(house.papers(dossier)) == 2
    act(house.place, ANNA, lambda desk: holds.release(desk, dossier.id), now=LATER)
    house.tick(LATER + timedelta(minutes=6))
    assert len(house.papers(dossier)) == 3
    assert len(house.mails("accuse")) == 2
    assert house.notices() == []


def handed_back(house: House, dossier: Dossier, reply: bytes, *papers: Paper) -> str:
    """A reply that came while a person had the dossier in hand, and that person done with it."""
    act(house.place, ANNA, lambda desk: holds.take(desk, dossier.id), now=LATER)
    envoi_id = house.arrive(reply, LATER, *papers)
    act(house.place, ANNA, lambda desk: holds.release(desk, dossier.id), now=LATER)
    house.tick(LATER + timedelta(minutes=6))
    return envoi_id


def test_a_reply_that_waited_has_the_rest_asked_for(hasty: House) -> None:
    dossier, ours = first(hasty)
    handed_back(hasty, dossier, letter(2, LATER, 1, In_Reply_To=ours), PRESCRIPTION)
    assert len(hasty.papers(dossier)) == 3
    assert len(hasty.mails("lettre")) == 2


def test_what_waited_in_vain_is_acknowledged_as_a_case_of_its_own(house: House) -> None:
    dossier, ours = first(house)
    others = sheet("ordonnance", patient_nom="BERRADA", patient_prenom="Salma")
    reply = handed_back(
        house, dossier, letter(2, LATER, 2, In_Reply_To=ours),
        sheet("feuille_de_soins", maladie_chronique="true", beneficiaire_nom=None, **OTHERS),
        others,
    )  # fmt: skip
    own = house.dossier(reply)
    assert [mail.dossier_id for mail in house.mails("accuse")] == [dossier.id, own.id]
    assert kinds(house) == [NoticeKind.RATTACHEMENT_DOUTEUX]


def test_a_stranger_who_waited_in_vain_is_set_aside(house: House) -> None:
    dossier, ours = first(house)
    odd = letter(2, LATER, 1, sender="qui@ailleurs.ma", In_Reply_To=ours)
    handed_back(house, dossier, odd, FOLD)
    assert len(house.papers(dossier)) == 2
    assert set(kinds(house)) == {
        NoticeKind.RATTACHEMENT_DOUTEUX, NoticeKind.EXPEDITEUR_INCONNU,
    }  # fmt: skip


def test_words_alone_are_put_before_whoever_has_the_dossier(house: House) -> None:
    dossier, ours = first(house)
    house.arrive(letter(2, LATER, 0, In_Reply_To=ours), LATER)
    (notice,) = house.notices()
    assert (notice.kind, notice.dossier_id) == (NoticeKind.MESSAGE_SANS_PIECE, dossier.id)
    assert len(house.mails()) == 1
    act(house.place, ANNA, lambda desk: acts.see(desk, notice.id), now=LATER)
    assert house.notices() == []


def test_a_house_in_a_hurry_asks_by_itself_and_then_leaves_it_to_a_person(hasty: House) -> None:
    dossier, ours = first(hasty)
    assert len(hasty.mails("lettre")) == 1
    assert hasty.again(dossier).etape is Etape.COMPLEMENT
    for number in (2, 3):  # not the paper that was asked for
        at = LATER + timedelta(hours=number)
        hasty.arrive(letter(number, at, 1, In_Reply_To=ours), at, PRESCRIPTION)
    assert len(hasty.mails("lettre")) == 2
    assert hasty.again(dossier).etape is Etape.A_TRAITER
    assert kinds(hasty) == [NoticeKind.DEMANDE_A_RELIRE]


def test_an_act_that_is_undone_keeps_its_mail_back(house: House) -> None:
    dossier, _ = first(house)
    draft = act(house.place, ANNA, lambda desk: letters.preview(desk, dossier.id), now=LATER)
    done = act(
        house.place, ANNA,
        lambda desk: letters.issue(desk, dossier.id, draft, seen=dossier.revision), now=LATER,
    )  # fmt: skip
    back = act(house.place, ANNA, lambda desk: undo(desk, done.act), now=LATER)
    (mail,) = house.mails("lettre")
    assert mail.state is OutState.RETIRE
    act(house.place, ANNA, lambda desk: undo(desk, back.act), now=LATER)
    (mail,) = house.mails("lettre")
    assert mail.state is OutState.A_ENVOYER
    with house.place.database.transaction() as session:
        outbox.give_up(session, mail.id, "Le serveur refuse.")
    act(house.place, ANNA, lambda desk: acts.send_again(desk, mail.id), now=LATER)
    with pytest.raises(ImpossibleError):
        act(house.place, ANNA, lambda desk: acts.send_again(desk, mail.id), now=LATER)


def test_courier_by_other_ways_is_nobodys_to_answer(house: House) -> None:
    envoi_id = house.arrive(letter(1, FRIDAY, 2), FRIDAY, SHEET, PRESCRIPTION, follows=False)
    with house.place.database.transaction() as session:
        envoi = session.get_one(Envoi, envoi_id)
        envoi.channel = type(envoi.channel).COURRIER
    house.read(envoi_id, (), FRIDAY)
    assert house.mails() == []
