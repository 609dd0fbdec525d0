"""The files of a place sealed, once it has a master key: a store that opens what the database says;
and what its pages say, in the database (`storage.records.vault`).

A process that runs while the master key is turned takes up the new one from the same file.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from models.entities import DataKey
from models.errors import BadInput, StepFailed
from storage import locks
from storage.blobs import Blobs, BlobStore, SealedStore, master
from storage.blobs.master import Master
from storage.blobs.sealed import Kept
from storage.blobs.segments import KEY_BYTES
from storage.database import Database
from storage.records import blobs, data_keys, pages, sealed_values, vault
from storage.records.data_keys import Wrapped

NEXT, BEFORE = ".nouvelle", ".ancienne"
"""What is added to the name of the master key's file while it is turned, and afterwards."""
_MANY = 200
"""Pages or papers sealed in one transaction."""


class Keyring:
    """The master key of a file, and what the database has wrapped with it."""

    def __init__(self, database: Database, path: Path) -> None:
        # asked while others of our connections are held: never waiting for one of those
        self._database = Database(database.engine.url)
        self.path = path
        self._known: dict[str, Master] = {}
        self._index: bytes | None = None

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def master(self, fingerprint: str) -> Master:
        """The key of that fingerprint; `WrongMasterError` when the file holds another. One that was
        turned meanwhile stays known: a reading that began before still sees what it wrapped."""
        if fingerprint not in self._known:
            self._known[fingerprint] = found(self.path, fingerprint)
        return self._known[fingerprint]

    def lookup(self, sha256: str) -> Kept | None:
        """`storage.blobs.sealed.Lookup`."""
        with self._database.reading() as session:
            row = blobs.kept(session, sha256)
        if row is None:
            return None
        if row.key is None or row.erased_at is not None:
            return Kept(row.stored, None, row.erased_at)
        return Kept(row.stored, self.unwrap(row.key))

    def unwrap(self, key: Wrapped) -> bytes:
        """`storage.records.vault.Vault`, this and the next."""
        return self.master(key.master).unwrapped(key.wrapped)

    def keys(self, ids: Collection[str]) -> list[DataKey]:
        with self._database.reading() as session:
            return data_keys.of(session, ids)

    def index_key(self, session: Session) -> bytes:
        if self._index is None:
            (row,) = data_keys.of(session, [vault.INDEX])
            assert row.wrapped is not None
            self._index = self.unwrap(Wrapped(row.id, row.wrapped, row.master))
        return self._index

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
    database.seal_with(keyring)
    try:
        yield SealedStore(files, str(database.engine.url), keyring.lookup, keyring.wrap)
    finally:
        database.seal_with(None)
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
        _have_index_key(database, keyring)
    except BaseException:
        keyring.close()
        raise
    return keyring


def _have_index_key(database: Database, keyring: Keyring) -> None:
    """There from the beginning: nobody makes a second one beside who searches or writes."""
    with database.reading() as session:
        there = data_keys.of(session, [vault.INDEX])
    if there:
        return
    fresh = os.urandom(KEY_BYTES)
    with database.transaction() as session:
        locks.hold(session, "cles")
        if not data_keys.of(session, [vault.INDEX]):
            data_keys.add(session, vault.INDEX, *keyring.wrap(session, fresh))


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


def seal_columns(database: Database) -> Iterator[tuple[int, int]]:
    """Seal what the database says in clear of pages, papers and dossiers from before, and what pages
    are found by: (done, in all) after each some. Its file still has it until it is written anew
    (`upkeep.freed`)."""
    with database.reading() as session:
        waiting = (
            (pages.seal, pages.in_clear(session)),
            (sealed_values.seal, sealed_values.in_clear(session)),
        )
    total, done = sum(len(ids) for _, ids in waiting), 0
    for seal, ids in waiting:
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            with database.transaction() as session:
                seal(session, some)
            done += len(some)
            yield done, total
