"""A watched folder: nothing taken before it is whole, nothing lost, nothing taken twice."""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from flows.scanner import folder as folders
from flows.scanner.folder import ASIDE, CLAIMED, DONE, NOTE, Claim, DropFolder
from models.errors import BadInput

STILL = 5.0
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 20
DAY = date(2025, 11, 5)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drop(tmp_path: Path, clock: Clock) -> DropFolder:
    (tmp_path / CLAIMED).mkdir()
    return DropFolder(tmp_path, STILL, clock)


def claimed(drop: DropFolder) -> list[Claim]:
    return list(drop.claims())


def everything(root: Path) -> dict[str, bytes]:
    """Each deposited file's content, wherever it is by now, by its last name."""
    found = [p for p in root.rglob("*") if p.is_file() and not p.name.startswith(".")]
    ours = (NOTE, folders.CLAIM, folders.ENDING)
    return {
        p.name: p.read_bytes() for p in found if not p.name.endswith(ours) and p.name != "verrou"
    }


def test_a_file_is_taken_once_it_kept_still(drop: DropFolder, clock: Clock) -> None:
    file = drop.root / "sac.pdf"
    file.write_bytes(b"%PDF-1.7 the beginning")
    assert claimed(drop) == []
    clock.now += STILL - 0.1
    file.write_bytes(b"%PDF-1.7 the beginning, and more")
    assert claimed(drop) == []
    clock.now += STILL - 0.1
    assert claimed(drop) == []
    clock.now += 0.2
    (claim,) = claimed(drop)
    assert (claim.names, claim.bundle, claim.name) == (("sac.pdf",), False, "sac.pdf")
    assert not file.exists()
    assert dict(drop.paths(claim))["sac.pdf"].read_bytes().endswith(b"more")
    assert claimed(drop) == []


def test_a_file_that_its_writer_holds_or_names_unfinished_is_left(
    drop: DropFolder, clock: Clock
) -> None:
    for name in ("sac.pdf.part", ".sac.pdf.swp", "Thumbs.db", "lot.TMP"):
        (drop.root / name).write_bytes(b"%PDF-1.7")
    held = (drop.root / "tenu.pdf").open("wb")
    fcntl.flock(held, fcntl.LOCK_EX)
    assert claimed(drop) == []
    clock.now += 10 * STILL
    assert claimed(drop) == []
    held.close()
    assert [claim.name for claim in claimed(drop)] == ["tenu.pdf"]


def test_images_of_a_pile_come_together_once_the_last_one_rests(
    drop: DropFolder, clock: Clock
) -> None:
    pile = drop.root / "ofppt" / "Agadir"
    pile.mkdir(parents=True)
    for number in (10, 9):
        (pile / f"page{number}.png").write_bytes(PNG)
        assert claimed(drop) == []
        clock.now += STILL * 2
    assert claimed(drop) == []
    clock.now += STILL * folders.IMAGES_STILL
    (claim,) = claimed(drop)
    assert claim.bundle
    assert claim.names == ("ofppt/Agadir/page9.png", "ofppt/Agadir/page10.png")
    drop.done(claim, DAY, "reçu")
    target = drop.root / DONE / "2025-11-05" / "ofppt" / "Agadir"
    assert sorted(p.name for p in target.iterdir()) == ["page10.png", "page9.png"]
    assert target.with_name("Agadir" + NOTE).read_text() == "reçu\n"
    assert list((drop.root / CLAIMED).iterdir()) == []


def test_the_same_name_twice_in_a_day_overwrites_nothing(drop: DropFolder, clock: Clock) -> None:
    for text in (b"%PDF-1", b"%PDF-2"):
        (drop.root / "sac.pdf").write_bytes(text)
        claimed(drop)
        clock.now += STILL
        (claim,) = claimed(drop)
        drop.aside(claim, DAY, "abîmé")
    found = {p.name: p.read_bytes() for p in (drop.root / ASIDE / "2025-11-05").glob("*.pdf")}
    assert found == {"sac.pdf": b"%PDF-1", "sac (2).pdf": b"%PDF-2"}
    assert len(list((drop.root / ASIDE / "2025-11-05").glob("*" + NOTE))) == 2


