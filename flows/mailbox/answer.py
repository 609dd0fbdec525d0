"""The company's answer: recorded by a person, kept as a letter, sent to the pharmacy in its thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flows.mailbox import thread
from flows.mailbox.request import GRACE, key_of
from flows.outgoing import french, letters
from flows.outgoing.asked import DECISIONS, answer_of, lacking_beside
from flows.outgoing.facts import Answer, Case, Complement, Verdict
from flows.outgoing.gather import case_of
from flows.review.desk import Desk
from flows.review.errors import BadValueError, ImpossibleError
from flows.review.grip import fetched
from flows.review.letters import keep
from models.entities import Dossier, Letter
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import DOSSIER, Action

ANSWER = "reponse"
TITLE = "Réponse à votre demande"
_WAITS = (Verdict.COMPLEMENT, Verdict.CONTRE_VISITE)
"""After these the dossier waits for something more."""
_TOLD = {
    Verdict.ACCORD: "La compagnie donne son accord",
    Verdict.REFUS: "La compagnie n'accorde pas la prise en charge",
    Verdict.COMPLEMENT: "La compagnie demande un complément avant de se prononcer",
    Verdict.CONTRE_VISITE: "La compagnie demande une contre-visite avant de se prononcer",
}


@dataclass(frozen=True, slots=True)
class Written:
    """The answer as it would leave. `mail`: to whom, under which subject, in which words."""

    said: Answer
    pdf: bytes
    mail: Mail | None


@dataclass(frozen=True, slots=True)
class Mail:
    recipient: str
    subject: str
    text: str


def preview_answer(
    desk: Desk, dossier_id: str, decision: str | None = None, on: date | None = None
) -> Written:
    """The answer as it would leave, without recording anything."""
    dossier = fetched(desk.session, Dossier, dossier_id, "Ce dossier")
    desk.require(Action.IMPRIMER, DOSSIER)
    case, said, asked = _said(desk, dossier, decision, on)
    conversation = thread.of_dossier(desk.session, dossier)
    mail = None
    if conversation is not None:
        subject = thread.subject_of(conversation, dossier, TITLE)
        mail = Mail(conversation.recipient, subject, _text(dossier, case, said))
    return Written(said, letters.answer(case, said, asked), mail)


def said_by_papers(desk: Desk, dossier: Dossier) -> Answer:
    """What the papers of the dossier surely say; `BadInput` when they say nothing."""
    return _said(desk, dossier, None, None)[1]


@dataclass(frozen=True, slots=True)
class Letters:
    """The answer written: its letter as it is kept, and the text of its mail."""

    row: Letter
    text: str


def write(desk: Desk, dossier: Dossier, decision: str | None, on: date | None) -> Letters:
    """Keep the letter to the pharmacy. `decision` `None`: what its paper says, surely read."""
    case, said, asked = _said(desk, dossier, decision, on)
    kept = {"decision": said.verdict.value, "detail": said.detail}
    made = letters.answer(case, said, asked)
    row = keep(desk, dossier, ANSWER, Addressee.PRESTATAIRE.value, kept, made)
    return Letters(row, _text(dossier, case, said))


def post(desk: Desk, dossier: Dossier, written: Letters) -> bool:
    """Have it leave in the pharmacy's thread, if it wrote by mail; the act has issued the letter."""
    written.row.cancelled = False
    return _mail(desk, dossier, written.row, written.text)


def _said(
    desk: Desk, dossier: Dossier, decision: str | None, on: date | None
) -> tuple[Case, Answer, Complement | None]:
    if decision is not None and decision not in DECISIONS:
        raise ImpossibleError("Cette décision n'existe pas.", code="decision")
    session, settings = desk.session, desk.settings
    zone = organisme(dossier.organisme).zone
    day = desk.now.astimezone(zone).date()
    case = case_of(session, dossier, desk.actor, settings, day, Addressee.PRESTATAIRE)
    came = case.received_at.astimezone(zone).date()
    if on is not None and not came <= on <= day:
        raise BadValueError(
            f"La compagnie n'a pu répondre le {french.day(on)} : le dossier est arrivé le "
            f"{french.day(came)}, et nous sommes le {french.day(day)}.",
            hint="une date entre ces deux jours",
        )
    deciding = (decision, on or day) if decision is not None else None
    said = answer_of(session, dossier, desk.actor, settings, deciding)
    return case, said, lacking_beside(session, dossier, desk.actor, day, said)


def _mail(desk: Desk, dossier: Dossier, row: Letter, text: str) -> bool:
    conversation = thread.of_dossier(desk.session, dossier)
    if conversation is None:
        return False
    thread.post(
        desk.session, desk.settings, conversation, dossier, key_of(row.id), TITLE, text,
        now=desk.now, due=desk.now + GRACE,
        attachments=[thread.pdf(f"reponse-{dossier.reference}.pdf", row.pdf_sha256)],
    )  # fmt: skip
    return True


def _text(dossier: Dossier, case: Case, said: Answer) -> str:
    zone = organisme(dossier.organisme).zone
    decided = f" (décision du {french.day(said.decided_on)})" if said.decided_on else ""
    more = (
        "\nPour ajouter les pièces demandées, répondez à ce courriel : elles rejoindront ce dossier.\n"
        if said.verdict in _WAITS
        else ""
    )
    return (
        f"Bonjour,\n\nDossier {dossier.reference}, arrivé le {french.moment(case.received_at, zone)}."
        f"\n\n{_TOLD[said.verdict]}{decided}.\nLa réponse complète est jointe (PDF).\n{more}"
    )
