"""Forms learned from corrected papers, which of them a proposal came from; values checked afterwards.

Revision: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_WRITTEN_ONCE = {
    "form_version": "seq",
    "form_lesson": "seq",
    "control": "id",
    "control_answer": "seq",
}


def upgrade() -> None:
    op.add_column("proposal", sa.Column("form", sa.Text()))
    op.create_index(op.f("ix_proposal_form"), "proposal", ["form"])
    op.create_table(
        "known_form",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("aside", sa.JSON(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_form")),
        sa.UniqueConstraint("number", name=op.f("uq_known_form_number")),
    )
    op.create_index(op.f("ix_known_form_state"), "known_form", ["state"])
    op.create_table(
        "form_version",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        _refers("form_version", "form_id", "known_form"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_form_version")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_form_version_form_id_version")),
    )
    op.create_table(
        "form_lesson",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("decision_seq", _SERIAL, nullable=False),
        sa.Column("document_id", sa.Text()),
        sa.Column("form_id", sa.Text()),
        sa.Column("at", _TIME, nullable=False),
        _refers("form_lesson", "document_id", "document"),
        _refers("form_lesson", "form_id", "known_form"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_form_lesson")),
        sa.UniqueConstraint("document_id", name=op.f("uq_form_lesson_document_id")),
    )
    op.create_table(
        "control",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("form", sa.Text()),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text()),
        sa.Column("at", _TIME, nullable=False),
        _refers("control", "dossier_id", "dossier"),
        _refers("control", "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control")),
        sa.UniqueConstraint(
            "document_id", "name", "kind", name=op.f("uq_control_document_id_name_kind")
        ),
    )
    op.create_index(op.f("ix_control_dossier_id_id"), "control", ["dossier_id", "id"])
    op.create_table(
        "control_answer",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("control_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        _refers("control_answer", "control_id", "control"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_control_answer")),
        sa.UniqueConstraint("control_id", name=op.f("uq_control_answer_control_id")),
    )
    for table, key in _WRITTEN_ONCE.items():
        protect(table, key=key)


def downgrade() -> None:
    for table in _WRITTEN_ONCE:
        unprotect(table)
    op.drop_table("control_answer")
    op.drop_table("control")
    op.drop_table("form_lesson")
    op.drop_table("form_version")
    op.drop_table("known_form")
    op.drop_index(op.f("ix_proposal_form"), "proposal")
    op.drop_column("proposal", "form")


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
