"""Versions of the recognition of types taught by corrections, and thresholds that follow the error observed.

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_WRITTEN_ONCE = {"typing_version": "number", "typing_use": "seq", "threshold": "seq"}


def upgrade() -> None:
    op.create_table(
        "typing_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_typing_version")),
    )
    op.create_table(
        "typing_use",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_typing_use")),
    )
    op.create_table(
        "threshold",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("of", sa.String(24), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("least", sa.Double(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("drifts", sa.Boolean(), nullable=False),
        sa.Column("target", sa.Double()),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_threshold")),
    )
    op.create_index(op.f("ix_threshold_of_key_seq"), "threshold", ["of", "key", "seq"])
    for table, key in _WRITTEN_ONCE.items():
        protect(table, key=key)


def downgrade() -> None:
    for table in _WRITTEN_ONCE:
        unprotect(table)
        op.drop_table(table)
