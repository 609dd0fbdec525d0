"""Mail that waits to leave, given to the SMTP server: never twice by itself."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from flows.workplace import Workplace
from models.entities import OutMail, OutState
from models.errors import StepFailed
from models.settings import Liaison, Settings
from storage.records import outbox

TIMEOUT = 60.0
TEMPORARY = range(400, 500)
UNREACHABLE = "Le serveur d'envoi des courriels ne répond pas."

_ENDED = {
    OutState.ENVOYE: "parti",
    OutState.A_ENVOYER: "pas parti, nouvel essai plus tard",
    OutState.ABANDONNE: "refusé, une personne décide",
    OutState.INCERTAIN: "peut-être parti, une personne décide",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """A mail that was tried, and how it ended. `key` names its cause."""

    key: str
    recipient: str
    state: OutState
    why: str | None

    @property
    def sentence(self) -> str:
        """For a log: neither who it went to nor what it says."""
        return f"Courriel « {self.key.partition(':')[0]} » : {_ENDED[self.state]}."


def send_due(place: Workplace, now: datetime) -> Iterator[Handed]:
    """Send what is due, one after the other. Nothing while mail is held or no server is set."""
    settings = place.settings
    if settings.smtp_hote is None or settings.courriels_retenus:
        return
    while True:
        with place.database.transaction() as session:
            mail = outbox.take(session, now)
        if mail is None:
            return
        yield _send(place, mail, now)


def letter_of(place: Workplace, mail: OutMail) -> EmailMessage:
    """The mail as it goes over the wire. Header values come from papers: the library refuses those
    with line breaks, so they are made one line first."""
    message = EmailMessage()
    message["From"] = place.settings.expediteur
    message["To"] = _one_line(mail.recipient)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = message["References"] = _one_line(mail.in_reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    for attached in mail.attachments:
        kind, _, sort = attached["media_type"].partition("/")
        message.add_attachment(
            place.blobs.get(attached["sha256"]),
            maintype=kind, subtype=sort, filename=_one_line(attached["name"]),
        )  # fmt: skip
    return message


def _send(place: Workplace, mail: OutMail, now: datetime) -> Handed:
    state, why = OutState.ENVOYE, None
    try:
        message = letter_of(place, mail)
        with _connected(place.settings) as server:
            state, why = _given(server, place.settings.expediteur, mail, message)
    except StepFailed as error:
        state, why = OutState.A_ENVOYER, error.message
    with place.database.transaction() as session:
        match state:
            case OutState.ENVOYE:
                outbox.sent(session, mail.id, now)
            case OutState.A_ENVOYER:
                outbox.put_off(session, mail.id, why or "", now)
            case _:
                outbox.give_up(session, mail.id, why or "", uncertain=state is OutState.INCERTAIN)
    return Handed(mail.key, mail.recipient, state, why)


def _given(
    server: smtplib.SMTP, sender: str, mail: OutMail, message: EmailMessage
) -> tuple[OutState, str | None]:
    """Give the mail to the server; what became of it, and why in French.

    A connection lost after the text was given leaves it open whether the server has it.
    """
    try:
        server.send_message(message, from_addr=sender, to_addrs=[mail.recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        return _refused(code, f"L'adresse {mail.recipient} est refusée par le serveur ({code}).")
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, f"Le serveur refuse ce courriel ({error.smtp_code}).")
    except smtplib.SMTPNotSupportedError:
        return OutState.ABANDONNE, "Le serveur n'accepte pas les caractères de cette adresse."
    except (OSError, smtplib.SMTPException):
        return (
            OutState.INCERTAIN,
            "La liaison a été coupée pendant l'envoi : ce courriel est peut-être parti.",
        )
    return OutState.ENVOYE, None


def _refused(code: int, why: str) -> tuple[OutState, str]:
    return (OutState.A_ENVOYER if code in TEMPORARY else OutState.ABANDONNE), why


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    assert settings.smtp_hote is not None
    try:
        server = _opened(settings, settings.smtp_hote)
    except (OSError, smtplib.SMTPException) as error:
        raise StepFailed(UNREACHABLE) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _opened(settings: Settings, host: str) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if settings.smtp_liaison is Liaison.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, settings.smtp_port, timeout=TIMEOUT, context=secure
        )
    else:
        server = smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT)
    try:
        if settings.smtp_liaison is Liaison.STARTTLS:
            server.starttls(context=secure)
        if settings.smtp_compte is not None:
            secret = settings.smtp_mot_de_passe
            server.login(settings.smtp_compte, secret.get_secret_value() if secret else "")
    except BaseException:
        server.close()
        raise
    return server


def _one_line(text: str) -> str:
    return " ".join(text.split())
