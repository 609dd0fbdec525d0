"""What lies in a watched folder: the files that were deposited, and the subfolders closed to us."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from extractors.intake.natural import is_litter
from models.refused import CLOSED

UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".temp", ".lock", ".lck")
"""Endings that programs give to a file which they are still writing."""
SYSTEMS = frozenset({"lost+found", "system volume information", "$recycle.bin"})
"""Folders of a disk at whose top we may be, closed to everybody."""
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Deposited:
    """Files by their name, relative to the folder; `closed`: what cannot be looked into."""

    files: dict[str, os.stat_result]
    closed: frozenset[Path]


def deposited(root: Path, ours: Collection[str]) -> Deposited:
    """Without `ours` (folders at the top), what systems leave, and files that are still being written.

    A closed subfolder stands in nobody's way; any other `OSError` is raised.
    """
    files: dict[str, os.stat_result] = {}
    closed: set[Path] = set()

    def unreadable(error: OSError) -> None:
        if error.errno not in CLOSED or Path(error.filename) == root:
            raise error
        closed.add(Path(error.filename))

    for top, folders, names in os.walk(root, onerror=unreadable):
        folder = Path(top)
        folders[:] = [
            name
            for name in folders
            if not (name.startswith(".") or name.lower() in SYSTEMS)
            and not (folder == root and name in ours)
        ]
        for name in names:
            relative = str((folder / name).relative_to(root))
            if name.startswith(".") or name.lower().endswith(UNFINISHED) or is_litter(relative):
                continue
            try:
                files[relative] = (folder / name).stat()
            except FileNotFoundError:  # renamed by its writer a moment ago
                continue
            except PermissionError:
                closed.add(folder)
    return Deposited(files, frozenset(closed))


def head(path: Path) -> bytes:
    """The first bytes; none when the file cannot be opened (yet)."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def is_free(path: Path) -> bool:
    """Whether the file opens, and nobody holds a lock on it."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def lets_go(path: Path) -> bool:
    """Whether a folder that refused once may not do so again."""
    return os.access(path.parent, os.W_OK | os.X_OK, effective_ids=True)
