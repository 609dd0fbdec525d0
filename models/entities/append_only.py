"""Rows that are written once. The database enforces the same with triggers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session


class WrittenOnceError(Exception):
    """Code of ours tried to change the record; no person caused it."""


class AppendOnly:
    """Marks an entity whose rows are never changed and never deleted."""


@event.listens_for(AppendOnly, "before_update", propagate=True)
def _refuse_update(mapper: Mapper[Any], connection: object, target: object) -> None:
    raise WrittenOnceError(f"{mapper.class_.__name__} is written once: add a row instead")


@event.listens_for(AppendOnly, "before_delete", propagate=True)
def _refuse_delete(mapper: Mapper[Any], connection: object, target: object) -> None:
    raise WrittenOnceError(f"{mapper.class_.__name__} is never deleted")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, AppendOnly):
        raise WrittenOnceError(f"{mapper.class_.__name__} is written once: add a row instead")
