"""What was erased here, erased in the backups themselves, where their database can be written (SQLite).

Each is made anew beside, then takes the other's place: cut off, it is the one or the other.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from sqlite3 import connect

from storage.blobs import FolderStore
from storage.database import Database
from storage.records import blobs
from storage.upkeep import backup, dumps, erased, freed, keys_copy
from storage.upkeep.backup import BACKUPS, POOL, Backup
from storage.upkeep.checking import Progress
from storage.upkeep.erased import Told

ANEW, OUTDATED = ".effacement-", ".perimee-"


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of the backups of a folder. `beyond`: those whose database could not be written."""

    rewritten: Sequence[str]
    beyond: Sequence[str]
    removed: int


def purge(database: Database, target: Path, now: datetime, progress: Progress) -> Purged:
    """Erase from the backups of a folder what has been erased here. Cut off, it is called again."""
    with backup.alone(target):
        with database.reading() as session:
            erased.write(session, target)
            keys_copy.write(session, target)
            told = erased.read(target)
            names = {str(file["conserve"]) for one in told for file in one.files}
            gone = {name for name in names if blobs.stored_as(session, name) is None}
        _end_what_was_begun(target / BACKUPS)
        rewritten, beyond = [], []
        every = backup.names(target)
        for done, name in enumerate(every, 1):
            one = backup.backup_of(target, name)
            if one.manifest.moteur != "sqlite":
                beyond.append(name)
            elif _rewrite(one, target, told, gone, now):
                rewritten.append(name)
            progress(done, len(every))
        pool = FolderStore(target / POOL)
        removed = [name for name in sorted(gone) if pool.exists(name)]
        for name in removed:
            pool.remove(name)
        return Purged(rewritten, beyond, len(removed))


def _rewrite(
    one: Backup, target: Path, told: Sequence[Told], gone: Collection[str], now: datetime
) -> bool:
    """A backup without what was erased since, in the place of the one with it. Whether it had any."""
    with closing(connect(f"{one.dump.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as old:
        known = old.execute("SELECT 1 FROM sqlite_master WHERE name = 'erasure'").fetchone()
        done = old.execute("SELECT number FROM erasure WHERE state = 'faite'") if known else ()
        if {row[0] for row in done} >= {erasure.number for erasure in told}:
            return False
    anew = one.folder.with_name(ANEW + one.name)
    shutil.rmtree(anew, ignore_errors=True)
    anew.mkdir(mode=0o700)
    dump = anew / one.dump.name
    shutil.copy(one.dump, dump)
    database = Database.open(dump)
    try:
        keys = keys_copy.read(target)
        with database.transaction() as session:
            if keys is not None:
                keys_copy.take_up(session, keys, now)
            erased.replay(session, told, now)
        freed.forget(database)
        with database.reading() as session:
            manifest = replace(one.manifest, **backup.contents(session))
    finally:
        database.close()
    dumps.alone(dump)
    files = {name: size for name, size in backup.files_of(one).items() if name not in gone}
    absent = [name for name in one.manifest.absents if name not in gone]
    backup.finish(anew, replace(manifest, absents=absent), files)
    one.folder.replace(one.folder.with_name(OUTDATED + one.name))
    _end_what_was_begun(one.folder.parent)
    return True


def _end_what_was_begun(folder: Path) -> None:
    """The one that was made anew takes the place of the one that is outdated, which goes."""
    for outdated in folder.glob(f"{OUTDATED}*"):
        name = outdated.name.removeprefix(OUTDATED)
        if not (folder / name).exists():
            (folder / (ANEW + name)).replace(folder / name)
        shutil.rmtree(outdated)
    for unfinished in folder.glob(f"{ANEW}*"):
        shutil.rmtree(unfinished)
