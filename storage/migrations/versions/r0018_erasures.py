"""Erasures, and the dossiers that may not be erased.

Revision: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("number", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("sought", sa.JSON()),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("prepared_at", _TIME, nullable=False),
        sa.Column("confirmed_by", sa.Text()),
        sa.Column("at", _TIME),
        sa.Column("outcome", sa.JSON()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_erasure")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", _TIME, nullable=False),
        sa.Column("lifted_by", sa.Text()),
        sa.Column("lifted_at", _TIME),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_legal_hold_dossier_id_dossier"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )  # fmt: skip
    op.create_index(op.f("ix_legal_hold_dossier_id"), "legal_hold", ["dossier_id"])
    op.add_column("page", sa.Column("erased_at", _TIME))


def downgrade() -> None:
    op.drop_column("page", "erased_at")
    op.drop_table("legal_hold")
    op.drop_table("erasure")
