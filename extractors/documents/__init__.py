"""Where documents begin and end in a stream of pages."""

from extractors.documents.cut import VERSION, cut_documents

__all__ = ["VERSION", "cut_documents"]
