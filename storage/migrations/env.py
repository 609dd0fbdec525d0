"""Run by alembic: migrations on the connection, and in the transaction, of `upgrade`."""

from __future__ import annotations

from alembic import context

from models.entities import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
