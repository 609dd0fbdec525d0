"""The first shape: envois, pages, documents, dossiers, lots, the record, the audit trail.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.write_once import protect, unprotect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WRITTEN_ONCE = ("proposal", "decision", "judgement", "finding", "audit_entry")


def upgrade() -> None:
    op.create_table(
        "assure",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text()),
        sa.Column("numero_immatriculation", sa.Text()),
        sa.Column("matricule", sa.Text()),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("prenom", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("cin", sa.Text()),
        sa.Column("date_naissance", sa.Date()),
        sa.Column("lien", sa.Text(), nullable=False),
        sa.Column("numero_immatriculation_assure", sa.Text()),
        sa.Column("date_effet", sa.Date()),
        sa.Column("rib", sa.Text()),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assure")),
        sa.UniqueConstraint("key", name=op.f("uq_assure_key")),
    )
    op.create_index(op.f("ix_assure_cin"), "assure", ["cin"])
    op.create_index(op.f("ix_assure_matricule"), "assure", ["matricule"])
    op.create_index(op.f("ix_assure_name_key"), "assure", ["name_key"])
    op.create_index(op.f("ix_assure_numero_immatriculation"), "assure", ["numero_immatriculation"])
    op.create_index(
        op.f("ix_assure_numero_immatriculation_assure"), "assure", ["numero_immatriculation_assure"]
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("why", sa.Text()),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_index(op.f("ix_audit_entry_actor"), "audit_entry", ["actor"])
    op.create_index(op.f("ix_audit_entry_thing"), "audit_entry", ["thing"])
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_blob_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_index(op.f("ix_blob_key_id"), "blob", ["key_id"])
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "decision",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("thing_kind", sa.String(24), nullable=False),
        sa.Column("thing_id", sa.Text(), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("row_index", sa.Integer()),
        sa.Column("column_name", sa.Text()),
        sa.Column("value", sa.Text()),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision")),
    )
    op.create_index(
        op.f("ix_decision_thing_kind_thing_id_seq"), "decision", ["thing_kind", "thing_id", "seq"]
    )
    op.create_table(
        "envoi",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("numero", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("sender", sa.Text()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisme", sa.Text()),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("duplicate_of", sa.Text()),
        sa.Column("mail", sa.JSON()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["duplicate_of"],
            ["envoi.id"],
            name=op.f("fk_envoi_duplicate_of_envoi"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envoi")),
        sa.UniqueConstraint("numero", name=op.f("uq_envoi_numero")),
    )
    op.create_index(op.f("ix_envoi_received_at"), "envoi", ["received_at"])
    op.create_index(op.f("ix_envoi_sha256"), "envoi", ["sha256"])
    op.create_index(op.f("ix_envoi_state"), "envoi", ["state"])
    op.create_table(
        "lot",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("numero", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column("nature", sa.String(24), nullable=False),
        sa.Column("prestation", sa.String(24), nullable=False),
        sa.Column("etablissement", sa.Text()),
        sa.Column("statut", sa.String(24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("numero", name=op.f("uq_lot_numero")),
    )
    op.create_index(
        op.f("ix_lot_statut_organisme_nature_prestation"),
        "lot",
        ["statut", "organisme", "nature", "prestation"],
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("assure", sa.JSON(), nullable=False),
        sa.Column("beneficiaire", sa.JSON(), nullable=False),
        sa.Column("prestation", sa.String(24)),
        sa.Column("statut", sa.String(24), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("forclos_le", sa.Date()),
        sa.Column("deposited_at", sa.DateTime(timezone=True)),
        sa.Column("lot_id", sa.Text()),
        sa.Column("rattache_a", sa.Text()),
        sa.Column("signalements", sa.JSON(), nullable=False),
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_dossier_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_dossier_lot_id_lot"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["rattache_a"],
            ["dossier.id"],
            name=op.f("fk_dossier_rattache_a_dossier"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")),
    )
    op.create_index(op.f("ix_dossier_deadline"), "dossier", ["deadline"])
    op.create_index(op.f("ix_dossier_envoi_id"), "dossier", ["envoi_id"])
    op.create_index(op.f("ix_dossier_lot_id"), "dossier", ["lot_id"])
    op.create_index(op.f("ix_dossier_statut_deadline"), "dossier", ["statut", "deadline"])
    op.create_table(
        "refusal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("envoi_id", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_refusal_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["blob.sha256"], name=op.f("fk_refusal_sha256_blob"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_envoi_id"), "refusal", ["envoi_id"])
    op.create_index(op.f("ix_refusal_sha256"), "refusal", ["sha256"])
    op.create_index(op.f("ix_refusal_state"), "refusal", ["state"])
    op.create_table(
        "source_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("first_page", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["envoi_id"],
            ["envoi.id"],
            name=op.f("fk_source_file_envoi_id_envoi"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["blob.sha256"],
            name=op.f("fk_source_file_sha256_blob"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file")),
        sa.UniqueConstraint("envoi_id", "ordinal", name=op.f("uq_source_file_envoi_id_ordinal")),
    )
    op.create_index(op.f("ix_source_file_sha256"), "source_file", ["sha256"])
    op.create_table(
        "step",
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_step_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("envoi_id", "name", "version", name=op.f("pk_step")),
    )
    op.create_index(op.f("ix_step_state"), "step", ["state"])
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("type_confidence", sa.Double(), nullable=False),
        sa.Column("cut_confidence", sa.Double(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_document_dossier_id_dossier"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_document_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("envoi_id", "position", name=op.f("uq_document_envoi_id_position")),
    )
    op.create_index(op.f("ix_document_dossier_id"), "document", ["dossier_id"])
    op.create_index(op.f("ix_document_type"), "document", ["type"])
    op.create_table(
        "judgement",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("statut", sa.String(24), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("checklist_version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_judgement_dossier_id_dossier"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_dossier_id_seq"), "judgement", ["dossier_id", "seq"])
    op.create_table(
        "page",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("envoi_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_file_id", sa.Text(), nullable=False),
        sa.Column("file_index", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("dpi", sa.Integer()),
        sa.Column("image_sha256", sa.Text()),
        sa.Column("reading", sa.JSON()),
        sa.Column("reader_version", sa.Text()),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("confidential_why", sa.Text()),
        sa.Column("unread_why", sa.Text()),
        sa.CheckConstraint("number >= 1", name=op.f("ck_page_number")),
        sa.CheckConstraint("rotation in (0, 90, 180, 270)", name=op.f("ck_page_rotation")),
        sa.ForeignKeyConstraint(
            ["envoi_id"], ["envoi.id"], name=op.f("fk_page_envoi_id_envoi"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["image_sha256"],
            ["blob.sha256"],
            name=op.f("fk_page_image_sha256_blob"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_file_id"],
            ["source_file.id"],
            name=op.f("fk_page_source_file_id_source_file"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("envoi_id", "number", name=op.f("uq_page_envoi_id_number")),
    )
    op.create_index(op.f("ix_page_image_sha256"), "page", ["image_sha256"])
    op.create_index(op.f("ix_page_source_file_id"), "page", ["source_file_id"])
    op.create_table(
        "document_page",
        sa.Column("page_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_page_document_id_document"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["page.id"],
            name=op.f("fk_document_page_page_id_page"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_document_page")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_document_page_document_id_position")
        ),
    )
    op.create_table(
        "finding",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("judgement_seq", _SERIAL, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exigence", sa.Text(), nullable=False),
        sa.Column("resultat", sa.String(24), nullable=False),
        sa.Column("gravite", sa.String(24), nullable=False),
        sa.Column("raison", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_seq"],
            ["judgement.seq"],
            name=op.f("fk_finding_judgement_seq_judgement"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_finding")),
        sa.UniqueConstraint(
            "judgement_seq", "position", name=op.f("uq_finding_judgement_seq_position")
        ),
    )
    op.create_table(
        "proposal",
        sa.Column("seq", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("row_index", sa.Integer()),
        sa.Column("column_name", sa.Text()),
        sa.Column("value", sa.Text()),
        sa.Column("raw", sa.Text()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("box", sa.JSON()),
        sa.Column("how", sa.String(24)),
        sa.Column("controle", sa.Text()),
        sa.Column("rivals", sa.JSON()),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_proposal_document_id_document"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_document_id_seq"), "proposal", ["document_id", "seq"])

    for table in _WRITTEN_ONCE:
        protect(table, key="seq")


def downgrade() -> None:
    for table in _WRITTEN_ONCE:
        unprotect(table)
    for table in (
        "proposal",
        "finding",
        "document_page",
        "page",
        "judgement",
        "document",
        "step",
        "source_file",
        "refusal",
        "dossier",
        "lot",
        "envoi",
        "decision",
        "counter",
        "blob",
        "audit_entry",
        "assure",
    ):
        op.drop_table(table)
