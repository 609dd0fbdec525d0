from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.entities import AuditEntry, Target, ThingKind
from storage.database import Database
from storage.records import audit, decisions


def note(database: Database, *actions: str) -> None:
    with database.transaction() as session:
        for action in actions:
            audit.record(session, actor="nadia", action=action, thing="lot/1", after={"n": 1})


def tamper(database: Database, *statements: str) -> None:
    """What somebody with the database's own rights could do."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for table in ("audit_entry", "decision"):
                for what in ("update", "delete", "replace"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{what}"))
        else:
            for table in ("audit_entry", "decision"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))


def broken_at(database: Database, earlier: audit.Head | None = None) -> int | None:
    with database.reading() as session:
        found = audit.verify(session, earlier=earlier)
        return found.seq if found else None


def test_a_chain_that_nobody_touched_holds(database: Database) -> None:
    assert broken_at(database) is None
    note(database, "ouvrir", "clôturer")
    note(database, "remettre\x00\udc80")
    assert broken_at(database) is None
    with database.reading() as session:
        assert audit.head(session).seq == 3
        assert list(session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq))) == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE audit_entry SET actor = 'x' WHERE seq = 2", 2),
        ("UPDATE audit_entry SET after = '{\"n\": 2}' WHERE seq = 3", 3),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 1", 1),
        ("DELETE FROM audit_entry WHERE seq = 1", 1),
        ("DELETE FROM audit_entry WHERE seq = 2", 2),
        ("UPDATE audit_entry SET why = '' WHERE seq = 4", 4),
    ],
)
def test_tampering_shows(database: Database, change: str, seq: int) -> None:
    note(database, "un", "deux", "trois", "quatre")
    tamper(database, change)
    assert broken_at(database) == seq


def test_two_entries_exchanged_show(database: Database) -> None:
    note(database, "un", "deux", "trois")
    tamper(
        database,
        "UPDATE audit_entry SET seq = 99 WHERE seq = 1",
        "UPDATE audit_entry SET seq = 1 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 99",
    )
    assert broken_at(database) == 1


def test_a_chain_cut_short_shows_against_an_earlier_head(database: Database) -> None:
    note(database, "un", "deux")
    with database.reading() as session:
        earlier = audit.head(session)
    note(database, "trois")
    assert broken_at(database, earlier) is None
    tamper(database, "DELETE FROM audit_entry WHERE seq >= 2")
    assert broken_at(database) is None
    assert broken_at(database, earlier) == 2
    note(database, "autre")
    assert broken_at(database, earlier) == 2


def test_what_was_rolled_back_was_not_done(database: Database) -> None:
    def fail(session: Session) -> None:
        audit.record(session, actor="nadia", action="un", thing="lot/1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(fail)
    with database.transaction() as session:
        audit.record(session, actor="nadia", action="deux", thing="lot/1")
        inner = session.begin_nested()
        audit.record(session, actor="nadia", action="trois", thing="lot/1")
        inner.rollback()
        with session.begin_nested():
            audit.record(session, actor="nadia", action="quatre", thing="lot/1")
    with database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq))
        assert list(actions) == ["deux", "quatre"]
    assert broken_at(database) is None


def test_many_at_once_make_one_chain(database: Database) -> None:
    def work() -> None:
        for _ in range(10):
            note(database, "un", "deux")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken_at(database) is None
    with database.reading() as session:
        assert audit.count(session) == 80


def test_an_altered_decision_shows(database: Database) -> None:
    with database.transaction() as session:
        for value in ("120.00", "150.00\x00"):
            decisions.decide(
                session,
                actor="nadia",
                kind=ThingKind.DOCUMENT,
                thing_id="d",
                target=Target.FIELD,
                name="montant_total",
                value=value,
                why="illisible",
            )
    with database.reading() as session:
        assert audit.altered_decisions(session) == []
        assert "120.00" not in str(
            [(e.before, e.after, e.why) for e in session.scalars(select(AuditEntry))]
        )
    tamper(database, "UPDATE decision SET value = '990.00' WHERE value = '120.00'")
    with database.reading() as session:
        assert audit.verify(session) is None
        assert audit.altered_decisions(session) == [1]
