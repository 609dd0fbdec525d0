"""Backup, wipe, restore: everything is as it was, or it is said what is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from flows.result import result_of
from flows.review import act, comments
from flows.workplace import Workplace
from models.entities import Base, Dossier, Envoi
from models.errors import BadInput
from models.permissions import Actor, Role
from models.settings import Settings
from storage.blobs import BlobStore, FolderStore
from storage.database import Database
from storage.upkeep.backup import Backup, BackupDamagedError, back_up, backup_of, names
from storage.upkeep.dumps import is_empty
from storage.upkeep.restoring import Restored, restore
from tests.review_ui.seed import seed
from tests.storage.conftest import MakeEnvoi

NOW = datetime(2026, 11, 22, 18, 15, tzinfo=UTC)
ANNA = Actor("Anna", frozenset({Role.RELECTEUR}))


def nothing(done: int, total: int) -> None:
    """No progress told."""


def last(target: Path) -> Backup:
    """The latest backup of a folder."""
    return backup_of(target, names(target)[-1])


class Office:
    """A database and its files, to be backed up to `target`, lost and restored."""

    def __init__(self, url: str, folder: Path, store: BlobStore) -> None:
        self.url, self.store, self.target = url, store, folder / "disque"
        self.database = Database.open(url)

    def fill(self) -> None:
        with self.database.transaction() as session:
            seed(session, self.store)
        place = Workplace(Settings(home=self.target.parent), self.database, self.store)
        with self.database.reading() as session:
            dossier = session.scalars(select(Dossier.id).order_by(Dossier.id)).first()
        assert dossier is not None
        act(place, ANNA, lambda desk: comments.comment(desk, dossier, "Appelé l'assuré."))

    def back_up(self, now: datetime = NOW) -> Backup:
        return back_up(self.database, self.store, self.target, now, nothing)

    def wipe(self) -> None:
        for sha256 in list(self.store):
            self.store.remove(sha256)
        if self.database.engine.dialect.name == "postgresql":
            with self.database.engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
            self.database.close()
            return
        self.database.close()
        for path in Path(str(self.database.engine.url.database)).parent.glob("liasse.db*"):
            path.unlink()

    def restore(self, which: Backup | None = None) -> Restored:
        backup = which or last(self.target)
        done = restore(backup, self.target, self.url, self.store, nothing)
        self.database = Database(self.url)
        return done

    def everything(self) -> tuple[dict[str, list[Any]], Any, dict[str, bytes]]:
        """Every row, the export of all envois, every file."""
        with self.database.reading() as session:
            rows = {
                table.name: [
                    tuple(row)
                    for row in session.execute(select(table).order_by(*table.primary_key.columns))
                ]
                for table in Base.metadata.sorted_tables
            }
            ids = session.scalars(select(Envoi.id).order_by(Envoi.id)).all()
            export = json.loads(result_of(session, ids).model_dump_json(by_alias=True))
        return rows, export, {sha256: self.store.get(sha256) for sha256 in self.store}


@pytest.fixture
def office(empty_database_url: str, tmp_path: Path, other: BlobStore) -> Iterator[Office]:
    office = Office(empty_database_url, tmp_path, other)
    office.fill()
    yield office
    office.database.close()


def in_folder(folder: Path) -> Office:
    return Office(f"sqlite:///{folder / 'liasse.db'}", folder, FolderStore(folder / "blobs"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office on SQLite and a folder, filled once for all tests of this module."""
    folder = tmp_path_factory.mktemp("bureau")
    office = in_folder(folder)
    office.fill()
    office.database.close()
    return folder


@pytest.fixture
def small(filled: Path, tmp_path: Path) -> Iterator[Office]:
    """For what depends on no engine and no store."""
    folder = tmp_path / "bureau"
    shutil.copytree(filled, folder)
    office = in_folder(folder)
    yield office
    office.database.close()


def test_what_was_lost_comes_back_identical(office: Office) -> None:
    before = office.everything()
    assert len(before[1]["envois"]) == 2
    made = office.back_up()
    assert made.copied == made.manifest.fichiers == len(before[2])
    office.wipe()
    assert is_empty(office.url)
    restored = office.restore()
    assert restored.whole
    assert (restored.wrong, restored.lost) == ([], [])
    assert office.everything() == before
    with office.database.transaction() as session:  # and it is a database to work in
        session.execute(text("UPDATE envoi SET source = source"))


def test_a_second_backup_copies_only_what_is_new(small: Office) -> None:
    first = small.back_up()
    small.store.put(b"nobody's")
    again = small.back_up(NOW + timedelta(days=1))
    assert (first.copied > 0, again.copied) == (True, 0)
    assert names(small.target) == ["2026-11-22T181500Z", "2026-11-23T181500Z"]
    assert first.manifest.lignes == again.manifest.lignes


