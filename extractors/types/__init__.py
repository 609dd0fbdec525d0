"""What a page is: a probability for each document type."""

from extractors.types.classify import VERSION, classify, second_paper

__all__ = ["VERSION", "classify", "second_paper"]
