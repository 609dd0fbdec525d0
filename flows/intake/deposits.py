"""The inputs of a command made into deposits, one an envoi (RESULT.md)."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.intake.kinds import kind_of
from extractors.intake.natural import is_litter, natural_key
from models.errors import BadInput

STDIN = "-"
SNIFFED = 4096


@dataclass(frozen=True, slots=True)
class Deposit:
    """One arrival as given: a file, or the images of one folder in the order of their names.

    `members` are `(name, path or bytes)`; a single file has one, under its own name.
    """

    name: str
    members: tuple[tuple[str, Path | bytes], ...]
    bundle: bool = False

    def read(self) -> list[tuple[str, bytes]]:
        """The members' bytes; `BadInput` when one can no longer be read."""
        return [(name, _bytes(where)) for name, where in self.members]

    @staticmethod
    def digest(members: Iterable[tuple[str, bytes]], bundle: bool) -> str:
        """SHA-256 of the file, or of a bundle's listing (names and hashes)."""
        hashes = [(name, hashlib.sha256(data).hexdigest()) for name, data in members]
        if not bundle:
            return hashes[0][1]
        listing = "\n".join(f"{sha} {name}" for name, sha in hashes)
        return hashlib.sha256(listing.encode()).hexdigest()


def deposits(inputs: Iterable[str]) -> Iterator[Deposit]:
    """The deposits that `inputs` (paths, or `-`) name; `BadInput` for a path that is not there."""
    for given in inputs:
        if given == STDIN:
            yield Deposit("entree-standard", (("entree-standard", sys.stdin.buffer.read()),))
            continue
        path = Path(given)
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield Deposit(path.name, ((path.name, path),))
        else:
            raise BadInput(
                f"« {given} » n'existe pas. Vérifiez le nom du fichier ou du dossier.",
                code="entree_absente",
            )


def _folder(folder: Path) -> Iterator[Deposit]:
    images: list[tuple[str, Path | bytes]] = []
    others: list[Path] = []
    for path in sorted(folder.rglob("*"), key=lambda p: natural_key(str(p.relative_to(folder)))):
        if not path.is_file() or is_litter(path.name):
            continue
        if _is_image(path):
            images.append((str(path.relative_to(folder)), path))
        else:
            others.append(path)
    if images:
        yield Deposit(folder.resolve().name, tuple(images), bundle=True)
    for path in others:
        yield Deposit(path.name, ((path.name, path),))
    if not images and not others:
        raise BadInput(f"Le dossier « {folder} » est vide.", code="dossier_vide")


def _is_image(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return kind_of(file.read(SNIFFED)).is_image
    except OSError:
        return False


def _bytes(where: Path | bytes) -> bytes:
    if isinstance(where, bytes):
        return where
    try:
        return where.read_bytes()
    except OSError as error:
        raise BadInput(
            f"« {where.name} » ne peut pas être lu (droits, disque ou réseau). Vérifiez-le puis relancez.",
            code="fichier_illisible",
        ) from error
