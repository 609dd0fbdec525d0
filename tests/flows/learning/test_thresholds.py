"""Thresholds that follow the error observed: drift stops all, people's looks end it, somebody is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.learning.thresholds import WELL, follow
from flows.review import fields
from flows.review.fields import Spot
from models.checklists.facts import Policy
from models.checklists.readings import is_sure
from models.entities import NoticeKind, Target
from models.quality import Observation
from models.reading import Document, Field, How
from models.reference import trust
from models.reference.trust import NEVER, threshold
from storage.records import audit, notices, outbox, thresholds
from storage.records.thresholds import Seen
from tests.flows.review.office import ANNA, INVOICE, PRESCRIPTION, SHEET, Office, bag

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
FORM = "0198-formulaire"
TARGET = 0.01


class House:
    """An office whose controls and reviews say what a test has them say."""

    def __init__(self, office: Office, patch: pytest.MonkeyPatch, **settings: object) -> None:
        self.office = office
        self.settings = office.place.settings.model_copy(update=settings)
        self.now = NOW
        self.checked: list[Seen] = []
        self.reviewed: list[Seen] = []
        patch.setattr(thresholds, "checked", lambda session: self.checked)
        patch.setattr(thresholds, "reviewed", lambda session: self.reviewed)

    def seen(
        self,
        right: int,
        wrong: int,
        form: str | None = FORM,
        genre: str = "date",
        confidence: float = 0.985,
    ) -> list[Seen]:
        some = [False] * wrong + [True] * right
        values = [Observation("date_facture", genre, form, "v1", confidence, one) for one in some]
        return [Seen(self.now, value) for value in values]

    def follow(self) -> list[str]:
        self.now += timedelta(days=1)
        with self.office.place.database.transaction() as session:
            return follow(session, self.settings, self.now)

    @property
    def policy(self) -> Policy:
        with self.office.place.database.reading() as session:
            return thresholds.policy(session, self.settings)


@pytest.fixture
def house(office: Office, monkeypatch: pytest.MonkeyPatch) -> House:
    told = {"alerte_courriels": "driss@exemple.ma, chef@exemple.ma"}
    return House(office, monkeypatch, erreur_admise=TARGET, **told)


def invoice(form: str | None) -> Document:
    date = Field("2025-10-12", "12/10/2025", 0.999, 1, None, How.OCR, form=form)
    return Document((1,), "facture", 0.99, {"date_facture": date})


def test_a_form_that_drifts_is_looked_at_whole_and_people_are_told(house: House) -> None:
    assert is_sure(invoice(f"{FORM}/3"), "date_facture", house.policy)
    house.checked = house.seen(20, 5)
    told = house.follow()
    assert len(told) == 2  # the form, and the version that read it
    assert not is_sure(invoice(f"{FORM}/3"), "date_facture", house.policy)
    assert is_sure(invoice(None), "date_facture", house.policy)
    assert is_sure(invoice("un-autre/1"), "date_facture", house.policy)
    with house.office.place.database.reading() as session:
        assert len(notices.waiting(session, kind=NoticeKind.DERIVE)) == 2
        mails = outbox.every(session)
        assert {mail.recipient for mail in mails} == {"driss@exemple.ma", "chef@exemple.ma"}
        assert {entry.action for entry in audit.entries(session)} == {"seuil.derive"}
    assert house.follow() == []  # told once


def test_a_form_that_is_right_again_is_believed_again(house: House) -> None:
    house.checked = house.seen(20, 5)
    house.follow()
    house.now += timedelta(days=1)
    house.reviewed = house.seen(WELL - 1, 0)
    house.follow()
    assert house.policy.forms[FORM] == NEVER
    house.reviewed += house.seen(1, 0)
    house.follow()
    assert is_sure(invoice(f"{FORM}/3"), "date_facture", house.policy)
    assert house.follow() == []  # what was found before is not held against it
    house.now += timedelta(days=1)
    house.checked += house.seen(20, 5)
    assert len(house.follow()) == 2


def test_rising_corrections_are_drift_too(house: House) -> None:
    house.reviewed = house.seen(20, 5)
    assert house.follow()
    assert house.policy.forms[FORM] == NEVER


def test_a_kind_follows_what_controls_found_under_the_target_of_the_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned_curve = [(0.6, 1000, 40), (0.9, 800, 20), (0.95, 700, 3), (0.99, 500, 1)]
    monkeypatch.setattr(trust, "_curves", lambda: {"date": learned_curve})
    house.settings = house.settings.model_copy(update={"erreur_admise": 0.05})
    learned = threshold("date", 0.05)
    assert house.policy.threshold("date") == learned
    house.checked = house.seen(144, 16, form=None, confidence=0.9)
    assert house.follow() == []  # said to be so unsure, they are no drift
    assert learned == 0.6
    assert 0.9 < house.policy.threshold("date") < NEVER
    house.settings = house.settings.model_copy(update={"erreur_admise": TARGET})
    assert house.policy.threshold("date") == threshold("date", TARGET)


def test_without_a_target_only_drift_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(office, monkeypatch)
    house.checked = house.seen(195, 5, form=None, genre="montant")
    house.follow()
    assert house.policy.threshold("montant") == house.settings.seuil_lecture
    house.checked += house.seen(0, 10, form=None, genre="montant")
    house.follow()
    assert house.policy.threshold("montant") == NEVER


def test_what_people_left_on_a_paper_that_they_went_through_counts_as_right(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE)
    with office.place.database.reading() as session:
        assert thresholds.reviewed(session) == []
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "numero_facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "F-77", seen=0))
    with office.place.database.reading() as session:
        found = {one.value.name: one.value for one in thresholds.reviewed(session)}
        assert thresholds.checked(session) == []
    assert not found["numero_facture"].right
    assert found["date_facture"].right
    assert found["date_facture"].genre == "date"


def test_the_policy_of_an_office_reaches_the_screen_and_the_judgement(office: Office) -> None:
    plain = Policy.of(office.place.settings)
    with office.place.database.reading() as session:
        assert thresholds.policy(session, office.place.settings) == plain
        assert thresholds.current(session) == {}
    drifting = replace(plain, forms={FORM: NEVER})
    assert not is_sure(invoice(f"{FORM}/1"), "date_facture", drifting)
    assert drifting.threshold("date") == plain.threshold("date")
    keyed = Field("2025-10-12", "12/10/2025", 1.0, 1, None, How.RELECTEUR)
    said = Document((1,), "facture", 0.99, {"date_facture": keyed})
    assert is_sure(said, "date_facture", replace(plain, genres={"date": NEVER}))
