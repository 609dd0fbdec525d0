"""A sealed store keeps, mends and opens like any other; without its key nothing of it is read."""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from extractors.intake.kinds import Kind
from extractors.intake.render import open_source
from models.errors import BadInput
from storage import sealing
from storage.blobs import (
    BlobDamagedError,
    BlobErasedError,
    BlobMissingError,
    BlobState,
    BlobStore,
    SealedStore,
    master,
    sha256_of,
)
from storage.blobs.master import KeyUnusableError, Master
from storage.blobs.segments import SEGMENT
from storage.database import Database
from storage.records import blobs, data_keys
from storage.sealing import WrongMasterError, sealed, turn
from storage.upkeep.checking import check
from storage.upkeep.moving import move
from tests.storage.sealed import Place, new_key, sealed_place

PAGE = "Ordonnance : Šíma Ölçer-N'Diaye".encode() * 40


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Iterator[Place]:
    with sealed_place(database, tmp_path) as place:
        yield place


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_kept_is_read_again_and_not_found_on_the_disk(place: Place, tmp_path: Path) -> None:
    sha256 = place.keep(PAGE)
    assert sha256 == sha256_of(PAGE)
    assert place.store.get(sha256) == PAGE
    with place.store.open(sha256) as file:
        file.seek(14)
        assert file.read(8) == PAGE[14:22]
    assert place.store.exists(sha256)
    assert "Šíma".encode() not in everything(place.home)
    assert place.keep(PAGE) == sha256
    assert list(place.files) == [place.stored(sha256)]


def test_it_is_read_before_its_row_is_written(place: Place) -> None:
    with place.database.transaction() as session:
        sha256 = place.store.put(PAGE)
        assert place.store.get(sha256) == PAGE
        blobs.record(session, sha256, size=len(PAGE), media_type="image/jpeg")
        assert place.store.path_for(sha256).read_bytes() == PAGE
    assert place.store.get(sha256) == PAGE


def test_a_large_file_is_sealed_from_the_disk(place: Place, tmp_path: Path) -> None:
    data = os.urandom(2 * SEGMENT + 5)
    (tmp_path / "sac.pdf").write_bytes(data)
    sha256 = place.store.put_file(tmp_path / "sac.pdf")
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=len(data), media_type="application/pdf")
    assert place.store.get(sha256) == data
    with place.store.open(sha256) as file:
        file.seek(SEGMENT + 3)
        assert file.read(50) == data[SEGMENT + 3 : SEGMENT + 53]


def _read(path: Path, answers: multiprocessing.Queue[bytes]) -> None:
    answers.put(path.read_bytes())


def test_readers_get_a_copy_in_memory_that_goes_with_its_path(place: Place) -> None:
    sha256 = place.keep(PAGE)
    path = place.store.path_for(sha256)
    assert place.store.path_for(sha256) is path
    assert pickle.loads(pickle.dumps(path)) == path
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[bytes] = context.Queue()
    reader = context.Process(target=_read, args=(path, answers))
    reader.start()
    assert answers.get(timeout=60) == PAGE
    reader.join()
    answers.close()
    assert str(path.readlink()).startswith("/proc/")
    where = Path(str(path))
    del path
    gc.collect()
    assert not where.is_symlink()


