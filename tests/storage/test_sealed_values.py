"""What is read in fields and decided about them is nowhere in the database once there is a master key."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from models.entities import (
    Comment,
    DataKey,
    Decision,
    Document,
    Proposal,
    Target,
    ThingKind,
    utcnow,
)
from models.reading import Document as Read
from models.reading import Field, How, Mark
from review_ui.queries import figures
from review_ui.queries.figures import Wanted
from review_ui.queries.movements import Period
from storage import sealing
from storage.database import Database
from storage.records import audit, blobs, decisions, documents, dossiers, emptying, sealed_values
from storage.records.emptying import Scope
from storage.records.lifting import lifted
from storage.records.vault import NoKeyError, SealedError
from storage.upkeep import freed
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

WORDS = ("plaque", "interf", "augmentin", "diabete", "illisible")
READ = Read(
    (1,),
    "rapport_medical",
    0.9,
    {
        "affection": Field(
            "Sclérose en plaques", "SCLEROSE EN PLAQUES", 0.8, 1, None, How.OCR, controle="Illisible ?",
            rivals=(("Diabete", 0.2),),
        ),
        "vide": Field("", "", 0.5, 1, None, How.OCR),
    },
    {"medicaments": ({"designation": Field("Augmentin", "AUGMENTIN", 0.9, 1, None, How.OCR)},)},
    {"cachet_medecin": Mark(True, 0.9, 1, None)},
)  # fmt: skip


def recorded(database: Database, envoi_id: str) -> Document:
    with database.transaction() as session:
        (document,) = documents.record(session, envoi_id, [READ], "1")
        # the rows just written say it in clear, those who wrote them go on with them
        assert documents.current(session, [document.id])[document.id] == READ
    return document


def decide(database: Database, document: Document, value: str, why: str | None = None) -> None:
    with database.transaction() as session:
        decisions.decide(
            session, actor="nadia", kind=ThingKind.DOCUMENT, thing_id=document.id, target=Target.FIELD,
            name="affection", value=value, why=why,
        )  # fmt: skip


def current(database: Database, document: Document) -> Read:
    with database.reading() as session:
        return documents.current(session, [document.id])[document.id]


def in_raw(database: Database, folder: Path) -> list[str]:
    if database.engine.dialect.name == "sqlite":
        raw = b"".join(path.read_bytes() for path in folder.glob("liasse.db*"))
    else:
        with database.reading() as session:
            rows = [
                session.execute(text(f"SELECT * FROM {n}")).all()
                for n in ("proposal", "decision", "comment")
            ]
        raw = repr(rows).encode()
    told = raw.decode("utf-8", "ignore").casefold()
    return [word for word in WORDS if word in told]


def test_no_value_is_in_the_database_and_all_are_read(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path) as place:
        document = recorded(database, envoi.id)
        assert current(database, document) == READ
        decide(database, document, "Interféron", "illisible")
        assert current(database, document).fields["affection"].value == "Interféron"
        with database.reading() as session:
            assert audit.altered_decisions(session) == []
        assert in_raw(database, tmp_path) == []
        keyring = sealing.opened(database, place.key, place.home)
        sealing.turn(database, keyring)
        keyring.close()
        assert current(database, document).fields["affection"].value == "Interféron"
    with database.reading() as session:  # without its key: nothing is told to be altered
        assert audit.altered_decisions(session) == []


def test_a_decision_that_says_what_was_read_is_still_seen_to(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """The figures compare the two within the database."""
    today = utcnow().date()
    wanted = Wanted(Period(today - timedelta(days=1), today + timedelta(days=1), ZoneInfo("UTC")))

    def counted() -> list[tuple[int, int]]:
        with database.reading() as session:
            corrections = figures.corrections(session, wanted)
            wrong = session.scalars(figures.corrected(wanted.period)).all()
        assert len(wrong) == sum(one.corrected for one in corrections)
        return [(one.decided, one.corrected) for one in corrections]

    before, later = recorded(database, make_envoi(1).id), make_envoi(1, "autre")
    decide(database, before, "Sclérose en plaques")
    assert counted() == [(1, 0)]
    with sealed_place(database, tmp_path):
        decide(database, before, "Sclérose en plaques")
        assert counted() == [(1, 0)]  # what was read is in clear until `cles sceller`: untold
        document = recorded(database, later.id)
        decide(database, document, "Sclérose en plaques")
        decide(database, document, "Autre")
        assert counted() == [(3, 1)]
        list(sealing.seal_columns(database))
        assert counted() == [(4, 1)]


def test_erased_nothing_opens_what_an_old_copy_has(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path):
        document = recorded(database, envoi.id)
        decide(database, document, "Interféron")
        kept = "SELECT value FROM proposal WHERE name = 'affection'"
        with database.transaction() as session:
            before = session.scalar(text(kept))
            scope = Scope(documents=[document.id])
            emptying.empty(session, scope, number=1, now=NOON)
            assert session.get_one(DataKey, document.id).wrapped is None
        with database.transaction() as session:
            documents.propose(session, document.id, READ, "2")  # its pages read again: another key
        assert current(database, document).lines == READ.lines
        with database.transaction() as session, lifted(session, ["proposal"]):
            session.execute(
                text("UPDATE proposal SET value = :v WHERE value IS NOT NULL"), {"v": before}
            )
        with pytest.raises(SealedError, match="altérée"):
            current(database, document)


def test_values_from_before_are_read_and_sealed_later(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    document = recorded(database, make_envoi(1).id)
    decide(database, document, "Interféron", "illisible")
    assert in_raw(database, tmp_path) == [*WORDS]
    with sealed_place(database, tmp_path):
        assert current(database, document).fields["affection"].value == "Interféron"
        decide(database, document, "Sclérose")
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [document.id]
        assert list(sealing.seal_columns(database)) == [(1, 1)]
        assert list(sealing.seal_columns(database)) == []
        freed.forget(database)
        assert in_raw(database, tmp_path) == []
        with database.reading() as session:
            (known,) = documents.laid(session, [document.id], as_read=True).values()
            assert known.document == READ
            assert audit.altered_decisions(session) == []
        with pytest.raises(Exception, match="written once"), database.transaction() as session:
            session.execute(text("UPDATE proposal SET page = 1"))


def test_comments_are_sealed_under_the_key_of_their_dossier(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    def noted(dossier_id: str, said: str) -> None:
        with database.transaction() as session:
            row = Comment(dossier_id=dossier_id, actor="nadia", text=said, withdrawn=True)
            session.add(row)
            session.flush()
            row.withdrawn = False  # as `flows.review.comments` does: what was sealed stays so
            assert row.text == said

    def comments() -> list[str]:
        with database.reading() as session:
            return [one.text for one in session.scalars(select(Comment).order_by(Comment.id))]

    envoi = make_envoi(1)
    with database.transaction() as session:
        opened = dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="cnops", type="depot", documents=()
        ).id
    noted(opened, "Le diabete est cité")
    with sealed_place(database, tmp_path):
        noted(opened, "Voir Interféron")
        assert comments() == ["Le diabete est cité", "Voir Interféron"]
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [opened]
        list(sealing.seal_columns(database))
        freed.forget(database)
        assert in_raw(database, tmp_path) == []
        assert comments() == ["Le diabete est cité", "Voir Interféron"]
    with pytest.raises(NoKeyError):
        comments()
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            emptying.empty(session, Scope(dossiers=[opened]), number=1, now=NOON)
            assert session.get_one(DataKey, opened).wrapped is None
        assert comments() == ["effacé", "effacé"]
        assert list(sealing.seal_columns(database)) == []


def test_a_key_made_in_what_was_undone_seals_nothing(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    document = recorded(database, make_envoi(1).id)
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            with contextlib.suppress(ZeroDivisionError), session.begin_nested():
                documents.propose(session, document.id, READ, "2")
                1 / 0  # noqa: B018
            documents.propose(session, document.id, READ, "3")
        assert current(database, document) == READ


def test_what_begins_as_what_is_sealed_does_is_a_value_like_others(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """Text layers have control characters, and a program may send some."""
    document = recorded(database, make_envoi(1).id)
    decide(database, document, "\x02QUJD")
    with sealed_place(database, tmp_path):
        assert current(database, document).fields["affection"].value == "\x02QUJD"
        decide(database, document, "\x02SEVG", "\x02 diabete")
        assert current(database, document).fields["affection"].value == "\x02SEVG"
        with database.reading() as session:
            query = text("SELECT value, why FROM decision ORDER BY seq DESC LIMIT 1")
            (value, why) = session.execute(query).one()
            assert "SEVG" not in value
            assert "diabete" not in why
            assert audit.altered_decisions(session) == []


def test_what_no_database_takes_is_sealed_as_it_would_be_kept(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """Half a surrogate pair comes out of text layers."""
    document = recorded(database, make_envoi(1).id)
    with sealed_place(database, tmp_path):
        decide(database, document, "a\x00b\ud800")
        assert current(database, document).fields["affection"].value == "a\ufffdb\ufffd"


def test_yes_and_no_are_as_long(database: Database, make_envoi: MakeEnvoi, tmp_path: Path) -> None:
    document = recorded(database, make_envoi(1).id)
    with sealed_place(database, tmp_path):
        for said in ("true", "false"):
            decide(database, document, said)
            assert current(database, document).fields["affection"].value == said
        with database.reading() as session:
            kept = session.scalars(text("SELECT value FROM decision")).all()
        assert len({len(one.replace("=", "")) for one in kept}) == 1
        assert len(set(kept)) == 2


def test_who_has_not_the_key_shows_and_keeps_nothing(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """A machine that was not started again when the master key was set."""
    document = recorded(database, make_envoi(1).id)
    decide(database, document, "Diabète")
    decide(database, document, "\x02QUJD")
    with sealed_place(database, tmp_path):
        pass
    assert current(database, document).fields["affection"].value == "\x02QUJD"  # nothing sealed yet
    with pytest.raises(SealedError, match="LIASSE_CLE_MAITRE"):
        decide(database, document, "Interféron")
    with database.transaction() as session, pytest.raises(NoKeyError):
        blobs.record(session, "0" * 64, size=1, media_type="image/jpeg")
    with sealed_place(database, tmp_path):
        list(sealing.seal_columns(database))
    for entity in (Proposal, Decision):
        with database.reading() as session, pytest.raises(NoKeyError, match="LIASSE_CLE_MAITRE"):
            session.scalars(select(entity).where(entity.target == Target.FIELD)).all()
    with database.reading() as session:
        assert session.scalars(select(Proposal).filter_by(target=Target.TYPE)).one().value


def test_a_decision_is_not_passed_over_for_looking_sealed(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    document = recorded(database, make_envoi(1).id)
    decide(database, document, "Interféron")
    with database.transaction() as session, lifted(session, ["decision"]):
        session.execute(text("UPDATE decision SET value = :v"), {"v": "\x02QUJD"})
    with database.reading() as session:
        assert len(audit.altered_decisions(session)) == 1
