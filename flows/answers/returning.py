"""An answer that breaks the contract goes back to the company: «Le cabinet conseil retournera les
réponses en question à la compagnie pour rectification» [000 §3 NB]."""

from __future__ import annotations

from collections.abc import Sequence

from flows.answers.asked import asked_of
from flows.answers.rows import BY_HAND, THIS, Evidence, opened, row_of, sentence_of
from flows.mailbox.request import GRACE, key_of
from flows.mailbox.thread import pdf
from flows.outgoing import company
from flows.outgoing.gather import case_of
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import ImpossibleError
from flows.review.grip import fetched
from flows.review.letters import keep
from flows.review.outcome import LONGEST
from models.answers import Breach, Given, Weight, breaches, goes_back
from models.entities import AnswerState, Dossier, Letter
from models.organismes.stationery import Addressee, stationery
from models.permissions import DOSSIER, Action
from storage.records import answers, holds, outbox

RETURN = "retour_reponse"
"""Kind of the letter by which an answer goes back."""


def wrong_with(desk: Desk, dossier_id: str, given: Given) -> tuple[Breach, ...]:
    """What is wrong with an answer about a dossier."""
    dossier = fetched(desk.session, Dossier, dossier_id, THIS)
    desk.require(Action.DECIDER, DOSSIER)
    return breaches(given, asked_of(desk.session, dossier, desk.settings, desk.now))


def preview_return(desk: Desk, dossier_id: str, given: Given, note: str = "") -> bytes:
    """The letter by which an answer would go back."""
    desk.require(Action.IMPRIMER, DOSSIER)
    wrong = wrong_with(desk, dossier_id, given)
    return _pdf(desk, fetched(desk.session, Dossier, dossier_id, THIS), given, wrong, note)


def send_back(
    desk: Desk,
    dossier_id: str,
    given: Given,
    *,
    note: str = "",
    seen: int,
    evidence: Evidence = BY_HAND,
) -> Done:
    """Send an answer back to the company with what is wrong with it; the dossier does not move.

    By mail where the organisme's company has an address, else the letter is to be handed over.
    """
    dossier = opened(desk, dossier_id, seen)
    needs = [(Action.DECIDER, DOSSIER), (Action.IMPRIMER, DOSSIER)]
    for need in needs:
        desk.require(*need)
    if len(note) > LONGEST:
        raise ImpossibleError(f"Texte trop long ({LONGEST} caractères au plus).", code="lettre")
    wrong = wrong_with(desk, dossier_id, given)
    if not (goes_back(wrong) or note.strip()):
        raise ImpossibleError(
            "Rien ne rompt le contrat dans cette réponse : dites ce que vous lui reprochez.",
            code="rien_a_reprocher",
        )
    letter = _letter(desk, dossier, given, wrong, note)
    row = row_of(desk, dossier, given, evidence, wrong, AnswerState.RENVOYEE)
    row.letter_id = letter.id
    answers.keep(desk.session, row)
    things = [f"dossier/{dossier_id}", f"letter/{letter.id}", f"answer/{row.id}"]
    doing = begin(desk, "renvoyer_reponse", things, needs)
    letter.cancelled = row.cancelled = False
    mailed = _mail(desk, dossier, letter, wrong, note)
    done = end(doing, "Réponse renvoyée à la compagnie" + (", par courriel." if mailed else "."))
    holds.release(desk.session, dossier_id, desk.actor.name)
    return done


def _faults(wrong: Sequence[Breach]) -> list[str]:
    return [one.message for one in wrong if one.weight is Weight.RENVOI]


def _pdf(desk: Desk, dossier: Dossier, given: Given, wrong: Sequence[Breach], note: str) -> bytes:
    day = desk.today(dossier.organisme)
    case = case_of(desk.session, dossier, desk.actor, desk.settings, day, Addressee.COMPAGNIE)
    return company.returned(case, sentence_of(dossier, given), _faults(wrong), note.strip())


def _letter(
    desk: Desk, dossier: Dossier, given: Given, wrong: Sequence[Breach], note: str
) -> Letter:
    said = {"reponse": sentence_of(dossier, given), "reproches": _faults(wrong), "note": note}
    made = _pdf(desk, dossier, given, wrong, note)
    return keep(desk, dossier, RETURN, Addressee.COMPAGNIE.value, said, made)


def _mail(desk: Desk, dossier: Dossier, letter: Letter, wrong: Sequence[Breach], note: str) -> bool:
    address = stationery(dossier.organisme).courriel_compagnie
    if not address:
        return False
    faults = "\n".join(f"- {one}" for one in (*_faults(wrong), *note.strip().splitlines()))
    outbox.put(
        desk.session,
        key_of(letter.id),
        recipient=address,
        subject=f"{company.RETURNED}, dossier {dossier.reference}",
        text=(
            f"Bonjour,\n\nNous vous retournons votre réponse sur le dossier {dossier.reference}, qui ne "
            f"respecte pas le contrat :\n{faults}\n\nLa lettre est jointe (PDF). Merci de nous adresser une "
            "réponse rectifiée.\n"
        ),
        domain=desk.settings.expediteur.partition("@")[2],
        now=desk.now,
        due=desk.now + GRACE,
        attachments=[pdf(f"retour-{dossier.reference}.pdf", letter.pdf_sha256)],
        dossier_id=dossier.id,
    )
    return True
