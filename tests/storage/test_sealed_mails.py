"""Letters and mails, both ways, are sealed under the key of what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import undefer

from models.entities import (
    Assure,
    Base,
    Channel,
    DataKey,
    Dossier,
    Envoi,
    Letter,
    OutMail,
    OutState,
    PartnerAccess,
    WrittenOnceError,
)
from models.permissions import Role
from storage import sealing
from storage.database import Database
from storage.records import (
    assures,
    blobs,
    dossiers,
    emptying,
    envois,
    outbox,
    partners,
    sealed_values,
)
from storage.records.emptying import Scope
from storage.records.vault import NoKeyError
from storage.upkeep import freed
from tests.counted import statements
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

SUBJECT, TEXT = "Votre dossier de diabete", "Il manque le compte rendu de la sclérose."
DRAFT = {"lacks": [{"titre": "Compte rendu", "phrase": "Sclérose en plaques"}], "note": ""}
HEAD = {"subject": SUBJECT, "text": TEXT, "message_id": "<a@exemple.ma>", "references": []}
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


def received(database: Database, key: str) -> str:
    """A mail that came."""
    with database.transaction() as session:
        envoi = envois.take_in(
            session, source="courriel.eml", sha256=key * 64, size=1, channel=Channel.EMAIL,
            received_at=NOON, sender="p@exemple.ma", mail=HEAD,
        ).envoi  # fmt: skip
        session.flush()
        envoi.organisme = "cnops"  # what was sealed stays so
        assert envoi.mail == HEAD
        return envoi.id


def read(database: Database, envoi_id: str) -> object:
    with database.reading() as session:
        return envois.get(session, envoi_id).mail


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
            tables = [Base.metadata.tables[name] for name in ("letter", "out_mail", "envoi")]
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


def test_a_mail_that_came_is_sealed_under_the_key_of_its_envoi(
    database: Database, tmp_path: Path
) -> None:
    before = received(database, "a")
    assert in_raw(database, tmp_path)
    with sealed_place(database, tmp_path):
        later = received(database, "b")
        assert [read(database, id) for id in (before, later)] == [HEAD, HEAD]
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [before]
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        freed.forget(database)
        assert in_raw(database, tmp_path) == []
        assert [read(database, id) for id in (before, later)] == [HEAD, HEAD]
        with database.reading() as session:  # looked at afterwards, all at once
            rows = session.scalars(select(Envoi)).all()
            shown = select(Envoi).options(undefer(Envoi.mail))
            assert [one.mail for one in session.scalars(shown)] == [HEAD] * len(rows)
    with pytest.raises(NoKeyError):
        read(database, later)
    with pytest.raises(NoKeyError):
        received(database, "c")
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            emptying.empty(session, Scope(heads=[later]), number=1, now=NOON)
            assert session.get_one(DataKey, later).wrapped is None
        assert [read(database, id) for id in (before, later)] == [HEAD, None]
        assert list(sealing.seal_columns(database)) == []


def test_lists_open_no_mail(database: Database, tmp_path: Path) -> None:
    with sealed_place(database, tmp_path):
        for number in range(8):
            received(database, str(number))
        with database.reading() as session, statements() as made:
            assert len(envois.newest(session)) == 8
        assert sum("FROM data_key" in one for one in made) == 0
        assert not [one for one in made if "envoi.mail" in one]


def test_an_envoi_without_a_mail_needs_no_key(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    with sealed_place(database, tmp_path), database.transaction() as session:
        envoi = envois.take_in(
            session, source="sac.pdf", sha256="d" * 64, size=1, channel=Channel.COURRIER,
            received_at=NOON,
        ).envoi  # fmt: skip
        session.flush()
        assert session.get(DataKey, envoi.id) is None


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


def test_the_mail_that_invited_him_is_erased_too(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        assures.load(
            session,
            [{"nom": "ALAMI", "prenom": "Salma", "lien": "assure", "numero_immatriculation": "1"}],
            organisme="cnops",
        )
        his = session.scalars(select(Assure.id)).one()
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            mails = []
            for assure_id in (his, None):
                access = PartnerAccess(
                    role=Role.ASSURE, login=f"a{assure_id}", name="ALAMI Salma", email="p@exemple.ma",
                    assure_id=assure_id, created_by="driss",
                )  # fmt: skip
                session.add(access)
                session.flush()
                mail = outbox.put(
                    session, partners.invitation_of(access.id) + "1", recipient="p@exemple.ma",
                    subject=SUBJECT, text=TEXT, domain="exemple.ma", now=NOON,
                )  # fmt: skip
                mails.append(mail.id)
        for _ in range(2):  # done again, nothing changes
            with database.transaction() as session:
                emptying.empty(session, Scope(assures=[his]), number=1, now=NOON)
        with database.reading() as session:
            invited, other = (session.get_one(OutMail, id) for id in mails)
            told = (invited.recipient, invited.text, invited.state)
            assert told == ("effacé", "effacé", OutState.RETIRE)
            assert session.get_one(DataKey, invited.id).wrapped is None
            assert (other.text, other.state) == (TEXT, OutState.A_ENVOYER)
