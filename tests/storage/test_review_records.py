"""Decisions taken back, holds, acts and versions of pages, as they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.entities import Decision, Deed, Page, Target, ThingKind
from models.reading import PageReading
from storage.database import Database
from storage.records import audit, decisions, deeds, dossiers, holds, pages
from tests.storage.conftest import NOON, MakeEnvoi

THING = "quelque-chose"


def decide(session: object, value: str | None, name: str = "x") -> Decision:
    return decisions.decide(
        session,  # type: ignore[arg-type]
        actor="Anna", kind=ThingKind.DOSSIER, thing_id=THING, target=Target.ATTRIBUTE, name=name,
        value=value, raw="tapé",
    )  # fmt: skip


def test_a_decision_taken_back_stands_no_longer_and_comes_back(database: Database) -> None:
    with database.transaction() as session:
        first, second = decide(session, "un"), decide(session, "deux")
        back = decisions.take_back(session, second, actor="Brahim")
        now = decisions.latest(session, ThingKind.DOSSIER, THING, Target.ATTRIBUTE, name="x")
        assert now is not None
        assert now.seq == first.seq
        decisions.take_back(session, back, actor="Brahim")
        now = decisions.latest(session, ThingKind.DOSSIER, THING, Target.ATTRIBUTE, name="x")
        assert now is not None
        assert now.seq == second.seq
    with database.reading() as session:
        assert audit.verify(session) is None
        assert audit.altered_decisions(session) == []


def test_who_saw_it_before_it_was_taken_back_is_told(database: Database) -> None:
    with database.transaction() as session:
        first = decide(session, "un")
        decisions.take_back(session, first, actor="Brahim")
    with (
        pytest.raises(decisions.ConflictError) as told,
        database.transaction() as session,
    ):
        decisions.decide(
            session, actor="Anna", kind=ThingKind.DOSSIER, thing_id=THING,
            target=Target.ATTRIBUTE, name="x", value="deux", expected=first.seq,
        )  # fmt: skip
    assert told.value.latest is not None
    assert told.value.latest.actor == "Brahim"


@given(st.lists(st.integers(0, 30), max_size=12))
def test_what_stands_is_what_nothing_standing_takes_back(picks: list[int]) -> None:
    rows: list[Decision] = []
    for seq, pick in enumerate(picks, 1):
        undoes = rows[pick % len(rows)].seq if rows and pick % 2 else None
        rows.append(Decision(seq=seq, undoes=undoes))
    stand = {row.seq for row in decisions.standing(rows)}
    holding = set()
    for row in reversed(rows):
        if not any(r.undoes == row.seq for r in rows if r.seq in holding):
            holding.add(row.seq)
    assert stand == {row.seq for row in rows if row.seq in holding and row.undoes is None}


def test_exactly_the_decisions_wanted_are_restored(database: Database) -> None:
    with database.transaction() as session:
        made = [decide(session, str(n)) for n in range(4)]
        wanted = {made[1].seq, made[2].seq}

        def rows() -> list[Decision]:
            return list(decisions.of(session, ThingKind.DOSSIER, THING))

        decisions.restore(session, rows(), wanted, actor="Anna")
        assert {r.seq for r in decisions.standing(rows())} == wanted
        decisions.restore(session, rows(), {made[0].seq}, actor="Anna")
        assert {r.seq for r in decisions.standing(rows())} == {made[0].seq}
        decisions.restore(session, rows(), {r.seq for r in made}, actor="Anna")
        assert {r.seq for r in decisions.standing(rows())} == {r.seq for r in made}


def test_a_decision_carried_over_stays_its_authors(database: Database) -> None:
    with database.transaction() as session:
        first = decide(session, "un")
        carried = decisions.decide(
            session, actor="Brahim", kind=ThingKind.DOSSIER, thing_id="autre",
            target=Target.ATTRIBUTE, name="x", value="un", carries=first,
        )  # fmt: skip
        assert (carried.actor, carried.at, carried.carries) == ("Anna", first.at, first.seq)
    with database.reading() as session:
        assert audit.entries(session)[0].actor == "Brahim", "the trail says who carried it"
        assert audit.altered_decisions(session) == []


def test_a_hold_is_taken_renewed_lost_and_released(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi()
    with database.transaction() as session:
        id = dossiers.open_dossier(
            session,
            envoi_id=envoi.id,
            organisme="ofppt",
            type="maladie_remboursement",
            documents=(),
        ).id
        assert holds.take(session, id, "Anna", NOON) is not None
        assert holds.take(session, id, "Brahim", NOON + timedelta(minutes=14)) is None
        assert holds.renew(session, id, "Anna", NOON + timedelta(minutes=14))
        assert holds.take(session, id, "Brahim", NOON + timedelta(minutes=16)) is None
        later = NOON + timedelta(minutes=29)
        hold = holds.take(session, id, "Brahim", later)
        assert hold is not None
        assert (hold.holder, hold.since, hold.lost_by) == ("Brahim", later, "Anna")
        assert not holds.renew(session, id, "Anna", later)
        assert not holds.release(session, id, "Anna")
        assert holds.release(session, id, "Brahim")
        assert holds.active(session, [id], later) == []


def test_acts_undone_and_done_again(database: Database) -> None:
    def act(undoes: int | None = None) -> int:
        row = Deed(kind="x", actor="Anna", sentence="fait", undoes=undoes, before={}, after={})
        return deeds.keep(session, row, ["lot/1"]).seq

    with database.transaction() as session:
        first = act()
        back = act(first)
        assert deeds.undone(session, [first]) == {first: back}
        again = act(back)
        assert deeds.undone(session, [first, back]) == {back: again}
        assert deeds.latest_on(session, ["lot/1"], first) is not None
        assert deeds.latest_on(session, ["lot/2"], 0) is None


@pytest.mark.parametrize("table", ["deed", "page_version"])
def test_what_people_did_is_written_once(
    database: Database, make_envoi: MakeEnvoi, reading: PageReading, table: str
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        page = pages.keep_reading(
            session, envoi.id, 1, reading, reader_version="r1", image_sha256=None
        )
        pages.change_seen(session, page, reading, image_sha256=None, reader_version="r1")
        deeds.keep(session, Deed(kind="x", actor="A", sentence="s", before={}, after={}), ["x/1"])
    for order in (f"DELETE FROM {table}", f"UPDATE {table} SET seq = seq + 100"):
        with pytest.raises(DBAPIError, match="written once"), database.transaction() as session:
            session.execute(text(order))


def test_a_page_shows_the_version_asked_for(
    database: Database, make_envoi: MakeEnvoi, reading: PageReading
) -> None:
    envoi = make_envoi(1)
    other = replace(reading, width=10, height=20, words=())
    with database.transaction() as session:
        page = pages.keep_reading(
            session, envoi.id, 1, reading, reader_version="r1", image_sha256=None
        )
        pages.change_seen(session, page, other, image_sha256=None, reader_version="r2")
    with database.transaction() as session:
        page = session.get_one(Page, page.id)
        assert pages.reading(session, envoi.id, 1) == other
        pages.show_version(session, page, None)
        assert pages.reading(session, envoi.id, 1) == reading
        assert (page.width, page.reader_version, page.version_seq) == (reading.width, "r1", None)
        pages.change_seen(session, page, other, image_sha256=None, reader_version="r3")
        pages.show_version(session, page, None)
        assert pages.reading(session, envoi.id, 1) == reading, "the first one stays the first"
