"""When a step was begun, so that how long each takes can be told.

Revision: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step", sa.Column("begun_at", sa.DateTime(timezone=True)))
    op.create_index(op.f("ix_step_done_at"), "step", ["done_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_step_done_at"), "step")
    op.drop_column("step", "begun_at")
