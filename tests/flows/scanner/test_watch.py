"""A watched folder through the day: slow writers, a share that goes, a disk that fills, clocks that jump."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from flows.scanner import folder as folders
from flows.scanner.folder import CLAIMED, DONE
from flows.scanner.taking import Taken
from flows.scanner.watch import DropWatch
from flows.service.health import Spoken
from flows.workplace import Workplace
from models.entities import Envoi
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON

BAG = pdf(line("ORDONNANCE"), line("FACTURE"))
STILL = 5.0


class Clock:
    """The house's own clock, which only goes forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Day:
    """A scanner's folder and who watches it. The wall clock is the test's to set."""

    def __init__(self, place: Workplace, root: Path, clock: Clock) -> None:
        self.place, self.root, self.clock = place, root, clock
        self.watch = DropWatch(root, STILL, None, clock)
        self.wall = NOON
        self.told: list[str] = []
        self.health = Spoken(self.told.append, self.watch.back)
        self.taken: list[str] = []

    def visit(self, seconds: float = 2.0) -> None:
        self.clock.now += seconds
        self.watch.visit(self.place, self.wall, self.health, self._read)

    def rest(self) -> None:
        for _ in range(4):
            self.visit()

    def _read(self, taken: Taken) -> None:
        self.taken.append(taken.name)


@pytest.fixture
def day(here: Workplace, tmp_path: Path) -> Day:
    root = tmp_path / "depot"
    (root / CLAIMED).mkdir(parents=True)
    return Day(here, root, Clock())


def test_a_slow_writer_is_waited_for_to_the_last_byte(day: Day) -> None:
    path = day.root / "sac.pdf"
    for end in range(0, len(BAG), 200):
        with path.open("ab") as file:
            file.write(BAG[end : end + 200])
        day.visit()
    assert day.taken == []
    day.rest()
    assert day.taken == ["sac.pdf"]
    assert (day.root / DONE / f"{NOON:%Y-%m-%d}" / "sac.pdf").read_bytes() == BAG


def test_a_share_that_goes_away_is_told_once_and_found_again(day: Day) -> None:
    (day.root / "sac.pdf").write_bytes(BAG)
    day.visit()
    away = day.root.with_name("parti")
    day.root.rename(away)
    day.rest()
    assert len(day.told) == 1
    assert "Rien n'est pris" in day.told[0]
    away.rename(day.root)
    day.rest()
    assert "de nouveau accessible" in day.told[1]
    assert day.taken == ["sac.pdf"]
    assert len(day.told) == 2


@pytest.mark.parametrize("error", [errno.EIO, errno.ESTALE, errno.ENOTCONN])
def test_a_share_that_breaks_in_the_middle_of_a_claim_loses_nothing(
    day: Day, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    (day.root / "sac.pdf").write_bytes(BAG)
    day.visit()

    def broken(source: Path, target: Path) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_move", broken)
        day.rest()
    assert day.taken == []
    assert len(day.told) == 1
    assert (day.root / "sac.pdf").read_bytes() == BAG
    day.rest()
    assert day.taken == ["sac.pdf"]


def test_a_closed_subfolder_is_named_once_while_the_rest_is_taken(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = day.root / "cnops" / "Rabat"
    shut.mkdir(parents=True)
    (shut / "sac.pdf").write_bytes(BAG)
    (day.root / "autre.pdf").write_bytes(BAG)
    real = folders._move

    def closed(source: Path, target: Path) -> None:
        if source.parent == shut:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_move", closed)
        for _ in range(5):
            day.rest()
    assert day.taken == ["autre.pdf"]
    (told,) = day.told
    assert told.startswith(f"« {shut} » est fermé à liasse : ce qui y est déposé y attend")
    assert f"chown -R liasse:liasse {day.root}" in told
    assert list((day.root / CLAIMED).iterdir()) == []
    day.rest()
    day.rest()
    assert day.taken == ["autre.pdf", "cnops/Rabat/sac.pdf"]
    assert len(day.told) == 2


def test_a_full_disk_leaves_the_file_to_the_scanner(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    (day.root / "sac.pdf").write_bytes(BAG)

    def full(data: bytes) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/donnees/blobs")

    with monkeypatch.context() as patched:
        patched.setattr(day.place.blobs, "put", full)
        day.rest()
        day.rest()
    assert day.taken == []
    assert len(day.told) == 1
    assert "le disque est plein (« /srv/donnees »)" in day.told[0], "not that of the scanner"
    assert (day.root / "sac.pdf").read_bytes() == BAG
    day.rest()
    assert day.taken == ["sac.pdf"]
    assert len(day.told) == 2


def test_a_full_share_where_the_claim_is_written_loses_nothing(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    (day.root / "sac.pdf").write_bytes(BAG)
    real = folders._write

    def full(path: Path, content: object) -> None:
        path.with_name(path.name + ".moitie").write_bytes(b"{")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_write", full)
        day.rest()
    assert (day.root / "sac.pdf").read_bytes() == BAG
    assert folders._write is real
    day.rest()
    assert day.taken == ["sac.pdf"]


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400), timedelta(hours=-1)])
def test_a_clock_that_jumps_neither_hastens_nor_stops_anything(day: Day, jump: timedelta) -> None:
    path = day.root / "sac.pdf"
    path.write_bytes(BAG)
    day.visit()
    day.wall += jump  # the house's wall clock, and the scanner's
    stamp = day.wall.timestamp()
    os.utime(path, (stamp, stamp))
    day.visit()
    assert day.taken == [], "touched a moment ago, whatever its date says"
    day.rest()
    assert day.taken == ["sac.pdf"]


def test_a_date_in_the_future_is_no_reason_to_wait(day: Day) -> None:
    path = day.root / "sac.pdf"
    path.write_bytes(BAG)
    os.utime(path, (4e9, 4e9))
    day.rest()
    assert day.taken == ["sac.pdf"]


def test_a_closed_traites_is_named_and_makes_no_second_envoi(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    (day.root / "sac.pdf").write_bytes(BAG)
    (day.root / DONE).mkdir()
    real = folders._move

    def closed(source: Path, target: Path) -> None:
        if (day.root / DONE) in target.parents:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target.parent))
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_move", closed)
        for _ in range(4):
            day.rest()
    day.rest()
    with day.place.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Envoi)) == 1
    assert day.taken == ["sac.pdf"]
    assert f"l'accès est refusé (« {day.root / DONE} »)" in day.told[0]
