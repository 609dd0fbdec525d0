"""Document types as data: one TOML file a type (DOMAIN §2 and §3)."""

from models.documents.schema import (
    Column,
    DocumentType,
    FieldSpec,
    Heading,
    Kind,
    MarkSpec,
    Place,
    TableSpec,
    Title,
    document_type,
    document_types,
    secret_type,
)

__all__ = [
    "Column",
    "DocumentType",
    "FieldSpec",
    "Heading",
    "Kind",
    "MarkSpec",
    "Place",
    "TableSpec",
    "Title",
    "document_type",
    "document_types",
    "secret_type",
]
