"""Values keyed again whenever they change, and what a third person says of two; dates to count by.

Revision: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_FIELD = ["document_id", "name", "kind"]
_ONCE = "uq_control_document_id_name_kind"
_ASKED = (("decision", "at"), ("decision", "undoes"), ("deed", "at"), ("judgement", "at"))
"""What happened in a period, and what was taken back, is found without a look at all the rest."""


def upgrade() -> None:
    _asked_for(once=False)
    op.create_index(op.f("ix_control_document_id_name_kind"), "control", _FIELD)
    op.create_table(
        "control_verdict",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("control_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("decision_seq", _SERIAL),
        sa.Column("at", _TIME, nullable=False),
        _refers("control_verdict", "control_id", "control"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_control_verdict")),
    )
    op.create_index(op.f("ix_control_verdict_control_id"), "control_verdict", ["control_id"])
    protect("control_verdict", key="seq")
    for table, column in _ASKED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in _ASKED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    unprotect("control_verdict")
    op.drop_table("control_verdict")
    op.drop_index(op.f("ix_control_document_id_name_kind"), "control")
    _asked_for(once=True)


def _asked_for(*, once: bool) -> None:
    """Have a field checked once for each reason, or again when it changes.

    SQLite changes no constraint: there both tables are made anew, the answers first taken away.
    """
    for table in ("control_answer", "control"):
        unprotect(table)
    if once:  # of several controls of a field the first stays
        # the names are constants of this file, nobody's words
        first = f"SELECT min(id) FROM control GROUP BY {', '.join(_FIELD)}"  # nosec B608
        op.execute(f"DELETE FROM control_answer WHERE control_id NOT IN ({first})")  # nosec B608
        op.execute(f"DELETE FROM control WHERE id NOT IN ({first})")  # nosec B608
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(once=once)
    elif once:
        op.create_unique_constraint(op.f(_ONCE), "control", _FIELD)
    else:
        op.drop_constraint(op.f(_ONCE), "control", type_="unique")
    protect("control", key="id")
    protect("control_answer", key="seq")


def _made_anew(*, once: bool) -> None:
    for table in ("control", "control_answer"):
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")  # nosec B608 # constants
    op.drop_table("control_answer")
    op.drop_table("control")
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
        *([sa.UniqueConstraint(*_FIELD, name=op.f(_ONCE))] if once else []),
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
    for table in ("control", "control_answer"):
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # nosec B608 # constants
        op.execute(f"DROP TABLE kept_{table}")


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
