"""What the database says of papers and dossiers, sealed as rows are written, opened as they are loaded.

Which columns, and whose key it is: `sealed_columns`; how: `seals`. The same value of the same paper is
the same sealed, so that the database still tells whether a person said what was read.
Where there is no vault nothing is sealed; what others sealed is not shown (`NoKeyError`) but to who
asks for it as it is kept (`AS_KEPT`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    event,
    func,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from models.entities import Base, Decision, WrittenOnceError
from storage.records import data_keys, seals, vault
from storage.records.data_keys import Wrapped
from storage.records.lifting import lifted
from storage.records.sealed_columns import SEALED, Sealed
from storage.records.vault import NoKeyError, SealedError, Vault

AS_KEPT = "liasse_as_kept"
"""Given as a query is executed, its rows may stay sealed: copies are gone through without the key."""
_KEYS = "liasse.vault.cles"
"""The opened keys of a session, by paper or dossier."""


def warm(session: Session, owner_ids: Collection[str] | Select[Any]) -> None:
    """Open the keys of these papers or dossiers (or of those that a query tells) at once: what they
    say is about to be loaded."""
    opener = session.info.get(vault.NAME)
    if opener is not None:
        ids = session.scalars(owner_ids) if isinstance(owner_ids, Select) else owner_ids
        _take(session, opener, data_keys.of(session, set(ids) - _keys(session).keys()))


def out_of_reach(session: Session) -> bool:
    """Whether what is sealed in this database cannot be opened by this session."""
    return session.info.get(vault.NAME) is None and data_keys.current(session) is not None


def is_sealed(row: Decision) -> bool:
    """Whether what a row says is sealed still: of a session that cannot open it (`out_of_reach`)."""
    return any(seals.is_box(getattr(row, name)) for name in SEALED[type(row)].columns)


def kept_unlike(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """That one of two values is sealed and the other in clear (from before `cles sceller`): whether
    they are the same, the database cannot tell."""
    first, second = func.substr(one, 1, 1), func.substr(other, 1, 1)
    return (first == seals.MARK) != (second == seals.MARK)


def in_clear(session: Session) -> Sequence[str]:
    """The papers and dossiers of which something that is to be sealed is kept in clear."""
    found: set[str] = set()
    for entity, what in SEALED.items():
        query = select(what.owners).select_from(entity).where(*_clear(entity, what))
        found |= set(session.scalars(query.distinct()))
    return sorted(found)


def seal(session: Session, owner_ids: Sequence[str]) -> None:
    """Seal what is kept in clear of these papers and dossiers. What was written once stays what it said."""
    opener = vault.of(session)
    assert opener is not None
    for id in owner_ids:
        _have_key(session, opener, id)
    for entity, what in SEALED.items():
        table = Base.metadata.tables[entity.__tablename__]
        columns = [getattr(entity, name) for name in what.columns]
        (key,) = table.primary_key.columns
        query = select(key.label("row_key"), what.owners.label("owner"), *columns)
        rows = session.execute(
            query.select_from(entity).where(what.within(owner_ids), *_clear(entity, what))
        ).all()
        if not rows:
            continue
        told = [
            {"b_key": row.row_key}
            | {
                f"b_{name}": _sealed(session, what, row.owner, name, getattr(row, name))
                for name in what.columns
            }
            for row in rows
        ]
        change = (
            update(table)
            .where(key == bindparam("b_key"))
            .values(
                {name: bindparam(f"b_{name}", type_=table.c[name].type) for name in what.columns}
            )
        )
        with lifted(session, [table.name]):
            session.execute(change, told)


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, context: object, instances: object) -> None:
    rows = [row for row in session.new if type(row) in SEALED and SEALED[type(row)].says(row)]
    if rows and (opener := vault.of(session)) is not None:
        for id in sorted({_owner_of(row) for row in rows}):
            _have_key(session, opener, id)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: object) -> None:
    """A key that was made in what did not happen is none."""
    session.info.pop(_KEYS, None)


def _before_insert(mapper: object, connection: object, row: Base) -> None:
    session, what = object_session(row), SEALED[type(row)]
    if session is None or session.info.get(vault.NAME) is None or not what.says(row):
        return
    session.info[_KEYS, id(row)] = {name: getattr(row, name) for name in what.columns}
    for name in what.columns:
        setattr(row, name, _sealed(session, what, _owner_of(row), name, getattr(row, name)))


def _after_insert(mapper: object, connection: object, row: Base) -> None:
    session = object_session(row)
    clear = session.info.pop((_KEYS, id(row)), {}) if session is not None else {}
    for name, said in clear.items():
        set_committed_value(row, name, said)


def _before_update(mapper: object, connection: object, row: Base) -> None:
    """It would be kept in clear."""
    for name in SEALED[type(row)].columns:
        if inspect(row).attrs[name].history.has_changes():
            raise WrittenOnceError(f"{type(row).__name__}.{name} is sealed: it is written once")


def _loaded(row: Base, context: Any, attributes: object = None) -> None:
    session: Session = context.session
    opener, what = session.info.get(vault.NAME), SEALED[type(row)]
    as_kept = opener is None and context.execution_options.get(AS_KEPT)
    for name in what.columns:
        said = row.__dict__.get(name)
        if not seals.is_box(said) or as_kept:
            continue
        if opener is None:
            if seals.looks_sealed(said):
                raise NoKeyError
        else:
            told = _opened(session, opener, _owner_of(row), said)
            set_committed_value(row, name, copy(what.columns[name]) if told is _ERASED else told)


for _entity in SEALED:
    event.listen(_entity, "before_insert", _before_insert)
    event.listen(_entity, "after_insert", _after_insert)
    event.listen(_entity, "before_update", _before_update)
    event.listen(_entity, "load", _loaded)
    event.listen(_entity, "refresh", _loaded)


_ERASED = object()
"""What a value says of which the key was destroyed."""


def _owner_of(row: Base) -> str:
    owner = SEALED[type(row)].owner(row)
    if owner is None:
        raise ValueError(f"{type(row).__name__}: nobody's key seals it")
    return owner


def _clear(entity: type[Base], what: Sealed) -> Iterator[ColumnElement[bool]]:
    """That a row says something that is not sealed."""
    if what.only:
        yield entity.__table__.c.target.in_(what.only)
    said = []
    for name, gone in what.columns.items():
        column = getattr(entity, name)
        begins = seals.MARK
        if isinstance(entity.__table__.c[name].type, JSON):
            # JSON escapes the mark
            column, begins = cast(column, Text), f'["\\u{ord(seals.MARK):04x}'
            gone = None if gone is None else "{}" if gone == {} else "[]"
        open_ = column.is_not(None) & ~column.startswith(begins, autoescape=True)
        said.append(open_ if gone is None else open_ & (column != gone))
    yield or_(*said)


def _sealed(session: Session, what: Sealed, owner: str, name: str, said: Any) -> Any:
    """A value sealed; nothing, and what is said in the place of what was emptied, as it is."""
    if said is None or said == what.columns[name]:
        return said
    return seals.sealed(_keys(session)[owner], said)


def _opened(session: Session, opener: Vault, owner: str, box: Any) -> Any:
    known = owner in _keys(session)
    if not known:
        rows = opener.keys([owner])
        _take(session, opener, rows)
        known = bool(rows)
    key = _keys(session).get(owner)
    if known and key is None:
        return _ERASED
    try:
        # where there never was a key nothing can be sealed: what seems to be was altered
        return seals.opened(key or os.urandom(seals.BYTES), box)
    except InvalidTag:
        raise SealedError(
            f"Une valeur de « {owner} » a été altérée dans la base : restaurez une sauvegarde."
        ) from None
    except ValueError:
        return box  # what was read or typed began with the mark, before there was a master key


def _keys(session: Session) -> dict[str, bytes]:
    found: dict[str, bytes] = session.info.setdefault(_KEYS, {})
    return found


def _have_key(session: Session, opener: Vault, id: str) -> None:
    """The key of a paper, made at first need; of one that was erased, another."""
    if id in _keys(session):
        return
    known = data_keys.of(session, [id])
    _take(session, opener, known)
    if id in _keys(session):
        return
    wrapped = opener.wrap(session, os.urandom(seals.BYTES))
    if known:
        data_keys.revive(session, id, *wrapped)
    else:
        data_keys.add(session, id, *wrapped)
    _take(session, opener, data_keys.of(session, [id]))  # or another's, made meanwhile


def _take(session: Session, opener: Vault, keys: Iterable[Any]) -> None:
    for key in keys:
        if key.wrapped is not None:
            _keys(session)[key.id] = opener.unwrap(Wrapped(key.id, key.wrapped, key.master))
