"""What the queue counts is told by its index alone, also which dossiers they are.

Revision: 0020
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_NAME = "ix_dossier_etape_statut_deadline_rappel_le"
_COLUMNS = ["etape", "statut", "deadline", "rappel_le"]


def upgrade() -> None:
    op.create_index(op.f(f"{_NAME}_id"), "dossier", [*_COLUMNS, "id"])
    op.drop_index(op.f(_NAME), "dossier")


def downgrade() -> None:
    op.create_index(op.f(_NAME), "dossier", _COLUMNS)
    op.drop_index(op.f(f"{_NAME}_id"), "dossier")
