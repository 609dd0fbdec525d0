from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from models.entities import Assure, Blob, Channel, Envoi, SourceFile, new_id
from storage.database import Database, make_engine, url_of
from storage.records import envois
from tests.storage.conftest import NOON, MakeEnvoi


def blob(name: str) -> Blob:
    return Blob(sha256=name, size=1, media_type="image/png")


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(insert(Blob).values(sha256="a", size=1, media_type="x"))
    with database.transaction() as session:  # and the connection is good for writing again
        session.add(blob("a"))


def test_a_transaction_that_fails_keeps_nothing(database: Database) -> None:
    def fail(session: Session) -> None:
        session.add(blob("a"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(fail)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Blob)) == 0


def test_readers_go_on_while_one_writes(database: Database) -> None:
    with database.transaction() as writer:
        writer.add(blob("a"))
        writer.flush()
        with database.reading() as reader:
            assert reader.get(Blob, "a") is None


def test_a_reader_sees_one_state(database: Database) -> None:
    with database.reading() as reader:
        assert reader.get(Blob, "a") is None
        with database.transaction() as writer:
            writer.add(blob("a"))
        assert reader.scalar(select(func.count()).select_from(Blob)) == 0


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(SourceFile(envoi_id="?", ordinal=0, name="x", sha256="?", kind="pdf"))


def test_times_come_back_in_utc_whatever_zone_they_had(database: Database) -> None:
    rabat = datetime(2025, 11, 5, 9, 12, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    with database.transaction() as session:
        envoi = Envoi(
            numero="E25-1",
            source="x",
            sha256="x",
            size=1,
            channel=Channel.API,
            received_at=rabat,
        )
        session.add(envoi)
    with database.reading() as session:
        received = session.scalars(select(Envoi.received_at)).one()
        assert received == rabat
        assert received.tzinfo is UTC
        assert session.scalar(select(Envoi.id).where(Envoi.received_at <= rabat)) == envoi.id


def test_a_time_without_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without its zone"), database.transaction() as s:
        s.add(Blob(sha256="a", size=1, media_type="x", created_at=naive))


def test_text_that_databases_refuse_is_taken(database: Database) -> None:
    bad = "scan\x00\udce9.pdf \U0001f600 ع"
    with database.transaction() as session:
        person = Assure(
            key="k", nom=bad, prenom="", name_key="", lien="assure", extra={"z": bad, "a": 1}
        )
        session.add(person)
    with database.reading() as session:
        kept = session.scalars(select(Assure)).one()
        assert kept.nom == "scan\ufffd\ufffd.pdf \U0001f600 ع"
        assert kept.extra == {"z": bad, "a": 1}
        assert list(kept.extra) == ["z", "a"]


def test_not_a_number_is_not_json(database: Database) -> None:
    refused = (StatementError, ValueError)
    with pytest.raises(refused, match="JSON"), database.transaction() as session:
        session.add(
            Assure(key="k", nom="", prenom="", name_key="", lien="", extra={"a": float("nan")})
        )


def _write_some(url: str, start: int) -> None:
    database = Database.open(url)
    for number in range(20):
        with database.transaction() as session:
            count = session.scalar(select(func.count()).select_from(Blob))
            session.add(Blob(sha256=f"{start}-{number}", size=count or 0, media_type="x"))
    database.close()


def test_several_processes_write_at_once_and_nobody_fails(database_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_some, args=(database_url, n)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    database = Database(database_url)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Blob)) == 60
        if database.engine.dialect.name == "sqlite":  # each saw all the writes before it
            assert sorted(session.scalars(select(Blob.size))) == list(range(60))
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_file_that_another_is_only_just_setting_up_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # SQLite refuses the log's change at once, it does not wait
    release = threading.Timer(0.3, other.rollback)
    release.start()
    engine = make_engine(path)
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    release.join()
    other.close()
    engine.dispose()
    assert mode == "wal"


def test_a_file_that_stays_locked_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    engine = make_engine(path, busy_seconds=0.1)
    with pytest.raises(OperationalError, match="locked"):
        engine.connect()
    other.close()
    engine.dispose()


def test_a_forked_child_does_not_share_connections(database: Database) -> None:
    with database.transaction() as session:
        session.add(blob("parent"))
    child = os.fork()
    if child == 0:
        try:
            with database.transaction() as session:
                session.add(blob("child"))
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    with database.reading() as session:
        assert sorted(session.scalars(select(Blob.sha256))) == ["child", "parent"]


def test_urls() -> None:
    assert str(url_of("postgresql://u@h/d")) == "postgresql+psycopg://u@h/d"
    assert url_of(Path("/x/y.db")).database == "/x/y.db"
    with pytest.raises(ValueError, match="lost with its process"):
        url_of("sqlite://")
    with pytest.raises(ValueError, match="not on mysql"):
        url_of("mysql://h/d")


def test_identifiers_sort_by_time() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {(identifier[14], len(identifier)) for identifier in made} == {("7", 36)}


def test_work_given_up_by_the_database_is_tried_again(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    make_envoi()
    tries: list[int] = []

    class Deadlock(Exception):
        sqlstate = "40P01"

    def work(session: object) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise DBAPIError("", None, Deadlock())
        return "fait"

    assert database.write(work) == "fait"
    assert len(tries) == 3
    assert database.write(envois.unfinished)
