"""A company's answer recorded by a person: it moves its dossier and starts its delay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flows.answers.asked import asked_of, until
from flows.answers.papers import said_by_papers
from flows.answers.rows import BY_HAND, DECISIONS, Evidence, opened, row_of
from flows.mailbox import answer as pharmacy
from flows.outgoing import french
from flows.outgoing.asked import DECIDED_ON, DECISION, awaits_answer
from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import BadValueError, ImpossibleError
from flows.review.outcome import LONGEST, SUITE, settle
from flows.review.spots import Spot
from models.answers import Asked, Breach, Given, Weight, breaches, goes_back
from models.entities import AnswerDecision, AnswerState, Dossier, Etape, Target, ThingKind
from models.permissions import DOSSIER, Action
from storage.records import answers, decisions, holds


def record_answer(
    desk: Desk,
    dossier_id: str,
    decision: str | None,
    on: date | None = None,
    *,
    why: str = "",
    seen: int,
    given: Given | None = None,
    evidence: Evidence = BY_HAND,
    in_spite: bool = False,
) -> Done:
    """Record what the company decided, `on` that day (today).

    To a pharmacy that waits for it, it leaves in its thread. `decision` `None`: what its paper
    says, surely read. `given`: all of the answer, where more than that is known. An answer that
    breaks the contract is refused, unless somebody entitled records it `in_spite`, for a reason.
    """
    dossier = opened(desk, dossier_id, seen)
    needs = [(Action.DECIDER, DOSSIER), (Action.IMPRIMER, DOSSIER)]
    if in_spite:
        needs.append((Action.PASSER_OUTRE, DOSSIER))
    for need in needs:
        desk.require(*need)
    asked = asked_of(desk.session, dossier, desk.settings, desk.now)
    if given is None:
        given = _given(desk, dossier, decision, on or asked.today)
    given = given if given.reason.strip() else replace(given, reason=why.strip())
    _possible(asked, given, why)
    wrong = breaches(given, asked)
    _admit(wrong, why, in_spite)
    written = None
    if awaits_answer(dossier) and not given.decision.pays:
        word = given.decision.value if decision is not None else None
        written = pharmacy.write(desk, dossier, word, given.decided_on)
    row = row_of(desk, dossier, given, evidence, wrong, AnswerState.ENREGISTREE)
    row.until = until(dossier, given, asked.today)
    answers.keep(desk.session, row)
    letter = [f"letter/{written.row.id}"] if written is not None else []
    things = [f"dossier/{dossier_id}", f"answer/{row.id}", *letter, *_places(dossier_id)]
    doing = begin(desk, "repondre", things, needs)
    _decide(desk, dossier, given, why)
    row.cancelled = False
    settle(desk, dossier, Etape.COMPLEMENT if given.decision.waits else Etape.REPONDU, why or None)
    mailed = written is not None and pharmacy.post(desk, dossier, written)
    sentence = f"Réponse de la compagnie enregistrée ({DECISIONS[given.decision].lower()})"
    done = end(doing, sentence + (", envoyée." if mailed else "."))
    holds.release(desk.session, dossier_id, desk.actor.name)
    return done


def _given(desk: Desk, dossier: Dossier, decision: str | None, on: date) -> Given:
    if decision is None:
        return said_by_papers(desk, dossier)
    if decision not in {one.value for one in AnswerDecision}:
        raise ImpossibleError("Cette décision n'existe pas.", code="decision")
    return Given(AnswerDecision(decision), on)


def _possible(asked: Asked, given: Given, why: str) -> None:
    """A person who types what cannot be is told at once."""
    on = given.decided_on
    if on is not None and not asked.received_on <= on <= asked.today:
        raise BadValueError(
            f"La compagnie n'a pu répondre le {french.day(on)} : le dossier est arrivé le "
            f"{french.day(asked.received_on)}, et nous sommes le {french.day(asked.today)}.",
            hint="une date entre ces deux jours",
        )
    if max(len(given.reason), len(given.numero), len(why)) > LONGEST:
        raise ImpossibleError(f"Raison trop longue ({LONGEST} caractères au plus).", code="raison")


def _admit(wrong: Sequence[Breach], why: str, in_spite: bool) -> None:
    if any(one.code == "deja_enregistree" for one in wrong):
        raise ImpossibleError("Cette réponse est déjà enregistrée.", code="deja_enregistree")
    if not goes_back(wrong) or (in_spite and why.strip()):
        return
    told = " ".join(one.message for one in wrong if one.weight is Weight.RENVOI)
    raise ImpossibleError(
        f"Cette réponse rompt le contrat : {told} Renvoyez-la à la compagnie, ou faites-la enregistrer "
        "par un gestionnaire, avec la raison.",
        code="contrat_rompu",
    )


def _decide(desk: Desk, dossier: Dossier, given: Given, why: str) -> None:
    recorded = {
        DECISION: given.decision.value,
        DECIDED_ON: given.decided_on.isoformat() if given.decided_on else None,
    }
    for name, value in recorded.items():
        decisions.decide(
            desk.session, actor=desk.actor.name, kind=ThingKind.DOSSIER, thing_id=dossier.id,
            target=Target.ATTRIBUTE, name=name, value=value, why=why.strip() or None,
        )  # fmt: skip


def _places(dossier_id: str) -> list[str]:
    spots = (Spot(Target.ATTRIBUTE, name) for name in (DECISION, DECIDED_ON, SUITE))
    return [states.place(ThingKind.DOSSIER, dossier_id, spot) for spot in spots]