def test_what_arrives_meanwhile_is_left_for_the_next_time(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    store, target = FolderStore(tmp_path / "blobs"), tmp_path / "disque"
    for content in ("un", "deux"):
        make_envoi(content=content)
        store.put(content.encode())

    def arrive(done: int, total: int) -> None:
        store.put(f"tard {done}".encode())
        make_envoi(content=f"tard {done}")

    made = back_up(database, store, target, NOW, arrive)
    assert made.manifest.fichiers == 2
    assert made.manifest.lignes["envoi"] == 2
    assert not made.manifest.absents
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Envoi)) == 4


def test_nothing_that_is_there_is_written_over(small: Office, tmp_path: Path) -> None:
    small.back_up()
    before = small.everything()
    with pytest.raises(BadInput, match="déjà une base"):
        small.restore()
    empty = f"sqlite:///{tmp_path / 'vide' / 'liasse.db'}"
    crowded = FolderStore(tmp_path / "plein")
    crowded.put(b"d'un autre")
    with pytest.raises(BadInput, match="déjà d'autres fichiers"):
        restore(last(small.target), small.target, empty, crowded, nothing)
    assert is_empty(empty)
    assert small.everything() == before


def test_a_restoration_cut_off_is_started_again(small: Office) -> None:
    before = small.everything()
    small.back_up()
    small.wipe()

    class _Cut(Exception):
        pass

    def cut(done: int, total: int) -> None:
        if done == 2:
            raise _Cut

    with pytest.raises(_Cut):
        restore(last(small.target), small.target, small.url, small.store, cut)
    assert len(list(small.store)) == 2
    assert is_empty(small.url)
    assert small.restore().whole
    assert small.everything() == before


def test_a_backup_that_was_changed_is_refused(small: Office) -> None:
    made = small.back_up()
    small.wipe()
    with made.dump.open("ab") as file:
        file.write(b"!")
    with pytest.raises(BackupDamagedError, match="altérée"):
        small.restore()
    assert is_empty(small.url)
    assert list(small.store) == []


def test_files_that_cannot_be_had_are_told_and_stop_nothing(small: Office) -> None:
    lost, spoilt = list(small.store)[:2]
    small.store.remove(lost)
    made = small.back_up()
    assert made.manifest.absents == [lost]
    path = FolderStore(small.target / "fichiers").path_for(spoilt)
    path.chmod(0o600)
    path.write_bytes(b"autre chose")
    small.wipe()
    restored = small.restore()
    assert not restored.whole
    assert sorted(restored.lost) == sorted([lost, spoilt])
    assert restored.wrong == []


def test_reading_through_mends_what_the_folder_of_backups_lost(small: Office) -> None:
    made = small.back_up()
    path = FolderStore(small.target / "fichiers").path_for(next(iter(small.store)))
    path.chmod(0o600)
    path.write_bytes(bytes(path.stat().st_size))
    later = NOW + timedelta(days=1)
    assert (
        back_up(small.database, small.store, small.target, later, nothing, reread=True).copied == 1
    )
    small.wipe()
    assert small.restore(made).whole


def test_a_backup_of_a_newer_liasse_or_another_engine_is_refused(
    small: Office, tmp_path: Path
) -> None:
    made = small.back_up()
    manifest = made.folder / "manifeste.json"
    told = json.loads(manifest.read_text())
    elsewhere = FolderStore(tmp_path / "ailleurs")
    url = f"sqlite:///{tmp_path / 'ailleurs.db'}"
    for changed, why in (({"revision": "9999"}, "plus récente"), ({"moteur": "postgresql"}, "")):
        manifest.write_text(json.dumps(told | changed))
        if "moteur" in changed:
            (made.folder / "base.dump").write_bytes(made.dump.read_bytes())
        with pytest.raises(BadInput, match=why or "ne se restaure pas dans une base sqlite"):
            restore(last(small.target), small.target, url, elsewhere, nothing)
    assert is_empty(url)


def test_a_backup_cut_off_does_not_count_and_leaves_nothing(small: Office) -> None:
    class _Cut(Exception):
        pass

    def cut(done: int, total: int) -> None:
        raise _Cut

    with pytest.raises(_Cut):
        back_up(small.database, small.store, small.target, NOW, cut)
    assert names(small.target) == []
    made = small.back_up(NOW + timedelta(days=1))
    assert [path.name for path in (small.target / "sauvegardes").iterdir()] == [made.name]


def test_two_backups_do_not_write_to_one_folder_at_a_time(small: Office) -> None:
    def again(done: int, total: int) -> None:
        with pytest.raises(BadInput, match="autre sauvegarde est en cours"):
            small.back_up(NOW + timedelta(days=1))

    assert back_up(small.database, small.store, small.target, NOW, again).copied > 0


def test_a_log_left_behind_is_not_taken_for_the_new_database(small: Office) -> None:
    small.back_up()
    small.wipe()
    path = Path(str(small.database.engine.url.database))
    path.with_name("liasse.db-wal").write_bytes(b"d'une autre base")
    with pytest.raises(BadInput, match="déjà une base"):
        small.restore()


def test_a_backup_is_its_owners(small: Office) -> None:
    made = small.back_up()
    assert {path.stat().st_mode & 0o077 for path in made.folder.iterdir()} == {0}
    assert made.folder.stat().st_mode & 0o077 == 0
