"""A deposit under a master key, on a folder and on a real S3 server: read, turned, lost, restored."""

from __future__ import annotations

from pathlib import Path

from flows.intake.receive import receive
from flows.workplace import Workplace
from models.settings import Settings
from storage import sealing
from storage.blobs import BlobStore, sha256_of
from storage.database import Database
from storage.sealing import sealed
from storage.upkeep.backup import back_up
from storage.upkeep.restoring import restore
from tests.flows.papers import NOON, one_file
from tests.storage.sealed import sealed_place

TEXT = "Ordonnance de Šíma Ölçer-N'Diaye".encode()


def test_what_was_deposited_is_read_turned_and_restored(tmp_path: Path, other: BlobStore) -> None:
    disk = tmp_path / "disque"
    database = Database.open(tmp_path / "liasse.db")
    with sealed_place(database, tmp_path, other) as place:
        settings = Settings(home=place.home, cle_maitre=place.key)
        receive(
            Workplace(settings, database, place.store), one_file("mot.txt", TEXT), received_at=NOON
        )
        assert place.store.get(sha256_of(TEXT)) == TEXT
        (stored,) = other
        assert stored == place.stored(sha256_of(TEXT))
        assert TEXT not in other.get(stored)
        before = back_up(database, other, disk, NOON, _quiet)
        keyring = sealing.opened(database, place.key, place.home)
        assert sealing.turn(database, keyring) == 2  # of the file, and of the search index
        keyring.close()
        assert place.store.get(sha256_of(TEXT)) == TEXT
        assert (before.manifest.absents, list(other)) == ([], [stored])
    database.close()

    other.remove(stored)
    done = restore(before, disk, tmp_path / "neuf.db", other, _quiet)
    assert done.whole
    restored = Database.open(tmp_path / "neuf.db")
    # its keys are those of before, which the master key of before wraps
    old = place.key.with_name(place.key.name + sealing.BEFORE)
    with sealed(other, restored, old, tmp_path / "neuf") as store:
        assert store.get(sha256_of(TEXT)) == TEXT
    restored.close()


def _quiet(done: int, total: int) -> None:
    """No progress told."""
