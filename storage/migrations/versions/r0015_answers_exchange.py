"""The company's answers, réclamations, and what the claims system is told of dossiers.

Revision: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ACCEPTED = """
INSERT INTO exchange_entry (seq, dossier_id, accepted, at)
SELECT row_number() OVER (ORDER BY id), id, true, created_at FROM dossier
WHERE etape IN ('valide', 'repondu') OR (statut = 'complet' AND etape = 'a_traiter')
"""
_KEPT = (
    "id, dossier_id, decision, decided_on, amount, reason, numero, source, document_id, envoi_id, "
    "line, state, breaches, until, letter_id, actor, at"
)
"""Columns of an answer that nobody changes: all but `cancelled`."""


def upgrade() -> None:
    op.create_table(
        "company_answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(24), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("amount", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("numero", sa.Text()),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("document_id", sa.Text()),
        sa.Column("envoi_id", sa.Text()),
        sa.Column("line", sa.Integer()),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("breaches", sa.JSON(), nullable=False),
        sa.Column("until", _TIME),
        sa.Column("letter_id", sa.Text()),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        *_refer("company_answer", "dossier", "document", "envoi", "letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_answer")),
    )
    for columns in (("dossier_id", "id"), ("at",), ("document_id",), ("envoi_id",), ("until",)):
        name = op.f(f"ix_company_answer_{'_'.join(columns)}")
        op.create_index(name, "company_answer", list(columns))
    op.create_table(
        "reclamation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("numero", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text()),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text()),
        sa.Column("envoi_id", sa.Text()),
        sa.Column("recipient", sa.Text()),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("deadline", _TIME, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("letter_id", sa.Text()),
        sa.Column("answered_at", _TIME),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        *_refer("reclamation", "dossier", "document", "envoi", "letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reclamation")),
        sa.UniqueConstraint("numero", name=op.f("uq_reclamation_numero")),
        sa.UniqueConstraint("document_id", name=op.f("uq_reclamation_document_id")),
    )
    for columns in (("state", "deadline"), ("dossier_id",), ("envoi_id",)):
        name = op.f(f"ix_reclamation_{'_'.join(columns)}")
        op.create_index(name, "reclamation", list(columns))
    op.create_table(
        "exchange_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        *_refer("exchange_entry", "dossier"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_exchange_entry")),
    )
    name = op.f("ix_exchange_entry_dossier_id_seq")
    op.create_index(name, "exchange_entry", ["dossier_id", "seq"])
    op.execute(_ACCEPTED)
    protect("exchange_entry", key="seq")
    _protect_answers()


def downgrade() -> None:
    unprotect("exchange_entry")
    op.drop_table("exchange_entry")
    op.drop_table("reclamation")
    for what in ("change", "delete"):
        on = "" if op.get_bind().dialect.name == "sqlite" else " ON company_answer"
        op.execute(f"DROP TRIGGER company_answer_no_{what}{on}")
    op.drop_table("company_answer")


def _refer(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{other}_id"],
            [f"{other}.id"],
            name=op.f(f"fk_{table}_{other}_id_{other}"),
            ondelete="RESTRICT",
        )
        for other in others
    ]


def _protect_answers() -> None:
    """What an answer says is written once; that it is cancelled may change."""
    if op.get_bind().dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'company_answer is written once'); END"
    else:
        refuse = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for what, when in (("change", f"UPDATE OF {_KEPT}"), ("delete", "DELETE")):
        op.execute(
            f"CREATE TRIGGER company_answer_no_{what} BEFORE {when} ON company_answer {refuse}"
        )
