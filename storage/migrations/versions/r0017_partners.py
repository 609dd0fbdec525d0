"""Partners who follow from outside what is theirs, their invitations, what providers asked.

Revision: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "partner_access",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("organisme", sa.Text()),
        sa.Column("employeur", sa.Text()),
        sa.Column("assure_id", sa.Text()),
        sa.Column("inpe", sa.Text()),
        sa.Column("ice", sa.Text()),
        sa.Column("account_id", sa.Text()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", _TIME),
        sa.ForeignKeyConstraint(
            ["assure_id"],
            ["assure.id"],
            name=op.f("fk_partner_access_assure_id_assure"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_partner_access_account_id_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_access")),
        sa.UniqueConstraint("account_id", name=op.f("uq_partner_access_account_id")),
    )
    op.create_index(op.f("ix_partner_access_assure_id"), "partner_access", ["assure_id"])
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("access_id", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["partner_access.id"],
            name=op.f("fk_invitation_access_id_partner_access"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_access_id"), "invitation", ["access_id"])
    op.create_table(
        "situation_check",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("access_id", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["partner_access.id"],
            name=op.f("fk_situation_check_access_id_partner_access"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_situation_check")),
    )
    op.create_index(op.f("ix_situation_check_access_id_at"), "situation_check", ["access_id", "at"])
    protect("situation_check", key="seq")


def downgrade() -> None:
    unprotect("situation_check")
    for table in ("situation_check", "invitation", "partner_access"):
        op.drop_table(table)
