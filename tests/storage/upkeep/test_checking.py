from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from models.entities import utcnow
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import blobs
from storage.upkeep import checking
from storage.upkeep.checking import Check, check
from tests.storage.conftest import MakeEnvoi


def told(database: Database, store: FolderStore, *, read: bool = True) -> Check:
    return check(database, store, lambda _done, _total: None, read=read)


def spoil(store: FolderStore, sha256: str, data: bytes) -> Path:
    path = store.path_for(sha256)
    path.chmod(0o600)
    path.write_bytes(data)
    return path


def test_an_empty_place_lacks_nothing(database: Database, folder: FolderStore) -> None:
    assert told(database, folder) == Check(0, 0, [], [], [])


def test_missing_and_damaged_are_found_and_told_by_what_they_are(
    database: Database, folder: FolderStore, make_envoi: MakeEnvoi
) -> None:
    kept, absent, spoilt = (make_envoi(content=name) for name in ("un", "deux", "trois"))
    for envoi, content in ((kept, b"un"), (spoilt, b"trois")):
        assert folder.put(content) == envoi.sha256
    spoil(folder, spoilt.sha256, b"trios")
    found = told(database, folder)
    assert (found.known, found.intact, found.whole) == (3, 1, False)
    assert [(f.sha256, f.used_by) for f in found.missing] == [
        (absent.sha256, [f"original de l'envoi {absent.numero}"])
    ]
    assert [(f.sha256, f.used_by) for f in found.damaged] == [
        (spoilt.sha256, [f"original de l'envoi {spoilt.numero}"])
    ]


def test_without_reading_only_what_is_absent_or_cut_short_is_found(
    database: Database, folder: FolderStore, make_envoi: MakeEnvoi
) -> None:
    make_envoi(content="absent")
    for content, damage in (("altéré", b"ALTERE!!"), ("coupé", b"co")):
        make_envoi(content=content)
        with database.transaction() as session:
            sha256 = folder.put(content.encode())
            known = blobs.known(session, sha256)
            assert known is not None
            known.size = len(content.encode())
        spoil(folder, sha256, damage)
    found = told(database, folder, read=False)
    assert (found.intact, len(found.missing), len(found.damaged)) == (1, 1, 1)


def test_a_blob_that_nothing_names_is_an_orphan_once_it_is_old(
    database: Database, folder: FolderStore
) -> None:
    forgotten, young = folder.put(b"depot coupe"), folder.put(b"depot en cours")
    old = (utcnow() - checking.YOUNG - timedelta(minutes=1)).timestamp()
    os.utime(folder.path_for(forgotten), (old, old))
    found = told(database, folder)
    assert found.orphans == [forgotten]
    assert found.whole
    assert folder.exists(young)
    assert folder.exists(forgotten)


def test_what_a_deposit_finishes_meanwhile_is_no_orphan(
    database: Database,
    folder: FolderStore,
    make_envoi: MakeEnvoi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "YOUNG", timedelta(0))
    make_envoi(content="un")
    folder.put(b"un")
    late = folder.put(b"deux")

    def deposit(done: int, total: int) -> None:
        make_envoi(content="deux")

    found = check(database, folder, deposit)
    assert late not in found.orphans
    assert found.whole
