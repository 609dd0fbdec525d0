"""The operator's own rules: files that stand for those of the package, or stand beside them.

The setting `regles` (`$LIASSE_REGLES`) names a folder laid out as ours: `organismes/<organisme>.toml`,
`papiers/<organisme>.toml`, `etats/<organisme>.toml`, `<organisme>/<type>.toml`,
`groupes/<groupe>.toml`. A file there replaces the packaged one of that name. Files that change are
read again; what they are now is part of each checklist's version.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path

VARIABLE = "LIASSE_REGLES"
Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of the operator's files: another stamp, other rules."""

_named: Path | None = None


@contextmanager
def held_to(named: Path | None) -> Iterator[None]:
    """Meanwhile, the folder that the settings name; without one, the environment's.

    For the whole process: rules are asked for where no settings are at hand.
    """
    global _named
    before, _named = _named, named or _named
    try:
        yield
    finally:
        _named = before


def folder() -> Path | None:
    """The operator's folder, when there is one."""
    if _named is not None:
        return _named
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def stamp() -> Stamp:
    """What the operator's files now are; empty without a folder."""
    root = folder()
    if root is None:
        return ()
    found = []
    for file in sorted(root.glob("*/*.toml")):
        state = file.stat()
        found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def texts(name: str) -> Iterator[tuple[str, str]]:
    """The operator's files in a folder of that name: what each describes, and its text."""
    root = folder()
    if root is not None:
        for file in sorted((root / name).glob("*.toml")):
            yield file.stem, file.read_text(encoding="utf-8")


def with_ours(name: str, ours: Traversable) -> dict[str, str]:
    """The texts of all files of a folder of that name, ours (in `ours`) before those that only the
    operator has."""
    packaged = sorted(ours.iterdir(), key=lambda file: file.name) if ours.is_dir() else []
    found = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in packaged
        if file.name.endswith(".toml")
    }
    return found | dict(texts(name))


def folders() -> Iterator[str]:
    """The names of the operator's folders."""
    root = folder()
    if root is not None and root.is_dir():
        yield from sorted(entry.name for entry in root.iterdir() if entry.is_dir())
