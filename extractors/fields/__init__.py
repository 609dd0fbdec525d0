"""What a document says: its fields and table lines, each with its place and confidence."""

from extractors.fields.read import VERSION, read_document, reading_document

__all__ = ["VERSION", "read_document", "reading_document"]
