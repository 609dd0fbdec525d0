"""An office through which one person went by every way in, and another beside him."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import numpy as np
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from extractors.pages.source import jpeg
from flows.dossiers.assembly import assemble
from flows.intake.receive import receive
from flows.review import act, comments, fields, letters
from flows.review.spots import Spot
from flows.understanding import understand
from flows.workplace import Workplace
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    Base,
    Channel,
    CompanyAnswer,
    Document,
    Dossier,
    EnvoiState,
    Erasure,
    JsonObject,
    Notice,
    NoticeKind,
    OutMail,
    Reclamation,
    Target,
)
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import assures, blobs, envois, pages
from storage.workers import this_worker
from tests.flows.papers import NOON, one_file, reading

ANNA = Actor("Anna", frozenset({Role.RELECTEUR, Role.GESTIONNAIRE}))
NAME = "ŒRÜNÇI-BEN Žofía D'Mbôré"
NUMBER = "731905528"
OTHER = "EL MANSOURI Abdelkrim"
OTHER_NUMBER = "204587613"
TRACES = (
    "oerunci",
    "œrünçi",
    "orunci",
    "erunci",
    "žofía",
    "zofia",
    "mbore",
    "mbôré",
    NUMBER,
    "731 905 528",
)
"""His names and number in every form in which we keep any, folded or not."""


def care(name: str, number: str) -> tuple[str, ...]:
    return (
        "FEUILLE DE SOINS",
        "Organisme : OFPPT Assurance maladie",
        f"Numéro d'immatriculation : {number}",
        f"Nom et prénom de l'assuré : {name}",
        "Bénéficiaire des soins : l'assuré lui-même",
        "Médecin traitant : Dr BENNANI Youssef",
        "Montant total : 480,00 DH",
    )


def order(name: str) -> tuple[str, ...]:
    return (
        "ORDONNANCE", "Dr BENNANI Youssef", "Médecin généraliste", "Le 12/10/2025", f"Patient : {name}",
        "AUGMENTIN 1G SACHET 2 fois par jour pendant 7 jours",
    )  # fmt: skip


def pdf(*sheets: Sequence[str]) -> bytes:
    """Its text stands in the bytes as it is."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for lines in sheets:
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue() + b"\n% " + " ".join(line for lines in sheets for line in lines).encode()


def picture(lines: Sequence[str]) -> bytes:
    """An image of its own, which bears the words of the page for a search of bytes to find."""
    shade = zlib.crc32(" ".join(lines).encode())
    pixels = np.full((60, 40, 3), shade % 200 + 30, np.uint8)
    pixels[: shade % 17 + 3, : shade % 13 + 3] = 0
    return jpeg(pixels) + " ".join(lines).encode()


def mail(*sheets: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"] = f"{NAME} <pharmacie@exemple.ma>"
    message["To"] = "courrier@exemple.ma"
    message["Subject"] = f"Dossier de {NAME}"
    message["Message-ID"] = "<un-message@exemple.ma>"
    message.set_content(f"Bonjour, voici les papiers de {NAME}, n° {NUMBER}.")
    message.add_attachment(
        pdf(*sheets), maintype="application", subtype="pdf", filename=f"{NAME}.pdf"
    )
    return message.as_bytes()


def in_folder(folder: Path, key: Path) -> Settings:
    return Settings(home=folder / "maison", cle_maitre=key)


def traces(data: str | bytes) -> list[str]:
    """What of him stands in these bytes, in any form."""
    told = data.decode("utf-8", "ignore") if isinstance(data, bytes) else data
    # JSON is kept with its letters escaped
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), told).casefold()
    return [one for one in TRACES if one in plain]


def in_files(folder: Path) -> dict[str, list[str]]:
    return {
        str(path): found
        for path in folder.rglob("*")
        if path.is_file() and (found := traces(path.read_bytes()))
    }


@dataclass(frozen=True)
class Office:
    """What there is: his dossiers, the other's, and the bag that they share."""

    place: Workplace
    his: list[Dossier]
    others: list[Dossier]
    shared: str

    @property
    def master(self) -> Path:
        """Where its master key is."""
        assert self.place.settings.cle_maitre is not None
        return self.place.settings.cle_maitre


def outcome_of(row: Erasure) -> JsonObject:
    """What an erasure says that it did."""
    assert row.outcome is not None
    return row.outcome


