"""The files of a place sealed, once it has a master key: a store that opens what the database says.

A process that runs while the master key is turned takes up the new one from the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from models.errors import BadInput, StepFailed
from storage.blobs import Blobs, BlobStore, SealedStore, master
from storage.blobs.master import Master
from storage.blobs.sealed import Kept
from storage.database import Database
from storage.records import blobs, data_keys

NEXT, BEFORE = ".nouvelle", ".ancienne"
"""What is added to the name of the master key's file while it is turned, and afterwards."""


class Keyring:
    """The master key of a file, and what the database has wrapped with it."""

    def __init__(self, database: Database, path: Path) -> None:
        # asked while others of our connections are held: never waiting for one of those
        self._database = Database(database.engine.url)
        self.path = path
        self._known: Master | None = None

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def master(self, fingerprint: str) -> Master:
        """The key of that fingerprint; `WrongMasterError` when the file holds another."""
        if self._known is None or self._known.fingerprint != fingerprint:
            self._known = found(self.path, fingerprint)
        return self._known

    def lookup(self, sha256: str) -> Kept | None:
        """`storage.blobs.sealed.Lookup`."""
        with self._database.reading() as session:
            row = blobs.kept(session, sha256)
        if row is None:
            return None
        if row.key is None or row.erased_at is not None:
            return Kept(row.stored, None, row.erased_at)
        return Kept(row.stored, self.master(row.key.master).unwrapped(row.key.wrapped))

    def wrap(self, session: Session, key: bytes) -> tuple[bytes, str]:
        """`storage.blobs.fresh.Wrap`."""
        # turned while we waited, the one that was current is so no more: asked again
        fingerprint = data_keys.current(session, held=True) or data_keys.current(session, held=True)
        assert fingerprint is not None
        return self.master(fingerprint).wrapped(key), fingerprint


class WrongMasterError(StepFailed):
    code = "cle_differente"

    def __init__(self, path: Path, fingerprint: str) -> None:
        super().__init__(
            f"La clé maîtresse « {path} » n'est pas celle qui scelle ces données (empreinte "
            f"{fingerprint}). Remettez la bonne : sans elle, rien de ce qui est scellé ne s'ouvre."
        )


@contextmanager
def sealed(files: BlobStore, database: Database, path: Path | None, home: Path) -> Iterator[Blobs]:
    """`files` as they are read and written here: sealed if there is a master key (`path`).

    `BadInput`, `WrongMasterError`: what is here was sealed, and does not open so.
    """
    with database.reading() as session:
        current = data_keys.current(session)
    if path is None:
        if current is not None:
            raise BadInput(
                "Les fichiers conservés ici sont scellés : réglez LIASSE_CLE_MAITRE sur le fichier de "
                f"la clé maîtresse (empreinte {current}).",
                code="cle_absente",
            )
        yield files
        return
    keyring = opened(database, path, home)
    try:
        yield SealedStore(files, str(database.engine.url), keyring.lookup, keyring.wrap)
    finally:
        keyring.close()


def opened(database: Database, path: Path, home: Path) -> Keyring:
    """The keyring of `path`, which is from now on needed if it was not before."""
    if path.absolute().is_relative_to(home.absolute()):
        raise BadInput(
            f"La clé maîtresse « {path} » est dans le dossier des données : qui copie l'un aurait "
            "l'autre. Gardez-la ailleurs, hors des sauvegardes aussi.",
            code="cle_mal_placee",
        )
    with database.reading() as session:
        current = data_keys.current(session)
    if current is None:
        fresh = master.read(path)
        with database.transaction() as session:
            current = data_keys.register(session, fresh.fingerprint)
    keyring = Keyring(database, path)
    try:
        keyring.master(current)
    except BaseException:
        keyring.close()
        raise
    return keyring


def found(path: Path, fingerprint: str) -> Master:
    """The master key of that fingerprint: in its file, or, if turning it was cut off, beside it."""
    here = master.read(path)
    if here.fingerprint == fingerprint:
        return here
    beside = path.with_name(path.name + NEXT)
    if beside.exists() and (next_ := master.read(beside)).fingerprint == fingerprint:
        return next_
    raise WrongMasterError(path, fingerprint)


def turn(database: Database, keyring: Keyring) -> int:
    """Make a new master key and have it wrap everything; how many keys. The old one stays beside it
    (`BEFORE`) until a backup has the new ones. Cut off, it is called again."""
    beside = keyring.path.with_name(keyring.path.name + NEXT)
    before = keyring.path.with_name(keyring.path.name + BEFORE)
    with database.reading() as session:
        current = data_keys.current(session)
    assert current is not None
    if beside.exists() and master.read(beside).fingerprint == current:
        _take_up(keyring.path, beside, before)  # it was cut off after the database had turned
    if before.exists():
        raise BadInput(
            f"L'ancienne clé maîtresse « {before} » est encore là : faites une sauvegarde, puis "
            "liasse cles oublier.",
            code="cle_ancienne",
        )
    if not beside.exists():
        master.write(beside, Master.new())
    new = master.read(beside)

    def work(session: Session) -> int:
        old = keyring.master(data_keys.current(session) or "")
        return data_keys.rewrap(
            session, new.fingerprint, lambda wrapped: new.wrapped(old.unwrapped(wrapped))
        )

    done = database.write(work)
    _take_up(keyring.path, beside, before)
    return done


def _take_up(path: Path, beside: Path, before: Path) -> None:
    before.hardlink_to(path)  # at no moment is there no file by that name
    beside.replace(path)


def seal_all(database: Database, store: SealedStore) -> Iterator[tuple[int, int]]:
    """Seal what is kept in clear from before, file by file: (done, in all) after each. Cut off, it
    is called again."""
    with database.reading() as session:
        names = blobs.in_clear(session)
        done_before = blobs.sealed_names(session)
    for left in done_before & set(store.below):  # cut off just before it was taken away
        store.below.remove(left)
    for done, sha256 in enumerate(names, 1):
        store.seal(sha256)
        with database.transaction() as session:
            blobs.record_sealed(session, sha256)
        store.below.remove(sha256)
        yield done, len(names)
