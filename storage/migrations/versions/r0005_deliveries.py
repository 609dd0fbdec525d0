"""What channels that may deliver twice call what they delivered.

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["envoi_id"],
            ["envoi.id"],
            name=op.f("fk_delivery_envoi_id_envoi"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_envoi_id"), "delivery", ["envoi_id"])


def downgrade() -> None:
    op.drop_table("delivery")
