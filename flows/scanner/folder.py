"""A folder where a scanner leaves files, and what becomes of each.

A file is taken when it has kept still, by moving it aside in one step (a claim); once it is kept,
the claim ends in `traites/` or `quarantaine/`, with a note beside. What a power cut left half done
is finished, or undone, by the next process. What lies in a subfolder closed to us waits there and
stops nothing else. Nothing here deletes a file that was deposited.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from extractors.intake.kinds import kind_of
from extractors.intake.natural import natural_key
from flows.scanner.deposited import deposited, head, is_free, lets_go
from models.entities import new_id
from models.errors import BadInput
from models.refused import CLOSED

CLAIMED, DONE, ASIDE = ".liasse-en-cours", "traites", "quarantaine"
LOCK = "verrou"
CLAIM, ENDING = ".prise.json", ".fin.json"
"""Beside a claim's folder: what it took, then what was decided of it."""
NOTE = ".liasse.txt"
IMAGES_STILL = 6
"""Times as long as another file must images keep still: a scanner writes one a page."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Files of one arrival, moved aside for this process: `names` are relative to the folder."""

    id: str
    names: tuple[str, ...]
    bundle: bool

    @property
    def name(self) -> str:
        """What the arrival is called: its file, or the folder of its images."""
        if not self.bundle:
            return self.names[0]
        parent = PurePosixPath(self.names[0]).parent
        return str(parent) if parent.parts else "images"


@dataclass(frozen=True, slots=True)
class _Sight:
    size: int
    changed: int
    since: float
    image: bool