def test_what_could_not_be_kept_is_put_back_beside_what_came_since(
    drop: DropFolder, clock: Clock
) -> None:
    (drop.root / "sac.pdf").write_bytes(b"%PDF-1")
    claimed(drop)
    clock.now += STILL
    claim = next(drop.claims())
    (drop.root / "sac.pdf").write_bytes(b"%PDF-2")
    drop.give_back(claim)
    assert everything(drop.root) == {"sac.pdf": b"%PDF-2", "sac (2).pdf": b"%PDF-1"}
    assert list((drop.root / CLAIMED).iterdir()) == []


def test_a_file_taken_back_at_the_last_moment_is_no_arrival(
    drop: DropFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = drop.root / "sac.pdf"
    file.write_bytes(b"%PDF-1")
    claimed(drop)
    clock.now += STILL
    monkeypatch.setattr(folders, "_write", _then(folders._write, file.unlink))
    assert claimed(drop) == []
    assert list((drop.root / CLAIMED).iterdir()) == []


def _then(real: Callable[..., None], also: Callable[[], None]) -> Callable[..., None]:
    def both(*given: object) -> None:
        real(*given)
        also()

    return both


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("step", range(12))
def test_a_power_cut_between_any_two_steps_loses_nothing(
    drop: DropFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    pile = {"a.png": PNG + b"a", "b.png": PNG + b"b"}
    for name, data in pile.items():
        (drop.root / name).write_bytes(data)
    claimed(drop)
    clock.now += STILL * folders.IMAGES_STILL
    steps = itertools.count()

    def cut(real: Callable[..., object]) -> Callable[..., object]:
        def acting(*given: object, **named: object) -> object:
            if next(steps) == step:
                raise PowerCut
            return real(*given, **named)

        return acting

    with monkeypatch.context() as powered:
        powered.setattr(folders, "_write", cut(folders._write))
        powered.setattr(folders, "_move", cut(folders._move))
        powered.setattr(Path, "unlink", cut(Path.unlink))
        powered.setattr(Path, "write_text", cut(Path.write_text))
        powered.setattr(Path, "rmdir", cut(Path.rmdir))
        try:
            for claim in drop.claims():
                drop.done(claim, DAY, "reçu")
        except PowerCut:
            pass
    assert everything(drop.root) == pile
    again = DropFolder(drop.root, STILL, clock)
    again.recover()
    claims = claimed(again)
    clock.now += STILL * folders.IMAGES_STILL
    claims += claimed(again)
    for claim in claims:
        assert claim.names == ("a.png", "b.png"), "a pile is never split"
        again.done(claim, DAY, "reçu")
    assert everything(drop.root) == pile
    arrived = drop.root / DONE / "2025-11-05" / "images"
    assert {p.name for p in arrived.iterdir()} == set(pile)
    assert list((drop.root / CLAIMED).iterdir()) == []


def test_one_process_holds_a_folder(drop: DropFolder) -> None:
    other = DropFolder(drop.root, STILL)
    with drop.held(), pytest.raises(BadInput, match="déjà surveillé"), other.held():
        pass
    with other.held():
        pass


def test_a_folder_without_the_right_to_write_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(BadInput, match="ne peut pas être surveillé"),
        DropFolder(tmp_path / "absent", STILL).held(),
    ):
        pass


def test_a_share_that_goes_away_is_told_as_an_error_of_the_system(
    drop: DropFolder, clock: Clock
) -> None:
    gone = DropFolder(drop.root / "partage", STILL, clock)
    with pytest.raises(OSError, match="partage"):
        claimed(gone)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of a user for whom rights count: not root, whom nothing is closed to."""
    root = Path(tempfile.mkdtemp())
    (root / CLAIMED).mkdir()
    user = os.geteuid()
    if user == 0:
        for path in (root, root / CLAIMED):
            os.chown(path, 65534, -1)
        os.seteuid(65534)
    yield root
    os.seteuid(user)
    for path in [path for path in root.rglob("*") if path.is_dir()]:
        path.chmod(0o700)
    shutil.rmtree(root)


@pytest.mark.parametrize("rights", [0o000, 0o444, 0o555])
def test_a_closed_subfolder_stops_nothing_else_and_is_named(
    nobody: Path, clock: Clock, rights: int
) -> None:
    drop = DropFolder(nobody, STILL, clock)
    shut = nobody / "cnops" / "Rabat"
    for folder in (shut, nobody / "cnops" / "Agadir", nobody / "zone"):
        folder.mkdir(parents=True)
        (folder / f"{folder.name}.pdf").write_bytes(b"%PDF-1")
    shut.chmod(rights)
    taken: list[str] = []
    for _ in range(6):
        for claim in drop.claims():
            taken.append(claim.name)
            drop.done(claim, DAY, "reçu")
        clock.now += STILL
    assert sorted(taken) == ["cnops/Agadir/Agadir.pdf", "zone/zone.pdf"]
    assert drop.closed == [shut]
    assert not drop.waiting, "`--une-fois` comes to an end"
    assert list((nobody / CLAIMED).iterdir()) == []
    shut.chmod(0o700)
    last = claimed(drop)
    clock.now += STILL
    last += claimed(drop)
    assert [claim.name for claim in last] == ["cnops/Rabat/Rabat.pdf"]
    assert drop.closed == []


def test_what_an_earlier_process_left_of_a_closed_subfolder_is_cleared(
    nobody: Path, clock: Clock
) -> None:
    shut = nobody / "Rabat"
    shut.mkdir()
    (shut / "sac.pdf").write_bytes(b"%PDF-1")
    shut.chmod(0o555)
    for number in range(3):
        (nobody / CLAIMED / f"{number}" / "Rabat").mkdir(parents=True)
        manifest = nobody / CLAIMED / f"{number}{folders.CLAIM}"
        manifest.write_text('{"names": ["Rabat/sac.pdf"], "bundle": false}')
    DropFolder(nobody, STILL, clock).recover()
    assert list((nobody / CLAIMED).iterdir()) == []
    assert (shut / "sac.pdf").exists()


def test_the_folder_itself_closed_is_an_error_of_the_system(nobody: Path, clock: Clock) -> None:
    drop = DropFolder(nobody, STILL, clock)
    nobody.chmod(0o000)
    with pytest.raises(PermissionError):
        claimed(drop)
    nobody.chmod(0o700)
    (nobody / "sac.pdf").write_bytes(b"%PDF-1")
    claimed(drop)
    clock.now += STILL
    (nobody / CLAIMED).chmod(0o555)
    with pytest.raises(PermissionError):
        claimed(drop)
    assert (nobody / "sac.pdf").exists()


def test_tries_that_fail_leave_nothing_behind(
    drop: DropFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Images of one pile too: those that were moved already go back."""
    for name in ("a.png", "b.png"):
        (drop.root / name).write_bytes(PNG)
    real = folders._move

    def broken(source: Path, target: Path) -> None:
        if source == drop.root / "b.png":
            raise OSError(errno.EIO, "broken", str(source))
        real(source, target)

    claimed(drop)
    with monkeypatch.context() as patched:
        patched.setattr(folders, "_move", broken)
        for _ in range(3):
            clock.now += STILL * folders.IMAGES_STILL
            with suppress(OSError):
                claimed(drop)
    assert list((drop.root / CLAIMED).iterdir()) == []
    assert set(everything(drop.root)) == {"a.png", "b.png"}


def test_what_cannot_go_back_at_once_does_so_later(
    drop: DropFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (drop.root / "sac.pdf").write_bytes(b"%PDF-1")
    claimed(drop)
    clock.now += STILL
    claim = next(drop.claims())

    def broken(source: Path, target: Path) -> None:
        raise OSError(errno.EIO, "broken", str(source))

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_move", broken)
        drop.give_back(claim)
    assert drop.waiting
    claimed(drop)
    clock.now += STILL
    assert [claim.name for claim in claimed(drop)] == ["sac.pdf"]
