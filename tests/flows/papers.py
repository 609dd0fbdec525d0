"""Papers without paper: readings of pages and documents, made of words."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import undefer

from extractors.pages.source import KeptPage
from flows.intake.deposits import Deposit
from flows.workplace import Workplace
from models.entities import Envoi
from models.geometry import Box
from models.reading import Barcode, Document, Field, How, PageReading, Rotation, Word

NOON = datetime(2025, 11, 5, 12, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0 une image"
"""Stands for a page image: the flows keep it and do not look at it."""


def reading(*lines: str, barcode: str | None = None, blank: bool = False) -> PageReading:
    """A page that bears these lines, from the top."""
    words = []
    for number, line in enumerate(lines):
        y, x = 0.05 + 0.03 * number, 0.08
        for text in line.split():
            width = 0.011 * len(text)
            words.append(
                Word(text, Box(x, y, min(x + width, 1.0), y + 0.018), 0.96, How.OCR, number)
            )
            x = min(x + width + 0.01, 0.98)
    codes = (Barcode(barcode, "QRCode", Box(0.4, 0.4, 0.6, 0.55)),) if barcode else ()
    return PageReading(
        Rotation(0), 0.99, 0.0, blank, 1654, 2339, 200, tuple(words), codes, reader="essai"
    )


def kept(*lines: str) -> KeptPage:
    """A page read, with its image."""
    return KeptPage(reading(*lines), JPEG)


def read(value: str, confidence: float = 0.95) -> Field:
    return Field(value, value, confidence, 1, Box(0.1, 0.1, 0.3, 0.12), How.OCR)


def paper(type: str, **fields: str) -> Document:
    """A document of one page of this type whose fields were all read well."""
    found = {name: read(value) for name, value in fields.items()}
    return Document((1,), type, 0.95, found)


def one_file(name: str, data: bytes) -> Deposit:
    return Deposit(name, ((name, data),))


def envoi_of(place: Workplace, envoi_id: str) -> Envoi:
    with place.database.reading() as session:
        return session.get_one(Envoi, envoi_id, options=[undefer(Envoi.mail)])
