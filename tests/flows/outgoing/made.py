"""Facts for papers, dossiers in a database, and what can be read on a finished paper."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from sqlalchemy.orm import Session

from flows.dossiers import judging
from flows.outgoing.facts import (
    Amount,
    Case,
    Complement,
    EnclosedPiece,
    Lack,
    LotLine,
    LotSheet,
    Sender,
)
from models.checklists import Channel, DossierFacts, Person, Piece, checklist, judge
from models.entities import Channel as EnvoiChannel
from models.entities import Dossier
from models.organismes import organisme
from models.organismes.stationery import stationery
from models.permissions import Actor, Role
from models.reading import Document, Field, How
from storage.records import blobs, documents, dossiers, envois, pages
from tests.flows.papers import NOON

DAY = date(2025, 11, 5)
CLERK = Actor("opérateur", frozenset({Role.RELECTEUR}))
DOCTOR = Actor("médecin", frozenset({Role.MEDECIN_CONSEIL}))
ALAMI = {"numero_immatriculation": "204587613", "nom": "ALAMI", "prenom": "Saïd"}


def sender(owner: str = "ofppt") -> Sender:
    return Sender(organisme(owner), stationery(owner))


def lot_line(number: int, **changes: Any) -> LotLine:
    made = LotLine(
        numero=f"D25-{number:05d}-0", type="Maladie, remboursement", assure="EL MANSOURI Abdelkrim",
        immatriculation=f"0204587{number:03d}", beneficiaire="Enfant : EL MANSOURI Aya",
        amount=Amount.SUR, montant=Decimal("1250.10"), part=None, pieces=4, sealed=0, complet=True,
    )  # fmt: skip
    return replace(made, **changes)


def lot_of(lines: Sequence[LotLine], owner: str = "ofppt", **changes: Any) -> LotSheet:
    made = LotSheet(
        sender=sender(owner), numero="L25-00012-3", nature="Facturation", prestation="ambulatoire",
        etablissement="", special=False, open=False, day=DAY, lines=tuple(lines),
    )  # fmt: skip
    return replace(made, **changes)


def case(**changes: Any) -> Case:
    made = Case(
        sender=sender(), numero="D25-00412-7", type="Maladie chronique, prise en charge par la pharmacie",
        assure="BERRADA Fouad", immatriculation="636023954", beneficiaire="l'assuré(e)",
        received_at=datetime(2025, 11, 5, 8, 12, tzinfo=UTC), deadline=datetime(2025, 11, 7, 9, 42, tzinfo=UTC),
        forclos_le=None, pieces=(
            EnclosedPiece("Feuille de soins", "copie", 1, False),
            EnclosedPiece("Pli confidentiel", "", 1, True),
            EnclosedPiece("Rapport médical", "", 2, True),
        ),
        to=("Pharmacie du Phare", "Tanger"), depositor="Pharmacie du Phare", medical=False, day=DAY,
    )  # fmt: skip
    return replace(made, **changes)


ASKED = Complement(
    lacks=(
        Lack("Ordonnance des médicaments prescrits", "", "Protocole de gestion OFPPT, §3 a", "Ordonnance des médicaments prescrits"),
        Lack("Cachet du médecin traitant", "La déclaration ne porte pas de cachet.", "", ""),
    ),
    advice=(Lack("Signature du médecin", "La déclaration n'est pas signée.", "", ""),),
    withheld=False, until=date(2025, 12, 5), until_why="Délai du contrat : 30 jours.",
)  # fmt: skip


def said(made: bytes) -> str:
    """The words of a PDF, one space between them, as they follow each other."""
    with pdfplumber.open(io.BytesIO(made)) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    return " ".join(text.replace("\u00a0", " ").split())


def pages_of(made: bytes) -> int:
    with pdfplumber.open(io.BytesIO(made)) as opened:
        return len(opened.pages)


def codes_of(made: bytes, dpi: int = 100) -> list[list[str]]:
    """The codes that a scanner reads on each page, at no better than `dpi`."""
    document = pypdfium2.PdfDocument(made)
    try:
        return [
            [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]
            for page in document
        ]
    finally:
        document.close()


def read(value: str, confidence: float = 0.97) -> Field:
    return Field(value, value, confidence, 1, None, How.OCR)


def paper(type_: str, confidence: float = 0.97, **fields: str) -> Document:
    """A document of one page, all its fields read with that confidence."""
    found = {name: read(value, confidence) for name, value in fields.items()}
    return Document((1,), type_, 0.97, found)


_ENVOIS = itertools.count()
"""Each envoi of its own bytes: the same would be a duplicate."""


def _envoi(session: Session, name: str, count: int, received_at: datetime) -> str:
    sha256 = hashlib.sha256(f"{name} {next(_ENVOIS)}".encode()).hexdigest()
    blobs.record(session, sha256, size=len(name), media_type="application/pdf")
    envoi = envois.take_in(
        session, source=name, sha256=sha256, size=len(name), channel=EnvoiChannel.COURRIER,
        received_at=received_at,
    ).envoi  # fmt: skip
    file = envois.add_file(
        session,
        envoi.id,
        ordinal=0,
        name=name,
        sha256=sha256,
        kind="pdf",
        pages=count,
        first_page=1,
    )
    pages.expect(session, file)
    return envoi.id


def a_dossier(
    session: Session,
    owner: str,
    kind: str,
    papers: Sequence[Document],
    *,
    secret_pages: Sequence[int] = (),
    assure: Mapping[str, str] = ALAMI,
    received_at: datetime = NOON,
) -> Dossier:
    """A dossier of these papers, one a page, judged by its checklist."""
    envoi_id = _envoi(session, f"{owner}-{kind}.pdf", len(papers), received_at)
    placed = [replace(p, pages=(n,)) for n, p in enumerate(papers, 1)]
    rows = documents.record(session, envoi_id, placed, "essai/1")
    for number in range(1, len(papers) + 1):
        secret = number in secret_pages
        pages.set_confidential(session, envoi_id, number, confidential=secret, why=None)
    found = checklist(owner, kind)
    people: dict[str, Any] = dict(assure)
    facts = DossierFacts(
        channel=Channel.COURRIER, received_at=received_at,
        pieces=tuple(Piece(row.id, p) for row, p in zip(rows, placed, strict=True)),
        assure=Person(**people), beneficiaire=Person(lien="assure", nom=assure["nom"], prenom=assure["prenom"]),
    )  # fmt: skip
    verdict = judge(facts, found, received_at.date())
    row = dossiers.open_dossier(
        session, envoi_id=envoi_id, organisme=owner, type=kind, documents=[r.id for r in rows],
        assure=dict(assure), beneficiaire={"lien": "assure", "nom": assure["nom"], "prenom": assure["prenom"]},
        prestation=judging.prestation(verdict), deadline=verdict.deadline, forclos_le=verdict.forclos_le,
    )  # fmt: skip
    judging.keep(session, row, found, verdict)
    return row
