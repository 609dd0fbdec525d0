"""An office that gets its courier by mail, its readers replaced by papers that a test names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import undefer

from flows.dossiers.assembly import assemble
from flows.intake.receive import receive
from flows.mailbox.follow import follow
from flows.mailbox.tick import tick
from flows.steps import close
from flows.understanding import VERSION
from flows.workplace import Workplace
from models.entities import Document, Dossier, Envoi, EnvoiState, Notice, OutMail
from models.reading import Document as Paper
from storage.records import (
    blobs,
    documents,
    dossiers,
    envois,
    notices,
    outbox,
    pages,
    pharmacies,
)
from storage.workers import this_worker
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import JPEG, one_file, reading
from tests.models.checklists.papers import paper

HERE = ZoneInfo("Africa/Casablanca")
PHARMACY = "contact@ibnsina.exemple.ma"
FRIDAY = datetime(2025, 11, 7, 17, 50, tzinfo=HERE)
"""A week-end before the 48 hours are over."""


def sheet(kind: str, **fields: str | None) -> Paper:
    """A well-read paper of the insured of `tests.models.checklists.papers`."""
    return paper(kind, **fields).document


def letter(
    number: int,
    at: datetime,
    sheets: int,
    *,
    sender: str = f"Pharmacie Ibn Sina <{PHARMACY}>",
    **headers: str,
) -> bytes:
    """A mail with a PDF of so many pages."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "pec@liasse.ma"
    message["Subject"] = "PEC chronique EL MANSOURI"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@ibnsina.exemple.ma>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"Bonjour, courriel {number}.")
    if sheets:
        data = pdf(*(line(f"feuille {number} {n}") for n in range(sheets)))
        message.add_attachment(data, maintype="application", subtype="pdf", filename="pieces.pdf")
    return message.as_bytes()


class House:
    """The office. What is read of a letter is what the test says stands in it."""

    def __init__(self, place: Workplace) -> None:
        self.place = place

    def know(self, address: str = PHARMACY, nom: str = "Pharmacie Ibn Sina") -> None:
        with self.place.database.transaction() as session:
            pharmacies.keep(session, address, nom=nom, inpe="104012345", ville="Fès")

    def arrive(self, data: bytes, at: datetime, *papers: Paper, follows: bool = True) -> str:
        """The letter kept, its papers read, its dossiers made, and all that follows."""
        envoi_id = receive(self.place, one_file("m.eml", data), received_at=at).envoi_id
        self.read(envoi_id, papers, at, follows=follows)
        return envoi_id

    def read(
        self, envoi_id: str, papers: Sequence[Paper], now: datetime, *, follows: bool = True
    ) -> None:
        sha256 = self.place.blobs.put(JPEG)
        with self.place.database.transaction() as session:
            blobs.record(session, sha256, size=len(JPEG), media_type="image/jpeg")
            for number, _ in enumerate(papers, 1):
                pages.keep_reading(
                    session, envoi_id, number, reading("papier"),
                    reader_version="essai", image_sha256=sha256,
                )  # fmt: skip
            laid = [_on_page(one, number) for number, one in enumerate(papers, 1)]
            if laid:
                documents.record(session, envoi_id, laid, VERSION)
                envois.set_state(session, envoi_id, EnvoiState.LU)
        if papers:
            assemble(self.place, envoi_id, this_worker(), now.date())
        if follows:
            follow(self.place, envoi_id, now)
            close(self.place, [envoi_id])

    def tick(self, now: datetime) -> list[str]:
        return list(tick(self.place, now))

    def dossier(self, envoi_id: str) -> Dossier:
        (found,) = self.dossiers(envoi_id)
        return found

    def dossiers(self, envoi_id: str) -> list[Dossier]:
        with self.place.database.reading() as session:
            return list(dossiers.of_envoi(session, envoi_id))

    def again(self, dossier: Dossier) -> Dossier:
        with self.place.database.reading() as session:
            return session.get_one(Dossier, dossier.id)

    def papers(self, dossier: Dossier) -> list[Document]:
        with self.place.database.reading() as session:
            return list(documents.of_dossier(session, dossier.id))

    def findings(self, dossier: Dossier) -> dict[str, str]:
        with self.place.database.reading() as session:
            judged = dossiers.judged(session, [dossier.id])[dossier.id]
            return {f.exigence: f.resultat.value for f in judged.findings}

    def mails(self, kind: str = "") -> list[OutMail]:
        """The outgoing mails of a kind of cause, the oldest first."""
        with self.place.database.reading() as session:
            found = reversed(outbox.every(session))
            return [mail for mail in found if mail.key.startswith(kind)]

    def notices(self) -> list[Notice]:
        with self.place.database.reading() as session:
            return list(notices.waiting(session))

    def envoi(self, envoi_id: str) -> Envoi:
        with self.place.database.reading() as session:
            return session.get_one(Envoi, envoi_id, options=[undefer(Envoi.mail)])


def _on_page(one: Paper, number: int) -> Paper:
    fields = {name: replace(field, page=number) for name, field in one.fields.items()}
    marks = {name: replace(mark, page=number) for name, mark in one.marks.items()}
    return replace(one, pages=(number,), fields=fields, marks=marks)
