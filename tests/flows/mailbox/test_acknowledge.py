"""Who writes is answered at once, once, in his thread; a reply finds its dossier."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

from extractors.pages.reading import VERSION
from flows.dossiers.assembly import assemble
from flows.intake.receive import receive
from flows.mailbox.acknowledge import acknowledge
from flows.mailbox.thread import answered
from flows.understanding import understand
from flows.workplace import Workplace
from models.entities import Dossier, Etape, OutMail
from models.reading import PageReading
from storage.records import blobs, dossiers, envois, outbox, pages
from storage.workers import this_worker
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import JPEG, NOON, one_file, reading

ORDONNANCE = reading(
    "ORDONNANCE", "Docteur Salma Bennis, cardiologue", "Patient : ALAMI Rachid", "Amlodipine 5 mg"
)
FEUILLE = reading("FEUILLE DE SOINS", "Nom : ALAMI Rachid", "Déclaration de maladie chronique")


def letter(number: int, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Pharmacie Ibn Sina <contact@ibnsina.exemple.ma>"
    message["Subject"] = "PEC chronique ALAMI"
    message["Message-ID"] = f"<{number}@ibnsina.exemple.ma>"
    for name, value in headers.items():
        if name.replace("_", "-") in message:
            message.replace_header(name.replace("_", "-"), value)
        else:
            message[name.replace("_", "-")] = value
    message.set_content(f"Bonjour, lettre {number}.")
    page = pdf(line(f"x {number}"), line("y"))
    message.add_attachment(page, maintype="application", subtype="pdf", filename="p.pdf")
    return message.as_bytes()


def arrive(place: Workplace, data: bytes, seen: tuple[PageReading, ...]) -> str:
    """The letter taken in, read as `seen`, its dossiers made."""
    envoi_id = receive(place, one_file("m.eml", data), received_at=NOON).envoi_id
    sha256 = place.blobs.put(JPEG)
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=len(JPEG), media_type="image/jpeg")
        for number, page in enumerate(seen, start=1):
            pages.keep_reading(
                session, envoi_id, number, page, reader_version=VERSION, image_sha256=sha256
            )
    understand(place, envoi_id, this_worker())
    assemble(place, envoi_id, this_worker(), date(2025, 11, 5))
    return envoi_id


def mails(place: Workplace) -> list[OutMail]:
    with place.database.reading() as session:
        return list(outbox.every(session))


def dossier_of(place: Workplace, envoi_id: str) -> Dossier:
    with place.database.reading() as session:
        return dossiers.of_envoi(session, envoi_id)[0]


def test_a_letter_is_acknowledged_once_in_its_thread(here: Workplace) -> None:
    envoi_id = arrive(here, letter(1), (FEUILLE, ORDONNANCE))
    count = acknowledge(here, envoi_id, NOON)
    assert count == acknowledge(here, envoi_id, NOON) > 0
    dossier = dossier_of(here, envoi_id)
    assert len(mails(here)) == count
    mail = next(mail for mail in mails(here) if mail.dossier_id == dossier.id)
    assert mail.recipient == "contact@ibnsina.exemple.ma"
    assert mail.in_reply_to == "<1@ibnsina.exemple.ma>"
    assert dossier.reference in mail.subject
    assert dossier.reference in mail.text
    assert "PEC chronique ALAMI" in mail.subject
    assert here.blobs.get(mail.attachments[0]["sha256"]).startswith(b"%PDF")


def test_a_reply_is_known_by_the_mail_it_answers(here: Workplace) -> None:
    first = arrive(here, letter(1), (FEUILLE, ORDONNANCE))
    acknowledge(here, first, NOON)
    dossier = dossier_of(here, first)
    ours = next(mail for mail in mails(here) if mail.dossier_id == dossier.id).message_id
    with here.database.transaction() as session:
        session.get_one(Dossier, dossier.id).etape = Etape.COMPLEMENT
    reply = arrive(here, letter(2, In_Reply_To=ours), (ORDONNANCE, ORDONNANCE))
    stranger = arrive(here, letter(3, In_Reply_To="<autre@exemple.ma>"), (ORDONNANCE, ORDONNANCE))
    with here.database.reading() as session:
        code = answered(session, envois.get(session, reply))
        assert code is not None
        assert code.numero == dossier.reference
        assert answered(session, envois.get(session, stranger)) is None
    assert dossier_of(here, reply).rattache_a == dossier.id
    assert dossier_of(here, stranger).rattache_a is None
    woken = dossier_of(here, first)
    assert woken.etape is Etape.A_TRAITER, "what it waited for may have come"
    assert dossier_of(here, reply).reference in str(woken.signalements)
