"""The pharmacy's story from its mail to its answer: real mail servers, a clock that is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import pytest
from imap_tools import MailBoxUnencrypted
from pydantic import SecretStr

from flows.answers.recording import record_answer
from flows.mailbox.clock import clock_of
from flows.mailbox.collect import collect
from flows.mailbox.imap import opened
from flows.outgoing.bordereau import bordereau
from flows.outgoing.gather import lot_sheet
from flows.review import Desk, act, letters, lots, outcome
from flows.workplace import open_workplace
from models.entities import Dossier, Etape, Lot, NoticeKind, Statut
from models.permissions import Actor, Role
from models.reading import Document as Paper
from models.settings import Liaison, Settings
from tests.flows.mailbox.house import FRIDAY, PHARMACY, House, letter, sheet
from tests.mail_servers import PASSWORD, ThrowawayDovecot, ThrowawayExim

T = TypeVar("T")
SAMIRA = Actor("Samira", frozenset({Role.RELECTEUR}))
DOCTOR = Actor("Dr Chraibi", frozenset({Role.MEDECIN_CONSEIL}))
CHIEF, HEAD = "chef@liasse.ma", "direction@liasse.ma"


def hours(count: float) -> datetime:
    """So long after the deposit, on any clock."""
    return FRIDAY + timedelta(hours=count)


@pytest.fixture
def house(dovecot: ThrowawayDovecot, exim: ThrowawayExim, tmp_path: Path) -> Iterator[House]:
    exim.clear()
    settings = Settings(
        home=tmp_path, imap_hote="127.0.0.1", imap_port=dovecot.port, imap_tls=False,
        imap_compte="histoire", imap_mot_de_passe=SecretStr(PASSWORD), smtp_hote="127.0.0.1",
        smtp_port=exim.port, smtp_liaison=Liaison.CLAIRE, expediteur="pec@liasse.ma",
        alerte_courriels=CHIEF, escalade_courriels=f"{CHIEF}, {HEAD}",
    )  # fmt: skip
    with open_workplace(settings) as place:
        made = House(place)
        made.know()
        yield made


def post(house: House, data: bytes, at: datetime) -> None:
    """The pharmacy's mail reaches the mailbox at that moment."""
    port = house.place.settings.imap_port
    with MailBoxUnencrypted("127.0.0.1", port).login("histoire", PASSWORD) as box:
        box.append(data, "INBOX", dt=at)


def look(house: House, now: datetime, *papers: Paper) -> str | None:
    """The mailbox looked at; what is new is read as these papers. Then the clock ticks."""
    new = None
    with opened(house.place.settings) as box:
        for one in collect(house.place, box):
            if not one.received.known:
                new = one.received.envoi_id
                house.read(new, papers, now)
    house.tick(now)
    return new


def out(exim: ThrowawayExim) -> list[EmailMessage]:
    """What left since the last time."""
    found = exim.letters()
    exim.clear()
    return found


def do(house: House, who: Actor, now: datetime, work: Callable[[Desk], T]) -> T:
    return act(house.place, who, work, now=now)


def seen(house: House, dossier: Dossier) -> int:
    return house.again(dossier).revision


