"""What pages say is nowhere in the database once there is a master key; it is read and found as before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.entities import DataKey, Page, PageText, PageVersion, SourceFile
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from storage import sealing
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import emptying, page_texts, pages
from storage.records.emptying import Scope
from storage.records.vault import SealedError
from storage.sealing import sealed
from storage.upkeep import freed
from storage.upkeep.backup import Backup, back_up
from storage.upkeep.restoring import restore
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import Place, sealed_place

MEDICAL = "Sclérose en plaques, sous interféron ; ordonnances du Dr Bennani"
WORDS = ("plaque", "interf", "bennani", "ordonnance")
"""Beginnings of what it says, as any form of it would have them; none so short that chance has it."""


def seen(said: str = MEDICAL) -> PageReading:
    words = tuple(
        Word(word, Box(0.1 * n, 0.1, 0.1 * n + 0.05, 0.2), 0.9, How.OCR, 0)
        for n, word in enumerate(said.split())
    )
    return PageReading(Rotation(0), 0.9, 0.0, False, 1000, 1400, 120, words)


def read_in(database: Database, envoi_id: str, *numbers: int) -> None:
    with database.transaction() as session:
        for number in numbers:
            pages.keep_reading(
                session, envoi_id, number, seen(), reader_version="1", image_sha256=None
            )


def page_id(database: Database, envoi_id: str, number: int = 1) -> str:
    with database.reading() as session:
        return pages.get(session, envoi_id, number).id


def found(database: Database, typed: str) -> list[str]:
    with database.reading() as session:
        bears = page_texts.bears(session, page_texts.wanted(typed))
        return list(session.scalars(select(PageText.page_id).where(bears)))


def in_raw(database: Database, folder: Path) -> list[str]:
    """The beginnings of its words in the files of an SQLite database, or in a dump of its tables."""
    if database.engine.dialect.name == "sqlite":
        raw = b"".join(path.read_bytes() for path in folder.glob("liasse.db*"))
    else:
        with database.reading() as session:
            tables = ("page", "page_version", "page_text")
            rows = [session.execute(text(f"SELECT * FROM {name}")).all() for name in tables]
        raw = repr(rows).encode()
    told = raw.decode("utf-8", "ignore").casefold()
    return [word for word in WORDS if word in told]


@contextmanager
def under_key(database: Database, folder: Path) -> Iterator[None]:
    with sealed_place(database, folder):
        yield


def test_no_word_of_a_page_is_in_the_database(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(2)
    with under_key(database, tmp_path):
        read_in(database, envoi.id, 1)
        with database.transaction() as session:
            page = pages.get(session, envoi.id, 1)
            pages.change_seen(
                session, page, seen("Interféron, suite"), image_sha256=None, reader_version="2"
            )
            pages.show_version(session, page, None)
        with database.reading() as session:
            assert pages.reading(session, envoi.id, 1) == seen()
            assert pages.readings(session, envoi.id) == {1: seen()}
            assert pages.reading(session, envoi.id, 2) is None
            kept = {row.page_id: row.text for row in session.scalars(select(PageText))}
            assert page_texts.said(session, kept) == {page_id(database, envoi.id): MEDICAL}
        assert in_raw(database, tmp_path) == []


def test_the_same_page_copied_has_a_key_of_its_own(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    first, again = make_envoi(1), make_envoi(1, "autre")
    with database.transaction() as session:
        one = session.scalars(select(SourceFile).filter_by(envoi_id=first.id)).one()
        session.scalars(select(SourceFile).filter_by(envoi_id=again.id)).one().sha256 = one.sha256
    with under_key(database, tmp_path):
        read_in(database, first.id, 1)
        with database.transaction() as session:
            assert pages.copy_known(session, again.id, "1") == 1
        with database.transaction() as session:
            emptying.empty(session, Scope(pages=[page_id(database, first.id)]), number=1, now=NOON)
        with database.reading() as session:
            assert pages.reading(session, first.id, 1) is None
            assert pages.reading(session, again.id, 1) == seen()


def test_whole_words_are_found_and_nothing_else(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(1)
    with under_key(database, tmp_path):
        read_in(database, envoi.id, 1)
        here = [page_id(database, envoi.id)]
        for typed in ("sclérose", "PLAQUE", "plaques", "ordonnance bennani"):
            assert found(database, typed) == here
        for typed in ("plaq", "insuline", "sclérose insuline"):
            assert found(database, typed) == []


def test_a_page_with_what_no_database_takes_is_sealed_too(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """Half a surrogate pair comes out of text layers."""
    envoi = make_envoi(1)
    with under_key(database, tmp_path), database.transaction() as session:
        pages.keep_reading(
            session, envoi.id, 1, seen("facture \ud800x"), reader_version="1", image_sha256=None
        )
        page = pages.get(session, envoi.id, 1).id
        kept = session.scalars(select(PageText.text)).one()
        assert page_texts.said(session, {page: kept})[page].startswith("facture")


def test_an_erased_page_is_read_in_no_copy(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    """The row as it was, put back by who has an old copy: its key is gone."""
    envoi = make_envoi(1)
    with under_key(database, tmp_path):
        read_in(database, envoi.id, 1)
        erased = page_id(database, envoi.id)
        with database.reading() as session:
            before = session.scalars(select(Page.reading)).one()
        with database.transaction() as session:
            emptying.empty(session, Scope(pages=[erased]), number=1, now=NOON)
        with database.transaction() as session:
            page = pages.get(session, envoi.id, 1)
            page.reading = before
        with database.reading() as session:
            assert session.get_one(DataKey, erased).wrapped is None
            assert pages.readings(session, envoi.id) == {}
        with pytest.raises(SealedError, match="a été effacée"):
            read_in(database, envoi.id, 1)


def test_what_another_page_says_does_not_open_in_its_place(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(2)
    with under_key(database, tmp_path):
        read_in(database, envoi.id, 1, 2)
        with database.transaction() as session:
            first, second = (pages.get(session, envoi.id, n) for n in (1, 2))
            readings = {
                row.id: row.reading for row in session.execute(select(Page.id, Page.reading))
            }
            first.reading = readings[second.id]
        with database.reading() as session, pytest.raises(SealedError, match="altéré"):
            pages.reading(session, envoi.id, 1)


def test_a_turned_key_opens_all_and_without_it_nothing_does(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path) as place:
        read_in(database, envoi.id, 1)
        keyring = sealing.opened(database, place.key, place.home)
        assert sealing.turn(database, keyring) == 2  # of the page, of the search index
        keyring.close()
        with database.reading() as session:
            assert pages.reading(session, envoi.id, 1) == seen()
        assert found(database, "sclérose") == [page_id(database, envoi.id)]
    with sealed(place.files, database, place.key, place.home), database.reading() as session:
        assert pages.reading(session, envoi.id, 1) == seen()
    with database.reading() as session, pytest.raises(SealedError, match="LIASSE_CLE_MAITRE"):
        pages.reading(session, envoi.id, 1)
    with pytest.raises(SealedError, match="LIASSE_CLE_MAITRE"):
        read_in(database, envoi.id, 1)


def test_what_was_in_clear_is_found_meanwhile_and_sealed(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(3)
    read_in(database, envoi.id, 1, 2)
    with database.transaction() as session:
        pages.change_seen(
            session, pages.get(session, envoi.id, 1), seen("Insuline"), image_sha256=None, reader_version="2"
        )  # fmt: skip
        before = session.scalars(select(PageVersion.at).order_by(PageVersion.seq)).all()
    assert in_raw(database, tmp_path) == [*WORDS]
    with under_key(database, tmp_path):
        second = page_id(database, envoi.id, 2)
        assert found(database, "sclér") == [second]
        read_in(database, envoi.id, 3)
        assert len(found(database, "sclérose")) == 2
        with database.reading() as session:
            assert len(pages.in_clear(session)) == 2
        assert list(sealing.seal_columns(database)) == [(2, 2)]
        assert list(sealing.seal_columns(database)) == []
        freed.forget(database)
        assert in_raw(database, tmp_path) == []
        assert len(found(database, "sclérose")) == 2
        assert found(database, "insuline") == [page_id(database, envoi.id)]
        with database.transaction() as session:
            pages.show_version(session, pages.get(session, envoi.id, 1), None)
            assert pages.reading(session, envoi.id, 1) == seen()
            at = session.scalars(select(PageVersion.at).order_by(PageVersion.seq)).all()
            assert at == before
        with pytest.raises(Exception, match="written once"), database.transaction() as session:
            session.execute(text("UPDATE page_version SET blank = blank"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_has_no_word_either_and_is_read_with_its_key(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    disk, files = tmp_path / "disque", FolderStore(tmp_path / "rien")
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path) as place:
        read_in(database, envoi.id, 1)
        made = back_up(database, files, disk, NOON, _quiet)
        told = made.dump.read_bytes().decode("utf-8", "ignore").casefold()
        assert [word for word in WORDS if word in told] == []
        assert restored(made, disk, tmp_path / "neuf", place, envoi.id) == {1: seen()}
        with database.transaction() as session:
            emptying.empty(session, Scope(pages=[page_id(database, envoi.id)]), number=1, now=NOON)
        back_up(database, files, disk, NOON + timedelta(1), _quiet)  # with the keys of that day
        assert restored(made, disk, tmp_path / "tard", place, envoi.id) == {}


def restored(
    made: Backup, disk: Path, folder: Path, place: Place, envoi_id: str
) -> dict[int, PageReading]:
    """What the pages of an envoi say in a backup that is put back."""
    files = FolderStore(folder / "blobs")
    restore(made, disk, folder / "liasse.db", files, _quiet)
    with (
        closing(Database(folder / "liasse.db")) as database,
        sealed(files, database, place.key, folder),
        database.reading() as session,
    ):
        return pages.readings(session, envoi_id)


def _quiet(done: int, total: int) -> None:
    """No progress told."""
