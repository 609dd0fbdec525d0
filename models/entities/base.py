"""What all entities share: the declarative base and the column types.

The types behave alike on SQLite and PostgreSQL. Times are aware, kept in UTC. Text
never holds what a database refuses (NUL, half a surrogate pair), whatever a PDF or a
file name brings: such a character becomes U+FFFD. JSON is kept as it is written
(`json`, not `jsonb`), so that keys keep their order and any text passes.
"""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from sqlalchemy import JSON, BigInteger, Dialect, Enum, ForeignKey, Integer, MetaData, Text
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from models.entities.ids import new_id

JsonObject: TypeAlias = dict[str, Any]
JsonList: TypeAlias = list[Any]

_REFUSED = re.compile("[\x00\ud800-\udfff]")


def safe_text(text: str) -> str:
    """`text` with U+FFFD for the characters that no database takes."""
    return _REFUSED.sub("\ufffd", text)


def utcnow() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; a naive one is refused, for nobody knows what it means."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without its zone: {value.isoformat()}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text of any length, without the characters that no database takes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else safe_text(value)


def _values(names: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in names]


BigSerial = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives, in the order of insertion."""

Id: TypeAlias = Annotated[str, mapped_column(Text, primary_key=True, default=new_id)]
"""The identifier of an entity: time-ordered, made by `new_id`."""

Seq: TypeAlias = Annotated[int, mapped_column(BigSerial, primary_key=True, autoincrement=True)]
"""The key of an append-only row: the database's own order."""


class Base(DeclarativeBase):
    """Base of every entity. Constraints are named, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: SafeText(),
        datetime: UtcDateTime(),
        JsonObject: JSON(none_as_null=True),
        JsonList: JSON(none_as_null=True),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=False,
            length=24,
            values_callable=_values,
        ),
    }


def refers(target: str) -> ForeignKey:
    """A foreign key that nothing crosses: a row that others cite is not deleted."""
    return ForeignKey(target, ondelete="RESTRICT")
