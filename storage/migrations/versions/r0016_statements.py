"""Statements for partners, every version as it left, and the payrolls that employers give as files.

Revision: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contents_sha256", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("xlsx_sha256", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("why", sa.Text()),
        _blob("statement", "xlsx_sha256"),
        _blob("statement", "pdf_sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint(
            "organisme", "span", "version", name=op.f("uq_statement_organisme_span_version")
        ),
    )
    name = op.f("ix_statement_first_day_organisme")
    op.create_index(name, "statement", ["first_day", "organisme"])
    op.create_table(
        "payroll",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        _blob("payroll", "source_sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll")),
    )
    name = op.f("ix_payroll_organisme_month_id")
    op.create_index(name, "payroll", ["organisme", "month", "id"])
    for table in ("statement", "payroll"):
        protect(table, key="id")


def downgrade() -> None:
    for table in ("statement", "payroll"):
        unprotect(table)
        op.drop_table(table)


def _blob(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["blob.sha256"], name=op.f(f"fk_{table}_{column}_blob"), ondelete="RESTRICT"
    )
