"""Files of a folder of backups that none of its backups names any more: removed, or said why not.

A file goes only when every list that is there has been read and is as its manifest says. Whatever
else lies among the backups (one that is being written, one cut off, an archive) may name files
too: then all stay.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from models import refused
from models.errors import BadInput
from storage.blobs import FolderStore
from storage.blobs.store import sha256_of_file
from storage.upkeep import backup
from storage.upkeep.backup import BACKUPS, LIST, POOL
from storage.upkeep.purging import ANEW, OUTDATED


@dataclass(frozen=True, slots=True)
class Pruned:
    """Files removed, and their bytes. `why` others stayed that no list names, as French sentences."""

    removed: int = 0
    octets: int = 0
    why: str | None = None


def prune(target: Path) -> Pruned:
    """Remove from `target` the files that no backup of it names. Cut off, it is called again."""
    try:
        with backup.alone(target):
            return _prune(target)
    except BadInput as error:  # another one is being made
        return Pruned(why=error.message)
    except OSError as error:
        return Pruned(why=refused.sentence(error))


def _prune(target: Path) -> Pruned:
    pool = FolderStore(target / POOL)
    unnamed = set(pool)
    # The latest first: what it does not name, the one before nearly always does.
    for entry in sorted((target / BACKUPS).iterdir(), reverse=True):
        if not unnamed:
            return Pruned()
        named = _named_by(target, entry)
        if named is None:
            return Pruned(why=f"« {entry} » {_doubt(entry)}")
        unnamed -= named
    if not backup.names(target):
        return Pruned(why=f"« {target} » ne contient aucune sauvegarde achevée.")
    octets = 0
    for sha256 in sorted(unnamed):
        told = pool.stat(sha256)
        pool.remove(sha256)
        octets += told.size if told else 0
    return Pruned(len(unnamed), octets)


def _named_by(target: Path, entry: Path) -> Set[str] | None:
    """The files on the list of a backup; `None` where that cannot be known for sure."""
    try:
        one = backup.backup_of(target, entry.name)
        if sha256_of_file(one.folder / LIST) != one.manifest.liste_sha256:
            return None
        return backup.files_of(one).keys()
    except (BadInput, OSError, ValueError):
        return None


def _doubt(entry: Path) -> str:
    if entry.name.startswith(backup.UNFINISHED):
        return "est une sauvegarde en cours, ou coupée : la prochaine fera le tri."
    if entry.name.startswith((ANEW, OUTDATED)):
        return (
            "est la trace d'un effacement coupé : relancez « liasse effacement sauvegardes », "
            "puis la sauvegarde."
        )
    return (
        "n'est pas une sauvegarde dont la liste se lit : mettez-le ailleurs, ou effacez-le, "
        "puis relancez la sauvegarde."
    )
