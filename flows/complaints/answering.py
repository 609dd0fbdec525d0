"""A réclamation answered: a letter that is kept, mailed to who wrote, and the end of its delay."""

from __future__ import annotations

from flows.complaints.registering import LONGEST, opened
from flows.mailbox.request import GRACE, key_of
from flows.mailbox.thread import pdf
from flows.outgoing import company
from flows.outgoing.gather import case_of, lane_of
from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import BadValueError, ImpossibleError
from flows.review.grip import fetched, grip
from flows.review.letters import keep
from flows.review.outcome import SUITE, settle
from flows.review.spots import Spot
from models.entities import (
    Document,
    Dossier,
    Envoi,
    Etape,
    Letter,
    Reclamation,
    ReclamationState,
    Target,
    ThingKind,
)
from models.organismes.stationery import Addressee, stationery
from models.permissions import DOSSIER, Action
from storage.records import holds, outbox
from storage.records.reclamations import PAPER

ANSWER = "reponse_reclamation"


def preview_reply(desk: Desk, reclamation_id: str, text: str) -> bytes:
    """The letter as it would leave."""
    desk.require(Action.IMPRIMER, DOSSIER)
    row = fetched(desk.session, Reclamation, reclamation_id, "Cette réclamation")
    return _pdf(desk, row, _about(desk, row), _said(text))


def reply(desk: Desk, reclamation_id: str, text: str) -> Done:
    """Answer a réclamation in these words; it goes by mail to who wrote, else it is handed over.

    The dossier that its letter made, if any, is settled with it.
    """
    needs = [(Action.DECIDER, DOSSIER), (Action.IMPRIMER, DOSSIER)]
    for need in needs:
        desk.require(*need)
    row = opened(desk, reclamation_id)
    dossier, said = _about(desk, row), _said(text)
    own = _own(desk, row)
    grip(desk, (), {dossier.id, *([own.id] if own else [])}, settled=True, shut=True)
    letter = _letter(desk, row, dossier, said)
    things = [f"reclamation/{row.id}", f"letter/{letter.id}"]
    if own is not None:
        spot = Spot(Target.ATTRIBUTE, SUITE)
        things += [f"dossier/{own.id}", states.place(ThingKind.DOSSIER, own.id, spot)]
    doing = begin(desk, "repondre_reclamation", things, needs)
    letter.cancelled = False
    row.state, row.letter_id, row.answered_at = ReclamationState.REPONDUE, letter.id, desk.now
    if own is not None:
        settle(desk, own, Etape.REPONDU, None)
    mailed = _mail(desk, row, dossier, letter, said)
    sentence = f"Réclamation {row.numero} : réponse " + ("envoyée." if mailed else "à remettre.")
    done = end(doing, sentence, about=dossier.id, judge=False)
    holds.release(desk.session, dossier.id, desk.actor.name)
    return done


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise BadValueError("Écrivez la réponse.", hint="un texte")
    if len(said) > LONGEST:
        raise BadValueError(f"Texte trop long ({LONGEST} caractères au plus).", hint="plus court")
    return said


def _about(desk: Desk, row: Reclamation) -> Dossier:
    if row.dossier_id is None:
        raise ImpossibleError(
            "Rattachez d'abord la réclamation à son dossier.", code="reclamation_sans_dossier"
        )
    return fetched(desk.session, Dossier, row.dossier_id, "Ce dossier")


def _own(desk: Desk, row: Reclamation) -> Dossier | None:
    """The dossier that its letter made, which nothing else waits in."""
    if row.document_id is None:
        return None
    home = fetched(desk.session, Document, row.document_id, "Ce papier").dossier_id
    dossier = fetched(desk.session, Dossier, home, "Ce dossier") if home else None
    return dossier if dossier and dossier.type == PAPER and not dossier.etape.settled else None


def _to(dossier: Dossier) -> Addressee:
    return stationery(dossier.organisme).ecrire_a[lane_of(dossier).value]


def _pdf(desk: Desk, row: Reclamation, dossier: Dossier, said: str) -> bytes:
    day = desk.today(dossier.organisme)
    case = case_of(desk.session, dossier, desk.actor, desk.settings, day, _to(dossier))
    return company.complaint_answered(case, row.numero, row.objet, said)


def _letter(desk: Desk, row: Reclamation, dossier: Dossier, said: str) -> Letter:
    kept = {"reclamation": row.numero, "texte": said}
    made = _pdf(desk, row, dossier, said)
    return keep(desk, dossier, ANSWER, _to(dossier).value, kept, made)


def _mail(desk: Desk, row: Reclamation, dossier: Dossier, letter: Letter, said: str) -> bool:
    if not row.recipient or "@" not in row.recipient:
        return False
    envoi = desk.session.get(Envoi, row.envoi_id) if row.envoi_id else None
    outbox.put(
        desk.session,
        key_of(letter.id),
        recipient=row.recipient,
        subject=f"{company.REPLY} {row.numero}",
        text=f"Bonjour,\n\n{said}\n\nLa réponse est jointe (PDF). Référence : réclamation {row.numero}.\n",
        domain=desk.settings.expediteur.partition("@")[2],
        now=desk.now,
        due=desk.now + GRACE,
        in_reply_to=((envoi.mail if envoi else None) or {}).get("message_id"),
        attachments=[pdf(f"reponse-{row.numero}.pdf", letter.pdf_sha256)],
        dossier_id=dossier.id,
    )
    return True
