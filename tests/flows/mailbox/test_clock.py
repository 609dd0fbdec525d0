"""The delay of a pharmacy: who is told when it runs out, once each, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.answers.recording import record_answer
from flows.mailbox.answer import preview_answer
from flows.mailbox.clock import clock_of
from flows.outgoing.asked import answer_of
from flows.review import act
from flows.review.errors import BadValueError, ImpossibleError
from flows.review.undo import undo
from flows.workplace import open_workplace
from models.entities import Dossier, Etape, Lot, LotStatut, NoticeKind
from models.errors import BadInput
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import emptying, outbox
from storage.records.emptying import Scope
from tests.flows.mailbox.house import FRIDAY, House, letter, sheet

ANNA = Actor("Anna", frozenset({Role.RELECTEUR}))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = Settings(
        home=tmp_path, alerte_courriels="a@liasse.ma, b@liasse.ma", escalade_courriels="c@liasse.ma"
    )
    with open_workplace(settings) as place:
        made = House(place)
        made.know()
        yield made


@pytest.fixture
def dossier(house: House) -> Dossier:
    papers = (sheet("feuille_de_soins", maladie_chronique="true"), sheet("ordonnance"))
    return house.dossier(house.arrive(letter(1, FRIDAY, 2), FRIDAY, *papers))


def told(house: House, hours: float) -> list[str]:
    """To whom the clock writes at that hour."""
    before = {mail.id for mail in house.mails()}
    house.tick(FRIDAY + timedelta(hours=hours))
    return [mail.recipient for mail in house.mails() if mail.id not in before]


def test_each_alert_is_told_once(house: House, dossier: Dossier) -> None:
    assert told(house, 23.9) == []
    assert told(house, 24) == ["a@liasse.ma", "b@liasse.ma"]
    assert told(house, 25) == told(house, 39.9) == []
    assert told(house, 40) == ["a@liasse.ma", "b@liasse.ma"]
    assert told(house, 46) == ["c@liasse.ma"]
    assert told(house, 47) == told(house, 24.5) == told(house, 40.5) == []
    assert [n.kind.value for n in house.notices()] == ["alerte", "alerte", "escalade"]


def test_a_late_start_tells_only_the_latest(house: House, dossier: Dossier) -> None:
    assert told(house, 47) == ["c@liasse.ma"]
    assert [n.kind for n in house.notices()] == [NoticeKind.ESCALADE]


def test_a_delay_long_past_is_nobodys_surprise(house: House, dossier: Dossier) -> None:
    assert told(house, 24 * 30) == []


def test_nobody_is_told_of_a_dossier_that_was_erased(house: House, dossier: Dossier) -> None:
    """One that had left in a closed lot stays accepted: no answer can leave any more."""
    with house.place.database.transaction() as session:
        row = session.get_one(Dossier, dossier.id)
        row.etape, session.get_one(Lot, row.lot_id).statut = Etape.VALIDE, LotStatut.CLOTURE
        emptying.empty(session, Scope(dossiers=[dossier.id]), number=1, now=FRIDAY)
        assert session.get_one(Dossier, dossier.id).etape is Etape.VALIDE
    assert told(house, 24) == told(house, 46) == []


def test_the_clock_shows_what_is_left(house: House, dossier: Dossier) -> None:
    with house.place.database.reading() as session:
        clock = clock_of(session, dossier)
    assert clock is not None
    assert (clock.start, clock.deadline) == (FRIDAY, FRIDAY + timedelta(hours=48))
    assert [(one.hours, one.last) for one in clock.alerts] == [
        (24, False),
        (40, False),
        (46, True),
    ]


def test_an_answer_stops_the_clock_once_it_has_left(house: House, dossier: Dossier) -> None:
    at = FRIDAY + timedelta(hours=30)
    made = act(house.place, ANNA, lambda desk: preview_answer(desk, dossier.id, "accord"), now=at)
    assert made.pdf.startswith(b"%PDF")
    assert made.mail is not None
    with pytest.raises(BadInput, match="Aucune réponse"):
        act(house.place, ANNA, lambda desk: preview_answer(desk, dossier.id), now=at)
    with pytest.raises(ImpossibleError):
        act(house.place, ANNA, lambda desk: preview_answer(desk, dossier.id, "oui"), now=at)
    done = act(
        house.place, ANNA,
        lambda desk: record_answer(
            desk, dossier.id, "rejet_contractuel", FRIDAY.date(), why="Hors garantie.",
            seen=dossier.revision,
        ),
        now=at,
    )  # fmt: skip
    (mail,) = house.mails("lettre")
    assert "n'accorde pas" in mail.text
    assert "décision du 7 novembre 2025" in mail.text
    with house.place.database.reading() as session:
        said = answer_of(session, house.again(dossier), ANNA, house.place.settings)
    assert (said.decision, said.decided_on) == ("rejet_contractuel", FRIDAY.date())
    assert house.again(dossier).etape is Etape.REPONDU
    act(house.place, ANNA, lambda desk: undo(desk, done.act), now=at)
    assert house.again(dossier).etape is Etape.A_TRAITER
    assert told(house, 40) == ["a@liasse.ma", "b@liasse.ma"]
    revision = house.again(dossier).revision
    act(
        house.place, ANNA,
        lambda desk: record_answer(desk, dossier.id, "contre_visite", seen=revision), now=at,
    )  # fmt: skip
    assert house.again(dossier).etape is Etape.COMPLEMENT
    assert told(house, 46) == ["c@liasse.ma"], "recorded, and not gone: the pharmacy waits"
    with house.place.database.transaction() as session:
        outbox.sent(session, house.mails("lettre")[-1].id, FRIDAY + timedelta(hours=46.1))
    with house.place.database.reading() as session:
        clock = clock_of(session, dossier)
    assert clock is not None
    assert clock.answered_at == FRIDAY + timedelta(hours=46.1)


@pytest.mark.parametrize("days", [-1, 3])
def test_no_company_answers_before_it_was_asked_nor_tomorrow(
    house: House, dossier: Dossier, days: int
) -> None:
    on, at = FRIDAY.date() + timedelta(days=days), FRIDAY + timedelta(hours=30)
    with pytest.raises(BadValueError, match="n'a pu répondre"):
        act(house.place, ANNA, lambda desk: preview_answer(desk, dossier.id, "accord", on), now=at)


def test_a_reply_after_the_company_asked_joins_again(house: House, dossier: Dossier) -> None:
    at = FRIDAY + timedelta(hours=20)
    act(
        house.place, ANNA,
        lambda desk: record_answer(
            desk, dossier.id, "complement_information", seen=dossier.revision
        ),
        now=at,
    )  # fmt: skip
    (asked,) = house.mails("lettre")
    reply = letter(2, at, 1, In_Reply_To=asked.message_id)
    house.arrive(reply, at, sheet("pli_confidentiel"))
    assert len(house.papers(dossier)) == 3
    assert house.again(dossier).etape is Etape.A_TRAITER
