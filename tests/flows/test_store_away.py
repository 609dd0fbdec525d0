"""The store of files goes away for a while: courier waits where it is, and goes on afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from extractors.pages.source import KeptPage
from flows.intake.receive import receive
from flows.reading.pages import read_pages
from flows.reading.pool import PageTask, ReaderPool
from flows.scanner.folder import DropFolder
from flows.scanner.taking import take
from flows.workplace import Workplace
from models.entities import PageState
from storage.blobs import BlobState, FolderStore, StoreUnreachableError
from storage.records import envois, pages
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON, kept, one_file

BAG = pdf(line("ORDONNANCE"), line("FACTURE"))


class Fickle(FolderStore):
    """A store that can be reached, or not."""

    away = False

    def put(self, data: bytes) -> str:
        if self.away:
            raise StoreUnreachableError
        return super().put(data)

    def verify(self, sha256: str) -> BlobState:
        if self.away:
            raise StoreUnreachableError
        return super().verify(sha256)


class _Pool:
    """Reads every page at once; the store goes away after `last` of them."""

    def __init__(self, store: Fickle, last: int) -> None:
        self._store, self._last = store, last

    def read(self, tasks: Sequence[PageTask], dpi: int) -> Iterator[tuple[PageTask, KeptPage]]:
        for number, task in enumerate(tasks):
            self._store.away = number >= self._last
            yield task, kept(f"PAGE {task.number}")


@pytest.fixture
def store(tmp_path: Path) -> Fickle:
    return Fickle(tmp_path / "serveur")


@pytest.fixture
def place(here: Workplace, store: Fickle) -> Workplace:
    return replace(here, blobs=store)


def test_scans_stay_in_their_folder_until_it_is_back(
    place: Workplace, store: Fickle, tmp_path: Path
) -> None:
    root = tmp_path / "depot"
    root.mkdir()
    (root / "sac.pdf").write_bytes(BAG)
    clock = iter(range(0, 10_000, 10))
    folder = DropFolder(root, 5.0, lambda: float(next(clock)))

    def look() -> list[str]:
        """Until something came of it: a file is only taken once it has kept still."""
        for _ in range(4):
            if taken := [one.name for one in take(place, folder, NOON)]:
                return taken
        return []

    with folder.held():
        store.away = True
        with pytest.raises(StoreUnreachableError):
            look()
        assert (root / "sac.pdf").read_bytes() == BAG
        store.away = False
        assert look() == ["sac.pdf"]
    assert not (root / "sac.pdf").exists()
    with place.database.reading() as session:
        assert [envoi.source for envoi in envois.newest(session)] == ["sac.pdf"]


def test_a_reading_keeps_its_pages_and_goes_on_with_the_others(
    place: Workplace, store: Fickle
) -> None:
    envoi_id = receive(place, one_file("sac.pdf", BAG), received_at=NOON).envoi_id

    def read(last: int) -> int:
        pool = cast(ReaderPool, _Pool(store, last))
        return read_pages(place, envoi_id, pool, lambda done, total: None)

    def states() -> list[PageState]:
        with place.database.reading() as session:
            return [page.state for page in pages.of_envoi(session, envoi_id)]

    with pytest.raises(StoreUnreachableError):
        read(1)
    assert states() == [PageState.LUE, PageState.ATTENDUE]
    with pytest.raises(StoreUnreachableError):
        read(0)  # not even the original can be had
    store.away = False
    assert read(9) == 1
    assert states() == [PageState.LUE, PageState.LUE]
