"""Lots filled, closed, handed over: never in two, never over the maximum, numbers without gaps."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from models.entities import (
    Channel,
    Dossier,
    Etape,
    Lot,
    LotNature,
    LotStatut,
    Prestation,
    Statut,
    utcnow,
)
from storage.database import Database
from storage.records import blobs, dossiers, envois, lots
from storage.records.numbers import is_number
from tests.storage.conftest import NOON

CHRONIC, ORDINARY = "chronique_remboursement", "maladie_remboursement"
MAXIMUM = 3


def a_source(database: Database) -> str:
    """An envoi to open dossiers for."""
    with database.transaction() as session:
        blobs.record(session, "a" * 64, size=1, media_type="application/pdf")
        return envois.take_in(
            session,
            source="sac.pdf",
            sha256="a" * 64,
            size=1,
            channel=Channel.COURRIER,
            received_at=NOON,
        ).envoi.id


def opened(database: Database, envoi_id: str, kind: str, statut: Statut = Statut.COMPLET) -> str:
    """A dossier of OFPPT, placed."""
    with database.transaction() as session:
        row = dossiers.open_dossier(
            session,
            envoi_id=envoi_id,
            organisme="ofppt",
            type=kind,
            documents=[],
            prestation=Prestation.AMBULATOIRE,
        )
        row.statut = statut
        lots.place(session, row, nature=LotNature.FACTURATION, maximum=MAXIMUM)
        return row.id


@pytest.fixture
def envoi_id(database: Database) -> str:
    return a_source(database)


def the_lots(database: Database) -> dict[str, tuple[Lot, list[Dossier]]]:
    with database.reading() as session:
        return {
            lot.id: (lot, [*lots.dossiers(session, lot.id)]) for lot in session.scalars(select(Lot))
        }


def test_the_special_chronic_bordereau_is_apart(database: Database, envoi_id: str) -> None:
    for kind in (ORDINARY, CHRONIC, ORDINARY, CHRONIC):
        opened(database, envoi_id, kind)
    found = the_lots(database)
    assert {lot.bordereau: {d.type for d in inside} for lot, inside in found.values()} == {
        None: {ORDINARY},
        "special_chronique": {CHRONIC},
    }


def test_closing_keeps_what_is_ready_and_replaces_what_is_not(
    database: Database, envoi_id: str
) -> None:
    first = [opened(database, envoi_id, ORDINARY) for _ in range(2)]
    lacking = opened(database, envoi_id, ORDINARY, Statut.INCOMPLET)
    later = opened(database, envoi_id, ORDINARY)
    with database.transaction() as session:
        lot = session.get_one(Lot, dossiers.get(session, first[0]).lot_id)
        closed = lots.close(session, lot, maximum=MAXIMUM)
        assert [d.id for d in closed.stayed] == first
        assert [d.id for d in closed.left] == [lacking]
        assert [d.id for d in closed.came] == [later]
        assert lot.statut is LotStatut.CLOTURE
        other = dossiers.get(session, lacking).lot_id
        assert other not in (None, lot.id)
        with pytest.raises(ValueError, match="cloture"):
            lots.close(session, lot)
        lots.hand_over(session, lot)
        assert lot.statut.value == "remis"
        with pytest.raises(ValueError, match="no open lot"):
            lots.take_out(session, dossiers.get(session, first[0]))


def test_a_dossier_that_a_person_accepted_stays(database: Database, envoi_id: str) -> None:
    doubtful = opened(database, envoi_id, ORDINARY, Statut.A_VERIFIER)
    with database.transaction() as session:
        row = dossiers.get(session, doubtful)
        lot = session.get_one(Lot, row.lot_id)
        with pytest.raises(ValueError, match="nothing"):
            lots.close(session, lot)
        row.etape = Etape.VALIDE
        assert lots.close(session, lot).stayed == (row,)


def test_full_lots_of_ready_dossiers_may_be_closed(database: Database, envoi_id: str) -> None:
    for _ in range(MAXIMUM):
        opened(database, envoi_id, ORDINARY)
    opened(database, envoi_id, CHRONIC)
    with database.reading() as session:
        (lot,) = lots.full(session, maximum=MAXIMUM)
        assert lot.bordereau is None


def test_a_number_given_up_is_given_again(database: Database, envoi_id: str) -> None:
    given: list[str] = []

    def begun_and_given_up() -> None:
        with database.transaction() as session:
            row = dossiers.open_dossier(
                session,
                envoi_id=envoi_id,
                organisme="ofppt",
                type=ORDINARY,
                documents=[],
                prestation=Prestation.AMBULATOIRE,
            )
            lot = lots.place(session, row, nature=LotNature.FACTURATION)
            assert lot is not None
            given.append(lot.numero)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        begun_and_given_up()
    opened(database, envoi_id, ORDINARY)
    assert [lot.numero for lot, _ in the_lots(database).values()] == given


class Office(RuleBasedStateMachine):
    """Dossiers come, change, leave and lots close in any order."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database.open(f"sqlite:///{Path(self.folder.name) / 'a.db'}")
        self.envoi = a_source(self.database)
        self.known: list[str] = []
        self.gone: dict[str, set[str]] = {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()

    @rule(kind=st.sampled_from([CHRONIC, ORDINARY]), statut=st.sampled_from(Statut))
    def arrive(self, kind: str, statut: Statut) -> None:
        self.known.append(opened(self.database, self.envoi, kind, statut))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), statut=st.sampled_from(Statut))
    def change(self, data: st.DataObject, statut: Statut) -> None:
        with self.database.transaction() as session:
            dossiers.get(session, data.draw(st.sampled_from(self.known))).statut = statut

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        with self.database.transaction() as session:
            row = dossiers.get(session, data.draw(st.sampled_from(self.known)))
            try:
                lots.take_out(session, row)
            except ValueError:
                assert row.lot_id is None or row.lot_id in self.gone

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        ids = [
            id for id, (lot, _) in the_lots(self.database).items() if lot.statut is LotStatut.OUVERT
        ]
        if not ids:
            return
        with self.database.transaction() as session:
            lot = session.get_one(Lot, data.draw(st.sampled_from(ids)))
            try:
                lots.close(session, lot, maximum=MAXIMUM)
            except ValueError:
                assert not any(map(lots.ready, lots.dossiers(session, lot.id)))
                return
            inside = lots.dossiers(session, lot.id)
            assert all(map(lots.ready, inside))
            self.gone[lot.id] = {d.id for d in inside}

    @invariant()
    def nothing_is_in_two_lots_and_none_is_too_large(self) -> None:
        if not hasattr(self, "database"):
            return
        found = the_lots(self.database)
        inside = [d.id for _, some in found.values() for d in some]
        assert len(inside) == len(set(inside))
        assert all(len(some) <= MAXIMUM for _, some in found.values())
        for lot, some in found.values():
            assert {lots.bordereau_of(d) for d in some} <= {lot.bordereau}
        for id, held in self.gone.items():
            assert {d.id for d in found[id][1]} == held

    @invariant()
    def numbers_follow_each_other(self) -> None:
        if not hasattr(self, "database"):
            return
        numbers = sorted(lot.numero for lot, _ in the_lots(self.database).values())
        year = utcnow().year % 100
        assert all(map(is_number, numbers))
        assert [n[:9] for n in numbers] == [
            f"L{year:02d}-{n:05d}" for n in range(1, len(numbers) + 1)
        ]


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
