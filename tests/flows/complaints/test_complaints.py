"""Réclamations: registered, due in 8 working days, linked, answered, told when late; the day's reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given as given_some
from hypothesis import strategies as st

from flows.complaints.answering import preview_reply, reply
from flows.complaints.registering import due, link, register
from flows.mailbox.pressing import Asking, Section, pressing
from flows.mailbox.tick import tick
from flows.review import Desk, act
from flows.review.errors import BadValueError, ImpossibleError, MissingError
from flows.review.undo import undo
from flows.workplace import Workplace, open_workplace
from models.calendars import calendar_of
from models.entities import (
    Dossier,
    Etape,
    LotNature,
    LotStatut,
    NoticeKind,
    Reclamation,
    ReclamationState,
)
from models.organismes import organisme
from models.organismes.stationery import Reminder, stationeries
from models.settings import Settings
from storage.records import lots, notices, outbox, reclamations
from tests.flows.mailbox.house import FRIDAY, HERE, House, letter, sheet
from tests.flows.outgoing.made import CLERK, a_dossier, paper, read, said

T = TypeVar("T")
MONDAY = datetime(2025, 11, 10, 10, 0, tzinfo=HERE)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_workplace(Settings(home=tmp_path, expediteur="pec@liasse.ma")) as place:
        yield House(place)


@pytest.fixture
def dossier(house: House) -> Dossier:
    with house.place.database.transaction() as session:
        return a_dossier(
            session, "ofppt", "maladie_remboursement", [paper("feuille_de_soins")],
            received_at=FRIDAY,
        )  # fmt: skip


def do(house: House, work: Callable[[Desk], T], at: datetime = MONDAY) -> T:
    return act(house.place, CLERK, work, now=at)


def every(house: House) -> list[Reclamation]:
    with house.place.database.reading() as session:
        return list(reclamations.listed(session, state=None, limit=50))


def typed(house: House, dossier: Dossier) -> Reclamation:
    do(
        house,
        lambda desk: register(
            desk, who="EL MANSOURI Abdelkrim", objet="Remboursement en retard",
            dossier_reference=dossier.reference,
        ),
    )  # fmt: skip
    (row,) = every(house)
    return row


@given_some(
    name=st.sampled_from(["ofppt", "cnops", "pmas", "ci"]),
    day=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_eight_working_days_of_the_organisme(name: str, day: date) -> None:
    profile = organisme(name)
    came = datetime(day.year, day.month, day.day, 15, tzinfo=profile.zone)
    last, calendar = due(profile, came).date(), calendar_of(profile)
    worked = [
        d for n in range(1, (last - day).days + 1)
        if calendar.is_working(d := day + timedelta(days=n))
    ]  # fmt: skip
    assert (len(worked), worked[-1]) == (8, last)


def test_a_person_registers_links_and_answers_it(house: House, dossier: Dossier) -> None:
    done = do(
        house,
        lambda desk: register(
            desk, who="ALAMI", objet="Rien reçu", organisme_name="ofppt",
            received_on=FRIDAY.date(),
        ),
    )  # fmt: skip
    (row,) = every(house)
    assert row.numero.startswith("R25-")
    assert row.deadline.astimezone(HERE).date() == date(2025, 11, 20), "the 18th is a feast"
    with pytest.raises(ImpossibleError, match="Rattachez"):
        do(house, lambda desk: reply(desk, row.id, "Vu."))
    with pytest.raises(MissingError):
        do(house, lambda desk: link(desk, row.id, "D99-00001-1"))
    do(house, lambda desk: link(desk, row.id, dossier.reference.lower()))
    words = said(do(house, lambda desk: preview_reply(desk, row.id, "Virement fait le 3.")))
    assert "RÉPONSE À VOTRE RÉCLAMATION" in words
    assert "Virement fait le 3." in words
    answered = do(house, lambda desk: reply(desk, row.id, "Virement fait le 3."))
    assert answered.sentence.endswith("à remettre.")
    (row,) = every(house)
    assert (row.state, row.answered_at) == (ReclamationState.REPONDUE, MONDAY)
    assert row.letter_id is not None
    with pytest.raises(ImpossibleError, match="a sa réponse"):
        do(house, lambda desk: reply(desk, row.id, "Encore."))
    do(house, lambda desk: undo(desk, answered.act))
    (row,) = every(house)
    assert (row.state, row.letter_id) == (ReclamationState.OUVERTE, None)
    with pytest.raises(ImpossibleError):
        do(house, lambda desk: undo(desk, done.act))


def test_linked_to_a_dossier_it_is_due_by_the_organisme_of_that(
    house: House, dossier: Dossier
) -> None:
    do(
        house,
        lambda desk: register(
            desk, who="ALAMI", objet="Rien reçu", organisme_name="ci", received_on=FRIDAY.date()
        ),
    )
    (before,) = every(house)
    done = do(house, lambda desk: link(desk, before.id, dossier.reference))
    (row,) = every(house)
    assert (before.organisme, row.organisme) == ("ci", "ofppt")
    assert row.deadline == due(organisme("ofppt"), row.received_at) != before.deadline
    do(house, lambda desk: undo(desk, done.act))
    (row,) = every(house)
    assert (row.organisme, row.deadline) == ("ci", before.deadline)


@pytest.mark.parametrize(
    "asked",
    [
        {"who": "", "objet": "x", "organisme_name": "ofppt"},
        {"who": "x", "objet": " ", "organisme_name": "ofppt"},
        {"who": "x", "objet": "x", "organisme_name": "autre"},
        {"who": "x", "objet": "x" * 3000, "organisme_name": "ofppt"},
        {"who": "x", "objet": "x", "organisme_name": "ofppt", "received_on": date(2030, 1, 1)},
    ],
)
def test_what_is_no_complaint_is_refused(house: House, asked: dict[str, object]) -> None:
    with pytest.raises(BadValueError):
        do(house, lambda desk: register(desk, **asked))  # type: ignore[arg-type]
    assert every(house) == []


def test_one_in_words_by_mail_is_answered_in_its_thread(house: House, dossier: Dossier) -> None:
    envoi_id = house.arrive(letter(9, FRIDAY, 0, sender="Ali <ali@exemple.ma>"), FRIDAY)

    def take(desk: Desk) -> object:
        return register(
            desk, who="Ali", objet="Délai", dossier_reference=dossier.reference, envoi_id=envoi_id
        )

    do(house, take)
    with pytest.raises(ImpossibleError, match="déjà"):
        do(house, take)
    (row,) = every(house)
    assert row.received_at == FRIDAY
    done = do(house, lambda desk: reply(desk, row.id, "Votre dossier est parti."))
    assert done.sentence.endswith("envoyée.")
    (mail,) = house.mails("lettre")
    assert (mail.recipient, mail.in_reply_to) == ("ali@exemple.ma", "<9@ibnsina.exemple.ma>")
    assert row.numero in mail.subject


def test_its_letter_surely_read_registers_itself_once(house: House, dossier: Dossier) -> None:
    written = sheet(
        "reclamation", objet="Retard de paiement", assure_nom="EL MANSOURI Abdelkrim",
        numero_dossier=dossier.reference,
    )  # fmt: skip
    house.arrive(letter(1, FRIDAY, 1), FRIDAY, written)
    assert any("enregistrée d'après sa lettre" in one for one in house.tick(MONDAY))
    house.tick(MONDAY)
    (row,) = every(house)
    assert row.dossier_id == dossier.id
    assert row.who == "EL MANSOURI Abdelkrim"
    assert row.document_id is not None
    do(house, lambda desk: reply(desk, row.id, "Réglé ce jour."))
    with house.place.database.reading() as session:
        own = session.query(Dossier).filter_by(type="reclamation").one()
    assert own.etape is Etape.REPONDU, "the dossier of its letter waits for nothing more"


def test_a_doubtful_letter_waits_for_a_person(house: House) -> None:
    doubtful = replace(sheet("reclamation", objet="x"), type_confidence=0.4)
    house.arrive(letter(1, FRIDAY, 1), FRIDAY, doubtful)
    house.tick(MONDAY)
    assert every(house) == []
    with house.place.database.reading() as session:
        (document,) = reclamations.unregistered(session)
    do(
        house,
        lambda desk: register(
            desk, who="x", objet="x", organisme_name="ofppt", document_id=document.id
        ),
    )
    assert len(every(house)) == 1


def test_a_late_one_is_told_once_until_it_is_seen(house: House, dossier: Dossier) -> None:
    row = typed(house, dossier)
    house.tick(row.deadline)
    assert house.notices() == []
    for _ in range(2):
        house.tick(row.deadline + timedelta(minutes=1))
    (told,) = house.notices()
    assert (told.kind, told.dossier_id) == (NoticeKind.RECLAMATION_EN_RETARD, dossier.id)
    with house.place.database.reading() as session:
        assert len(notices.waiting(session, dossier_id=dossier.id)) == 1


# --- the day's reminders ------------------------------------------------------------------------

CHIEF, MAILROOM = "chef@exemple.ma", "courrier@exemple.ma"


@pytest.fixture
def addressed(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(stationeries())
    rappels = {Reminder.GESTIONNAIRE: (CHIEF,), Reminder.COURRIER: (MAILROOM,)}
    known["ofppt"] = known["ofppt"].model_copy(update={"rappels": rappels})
    monkeypatch.setattr("flows.mailbox.digest.stationeries", lambda: known)


def reminders(place: Workplace, at: datetime) -> list[str]:
    list(tick(place, at))
    with place.database.reading() as session:
        return [mail.recipient for mail in outbox.every(session) if mail.key.startswith("rappel")]


@pytest.mark.usefixtures("addressed")
def test_a_digest_a_working_day_and_never_twice(house: House, dossier: Dossier) -> None:
    typed(house, dossier)
    with house.place.database.transaction() as session:
        lot = lots.place(
            session, session.get_one(Dossier, dossier.id), nature=LotNature.FACTURATION
        )
        assert lot is not None
        lot.statut, lot.created_at = LotStatut.CLOTURE, FRIDAY
    late = datetime(2025, 11, 24, 7, 59, tzinfo=HERE)
    assert reminders(house.place, late) == [], "before the hour"
    assert reminders(house.place, late.replace(day=23, hour=12)) == [], "a Sunday"
    assert sorted(reminders(house.place, late + timedelta(minutes=1))) == [CHIEF, MAILROOM]
    assert len(reminders(house.place, late + timedelta(hours=5))) == 2
    assert len(reminders(house.place, late + timedelta(days=1, minutes=1))) == 4
    with house.place.database.reading() as session:
        found = [mail for mail in outbox.every(session) if mail.key.startswith("rappel")]
    text = next(mail.text for mail in found if mail.recipient == CHIEF)
    assert dossier.reference in text
    assert "R25-" in text
    assert lot.numero in text
    for person in ("MANSOURI", "ALAMI", "chronique", "Remboursement en retard"):
        assert person not in text, "no name, nothing of what papers say"
    (by_mailroom, *_) = (mail.text for mail in found if mail.recipient == MAILROOM)
    assert lot.numero in by_mailroom
    assert dossier.reference not in by_mailroom


@pytest.mark.usefixtures("addressed")
def test_a_day_without_anything_sends_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Reminder] = []

    def nothing(asking: Asking, role: Reminder) -> list[Section]:
        asked.append(role)
        return []

    monkeypatch.setattr("flows.mailbox.digest.pressing", nothing)
    for minutes in (0, 1, 59, 60, 61):
        assert reminders(house.place, MONDAY + timedelta(minutes=minutes)) == []
    assert sorted(asked) == sorted([Reminder.GESTIONNAIRE, Reminder.COURRIER] * 2), "once an hour"
    assert reminders(house.place, MONDAY + timedelta(days=1)) == []
    assert len(asked) == 6


def test_nobody_concerned_nobody_written_to(house: House, dossier: Dossier) -> None:
    assert reminders(house.place, MONDAY + timedelta(days=60)) == []


def test_missing_bulletins_are_counted_by_employer_and_nobody_named(house: House) -> None:
    rows = tuple(
        {"nom": read("BERRADA"), "prenom": read("Fouad"), "numero_immatriculation": read(n)}
        for n in ("611", "612")
    )  # fmt: skip
    declared = replace(
        sheet("bordereau_declaration_salaires", emetteur_nom="OFPPT Fès", date_document="2025-11-05"),
        lines={"personnes": rows},
    )  # fmt: skip
    house.arrive(letter(1, FRIDAY, 1), FRIDAY, declared)
    with house.place.database.reading() as session:
        asking = Asking(
            session, "ofppt", house.place.settings, datetime(2025, 12, 3, 9, tzinfo=HERE)
        )
        found = pressing(asking, Reminder.ADHESION)
    (section,) = found
    assert section.lines == ("OFPPT Fès : 2 salariés déclarés en novembre 2025 sans bulletin",)
