"""Files that a command writes where its user wants them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.errors import BadInput


def check_writable(path: Path, option: str) -> None:
    """Said before hours of reading, not after; `BadInput` when `path` cannot be written."""
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise BadInput(
            f"{option} : le fichier « {path} » ne peut pas être écrit. "
            "Vérifiez que son dossier existe et que vous y avez droit.",
            code="resultat_impossible",
        )


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """The whole file or none: who waits for it never reads a half."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """The same, of what is in memory already."""
    with whole(path) as file:
        file.write(data)
