"""Documents read from written pages, as the pipeline does."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.fields import read_document
from models.documents import FieldSpec, Kind
from models.geometry import Box
from models.reading import Document, DocumentDraft, Field, PageReading


def read(kind: str, *pages: PageReading) -> Document:
    """The pages as one document of type `kind`."""
    readings = dict(enumerate(pages, start=1))
    return read_document(DocumentDraft(tuple(readings), kind, 0.9), readings)


def values(fields: Mapping[str, Field]) -> dict[str, str]:
    return {name: field.value for name, field in fields.items()}


def rows(document: Document, table: str) -> list[dict[str, str]]:
    return [values(row) for row in document.lines[table]]


def choice(labels: tuple[str, ...] = (), **options: tuple[str, ...]) -> FieldSpec:
    """A field of several choices: value -> words."""
    return FieldSpec(libelle="Choix", genre=Kind.CHOIX, etiquettes=labels, choix=options)


def holds(outer: Box, inner: Box) -> bool:
    slack = 1e-9
    return (
        outer.x0 - slack <= inner.x0
        and outer.y0 - slack <= inner.y0
        and inner.x1 <= outer.x1 + slack
        and inner.y1 <= outer.y1 + slack
    )
