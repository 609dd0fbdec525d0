"""An office with one dossier, complete but for two readings that a person has to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flows.workplace import Workplace
from models.entities import Channel, Document, EnvoiState, Finding, Gravite, Resultat, Statut
from models.reading import Document as ReadDocument
from models.reading import Mark, PageReading, Rotation
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import blobs, documents, dossiers, envois, pages
from tests.review_ui.drawing import HEIGHT, WIDTH, Sheet
from tests.review_ui.seed import VERSION
from tests.review_ui.site import place_of


def office(folder: Path, now: datetime) -> Iterator[Workplace]:
    """The workplace of that office."""
    database = Database.open(folder / "liasse.db")
    store = FolderStore(folder / "blobs")
    request, rider = Sheet(1, "DEMANDE DE RETRAIT"), Sheet(2, "AVENANT")
    read = [
        ReadDocument(
            (1,), "demande_retrait", 0.99,
            {"objet": request.field(0.1, 0.3, "Objet", "limite d'âge", 0.6, value="limite d'âge")},
        ),
        ReadDocument(
            (2,), "avenant", 0.99, {}, {},
            {"signature_souscripteur": Mark(True, 0.7, 2, rider.stamp(0.5, 0.6))},
        ),
    ]  # fmt: skip
    with database.transaction() as session:
        sha256 = store.put(b"sac")
        blobs.record(session, sha256, size=3, media_type="application/pdf")
        envoi = envois.take_in(
            session, source="sac.pdf", sha256=sha256, size=3, channel=Channel.COURRIER,
            received_at=now,
        ).envoi  # fmt: skip
        file = envois.add_file(
            session, envoi.id, ordinal=0, name="sac.pdf", sha256=sha256, kind="pdf", pages=2, first_page=1
        )  # fmt: skip
        pages.expect(session, file)
        for sheet in (request, rider):
            data = sheet.jpeg()
            image = store.put(data)
            blobs.record(session, image, size=len(data), media_type="image/jpeg")
            reading = PageReading(
                Rotation(0), 0.99, 0.0, False, WIDTH, HEIGHT, 150, (), reader=VERSION
            )
            pages.keep_reading(
                session, envoi.id, sheet.number, reading, reader_version=VERSION, image_sha256=image
            )
            pages.set_confidential(session, envoi.id, sheet.number, confidential=False, why=None)
        rows = documents.record(session, envoi.id, read, VERSION)
        dossier = dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="pmas", type="retrait",
            documents=[row.id for row in rows], assure={"nom": "EL MANSOURI", "prenom": "Aya"},
        )  # fmt: skip
        dossiers.judge(
            session, dossier, statut=Statut.A_VERIFIER, checklist="pmas/retrait",
            checklist_version="1", findings=[_unsigned(rows[1])],
        )  # fmt: skip
        envois.set_state(session, envoi.id, EnvoiState.TERMINE)
    yield place_of(database, store)
    database.close()


def _unsigned(rider: Document) -> Finding:
    """What the checklist says of a signature that is not sure."""
    return Finding(
        exigence="avenant_signe", resultat=Resultat.A_VERIFIER, gravite=Gravite.BLOQUANT,
        raison="La signature du souscripteur sur l'avenant est à vérifier sur l'image.",
        citation="", documents=[rider.id],
        evidence=[{"document": rider.id, "genre": "marque", "nom": "signature_souscripteur"}],
    )  # fmt: skip
