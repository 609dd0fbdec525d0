"""Files that no backup names go; one that any backup may count on stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.blobs import FolderStore, sha256_of
from storage.database import Database
from storage.records import blobs
from storage.upkeep import backup, purging
from storage.upkeep.backup import Backup, back_up
from storage.upkeep.pruning import prune
from storage.upkeep.restoring import restore
from tests.storage.upkeep.test_backup import NOW, nothing

TOMORROW = NOW + timedelta(days=1)


class Disk:
    """A folder of backups: one of yesterday and one of today, which have a file in common."""

    def __init__(self, target: Path, make: Callable[[str, datetime], Backup]) -> None:
        self.target, self.make = target, make
        self.old, self.new = make("ancien", NOW), make("neuf", TOMORROW)

    @property
    def kept(self) -> set[str]:
        return set(FolderStore(self.target / "fichiers"))


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    target = tmp_path / "disque"

    def make(content: str, now: datetime) -> Backup:
        """Of a place that has only `content`: what was sealed, or erased, is so gone from the other."""
        store = FolderStore(tmp_path / content)
        own = Database.open(tmp_path / f"{content}.db")
        with own.transaction() as session:
            blobs.record(session, store.put(content.encode()), size=len(content), media_type="a/b")
            blobs.record(session, store.put(b"commun"), size=6, media_type="a/b")
        made = back_up(own, store, target, now, nothing)
        own.close()
        return made

    return Disk(target, make)


COMMON, OLD, NEW = sha256_of(b"commun"), sha256_of(b"ancien"), sha256_of(b"neuf")


def test_what_only_a_removed_backup_named_goes_and_the_others_come_back(
    disk: Disk, tmp_path: Path
) -> None:
    assert disk.kept == {COMMON, OLD, NEW}
    assert prune(disk.target).removed == 0, "each is named by a backup that is kept"
    shutil.rmtree(disk.old.folder)
    done = prune(disk.target)
    assert (done.removed, done.octets, done.why) == (1, len(b"ancien"), None)
    assert disk.kept == {COMMON, NEW}
    store = FolderStore(tmp_path / "rendu")
    assert restore(disk.new, disk.target, tmp_path / "rendu.db", store, nothing).whole


def _list_spoilt(one: Backup) -> None:
    (one.folder / "fichiers.txt").write_text("")


def _manifest_gone(one: Backup) -> None:
    (one.folder / "manifeste.json").unlink()


def _archived(one: Backup) -> None:
    one.folder.with_name("2026-11.tar.gz").write_bytes(b"")
    shutil.rmtree(one.folder)


def _being_made(one: Backup) -> None:
    _manifest_gone(one)
    one.folder.replace(one.folder.with_name(f"{backup.UNFINISHED}{one.name}"))


def _purge_cut_off(one: Backup) -> None:
    _manifest_gone(one)
    one.folder.replace(one.folder.with_name(f"{purging.ANEW}{one.name}"))


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (_list_spoilt, "n'est pas une sauvegarde dont la liste se lit"),
        (_manifest_gone, "n'est pas une sauvegarde dont la liste se lit"),
        (_archived, "« {}/2026-11.tar.gz » n'est pas une sauvegarde"),
        (_being_made, "est une sauvegarde en cours, ou coupée"),
        (_purge_cut_off, "relancez « liasse effacement sauvegardes »"),
    ],
)
def test_where_a_list_cannot_be_known_all_files_stay_and_it_says_why(
    disk: Disk, what: Callable[[Backup], None], why: str
) -> None:
    what(disk.old)
    done = prune(disk.target)
    assert (done.removed, disk.kept) == (0, {COMMON, OLD, NEW})
    assert why.format(disk.target / "sauvegardes") in (done.why or "")


def test_a_backup_under_another_name_counts(disk: Disk) -> None:
    disk.old.folder.replace(disk.old.folder.with_name("avant-migration"))
    assert prune(disk.target).removed == 0
    assert disk.kept == {COMMON, OLD, NEW}


def test_while_another_backup_is_made_nothing_goes(disk: Disk) -> None:
    shutil.rmtree(disk.old.folder)
    with backup.alone(disk.target):
        done = prune(disk.target)
    assert (done.removed, "autre sauvegarde est en cours" in (done.why or "")) == (0, True)
    assert OLD in disk.kept


def test_without_any_backup_nothing_goes(disk: Disk) -> None:
    for one in (disk.old, disk.new):
        shutil.rmtree(one.folder)
    assert prune(disk.target).why
    assert disk.kept == {COMMON, OLD, NEW}


def test_a_disk_that_refuses_is_told_and_stops_no_backup(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(disk.old.folder)

    def refuse(store: FolderStore, sha256: str) -> None:
        raise PermissionError(13, "Permission denied", str(store.folder))

    monkeypatch.setattr(FolderStore, "remove", refuse)
    assert "l'accès est refusé" in (prune(disk.target).why or "")
    assert OLD in disk.kept
