"""A backup put back where there is nothing, and compared with what it was.

Files first, the database last: a restoration that is killed leaves no database, and is simply
started again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.entities import utcnow
from models.errors import BadInput
from storage import migrations
from storage.blobs import BlobDamagedError, BlobMissingError, BlobState, BlobStore, FolderStore
from storage.blobs.store import sha256_of_file
from storage.database import Database, url_of
from storage.records import audit
from storage.upkeep import dumps, erased
from storage.upkeep.backup import (
    LIST,
    POOL,
    Backup,
    BackupDamagedError,
    files_of,
)
from storage.upkeep.checking import Progress
from storage.upkeep.moving import transfer


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `wrong`: what is not as it was (French); `lost`: files not to be had."""

    files: int
    rows: int
    wrong: Sequence[str]
    lost: Sequence[str]

    @property
    def whole(self) -> bool:
        return not self.wrong and not self.lost


def restore(
    backup: Backup, source: Path, where: str | Path, store: BlobStore, progress: Progress
) -> Restored:
    """Put the files into `store` and the database at `where`; both hold nothing else before.

    `BackupDamagedError`, `BadInput`: nothing was changed.
    """
    _check_backup(backup, where)
    files = files_of(backup)
    _check_empty(where, store, set(files))
    pool = FolderStore(source / POOL)
    lost = []
    for done, sha256 in enumerate(files, 1):
        if store.verify(sha256) is not BlobState.INTACT:
            try:
                transfer(pool, store, sha256)
            except (BlobMissingError, BlobDamagedError):
                lost.append(sha256)
        progress(done, len(files))
    dumps.restore(backup.dump, where)
    rows, wrong = _compare(backup, where)
    database = Database(where)
    try:
        erased.again(database, store, source, utcnow())
    finally:
        database.close()
    return Restored(len(files) - len(lost), rows, wrong, lost)


def _check_backup(backup: Backup, where: str | Path) -> None:
    manifest = backup.manifest
    for path, sha256 in (
        (backup.dump, manifest.base_sha256),
        (backup.folder / LIST, manifest.liste_sha256),
    ):
        if not path.is_file() or sha256_of_file(path) != sha256:
            raise BackupDamagedError(
                f"La sauvegarde {backup.name} a été altérée : « {path.name} » n'est plus ce que dit "
                "son manifeste. Rien n'est changé ; prenez une autre sauvegarde."
            )
    engine = url_of(where).get_backend_name()
    if engine != manifest.moteur:
        raise BadInput(
            f"Cette sauvegarde est d'une base {manifest.moteur} et ne se restaure pas dans une base "
            f"{engine} : réglez LIASSE_DATABASE_URL.",
            code="moteur_different",
        )
    if not migrations.knows(manifest.revision):
        raise BadInput(
            "Cette sauvegarde vient d'une version plus récente de liasse : installez-la d'abord.",
            code="sauvegarde_plus_recente",
        )


def _check_empty(where: str | Path, store: BlobStore, ours: set[str]) -> None:
    """Files of this very backup may be there: an earlier restoration was killed."""
    if not dumps.is_empty(where):
        raise BadInput(
            "Il y a déjà une base de liasse à cet endroit : une sauvegarde ne se restaure que là où "
            "il n'y a rien. Rien n'est changé.",
            code="restauration_refusee",
        )
    if not ours.issuperset(store):
        raise BadInput(
            "Il y a déjà d'autres fichiers à cet endroit : une sauvegarde ne se restaure que là où "
            "il n'y a rien. Rien n'est changé.",
            code="restauration_refusee",
        )


def _compare(backup: Backup, where: str | Path) -> tuple[int, list[str]]:
    """How many rows there are, and what is not as the manifest says. Brought up to date on the way."""
    manifest = backup.manifest
    database = Database(where)
    try:
        with database.reading() as session:
            rows = dumps.rows(session)
        wrong = [
            f"table {name} : {rows.get(name, 0)} lignes, {manifest.lignes.get(name, 0)} attendues"
            for name in sorted(rows.keys() | manifest.lignes.keys())
            if rows.get(name) != manifest.lignes.get(name)
        ]
        migrations.upgrade(database.engine)
        with database.reading() as session:
            head = audit.head(session)
            if f"{head.seq}:{head.hash}" != manifest.tete_du_journal:
                wrong.append("la tête du journal n'est pas celle de la sauvegarde")
            if (broken := audit.verify(session)) is not None:
                wrong.append(f"journal altéré à l'entrée {broken.seq} : {broken.reason}")
            if audit.altered_decisions(session) or audit.altered_deeds(session):
                wrong.append("des décisions ou des actes ne sont pas ce que dit le journal")
    finally:
        database.close()
    return sum(rows.values()), wrong
