"""A backup: the database of one moment, and every file that it counts on.

    CIBLE/fichiers/ab/cd/…                     files, shared by all backups of this folder
    CIBLE/cles.txt                             today's keys, where files are sealed (keys_copy)
    CIBLE/effacements.json                     what was erased, to be erased from these too (erased)
    CIBLE/sauvegardes/2026-11-22T181500Z/      one backup
        base.sqlite | base.dump                the database
        fichiers.txt                           the files that it counts on: SHA-256, bytes
        manifeste.json                         what it must be when it is restored

Files are written before their rows and never change, so those named by the database of an
earlier moment are there later: the database is taken first. Without a manifest a backup does
not count.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.errors import BadInput, LiasseError
from storage import migrations
from storage.blobs import BlobDamagedError, BlobMissingError, BlobState, BlobStore, FolderStore
from storage.blobs.store import sha256_of_file
from storage.database import Database
from storage.records import audit, blobs
from storage.upkeep import dumps, erased, keys_copy
from storage.upkeep.checking import Progress
from storage.upkeep.moving import transfer
from storage.upkeep.on_disk import written

SCHEMA = "liasse.sauvegarde/1"
POOL, BACKUPS = "fichiers", "sauvegardes"
MANIFEST, LIST = "manifeste.json", "fichiers.txt"
UNFINISHED, _LOCK = ".en-cours-", ".verrou"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `absents`: files that were missing or damaged when it was made."""

    schema: str
    faite_le: str
    moteur: str
    revision: str | None
    base_sha256: str
    liste_sha256: str
    lignes: Mapping[str, int]
    entrees_du_journal: int
    tete_du_journal: str
    fichiers: int
    octets: int
    absents: Sequence[str]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in its folder. `copied`: files that no earlier backup of the folder had."""

    folder: Path
    manifest: Manifest
    copied: int = 0

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def dump(self) -> Path:
        return self.folder / dumps.FILES[self.manifest.moteur]


def back_up(
    database: Database,
    store: BlobStore,
    target: Path,
    now: datetime,
    progress: Progress,
    *,
    reread: bool = False,
) -> Backup:
    """Write a backup into `target`. Files of earlier backups are not copied again; with
    `reread` they are read through, and replaced where they are damaged."""
    name = f"{now:%Y-%m-%dT%H%M%SZ}"
    folder = target / BACKUPS / name
    if folder.exists():
        raise BadInput(f"La sauvegarde {name} existe déjà.", code="sauvegarde_existante")
    with alone(target):
        return _back_up(database, store, target, folder, now, progress, reread)


def _back_up(
    database: Database,
    store: BlobStore,
    target: Path,
    folder: Path,
    now: datetime,
    progress: Progress,
    reread: bool,
) -> Backup:
    for forgotten in folder.parent.glob(f"{UNFINISHED}*"):  # of one that was killed
        shutil.rmtree(forgotten)
    unfinished = folder.with_name(UNFINISHED + folder.name)
    unfinished.mkdir(mode=0o700)
    pool = FolderStore(target / POOL)
    with dumps.dumped(database, unfinished) as session:
        sizes = blobs.sizes(session)
        keys_copy.write(session, target)
        erased.write(session, target)
        manifest = Manifest(
            schema=SCHEMA,
            faite_le=now.isoformat(timespec="seconds"),
            moteur=database.engine.dialect.name,
            **contents(session),
            base_sha256="",
            liste_sha256="",
            fichiers=0,
            octets=0,
            absents=(),
        )
    copied, absent = _copy(store, pool, sizes, progress, reread)
    manifest = finish(unfinished, replace(manifest, absents=absent), sizes)
    unfinished.replace(folder)
    return Backup(folder, manifest, copied)


def contents(session: Session) -> dict[str, Any]:
    """What a manifest says of a database."""
    head = audit.head(session)
    return {
        "revision": migrations.revision(session.connection()),
        "lignes": dumps.rows(session),
        "entrees_du_journal": audit.count(session),
        "tete_du_journal": f"{head.seq}:{head.hash}",
    }


def finish(folder: Path, manifest: Manifest, sizes: Mapping[str, int]) -> Manifest:
    """Write the list of the files, then the manifest with their numbers: the folder is a backup."""
    with written(folder / LIST) as file:
        file.writelines(f"{sha256} {size}\n" for sha256, size in sizes.items())
    manifest = replace(
        manifest,
        base_sha256=sha256_of_file(folder / dumps.FILES[manifest.moteur]),
        liste_sha256=sha256_of_file(folder / LIST),
        fichiers=len(sizes),
        octets=sum(sizes.values()),
    )
    with written(folder / MANIFEST) as file:
        file.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n")
    return manifest


def names(target: Path) -> Sequence[str]:
    """The finished backups in a folder, the latest last. None is read: one that is spoilt keeps
    nobody from the others."""
    return sorted(path.parent.name for path in (target / BACKUPS).glob(f"2*/{MANIFEST}"))


def backup_of(target: Path, name: str) -> Backup:
    """A backup by its name (of `names`); `BadInput` when its manifest cannot be read."""
    folder = target / BACKUPS / name
    return Backup(folder, _read(folder / MANIFEST))


def files_of(backup: Backup) -> Mapping[str, int]:
    """The files that a backup counts on, with their bytes."""
    lines = (backup.folder / LIST).read_text().splitlines()
    return {sha256: int(size) for sha256, size in (line.split() for line in lines)}


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """One backup at a time in a folder; a killed one leaves no lock behind."""
    (target / BACKUPS).mkdir(mode=0o700, parents=True, exist_ok=True)
    with (target / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(
                f"Une autre sauvegarde est en cours dans « {target} ».", code="sauvegarde_en_cours"
            ) from None
        yield


def _copy(
    store: BlobStore,
    pool: FolderStore,
    sizes: Mapping[str, int],
    progress: Progress,
    reread: bool,
) -> tuple[int, list[str]]:
    """How many were copied, and those that cannot be had; one bad file stops no backup."""
    copied = 0
    absent = []
    for done, (sha256, size) in enumerate(sizes.items(), 1):
        told = pool.stat(sha256)
        there = told is not None and told.size == size
        if not there or (reread and pool.verify(sha256) is not BlobState.INTACT):
            try:
                transfer(store, pool, sha256)
                copied += 1
            except (BlobMissingError, BlobDamagedError):
                absent.append(sha256)
        progress(done, len(sizes))
    return copied, absent


def _read(path: Path) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if told.get("schema") == SCHEMA:
            return Manifest(**told)
    except (ValueError, TypeError, AttributeError):
        pass
    raise BadInput(
        f"« {path} » n'est pas le manifeste d'une sauvegarde que cette version comprend.",
        code="sauvegarde_illisible",
    )


class BackupDamagedError(LiasseError):
    """What a backup holds is not what its manifest says."""

    code = "sauvegarde_alteree"
