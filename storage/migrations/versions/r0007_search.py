"""Pages found by their text, documents by their numbers, dossiers also by the CIN of their people;
the queue and the latest envois by indexes of their own.

Revision: 0007
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MANY = 500
_NAMES = (
    "assure_cin", "cin", "conjoint_cin", "emetteur_ice", "emetteur_if", "emetteur_inpe", "inpe",
    "matricule", "medecin_inpe", "numero_bordereau", "numero_bulletin", "numero_dossier",
    "numero_facture", "numero_feuille", "numero_immatriculation", "numero_police",
    "numero_prise_en_charge",
)  # fmt: skip
_INDEXES = {
    "ix_dossier_etape_statut_deadline_rappel_le": ["etape", "statut", "deadline", "rappel_le"],
    "ix_dossier_organisme_type": ["organisme", "type"],
}
_WAITING = "etape IN ('a_traiter', 'complement', 'medecin', 'de_cote') AND statut <> 'complet'"
_FTS = (
    "CREATE VIRTUAL TABLE page_text_fts USING fts5(words, content='page_text', content_rowid='seq',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER page_text_added AFTER INSERT ON page_text BEGIN"
    " INSERT INTO page_text_fts(rowid, words) VALUES (new.seq, new.words); END",
    "CREATE TRIGGER page_text_removed AFTER DELETE ON page_text BEGIN"
    " INSERT INTO page_text_fts(page_text_fts, rowid, words) VALUES ('delete', old.seq, old.words);"
    " END",
    "CREATE TRIGGER page_text_changed AFTER UPDATE ON page_text BEGIN"
    " INSERT INTO page_text_fts(page_text_fts, rowid, words) VALUES ('delete', old.seq, old.words);"
    " INSERT INTO page_text_fts(rowid, words) VALUES (new.seq, new.words); END",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "page_text",
        sa.Column("seq", _SEQ, autoincrement=True, nullable=False),
        sa.Column("page_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text() if sqlite else TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_text_page_id_page"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_page_text")),
        sa.UniqueConstraint("page_id", name=op.f("uq_page_text_page_id")),
    )
    for statement in _FTS if sqlite else ():
        op.execute(statement)
    op.create_table(
        "document_number",
        sa.Column("number", _BYTES, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_number_document_id_document"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("number", "document_id", "name", name=op.f("pk_document_number")),
    )
    op.create_index(op.f("ix_document_number_document_id"), "document_number", ["document_id"])
    for name, columns in _INDEXES.items():
        op.create_index(op.f(name), "dossier", columns)
    op.create_index(
        "ix_dossier_waiting",
        "dossier",
        ["deadline", "id"],
        postgresql_where=sa.text(_WAITING),
        sqlite_where=sa.text(_WAITING),
    )
    op.drop_index(op.f("ix_envoi_received_at"), "envoi")
    op.create_index(op.f("ix_envoi_received_at_id"), "envoi", ["received_at", "id"])
    connection = op.get_bind()
    _fill_texts(connection)
    _fill_numbers(connection)
    _fill_cins(connection)
    if not sqlite:  # once filled: an index is quicker made than kept
        op.create_index("ix_page_text_words", "page_text", ["words"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index(op.f("ix_envoi_received_at_id"), "envoi")
    op.create_index(op.f("ix_envoi_received_at"), "envoi", ["received_at"])
    for name in ("ix_dossier_waiting", *_INDEXES):
        op.drop_index(op.f(name), "dossier")
    op.drop_table("document_number")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE page_text_fts")
    op.drop_table("page_text")


# Below, words and numbers are made as they were when this was written: a migration does not
# follow later code.


def _fill_texts(connection: sa.Connection) -> None:
    table = sa.table("page_text", sa.column("page_id"), sa.column("text"), sa.column("words"))
    if connection.dialect.name == "postgresql":
        table = sa.table(
            "page_text", sa.column("page_id"), sa.column("text"), sa.column("words", TSVECTOR())
        )
    read = sa.text(
        "SELECT id, reading FROM page WHERE reading IS NOT NULL AND id > :after ORDER BY id LIMIT :many"
    )
    after = ""
    while rows := connection.execute(read, {"after": after, "many": _MANY}).all():
        after = rows[-1].id
        made = [(row.id, *_said(row.reading)) for row in rows]
        kept = [{"page_id": p, "text": t, "words": w} for p, t, w in made if w]
        if kept:
            connection.execute(sa.insert(table), kept)


def _said(reading: object) -> tuple[str, str]:
    """The text of a reading, a line a line, and the words that it is found by."""
    known = json.loads(reading) if isinstance(reading, str) else reading
    if not isinstance(known, dict):
        return "", ""
    lines: list[list[str]] = []
    found: set[str] = set()
    for _, group in groupby(known.get("words", ()), lambda word: word[-1]):
        words = [_safe(str(word[0])) for word in group]
        lines.append(words)
        found.update(term[:60] for term in _terms(words))
    return "\n".join(map(" ".join, lines)), " ".join(sorted(found))


def _terms(words: Iterable[str]) -> Iterator[str]:
    flat = [part for word in words for part in _folded(word).split()]
    yield from flat
    before = ""
    for digits, group in groupby(flat, str.isdecimal):
        run = list(group)
        if digits:
            if len(run) > 1:
                yield "".join(run)
            if before and len(before) <= 3:
                yield before + "".join(run)
        before = run[-1]


def _folded(text: str) -> str:
    small = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae"))
    return "".join(
        c if c.isalnum() and not "\u2e80" <= c <= "\u9fff" else " "
        for c in plain
        if not unicodedata.combining(c)
    )


def _safe(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _fill_numbers(connection: sa.Connection) -> None:
    names = ", ".join(f"'{name}'" for name in _NAMES)
    read = (  # the names are constants of this file
        f"SELECT DISTINCT document_id AS paper, name, value FROM proposal WHERE target = 'field'"  # nosec B608
        f" AND name IN ({names}) UNION SELECT DISTINCT thing_id, name, value FROM decision WHERE"
        f" target = 'field' AND thing_kind = 'document' AND name IN ({names})"
    )
    rows = {
        (_bare(row.value or ""), row.paper, row.name) for row in connection.execute(sa.text(read))
    }
    _insert(connection, "document_number", ("number", "document_id", "name"), rows)


def _fill_cins(connection: sa.Connection) -> None:
    found = connection.execute(sa.text("SELECT id, assure, beneficiaire FROM dossier"))
    wanted: set[tuple[str, ...]] = set()
    for id, *people in found:
        for person in people:
            known = json.loads(person) if isinstance(person, str) else person
            if isinstance(known, dict):
                wanted.add((_bare(str(known.get("cin") or "")), id))
    there = connection.execute(sa.text("SELECT word, dossier_id FROM dossier_word"))
    _insert(
        connection, "dossier_word", ("word", "dossier_id"), wanted - {tuple(row) for row in there}
    )


def _insert(
    connection: sa.Connection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """Rows whose first value is not empty."""
    table = sa.table(name, *(sa.column(column) for column in columns))
    given = [dict(zip(columns, row, strict=True)) for row in sorted(rows) if row[0]]
    for start in range(0, len(given), _MANY):
        connection.execute(sa.insert(table), given[start : start + _MANY])


def _bare(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())
