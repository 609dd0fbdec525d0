"""What proposals and decisions say of papers, and comments of dossiers, sealed as their rows are written,
opened as they are loaded.

AES-SIV under a key a paper or dossier (a row of `data_key` by its id): the same value of the same paper is
the same sealed, so that the database still tells whether a person said what was read. Only fields,
lines and marks are sealed: types, cuts and what happens to a dossier are asked about by value.
Where there is no vault nothing is sealed; what others sealed is not shown (`NoKeyError`) but to who
asks for it as it is kept (`AS_KEPT`).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy import ColumnElement, Text, bindparam, cast, event, func, or_, select, update
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from models.entities import Base, Comment, Decision, JsonList, Proposal, Target, safe_text
from storage.records import data_keys, vault
from storage.records.data_keys import Wrapped
from storage.records.lifting import lifted
from storage.records.vault import NoKeyError, SealedError, Vault

SAID = (Target.FIELD, Target.LINE, Target.MARK)
"""What a paper says."""
AS_KEPT = "liasse_as_kept"
"""Given as a query is executed, its rows may stay sealed: copies are gone through without the key."""
_MARK = "\x02"
"""How what is sealed begins, and hardly anything that is read or typed."""
GONE = "effacé"
"""In the place of a text that was emptied; it needs no seal."""
Row = Proposal | Decision | Comment
_COLUMNS: dict[type[Row], tuple[str, ...]] = {
    Proposal: ("value", "raw", "controle", "rivals"),
    Decision: ("value", "raw", "why"),
    Comment: ("text",),
}
_OWNERS: dict[type[Row], str] = {
    Proposal: "document_id", Decision: "thing_id", Comment: "dossier_id",
}  # fmt: skip
"""Whose key it is that seals a row: a paper's, or for a comment its dossier's."""
_KEYS = "liasse.vault.cles"
"""The opened keys of a session, by paper or dossier."""
_BYTES, _TAG = 64, 16
_STEP = 16
"""Bytes of which what is sealed is a multiple: filled with NUL, which no value has."""


def warm(session: Session, thing_ids: Collection[str]) -> None:
    """Open the keys of these papers or dossiers at once: what they say is about to be loaded."""
    seals = session.info.get(vault.NAME)
    if seals is not None:
        _take(session, seals, data_keys.of(session, set(thing_ids) - _keys(session).keys()))


def out_of_reach(session: Session) -> bool:
    """Whether what is sealed in this database cannot be opened by this session."""
    return session.info.get(vault.NAME) is None and data_keys.current(session) is not None


def is_sealed(row: Row) -> bool:
    """Whether what a row says is sealed still: of a session that cannot open it (`out_of_reach`)."""
    return any(_is_box(getattr(row, name)) for name in _COLUMNS[type(row)])


def kept_unlike(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """That one of two values is sealed and the other in clear (from before `cles sceller`): whether
    they are the same, the database cannot tell."""
    first, second = func.substr(one, 1, 1), func.substr(other, 1, 1)
    return (first == _MARK) != (second == _MARK)


def in_clear(session: Session) -> Sequence[str]:
    """The papers and dossiers of which something proposed, decided or noted is kept in clear."""
    found: set[str] = set()
    for entity in _COLUMNS:
        found |= set(session.scalars(select(_owner(entity)).where(*_clear(entity)).distinct()))
    return sorted(found)


def seal(session: Session, thing_ids: Sequence[str]) -> None:
    """Seal what is kept in clear of these papers and dossiers. What was written once stays what it said."""
    seals = vault.of(session)
    assert seals is not None
    for id in thing_ids:
        _have_key(session, seals, id)
    for entity, names in _COLUMNS.items():
        table = Base.metadata.tables[entity.__tablename__]
        columns = [getattr(entity, name) for name in names]
        (key,) = table.primary_key.columns
        query = select(key.label("row_key"), _owner(entity).label("owner"), *columns)
        rows = session.execute(query.where(_owner(entity).in_(thing_ids), *_clear(entity))).all()
        if not rows:
            continue
        told = [
            {"b_key": row.row_key}
            | {f"b_{name}": _box(session, row.owner, getattr(row, name)) for name in names}
            for row in rows
        ]
        change = (
            update(table)
            .where(key == bindparam("b_key"))
            .values({name: bindparam(f"b_{name}", type_=table.c[name].type) for name in names})
        )
        with lifted(session, [table.name]):
            session.execute(change, told)


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, context: object, instances: object) -> None:
    owners = {_owner_of(row) for row in _new(session.new)}
    if owners and (seals := vault.of(session)) is not None:
        for id in sorted(owners):
            _have_key(session, seals, id)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: object) -> None:
    """A key that was made in what did not happen is none."""
    session.info.pop(_KEYS, None)


def _new(rows: Iterable[object]) -> Iterable[Row]:
    return (row for row in rows if isinstance(row, Row) and _says(row))


def _says(row: Row) -> bool:
    return isinstance(row, Comment) or row.target in SAID


def _before_insert(mapper: object, connection: object, row: Row) -> None:
    session = object_session(row)
    if session is None or not _says(row) or vault.NAME not in session.info:
        return
    if session.info[vault.NAME] is None:
        return
    names = _COLUMNS[type(row)]
    session.info[_KEYS, id(row)] = {name: getattr(row, name) for name in names}
    for name in names:
        setattr(row, name, _box(session, _owner_of(row), getattr(row, name)))


def _after_insert(mapper: object, connection: object, row: Row) -> None:
    session = object_session(row)
    clear = session.info.pop((_KEYS, id(row)), {}) if session is not None else {}
    for name, said in clear.items():
        set_committed_value(row, name, said)


def _loaded(row: Row, context: Any, attributes: object = None) -> None:
    session: Session = context.session
    seals = session.info.get(vault.NAME)
    as_kept = seals is None and context.execution_options.get(AS_KEPT)
    for name in _COLUMNS[type(row)]:
        said = row.__dict__.get(name)
        if not _is_box(said) or as_kept:
            continue
        if seals is None:
            if _looks_sealed(said):
                raise NoKeyError
        else:
            set_committed_value(row, name, _opened(session, seals, _owner_of(row), said))


for _entity in _COLUMNS:
    event.listen(_entity, "before_insert", _before_insert)
    event.listen(_entity, "after_insert", _after_insert)
    event.listen(_entity, "load", _loaded)
    event.listen(_entity, "refresh", _loaded)


def _owner(entity: type[Row]) -> Any:
    return getattr(entity, _OWNERS[entity])


def _owner_of(row: Row) -> str:
    owner: str = getattr(row, _OWNERS[type(row)])
    return owner


def _clear(entity: type[Row]) -> tuple[ColumnElement[bool], ...]:
    """What says something that is not sealed."""
    said = []
    for name in _COLUMNS[entity]:
        column = cast(getattr(entity, name), Text) if name == "rivals" else getattr(entity, name)
        # JSON escapes the mark
        begins = f'["\\u{ord(_MARK):04x}' if name == "rivals" else _MARK
        said.append(column.is_not(None) & ~column.startswith(begins, autoescape=True))
    if issubclass(entity, Comment):
        return (Comment.text != GONE, or_(*said))
    return (entity.target.in_(SAID), or_(*said))


def _is_box(said: Any) -> bool:
    first = said[0] if isinstance(said, list) and said else said
    return isinstance(first, str) and first.startswith(_MARK)


def _box(session: Session, owner: str, said: str | JsonList | None) -> str | JsonList | None:
    """A value sealed; a list as a list of one, and nothing as nothing."""
    key = _keys(session)[owner]
    if said is None or (_is_box(said) and _is_of(key, said)):
        return said
    plain = (safe_text(said) if isinstance(said, str) else json.dumps(said)).encode()
    # else the length of a mark tells yes from no
    sealed = AESSIV(key).encrypt(plain + bytes(-len(plain) % _STEP), None)
    box = _MARK + base64.b64encode(sealed).decode()
    return box if isinstance(said, str) else [box]


def _opened(session: Session, seals: Vault, owner: str, box: Any) -> Any:
    known = owner in _keys(session)
    if not known:
        rows = seals.keys([owner])
        _take(session, seals, rows)
        known = bool(rows)
    key = _keys(session).get(owner)
    if known and key is None:
        return None  # erased
    try:
        # where there never was a key nothing can be sealed: what seems to be was altered
        plain = _plain(key or os.urandom(_BYTES), box)
    except InvalidTag:
        raise SealedError(
            f"Une valeur de « {owner} » a été altérée dans la base : restaurez une sauvegarde."
        ) from None
    except ValueError:
        return box  # what was read or typed began with the mark, before there was a master key
    return json.loads(plain) if isinstance(box, list) else plain


def _is_of(key: bytes, said: Any) -> bool:
    """Whether it was sealed with that key, and is not what a paper or a person says that begins so."""
    try:
        _plain(key, said)
    except (InvalidTag, ValueError):
        return False
    return True


def _looks_sealed(box: Any) -> bool:
    """Whether it has the shape of what is sealed: the most that can be told without a key."""
    try:
        return len(_within(box)) % _STEP == 0
    except ValueError:
        return False


def _plain(key: bytes, box: Any) -> str:
    return AESSIV(key).decrypt(_within(box), None).decode().rstrip("\0")


def _within(box: Any) -> bytes:
    text = box[0] if isinstance(box, list) else box
    sealed = base64.b64decode(text.removeprefix(_MARK), validate=True)
    if len(sealed) < _TAG:
        raise ValueError("nothing sealed is so short")
    return sealed


def _keys(session: Session) -> dict[str, bytes]:
    found: dict[str, bytes] = session.info.setdefault(_KEYS, {})
    return found


def _have_key(session: Session, seals: Vault, id: str) -> None:
    """The key of a paper, made at first need; of one that was erased, another."""
    if id in _keys(session):
        return
    known = data_keys.of(session, [id])
    _take(session, seals, known)
    if id in _keys(session):
        return
    wrapped = seals.wrap(session, os.urandom(_BYTES))
    if known:
        data_keys.revive(session, id, *wrapped)
    else:
        data_keys.add(session, id, *wrapped)
    _take(session, seals, data_keys.of(session, [id]))  # or another's, made meanwhile


def _take(session: Session, seals: Vault, keys: Iterable[Any]) -> None:
    for key in keys:
        if key.wrapped is not None:
            _keys(session)[key.id] = seals.unwrap(Wrapped(key.id, key.wrapped, key.master))
