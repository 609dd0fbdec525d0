"""Mail on its way out.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "out_mail",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("in_reply_to", sa.Text()),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("envoi_id", sa.Text()),
        sa.Column("dossier_id", sa.Text()),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("why", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_out_mail_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_out_mail_dossier_id_dossier"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_out_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_out_mail_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_out_mail_message_id")),
    )
    op.create_index(op.f("ix_out_mail_envoi_id"), "out_mail", ["envoi_id"])
    op.create_index(op.f("ix_out_mail_dossier_id"), "out_mail", ["dossier_id"])
    op.create_index(op.f("ix_out_mail_state"), "out_mail", ["state"])


def downgrade() -> None:
    op.drop_table("out_mail")
