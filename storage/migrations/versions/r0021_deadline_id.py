"""All dossiers in the order of the queue, told by an index alone.

Revision: 0021
"""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NAME = "ix_dossier_deadline"


def upgrade() -> None:
    op.create_index(op.f(f"{_NAME}_id"), "dossier", ["deadline", "id"])
    op.drop_index(op.f(_NAME), "dossier")


def downgrade() -> None:
    op.create_index(op.f(_NAME), "dossier", ["deadline"])
    op.drop_index(op.f(f"{_NAME}_id"), "dossier")
