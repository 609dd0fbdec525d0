"""He is gone from a fresh backup, from old ones, and from what is restored of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from flows.workplace import open_workplace
from models.entities import Base, Blob, Dossier, Erasure, ErasureState
from storage.blobs import FolderStore, sha256_of, store_of
from storage.records import audit
from storage.sealing import WrongMasterError, turn
from storage.sealing import opened as keys_of
from storage.upkeep import erased, keys_copy, purging
from storage.upkeep.backup import back_up, backup_of, names
from storage.upkeep.purging import purge
from storage.upkeep.restoring import restore
from tests.flows.erasure.persons import Office, in_files, in_folder, outcome_of, traces
from tests.flows.erasure.test_erasure import WHEN, erase


def quiet(done: int, total: int) -> None:
    """No progress told."""


def save(office: Office, target: Path, at: datetime) -> str:
    made = back_up(office.place.database, store_of(office.place.settings), target, at, quiet)
    assert not made.manifest.absents
    return made.name


def restored(office: Office, target: Path, name: str, folder: Path) -> list[str]:
    """A backup put back into `folder`; what of him is in any table or file of it."""
    settings = in_folder(folder, office.master)
    store = store_of(settings)
    done = restore(backup_of(target, name), target, settings.database(), store, quiet)
    assert (done.wrong, done.lost) == ([], [])
    with open_workplace(settings) as place:
        with place.database.reading() as session:
            assert audit.verify(session) is None
            assert audit.altered_decisions(session) == []
            said = [
                repr(tuple(row))
                for table in Base.metadata.sorted_tables
                for row in session.execute(select(table))
            ]
            kept = session.scalars(select(Blob.sha256).where(Blob.erased_at.is_(None))).all()
        found = [one for text in said for one in traces(text)]
        assert all(other.reference in "".join(said) for other in office.others)
        assert [sha256_of(place.blobs.get(name)) for name in kept] == kept
    return found + [one for some in in_files(settings.home).values() for one in some]


def test_an_old_backup_restored_does_not_have_him(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "disque"
    old = save(office, target, WHEN - timedelta(days=9))
    sealed_then = set(FolderStore(target / "fichiers"))
    row = erase(office)
    save(office, target, WHEN)
    assert restored(office, target, old, tmp_path / "un") == []
    settings = in_folder(tmp_path / "un", office.master)
    with open_workplace(settings) as place, place.database.reading() as session:
        again = session.get_one(Erasure, row.number)
        assert all(session.get_one(Dossier, one.id).etape.settled for one in office.his)
    assert (again.state, again.confirmed_by, again.at) == (ErasureState.FAITE, "driss", row.at)
    # and by who has the old folder alone, and today's master key: files, at least, do not open
    keyring = keys_of(office.place.database, office.master, office.place.home)
    turn(office.place.database, keyring)
    keyring.close()
    gone = {one["conserve"] for one in outcome_of(row)["fichiers"]}
    assert gone <= sealed_then
    assert traces((target / erased.NAME).read_bytes()) == []
    for name in (keys_copy.NAME, erased.NAME):
        (target / name).unlink()
    settings = in_folder(tmp_path / "deux", office.master)
    restore(backup_of(target, old), target, settings.database(), store_of(settings), quiet)
    with pytest.raises(WrongMasterError), open_workplace(settings):
        pass


def test_old_backups_are_made_anew_without_him(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "disque"
    old = save(office, target, WHEN - timedelta(days=9))
    older = save(office, target, WHEN - timedelta(days=99))
    assert in_files(target)
    row = erase(office)

    class _Killed(Exception):
        pass

    with monkeypatch.context() as patched:
        patched.setattr(purging, "_end_what_was_begun", _killed_the_second_time(_Killed))
        with pytest.raises(_Killed):
            purge(office.place.database, target, WHEN, quiet)
    done = purge(office.place.database, target, WHEN, quiet)
    assert done.rewritten == [old], "the older one was done when it was cut off"
    assert done.beyond == []
    assert done.removed == len(outcome_of(row)["fichiers"])
    assert in_files(target) == {}
    assert names(target) == sorted([old, older])
    assert purge(office.place.database, target, WHEN, quiet).rewritten == []
    fresh = save(office, target, WHEN + timedelta(days=1))
    assert in_files(target) == {}
    for number, name in enumerate((old, older, fresh)):
        assert restored(office, target, name, tmp_path / str(number)) == []


def _killed_the_second_time(error: type[Exception]):
    calls = []

    def end(folder: Path) -> None:
        calls.append(folder)
        if len(calls) == 2:
            raise error

    return end
