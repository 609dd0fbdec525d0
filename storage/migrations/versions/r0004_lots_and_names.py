"""Lots of a bordereau of their own; dossiers found by the names and numbers of their people.

Revision: 0004
"""

from __future__ import annotations

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MANY = 1000


def upgrade() -> None:
    op.add_column("lot", sa.Column("bordereau", sa.Text()))
    op.create_table(
        "dossier_word",
        sa.Column("word", _WORD, nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_word_dossier_id_dossier"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("word", "dossier_id", name=op.f("pk_dossier_word")),
    )
    op.create_index(op.f("ix_dossier_word_dossier_id"), "dossier_word", ["dossier_id"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """The words of the dossiers that are there already."""
    found = connection.execute(sa.text("SELECT id, assure, beneficiaire FROM dossier"))
    rows = [
        {"word": word, "dossier_id": id}
        for id, *people in found.all()
        for word in sorted({w for person in people for w in _words(person)})
    ]
    table = sa.table("dossier_word", sa.column("word"), sa.column("dossier_id"))
    for start in range(0, len(rows), _MANY):
        connection.execute(sa.insert(table), rows[start : start + _MANY])


def _words(person: object) -> list[str]:
    """As they were folded when this was written: a migration does not follow later code."""
    known = json.loads(person) if isinstance(person, str) else person
    if not isinstance(known, dict):
        return []
    names = f"{known.get('nom') or ''} {known.get('prenom') or ''}"
    plain = unicodedata.normalize("NFKD", names).encode("ascii", "ignore").decode().upper()
    numbers = [known.get(n) for n in ("numero_immatriculation", "matricule")]
    bare = [re.sub(r"[^A-Z0-9]", "", str(n).upper()) for n in numbers if n]
    return [*re.findall(r"[A-Z0-9]+", plain), *filter(None, bare)]


def downgrade() -> None:
    op.drop_table("dossier_word")
    op.drop_column("lot", "bordereau")
