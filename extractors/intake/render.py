"""The one door to pages: `open_source` gives what renders the pages of any file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.intake.kinds import Kind
from extractors.intake.limits import Limits
from extractors.intake.pdf import PdfFile
from extractors.intake.pictures import Picture
from extractors.intake.rendered import RenderedPage, Source

__all__ = ["RenderedPage", "Source", "open_source"]


@contextmanager
def open_source(source: bytes | Path, kind: Kind, limits: Limits | None = None) -> Iterator[Source]:
    """`source` opened as the `kind` that it is; `BadInput` when it cannot be."""
    if not kind.has_pages:
        raise ValueError(f"{kind} has no pages to render")
    opened: Source = PdfFile(source, limits) if kind is Kind.PDF else Picture(source, kind, limits)
    try:
        yield opened
    finally:
        opened.close()