class DropFolder:
    """The folder at `root`. A file is whole when nothing of it changed for `still` seconds.

    Stillness is measured on our own clock between two looks: what the scanner's clock, or a
    clock that is set anew, says does not matter. Only one process holds a folder at a time.
    """

    def __init__(
        self, root: Path, still: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.root = root
        self._still = still
        self._clock = clock
        self._seen: dict[str, _Sight] = {}
        self._left: list[Claim] = []
        self._to_return: list[Claim] = []
        self._unreadable: Set[Path] = frozenset()
        self._refusing: set[Path] = set()
        """Folders that would not let a file go, as long as it lies there."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this process alone; `BadInput` when another one watches the folder already."""
        aside = self.root / CLAIMED
        try:
            aside.mkdir(exist_ok=True)
            lock = (aside / LOCK).open("w")
        except OSError as error:
            raise BadInput(
                f"Le dossier « {self.root} » ne peut pas être surveillé : il faut le droit d'y écrire. "
                "Vérifiez le partage et les droits.",
                code="depot_inaccessible",
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BadInput(
                    f"Le dossier « {self.root} » est déjà surveillé par une autre commande.",
                    code="depot_pris",
                ) from None
            yield

    def recover(self) -> None:
        """Finish what an earlier process had decided, and take over what it had claimed."""
        for manifest in sorted((self.root / CLAIMED).glob("*" + CLAIM)):
            took = _read(manifest)
            claim = Claim(manifest.name.removesuffix(CLAIM), tuple(took["names"]), took["bundle"])
            ending = self._ending(claim)
            if ending.exists():
                self._finish(claim, _read(ending))
            elif (claimed := self._taken(claim)) is not None:
                self._left.append(claimed)
        for stale in (self.root / CLAIMED).glob("*" + ENDING):  # carried out, not yet forgotten
            stale.unlink()

    def claims(self) -> Iterator[Claim]:
        """What an earlier process had claimed, then each arrival that is whole by now."""
        while self._left:
            yield self._left.pop(0)
        returning, self._to_return = self._to_return, []
        for claim in returning:
            self.give_back(claim)
        while whole := self._whole():  # looked at anew: reading the last one took its time
            names, bundle = whole[0]
            claim = Claim(new_id(), names, bundle)
            for name in names:
                self._seen.pop(name, None)
            if (claimed := self._taken(claim)) is not None:
                yield claimed

    @property
    def waiting(self) -> bool:
        """Whether there was something, at the last look, that is not claimed yet."""
        open_ones = (name for name in self._seen if not self._is_refused(name))
        return bool(self._left or self._to_return or any(open_ones))

    @property
    def closed(self) -> list[Path]:
        """Subfolders out of which nothing could be taken at the last look."""
        return sorted(self._unreadable | self._refusing)

    def paths(self, claim: Claim) -> list[tuple[str, Path]]:
        """The claimed files: name and where each is now."""
        return [(name, self._place(claim, name)) for name in claim.names]

    def done(self, claim: Claim, day: date, note: str) -> None:
        """The arrival is kept: its files go to `traites/`, with what became of them."""
        self._end(claim, DONE, day, note)

    def aside(self, claim: Claim, day: date, note: str) -> None:
        """The arrival was refused: its files go to `quarantaine/`, with the reason."""
        self._end(claim, ASIDE, day, note)

    def give_back(self, claim: Claim) -> None:
        """Put the files back where they were: we could not keep them now (a full disk).

        What cannot go back now (a share that broke meanwhile) does so before the next claims.
        """
        try:
            for name, path in self.paths(claim):
                if path.exists():
                    _move(path, _free(self.root / name))
            self._clear(claim)
        except OSError:
            self._to_return.append(claim)

    def _end(self, claim: Claim, where: str, day: date, note: str) -> None:
        """Write the decision down, then carry it out: another process may have to."""
        target = _free(self.root / where / f"{day:%Y-%m-%d}" / claim.name)
        files = {
            name: str(target / PurePosixPath(name).name if claim.bundle else target)
            for name in claim.names
        }
        beside = str(target.with_name(target.name + NOTE))
        ending = {"files": files, "beside": beside, "note": note}
        _write(self._ending(claim), ending)
        self._finish(claim, ending)

    def _finish(self, claim: Claim, ending: Mapping[str, Any]) -> None:
        for name, path in self.paths(claim):
            if path.exists():
                _move(path, Path(ending["files"][name]))
        Path(ending["beside"]).write_text(ending["note"].rstrip() + "\n", encoding="utf-8")
        self._clear(claim)

    def _clear(self, claim: Claim) -> None:
        """Forget a claim whose files are gone from it: what says so goes last."""
        top = self.root / CLAIMED / claim.id
        for folder in sorted((p for p in top.rglob("*") if p.is_dir()), reverse=True):
            folder.rmdir()
        if top.exists():
            top.rmdir()
        self._manifest(claim).unlink(missing_ok=True)
        self._ending(claim).unlink(missing_ok=True)

    def _taken(self, claim: Claim) -> Claim | None:
        """The claim written down and carried out; given back, with nothing left of it, where that
        fails. `None` when there is nothing, or its folder is closed."""
        try:
            if not self._manifest(claim).exists():
                _write(self._manifest(claim), {"names": claim.names, "bundle": claim.bundle})
            return self._moved_aside(claim)
        except OSError as error:
            self.give_back(claim)
            sources = {str(self.root / name) for name in claim.names}
            if error.errno not in CLOSED or str(error.filename) not in sources:
                raise
            self._refusing.add(Path(error.filename).parent)
            return None

    def _moved_aside(self, claim: Claim) -> Claim | None:
        """The claim, its files moved in one step each; `None` when they are there no more."""
        for name, path in self.paths(claim):
            with suppress(FileNotFoundError):  # taken back by whoever put it there
                if not path.exists():
                    _move(self.root / name, path)
        names = tuple(name for name, path in self.paths(claim) if path.exists())
        if not names:
            self._clear(claim)
            return None
        return replace(claim, names=names)

    def _whole(self) -> list[tuple[tuple[str, ...], bool]]:
        """Arrivals that can be claimed now: names, and whether they are images of one pile."""
        now = self._clock()
        self._look(now)
        piles: dict[str, list[str]] = {}
        arrivals: list[tuple[tuple[str, ...], bool]] = []
        for name in sorted(self._seen, key=natural_key):
            if self._is_refused(name) and not lets_go(self.root / name):
                continue
            if self._seen[name].image:
                piles.setdefault(str(PurePosixPath(name).parent), []).append(name)
            elif self._rests(name, now, self._still):
                arrivals.append(((name,), False))
        for names in piles.values():
            if all(self._rests(name, now, self._still * IMAGES_STILL) for name in names):
                arrivals.append((tuple(names), True))
        return arrivals

    def _look(self, now: float) -> None:
        """Note what is there, and since when each file is as it is."""
        sights: dict[str, _Sight] = {}
        there = deposited(self.root, (DONE, ASIDE))
        for name, found in there.files.items():
            before = self._seen.get(name)
            if before and (before.size, before.changed) == (found.st_size, found.st_mtime_ns):
                sights[name] = before
            else:
                image = kind_of(head(self.root / name)).is_image
                sights[name] = _Sight(found.st_size, found.st_mtime_ns, now, image)
        self._seen = sights
        self._unreadable = there.closed
        self._refusing &= {(self.root / name).parent for name in sights}

    def _is_refused(self, name: str) -> bool:
        return (self.root / name).parent in self._refusing

    def _manifest(self, claim: Claim) -> Path:
        return self.root / CLAIMED / (claim.id + CLAIM)

    def _ending(self, claim: Claim) -> Path:
        return self.root / CLAIMED / (claim.id + ENDING)

    def _place(self, claim: Claim, name: str) -> Path:
        return self.root / CLAIMED / claim.id / name

    def _rests(self, name: str, now: float, wait: float) -> bool:
        return now - self._seen[name].since >= wait and is_free(self.root / name)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """The whole file or none, whenever the power fails."""
    unfinished = path.with_name(f".{path.name}")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:  # a full disk: each try would leave one more
        with suppress(OSError):
            unfinished.unlink()
        raise


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def _free(path: Path) -> Path:
    """`path`, or `name (2)`, … when something has that name."""
    if not path.exists():
        return path
    number = 2
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other
