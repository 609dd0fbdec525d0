"""An office with courier already read: envois, their documents, their dossiers, and people at work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
from sqlalchemy import select

from extractors.pages.source import jpeg
from flows.dossiers.assembly import assemble
from flows.review import Desk, act
from flows.understanding import understand
from flows.workplace import Workplace
from models.entities import Channel, Document, Dossier, EnvoiState
from models.geometry import Box
from models.permissions import Actor, Role
from models.reading import How, PageReading, Word
from storage.records import blobs, documents, envois, pages
from storage.workers import this_worker
from tests.flows.papers import reading

T = TypeVar("T")

NOON = datetime(2025, 11, 5, 12, 0, tzinfo=UTC)
ANNA = Actor("Anna", frozenset({Role.RELECTEUR}))
BRAHIM = Actor("Brahim", frozenset({Role.RELECTEUR}))
DOCTOR = Actor("Dr Chraibi", frozenset({Role.MEDECIN_CONSEIL}))
CHIEF = Actor("Driss", frozenset({Role.GESTIONNAIRE}))
MAILROOM = Actor("Ezzahra", frozenset({Role.COURRIER}))
EVERYBODY = Actor(
    "toutes mains", frozenset({Role.RELECTEUR, Role.MEDECIN_CONSEIL, Role.GESTIONNAIRE})
)

SHEET = (
    "FEUILLE DE SOINS",
    "Organisme : OFPPT Assurance maladie",
    "Numéro d'immatriculation : 204587613",
    "Nom et prénom de l'assuré : EL MANSOURI Abdelkrim",
    "Bénéficiaire des soins : l'assuré lui-même",
    "Médecin traitant : Dr BENNANI Youssef",
    "Montant total : 480,00 DH",
    "Cachet et signature du médecin",
)
PRESCRIPTION = (
    "ORDONNANCE",
    "Dr BENNANI Youssef",
    "Médecin généraliste",
    "Le 12/10/2025",
    "Patient : EL MANSOURI Abdelkrim",
    "AUGMENTIN 1G SACHET 2 fois par jour pendant 7 jours",
    "DOLIPRANE 1000 3 fois par jour",
)
INVOICE = (
    "FACTURE N° F-2025/0187",
    "Pharmacie ATLAS",
    "Date : 12/10/2025",
    "Client : EL MANSOURI Abdelkrim",
    "Désignation Quantité Prix unitaire Montant",
    "AUGMENTIN 1G 1 132,90 132,90",
    "DOLIPRANE 1000 2 14,00 28,00",
    "Total à payer : 160,90 DH",
)
INVOICE_END = (
    "FACTURE N° F-2025/0187",
    "Page 2/2",
    "Arrêtée la présente facture",
    "Cachet et signature",
)
REPORT = (
    "RAPPORT MÉDICAL CONFIDENTIEL",
    "Dr BENNANI Youssef",
    "Patient : EL MANSOURI Abdelkrim",
    "Affection : diabète",
    "Je soussigné certifie que le patient présente",
)


COLUMNS = (0.08, 0.46, 0.6, 0.78)
ROWS = (
    ("Désignation", "Quantité", "Prix unitaire", "Montant"),
    ("AUGMENTIN 1G", "1", "132,90", "132,90"),
    ("DOLIPRANE 1000", "2", "14,00", "28,00"),
    ("SMECTA SACHET", "1", "45,00", "45,00"),
)


def tabled_invoice() -> PageReading:
    """An invoice whose lines stand in columns, as on paper."""
    page = reading("FACTURE N° F-2025/0187", "Pharmacie ATLAS", "Date : 12/10/2025")
    words = list(page.words)
    for number, row in enumerate(ROWS):
        y = 0.3 + 0.03 * number
        for x, cell in zip(COLUMNS, row, strict=True):
            for text in cell.split():
                width = 0.011 * len(text)
                words.append(
                    Word(text, Box(x, y, x + width, y + 0.018), 0.96, How.OCR, 10 + number)
                )
                x += width + 0.01
    total = ("Total", "à", "payer", ":", "205,90", "DH")
    words += [
        Word(text, Box(0.4 + 0.08 * n, 0.5, 0.46 + 0.08 * n, 0.518), 0.96, How.OCR, 30)
        for n, text in enumerate(total)
    ]
    return replace(page, words=tuple(words))


@dataclass(frozen=True, slots=True)
class Bag:
    """An envoi that was read: its papers are in dossiers."""

    envoi_id: str


def bag(
    place: Workplace,
    *sheets: Sequence[str] | PageReading,
    name: str = "sac.pdf",
    organisme: str | None = "ofppt",
    at: datetime = NOON,
) -> Bag:
    """An envoi of these pages, read, cut, grouped and judged. `at`: when it came, of judging it is NOON."""
    seen = [s if isinstance(s, PageReading) else reading(*s) for s in sheets]
    envoi_id = received(place, seen, name=name, organisme=organisme, at=at)
    holder = this_worker()
    understand(place, envoi_id, holder)
    assemble(place, envoi_id, holder, NOON.date())
    with place.database.transaction() as session:
        envois.set_state(session, envoi_id, EnvoiState.TERMINE)
    return Bag(envoi_id)


def received(
    place: Workplace,
    seen: Sequence[PageReading],
    *,
    name: str = "sac.pdf",
    organisme: str | None = "ofppt",
    at: datetime = NOON,
) -> str:
    """An envoi whose pages were read, and no more."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    images = [_image(number) for number in range(len(seen))]
    kept = [place.blobs.put(image) for image in images]
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=10, media_type="application/pdf")
        for image, sha in zip(images, kept, strict=True):
            blobs.record(session, sha, size=len(image), media_type="image/jpeg")
        envoi = envois.take_in(
            session, source=name, sha256=sha256, size=10, channel=Channel.COURRIER,
            received_at=at, organisme=organisme,
        ).envoi  # fmt: skip
        file = envois.add_file(
            session, envoi.id, ordinal=0, name=name, sha256=sha256, kind="pdf",
            pages=len(seen), first_page=1,
        )  # fmt: skip
        pages.expect(session, file)
        for number, (one, sha) in enumerate(zip(seen, kept, strict=True), 1):
            pages.keep_reading(
                session, envoi.id, number, one, reader_version="essai", image_sha256=sha
            )
        return envoi.id


