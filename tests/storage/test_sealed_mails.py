"""What we write to people is sealed: letters and mails under the key of what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.entities import Base, DataKey, Dossier, Letter, OutMail, OutState, WrittenOnceError
from storage import sealing
from storage.database import Database
from storage.records import blobs, dossiers, emptying, outbox, sealed_values
from storage.records.emptying import Scope
from storage.records.vault import NoKeyError
from storage.upkeep import freed
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

SUBJECT, TEXT = "Votre dossier de diabete", "Il manque le compte rendu de la sclérose."
DRAFT = {"lacks": [{"titre": "Compte rendu", "phrase": "Sclérose en plaques"}], "note": ""}
WORDS = ("diabete", "sclérose", "scl\\u00e9rose", "plaques")


@pytest.fixture
def dossier(database: Database, make_envoi: MakeEnvoi) -> Dossier:
    envoi = make_envoi(1)
    with database.transaction() as session:
        blobs.record(session, "0" * 64, size=1, media_type="application/pdf")
        return dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="cnops", type="depot", documents=()
        )


def write(database: Database, dossier: Dossier, key: str) -> None:
    """A letter, and three mails: about the dossier, about its envoi, about neither."""
    with database.transaction() as session:
        row = Letter(
            dossier_id=dossier.id, kind="complement", addressee="assure", text=DRAFT,
            pdf_sha256="0" * 64, medical=False, actor="Anna", cancelled=True,
        )  # fmt: skip
        session.add(row)
        session.flush()
        row.cancelled = False  # as the act that issues it does: what was sealed stays so
        assert row.text == DRAFT
        for name, dossier_id, envoi_id in (
            ("dossier", dossier.id, dossier.envoi_id),
            ("envoi", None, dossier.envoi_id),
            ("autre", None, None),
        ):
            mail = outbox.put(
                session, f"{key}:{name}", recipient="p@exemple.ma", subject=SUBJECT, text=TEXT,
                domain="exemple.ma", now=NOON, dossier_id=dossier_id, envoi_id=envoi_id,
            )  # fmt: skip
            assert (mail.subject, mail.text) == (SUBJECT, TEXT)


def said(database: Database) -> set[str]:
    with database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        assert all(row.text == DRAFT for row in letters)
        return {f"{one.subject} {one.text}" for one in session.scalars(select(OutMail))}


def in_raw(database: Database, folder: Path) -> list[str]:
    if database.engine.dialect.name == "sqlite":
        raw = b"".join(path.read_bytes() for path in folder.glob("liasse.db*"))
    else:
        with database.reading() as session:
            tables = [Base.metadata.tables[name] for name in ("letter", "out_mail")]
            raw = repr([session.execute(select(one)).all() for one in tables]).encode()
    told = raw.decode("utf-8", "ignore").casefold()
    return [word for word in WORDS if word in told]


def test_no_word_that_we_write_is_in_the_database(
    database: Database, dossier: Dossier, tmp_path: Path
) -> None:
    with sealed_place(database, tmp_path) as place:
        write(database, dossier, "un")
        assert said(database) == {f"{SUBJECT} {TEXT}"}
        assert in_raw(database, tmp_path) == []
        with database.reading() as session:
            assert sealed_values.in_clear(session) == []
        keyring = sealing.opened(database, place.key, place.home)
        sealing.turn(database, keyring)
        keyring.close()
        for _ in range(3):  # sent as any other
            with database.transaction() as session:
                mail = outbox.take(session, NOON)
                assert mail is not None
                assert (mail.subject, mail.text) == (SUBJECT, TEXT)
                outbox.sent(session, mail.id, NOON)
                assert outbox.replay(session, mail.id, NOON).text == TEXT
        assert in_raw(database, tmp_path) == []
    for entity in (Letter, OutMail):
        with database.reading() as session, pytest.raises(NoKeyError):
            session.scalars(select(entity)).all()
    with pytest.raises(NoKeyError):
        write(database, dossier, "deux")


def test_those_of_before_are_sealed_later(
    database: Database, dossier: Dossier, tmp_path: Path
) -> None:
    write(database, dossier, "un")
    assert in_raw(database, tmp_path)
    with sealed_place(database, tmp_path):
        assert said(database) == {f"{SUBJECT} {TEXT}"}
        with database.reading() as session:
            alone = session.scalars(select(OutMail.id).filter_by(key="un:autre")).one()
            owners = [dossier.id, dossier.envoi_id, alone]
            assert sealed_values.in_clear(session) == sorted(owners)
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        freed.forget(database)
        assert in_raw(database, tmp_path) == []
        assert said(database) == {f"{SUBJECT} {TEXT}"}


def test_erased_with_what_they_are_about(
    database: Database, dossier: Dossier, tmp_path: Path
) -> None:
    with sealed_place(database, tmp_path):
        write(database, dossier, "un")
        with database.transaction() as session:
            scope = Scope(dossiers=[dossier.id], heads=[dossier.envoi_id])
            emptying.empty(session, scope, number=1, now=NOON)
            for id in (dossier.id, dossier.envoi_id):
                assert session.get_one(DataKey, id).wrapped is None
        with database.reading() as session:
            assert session.scalars(select(Letter)).one().text == {}
            mails = session.scalars(select(OutMail).order_by(OutMail.id)).all()
            assert [one.text for one in mails] == ["effacé", "effacé", TEXT]
            assert [one.state for one in mails[:2]] == [OutState.RETIRE] * 2
        assert list(sealing.seal_columns(database)) == []


def test_what_is_sealed_is_not_changed_into_clear(
    database: Database, dossier: Dossier, tmp_path: Path
) -> None:
    with sealed_place(database, tmp_path):
        write(database, dossier, "un")
        with pytest.raises(WrittenOnceError, match="sealed"), database.transaction() as session:
            session.scalars(select(Letter)).one().text = {"note": "diabete"}
        with database.reading() as session:
            kept = session.scalars(text("SELECT subject FROM out_mail")).all()
        assert all(one.startswith("\x02") for one in kept)