def read_in(place: Workplace, name: str, data: bytes, sheets: Sequence[Sequence[str]]) -> str:
    """Received as it comes, read as if by readers, understood and put into dossiers."""
    received = receive(
        place, one_file(name, data), received_at=NOON, organisme="ofppt",
        channel=None if name.endswith(".eml") else Channel.COURRIER,
    )  # fmt: skip
    images = [picture(lines) for lines in sheets]
    kept = [place.blobs.put(image) for image in images]
    with place.database.transaction() as session:
        for number, lines in enumerate(sheets, 1):
            blobs.record(
                session, kept[number - 1], size=len(images[number - 1]), media_type="image/jpeg"
            )
            pages.keep_reading(
                session, received.envoi_id, number, reading(*lines), reader_version="essai",
                image_sha256=kept[number - 1],
            )  # fmt: skip
    holder = this_worker()
    understand(place, received.envoi_id, holder)
    assemble(place, received.envoi_id, holder, NOON.date())
    with place.database.transaction() as session:
        envois.set_state(session, received.envoi_id, EnvoiState.TERMINE)
    return received.envoi_id


def fill(place: Workplace) -> Office:
    """By mail, by a scan with another's papers, corrected, written to, commented."""
    with place.database.transaction() as session:
        assures.load(
            session,
            [
                {"nom": "ŒRÜNÇI-BEN", "prenom": "Žofía D'Mbôré", "lien": "assure", "numero_immatriculation": NUMBER},
                {"nom": "EL MANSOURI", "prenom": "Abdelkrim", "lien": "assure", "numero_immatriculation": OTHER_NUMBER},
            ],
            organisme="ofppt",
        )  # fmt: skip
    mailed = [care(NAME, NUMBER), order(NAME)]
    read_in(place, "courriel.eml", mail(*mailed), mailed)
    bag = [care(OTHER, OTHER_NUMBER), order(OTHER), (*care(NAME, NUMBER), "Cure du mois de mai")]
    shared = read_in(place, f"sac de {NAME}.pdf", pdf(*bag), bag)
    with place.database.reading() as session:
        every = session.scalars(select(Dossier).order_by(Dossier.id)).all()
        his = [one for one in every if one.assure.get("numero_immatriculation") == NUMBER]
        papers = {
            one.id: session.scalars(select(Document).filter_by(dossier_id=one.id)).all()
            for one in his
        }
    dossier = his[0]
    sheet = next(row for row in papers[dossier.id] if row.type == "feuille_de_soins")
    act(place, ANNA, lambda desk: fields.correct(
        desk, sheet.id, Spot(Target.FIELD, "assure_nom"), f"{NAME} corrigé", seen=sheet.revision,
    ))  # fmt: skip
    act(place, ANNA, lambda desk: comments.comment(desk, dossier.id, f"{NAME} a rappelé."))
    with place.database.reading() as session:
        revision = session.get_one(Dossier, dossier.id).revision
    draft = act(place, ANNA, lambda desk: letters.preview(desk, dossier.id))
    act(place, ANNA, lambda desk: letters.issue(desk, dossier.id, draft, seen=revision))
    with place.database.transaction() as session:
        for row in _besides(dossier):
            session.add(row)
    return Office(place, his, [one for one in every if one not in his], shared)


def _besides(dossier: Dossier) -> list[Base]:
    """What else is kept of a dossier, each with his name in it."""
    return [
        CompanyAnswer(
            dossier_id=dossier.id, decision=AnswerDecision.REJET_CONTRACTUEL, reason=f"{NAME} exclu",
            numero=NUMBER, source=AnswerSource.SAISIE, state=AnswerState.ENREGISTREE, actor="Anna",
            breaches=[{"code": "x", "message": NAME, "gravite": "bloquant"}],
        ),
        Reclamation(
            numero="R25-1", organisme="ofppt", dossier_id=dossier.id, who=NAME, objet=f"Pour {NAME}",
            recipient=f"{NUMBER}@exemple.ma", received_at=NOON, deadline=NOON, actor="Anna",
        ),
        Notice(key="avis", kind=NoticeKind.ALERTE, message=f"{NAME} attend", dossier_id=dossier.id),
        OutMail(
            key="essai", recipient=f"{NUMBER}@exemple.ma", subject=NAME, text=NAME, attachments=[],
            message_id="<a@exemple.ma>", dossier_id=dossier.id, due_at=NOON,
        ),
    ]  # fmt: skip
