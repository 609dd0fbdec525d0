"""A letter of ours about a dossier that came by mail, sent in its thread as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.mailbox import thread
from flows.outgoing import french
from flows.outgoing.facts import Complement, Lack
from models.checklists import checklists
from models.checklists.explaining import to_send
from models.entities import Dossier, Letter, OutMail
from models.settings import Settings
from storage.records import outbox

GRACE = timedelta(minutes=2)
"""How long a mail of a person's act waits, so that undoing it comes in time."""
REQUEST = "Pièces à compléter"
WITHDRAWN = "L'acte qui l'a préparé a été annulé."


def key_of(letter_id: str) -> str:
    """The cause of the mail that carries a letter."""
    return f"lettre:{letter_id}"


def request(
    session: Session,
    settings: Settings,
    dossier: Dossier,
    letter: Letter,
    asked: Complement,
    now: datetime,
) -> OutMail | None:
    """Mail the request for what is missing; `None` when no person sent the dossier by mail."""
    conversation = thread.of_dossier(session, dossier)
    if conversation is None:
        return None
    return thread.post(
        session,
        settings,
        conversation,
        dossier,
        key_of(letter.id),
        REQUEST,
        text_of(dossier, asked),
        now=now,
        due=now + GRACE,
        attachments=[thread.pdf(f"complement-{dossier.reference}.pdf", letter.pdf_sha256)],
    )


def text_of(dossier: Dossier, asked: Complement) -> str:
    """The request in words: each lack, and what would satisfy it."""
    parts = [
        "Bonjour,",
        f"Le dossier {dossier.reference} ne peut pas encore être traité : il y manque ce qui suit.",
        "\n\n".join(_numbered(dossier, asked.lacks)),
    ]
    if asked.withheld:
        parts.append(
            "Un complément médical est aussi demandé : le médecin conseil en fait savoir l'objet au "
            "médecin traitant, sous pli confidentiel."
        )
    if asked.advice:
        parts.append("À noter, sans que cela retarde le dossier :")
        parts.append("\n\n".join(_numbered(dossier, asked.advice)))
    parts.append(asked.note)
    if asked.until is not None:
        parts.append(f"À nous faire parvenir au plus tard le {french.day(asked.until)}.")
    parts.append(
        "Répondez à ce courriel en y joignant ces pièces (PDF ou photo nette) : elles rejoindront le "
        f"dossier {dossier.reference}, sans avoir à renvoyer les autres."
    )
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def withdraw(session: Session, letter: Letter) -> None:
    """Keep the mail of a letter back when the letter is cancelled, as long as it has not left."""
    mail = outbox.caused_by(session, key_of(letter.id))
    if mail is not None:
        outbox.withdraw(session, mail, WITHDRAWN)


def restore(session: Session, letter: Letter, now: datetime) -> None:
    """The letter holds again: a mail that was kept back for that leaves after all."""
    mail = outbox.caused_by(session, key_of(letter.id))
    if mail is not None and mail.why == WITHDRAWN:
        outbox.replay(session, mail.id, now)


def _numbered(dossier: Dossier, lacks: Iterable[Lack]) -> Iterator[str]:
    rule = checklists().get((dossier.organisme, dossier.type))
    remedies = {r.libelle: to_send(r) for r in rule.requirements} if rule else {}
    for number, lack in enumerate(lacks, 1):
        lines = [f"{number}. {lack.titre}"]
        lines.append(f"   {lack.phrase or 'Cette pièce manque au dossier.'}")
        if remedy := remedies.get(lack.titre):
            lines.append(f"   À envoyer : {remedy}.")
        if lack.quote:
            lines.append(f"   Règle ({lack.source}) : « {lack.quote} »")
        yield "\n".join(lines)
