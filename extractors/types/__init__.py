"""What a page is: a probability for each document type."""

from extractors.types.classify import VERSION, classify

__all__ = ["VERSION", "classify"]
