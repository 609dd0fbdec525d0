"""Senders whom we know, and what the house tells its people by itself.

Revision: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pharmacy",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("inpe", sa.Text()),
        sa.Column("ville", sa.Text()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_pharmacy")),
    )
    op.create_index(op.f("ix_pharmacy_inpe"), "pharmacy", ["inpe"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text()),
        sa.Column("envoi_id", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Text()),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_notice_dossier_id_dossier"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_notice_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(op.f("ix_notice_dossier_id"), "notice", ["dossier_id"])
    op.create_index(op.f("ix_notice_envoi_id"), "notice", ["envoi_id"])
    op.create_index(op.f("ix_notice_closed_at_id"), "notice", ["closed_at", "id"])


def downgrade() -> None:
    for table in ("notice", "pharmacy"):
        op.drop_table(table)