def test_from_friday_evening_to_the_answer(house: House, exim: ThrowawayExim) -> None:
    # Friday 17:50: two papers, the certificate is missing. 17:51: they are read.
    demand = letter(1, FRIDAY, 2)
    post(house, demand, FRIDAY)
    soon = FRIDAY + timedelta(minutes=1)
    first = look(
        house, soon, sheet("feuille_de_soins", maladie_chronique="true"), sheet("ordonnance")
    )
    assert first is not None
    dossier = house.dossier(first)
    assert (dossier.type, dossier.statut) == ("chronique_pec", Statut.INCOMPLET)
    assert dossier.deadline == hours(48)
    (receipt,) = out(exim)
    assert receipt["To"] == PHARMACY
    assert receipt["In-Reply-To"] == "<1@ibnsina.exemple.ma>"
    text = receipt.get_body().get_content()  # type: ignore[union-attr]
    assert dossier.reference in text
    assert "dimanche 9 novembre 2025 à 17 h 50" in text

    # 18:05: Samira asks for what is missing. It leaves two minutes later, in the thread.
    asking = FRIDAY + timedelta(minutes=15)
    draft = do(house, SAMIRA, asking, lambda desk: letters.preview(desk, dossier.id))
    do(
        house, SAMIRA, asking,
        lambda desk: letters.issue(desk, dossier.id, draft, seen=seen(house, dossier)),
    )  # fmt: skip
    house.tick(asking + timedelta(minutes=1))
    assert out(exim) == []
    house.tick(asking + timedelta(minutes=2))
    (request,) = out(exim)
    assert request["In-Reply-To"] == "<1@ibnsina.exemple.ma>"
    wanted = request.get_body().get_content()  # type: ignore[union-attr]
    assert "1. Certificat de maladie de longue durée (sous pli confidentiel)" in wanted
    assert "« Certificat de maladie de longue durée » ou « Pli confidentiel »" in wanted
    assert _pdf(request)
    assert house.again(dossier).etape is Etape.COMPLEMENT

    # Saturday 17:50 and Sunday 9:50: 24 h, then 40 h, without an answer. Once each.
    for hour in (24, 40):
        house.tick(hours(hour) - timedelta(minutes=1))
        assert out(exim) == []
        for minute in range(2):
            house.tick(hours(hour) + timedelta(minutes=minute))
        (told,) = out(exim)
        assert (told["To"], told["In-Reply-To"]) == (CHIEF, None)
        assert told["Subject"] == f"Alerte {hour} h : dossier {dossier.reference} sans réponse"

    # Sunday 11:00: the pharmacy answers our request with the sealed fold.
    sunday = hours(41) + timedelta(minutes=10)
    missing = letter(2, sunday, 1, In_Reply_To=request["Message-ID"])
    post(house, missing, sunday)
    reply = look(house, sunday, sheet("pli_confidentiel"))
    assert reply is not None
    assert [d.etape for d in house.dossiers(reply)] in ([], [Etape.ANNULE])
    now = house.again(dossier)
    assert (now.etape, now.statut) == (Etape.A_TRAITER, Statut.A_VERIFIER)
    assert [p.type for p in house.papers(dossier)] == [
        "feuille_de_soins", "ordonnance", "pli_confidentiel",
    ]  # fmt: skip
    assert house.findings(dossier)["certificat_longue_duree"] == "conforme"
    (second,) = out(exim)
    assert second["In-Reply-To"] == "<2@ibnsina.exemple.ma>"
    assert "- Pli confidentiel" in second.get_body().get_content()  # type: ignore[union-attr]

    # The doctor looks at the fold, Samira declares it complete and closes the lot.
    do(
        house, DOCTOR, hours(42),
        lambda desk: outcome.lift(
            desk, dossier.id, "contenu_pli_confidentiel", "Certificat vu.", seen=seen(house, dossier)
        ),
    )  # fmt: skip
    do(
        house, SAMIRA, hours(43),
        lambda desk: outcome.complete(desk, dossier.id, seen=seen(house, dossier)),
    )  # fmt: skip
    lot_id = house.again(dossier).lot_id
    assert lot_id is not None
    do(
        house,
        SAMIRA,
        hours(43),
        lambda desk: lots.close(desk, lot_id, seen=_lot(desk, lot_id).revision),
    )
    with house.place.database.reading() as session:
        table = lot_sheet(
            session, session.get_one(Lot, lot_id), SAMIRA, house.place.settings, sunday.date()
        )
    assert [line.numero for line in table.lines] == [dossier.reference]
    assert bordereau(table).startswith(b"%PDF")

    # 15:50, two hours before the end: escalation, to both.
    house.tick(hours(46))
    assert sorted(mail["To"] for mail in out(exim)) == [CHIEF, HEAD]
    kinds = [notice.kind for notice in house.notices()]
    assert kinds == [NoticeKind.ALERTE, NoticeKind.ALERTE, NoticeKind.ESCALADE]

    # 16:20: the company accepts; the answer leaves as a PDF in the thread.
    given = hours(46.5)
    do(
        house, SAMIRA, given,
        lambda desk: record_answer(desk, dossier.id, "accord", seen=seen(house, dossier)),
    )  # fmt: skip
    house.tick(given + timedelta(minutes=2))
    (answer,) = out(exim)
    assert answer["To"] == PHARMACY
    assert answer["In-Reply-To"] == "<2@ibnsina.exemple.ma>"
    assert "donne son accord" in answer.get_body().get_content()  # type: ignore[union-attr]
    assert _pdf(answer)
    assert house.again(dossier).etape is Etape.REPONDU
    with house.place.database.reading() as session:
        clock = clock_of(session, house.again(dossier))
    assert clock is not None
    assert clock.answered_at == given + timedelta(minutes=2)
    assert clock.answered_at < clock.deadline

    # Whatever is done again afterwards sends nothing more.
    for data in (demand, missing):
        post(house, b"Received: by mx2.exemple.ma\r\n" + data, hours(47))
    assert look(house, hours(47)) is None
    for envoi_id in (first, reply):
        house.read(envoi_id, (), hours(47))
    house.tick(hours(60))
    assert out(exim) == []


def _lot(desk: Desk, lot_id: str) -> Lot:
    return desk.session.get_one(Lot, lot_id)


def _pdf(mail: EmailMessage) -> bool:
    return [p.get_content_type() for p in mail.iter_attachments()] == ["application/pdf"]
