"""The second paper of a sheet, noted beside the document that the sheet is (DOMAIN §1).

A card photocopied under another is evidence for a checklist as if it lay on a sheet of its own,
until a person parts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from extractors.fields import read_document
from extractors.types import second_paper
from models.geometry import Box
from models.reading import Document, DocumentDraft, Field, PageReading


def noted_on(pages: Mapping[int, PageReading]) -> Document | None:
    """The first second paper that these pages bear, with what it says."""
    for number, reading in pages.items():
        found = second_paper(reading, number)
        if found is not None:
            page, second, place = found
            draft = DocumentDraft((number,), page.type, page.confidence)
            read = read_document(draft, {number: second})
            fields = {name: _lowered(field, place) for name, field in read.fields.items()}
            return replace(read, fields=fields, marks={})
    return None


def besides(host: Document, noted: Document | None) -> Iterable[Document]:
    """The paper noted beside a document, unless it is the other side of the same."""
    return [noted] if noted is not None and noted.type != host.type else []


def _lowered(field: Field, by: float) -> Field:
    """The field where it stands on the whole sheet."""
    box = field.box
    if box is None:
        return field
    return replace(field, box=Box(box.x0, min(1.0, box.y0 + by), box.x1, min(1.0, box.y1 + by)))
