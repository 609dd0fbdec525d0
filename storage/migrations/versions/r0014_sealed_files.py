"""Stored files sealed: a key each, wrapped by a master key kept elsewhere.

Revision: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "master_key",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_master_key")),
    )
    op.create_table(
        "data_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary()),
        sa.Column("master", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("destroyed_at", _TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.add_column("blob", sa.Column("stored_sha256", sa.Text()))
    op.add_column("blob", sa.Column("stored_size", sa.BigInteger()))
    op.add_column("blob", sa.Column("erased_at", _TIME))
    op.create_index(op.f("ix_blob_stored_sha256"), "blob", ["stored_sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_blob_stored_sha256"), "blob")
    for name in ("erased_at", "stored_size", "stored_sha256"):
        op.drop_column("blob", name)
    op.drop_table("data_key")
    op.drop_table("master_key")
