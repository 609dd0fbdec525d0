"""What reviewers do: holds, acts and their undoing, comments, letters, versions of pages.

Revision: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_WRITTEN_ONCE = {"deed": "seq", "page_version": "seq"}


def _added() -> dict[str, list[sa.Column[object]]]:
    """New columns by table."""
    return {
        "decision": [
            sa.Column("raw", sa.Text()),
            sa.Column("page", sa.Integer()),
            sa.Column("box", sa.JSON()),
            sa.Column("undoes", _SERIAL),
            sa.Column("carries", _SERIAL),
        ],
        "document": [_revision(), sa.Column("reading_seq", _SERIAL)],
        "dossier": [
            sa.Column("etape", sa.String(24), nullable=False, server_default="a_traiter"),
            sa.Column("rappel_le", sa.Date()),
            _revision(),
        ],
        "finding": [sa.Column("levee", _SERIAL)],
        "lot": [_revision()],
        "page": [sa.Column("version_seq", _SERIAL)],
    }


def _revision() -> sa.Column[object]:
    return sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0"))


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index(op.f("ix_dossier_etape_deadline"), "dossier", ["etape", "deadline"])
    op.create_table(
        "hold",
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("active_at", _TIME, nullable=False),
        sa.Column("lost_by", sa.Text()),
        _refers("hold", "dossier_id", "dossier.id"),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_holder"), "hold", ["holder"])
    op.create_table(
        "deed",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text()),
        sa.Column("undoes", _SERIAL),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        _refers("deed", "dossier_id", "dossier.id"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_deed")),
    )
    op.create_index(op.f("ix_deed_dossier_id_seq"), "deed", ["dossier_id", "seq"])
    op.create_index(op.f("ix_deed_actor_seq"), "deed", ["actor", "seq"])
    op.create_index(op.f("ix_deed_undoes"), "deed", ["undoes"])
    op.create_table(
        "deed_thing",
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("deed_seq", _SERIAL, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("thing", "deed_seq", name=op.f("pk_deed_thing")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        _refers("comment", "dossier_id", "dossier.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_dossier_id_id"), "comment", ["dossier_id", "id"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("medical", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        _refers("letter", "dossier_id", "dossier.id"),
        _refers("letter", "pdf_sha256", "blob.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_dossier_id_id"), "letter", ["dossier_id", "id"])
    op.create_table(
        "page_version",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("page_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("dpi", sa.Integer()),
        sa.Column("image_sha256", sa.Text()),
        sa.Column("reading", sa.JSON()),
        sa.Column("reader_version", sa.Text()),
        sa.Column("unread_why", sa.Text()),
        sa.Column("at", _TIME, nullable=False),
        _refers("page_version", "page_id", "page.id"),
        _refers("page_version", "image_sha256", "blob.sha256"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_page_version")),
    )
    op.create_index(op.f("ix_page_version_page_id_seq"), "page_version", ["page_id", "seq"])
    op.create_index(op.f("ix_page_version_image_sha256"), "page_version", ["image_sha256"])
    for table, key in _WRITTEN_ONCE.items():
        protect(table, key=key)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="RESTRICT")


def downgrade() -> None:
    for table in _WRITTEN_ONCE:
        unprotect(table)
    for table in ("page_version", "letter", "comment", "deed_thing", "deed", "hold"):
        op.drop_table(table)
    op.drop_index(op.f("ix_dossier_etape_deadline"), "dossier")
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
