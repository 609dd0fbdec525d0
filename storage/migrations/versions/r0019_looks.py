"""Looks of people of the house at medical secrets.

Revision: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_look")),
        sa.UniqueConstraint("thing", "actor", "hour", name=op.f("uq_look_thing_actor_hour")),
    )
    op.create_index(op.f("ix_look_actor_seq"), "look", ["actor", "seq"])
    op.create_index(op.f("ix_look_hour"), "look", ["hour"])
    protect("look", key="seq")


def downgrade() -> None:
    unprotect("look")
    op.drop_table("look")