def _image(number: int) -> bytes:
    """A small page of its own shade, its upper left corner black."""
    pixels = np.full((60, 40, 3), 255 - number, np.uint8)
    pixels[:10, :10] = 0
    return jpeg(pixels)


class Office:
    """People at work on what is in a workplace, and a clock that a test moves."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.now = NOON + timedelta(days=1)

    def do(self, actor: Actor, work: Callable[[Desk], T]) -> T:
        return act(self.place, actor, work, now=self.now)

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)

    def documents(self, bag: Bag) -> list[Document]:
        with self.place.database.reading() as session:
            return [*documents.of_envoi(session, bag.envoi_id)]

    def document(self, bag: Bag, type: str) -> Document:
        return next(row for row in self.documents(bag) if row.type == type)

    def refreshed(self, row: Document) -> Document:
        with self.place.database.reading() as session:
            return session.get_one(Document, row.id)

    def dossiers(self, bag: Bag) -> list[Dossier]:
        with self.place.database.reading() as session:
            query = select(Dossier).filter_by(envoi_id=bag.envoi_id).order_by(Dossier.id)
            return [*session.scalars(query)]

    def dossier(self, dossier_id: str) -> Dossier:
        with self.place.database.reading() as session:
            return session.get_one(Dossier, dossier_id)

    def numbers(self, row: Document) -> list[int]:
        with self.place.database.reading() as session:
            return [page.number for page in documents.pages(session, [row.id])[row.id]]

    def page_id(self, bag: Bag, number: int) -> str:
        with self.place.database.reading() as session:
            return pages.get(session, bag.envoi_id, number).id

    def value(self, document_id: str, name: str) -> str | None:
        with self.place.database.reading() as session:
            field = documents.current(session, [document_id])[document_id].fields.get(name)
            return field.value if field else None