def test_a_pdf_and_a_picture_are_opened_by_that_path(place: Place) -> None:
    """Libraries resolve a path before they open it: that of a copy in memory leads nowhere."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(60, 700, "Ordonnance")
    canvas.save()
    picture = cv2.imencode(".png", np.full((40, 30, 3), 200, np.uint8))[1].tobytes()
    for data, kind in ((out.getvalue(), Kind.PDF), (picture, Kind.PNG)):
        path = place.store.path_for(place.keep(data))
        with open_source(path, kind) as source:
            assert source.render(0, dpi=100) is not None


def test_what_is_damaged_is_said_and_mended_by_putting_it_again(place: Place) -> None:
    sha256 = place.keep(PAGE)
    stored = place.stored(sha256)
    path = place.files.path_for(stored)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    for read in (place.store.get, place.store.open, place.store.path_for):
        with pytest.raises(BlobDamagedError, match="a été altéré"):
            read(sha256)
    assert place.keep(PAGE) == sha256
    assert place.files.verify(stored) is BlobState.INTACT
    assert place.store.get(sha256) == PAGE


def test_another_files_bytes_or_key_in_its_place_are_not_given(place: Place) -> None:
    mine, other = place.keep(PAGE), place.keep(b"une autre page")
    swap = {
        "stored_sha256": "UPDATE blob SET stored_sha256 = :it WHERE sha256 = :mine",
        "key_id": "UPDATE blob SET key_id = (SELECT key_id FROM blob WHERE sha256 = :it)"
        " WHERE sha256 = :mine",
    }
    with place.database.transaction() as session:
        session.execute(text(swap["stored_sha256"]), {"it": place.stored(other), "mine": mine})
    with pytest.raises(BlobDamagedError):
        place.store.get(mine)
    with place.database.transaction() as session:
        session.execute(text(swap["key_id"]), {"it": other, "mine": mine})
    for read in (place.store.get, place.store.path_for):  # it opens, and is another's
        with pytest.raises(BlobDamagedError):
            read(mine)
    with place.database.transaction() as session:
        session.execute(text("UPDATE data_key SET wrapped = :w"), {"w": bytes(40)})
    with pytest.raises(KeyUnusableError, match="clé maîtresse"):
        place.store.get(other)


def test_a_destroyed_key_is_an_erased_file_until_it_is_deposited_anew(place: Place) -> None:
    sha256 = place.keep(PAGE)
    before = place.stored(sha256)
    with place.database.transaction() as session:
        row = blobs.known(session, sha256)
        assert row is not None
        assert row.key_id is not None
        data_keys.destroy(session, [row.key_id], row.created_at)
    for read in (place.store.get, place.store.open, place.store.path_for):
        with pytest.raises(BlobErasedError, match="a été effacé le"):
            read(sha256)
    with place.database.transaction() as session:
        session.execute(text("UPDATE blob SET erased_at = created_at"))
    assert not place.store.exists(sha256)
    assert place.keep(PAGE) == sha256
    assert place.store.get(sha256) == PAGE
    assert place.stored(sha256) != before


def test_without_the_right_key_nothing_begins(place: Place, tmp_path: Path) -> None:
    place.keep(PAGE)
    with (
        pytest.raises(BadInput, match="réglez LIASSE_CLE_MAITRE"),
        sealed(place.files, place.database, None, place.home),
    ):
        pass
    wrong = new_key(tmp_path / "autre")
    with (
        pytest.raises(WrongMasterError, match="n'est pas celle qui scelle"),
        sealed(place.files, place.database, wrong, place.home),
    ):
        pass


def test_a_key_that_is_no_key_is_refused(database: Database, tmp_path: Path) -> None:
    key = tmp_path / "cle"
    for content, mode, why in (
        (None, 0, "ne peut pas être lue"),
        ("liasse-cle-maitre:1:AAAA\n", 0o400, "n'est pas une clé maîtresse"),
        ("", 0o400, "n'est pas une clé maîtresse"),
        ("x", 0o440, "lisible par d'autres"),
    ):
        if content is not None:
            key.unlink(missing_ok=True)
            key.write_text(content)
            key.chmod(mode)
        with pytest.raises(BadInput, match=why):
            sealing.opened(database, key, tmp_path / "maison")
    with pytest.raises(BadInput, match="dans le dossier des données"):
        sealing.opened(database, tmp_path / "maison" / "cle", tmp_path / "maison")
    with pytest.raises(BadInput, match="existe déjà"):
        master.write(key, Master.new())
    assert "key" not in repr(Master.new())


def test_turned_the_new_master_opens_all_and_the_old_one_nothing(
    place: Place, tmp_path: Path
) -> None:
    kept = [place.keep(f"page {n}".encode()) for n in range(3)]
    keyring = sealing.opened(place.database, place.key, place.home)
    old = master.read(place.key)
    files = set(place.files)
    assert turn(place.database, keyring) == 4  # three files, and the search index
    keyring.close()
    assert master.read(place.key) != old
    assert [place.store.get(name) for name in kept] == [b"page 0", b"page 1", b"page 2"]
    assert set(place.files) == files
    place.keep(b"apres")  # a service that ran meanwhile goes on
    with place.database.reading() as session:
        for key in data_keys.living(session):
            with pytest.raises(KeyUnusableError):
                old.unwrapped(key.wrapped)
    keyring = sealing.opened(place.database, place.key, place.home)
    with pytest.raises(BadInput, match="ancienne clé maîtresse"):
        turn(place.database, keyring)
    keyring.close()


def test_turning_that_is_cut_off_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = place.keep(PAGE)
    keyring = sealing.opened(place.database, place.key, place.home)

    class _Killed(Exception):
        pass

    def killed(*paths: Path) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_take_up", killed)
        with pytest.raises(_Killed):
            turn(place.database, keyring)
    assert place.store.get(sha256) == PAGE  # the new key is found beside the old one
    with sealed(place.files, place.database, place.key, place.home) as again:
        assert again.get(sha256) == PAGE
    with pytest.raises(BadInput, match="ancienne clé maîtresse"):
        turn(place.database, keyring)  # it ends what was begun, and does not turn a second time
    keyring.close()
    with sealed(place.files, place.database, place.key, place.home) as again:
        assert again.get(sha256) == PAGE


def test_what_was_kept_in_clear_is_read_and_sealed_later(
    database: Database, tmp_path: Path, other: BlobStore
) -> None:
    names = [other.put(data) for data in (PAGE, b"deux")]
    with database.transaction() as session:
        for name in names:
            blobs.record(session, name, size=1, media_type="image/jpeg")
    with sealed_place(database, tmp_path, other) as place:
        assert place.store.get(names[0]) == PAGE
        assert place.store.put(PAGE) == names[0]
        assert sorted(names) == list(other)
        assert [done for done, _ in sealing.seal_all(database, place.store)] == [1, 2]
        assert place.store.get(names[0]) == PAGE
        assert not set(names) & set(other)
        left = other.put(PAGE)  # as if it was cut off before it was taken away
        assert list(sealing.seal_all(database, place.store)) == []
        assert left not in set(other)


def test_checking_and_moving_need_no_key(
    database: Database, tmp_path: Path, other: BlobStore
) -> None:
    with sealed_place(database, tmp_path) as place:
        sha256, lost = place.keep(PAGE), place.keep(b"perdue")
        place.files.remove(place.stored(lost))
        found = check(database, place.files, lambda _done, _all: None)
        assert (found.known, found.intact) == (2, 1)
        assert [fault.sha256 for fault in found.missing] == [place.stored(lost)]
        assert move(place.files, other, lambda _done, _all: None).copied == 1
        key, home = place.key, place.home
    with sealed(other, database, key, home) as moved:
        assert isinstance(moved, SealedStore)
        assert moved.get(sha256) == PAGE
        with pytest.raises(BlobMissingError):
            moved.get(lost)


def test_a_row_that_comes_too_late_is_refused_not_lost(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = place.store.put(PAGE)
    monkeypatch.setattr("storage.blobs.fresh._held", {})
    with (
        pytest.raises(Exception, match="relancez l'opération"),
        place.database.transaction() as session,
    ):
        blobs.record(session, sha256, size=1, media_type="image/jpeg")


def test_each_store_is_above_its_own_database(place: Place, tmp_path: Path) -> None:
    """The same bytes kept in two places of one process have a key in each."""
    sha256 = place.store.put(PAGE)
    second = Database.open(f"sqlite:///{tmp_path / 'second.db'}")
    (tmp_path / "b").mkdir()
    with sealed_place(second, tmp_path / "b") as elsewhere:
        assert elsewhere.keep(PAGE) == sha256
        assert elsewhere.store.get(sha256) == PAGE
    second.close()
    assert place.keep(PAGE) == sha256
    assert place.store.get(sha256) == PAGE
