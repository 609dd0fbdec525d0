"""Where documents begin and end in a stream of pages."""

from extractors.documents.cut import VERSION, as_one_document, cut_documents

__all__ = ["VERSION", "as_one_document", "cut_documents"]
