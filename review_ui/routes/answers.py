"""The company's answer about a dossier: chosen, held to the contract, then recorded or sent back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import RedirectResponse

from flows.answers.asked import until
from flows.answers.importing import amount_in
from flows.answers.papers import Proposed, in_words, of_dossier, said_by_papers
from flows.answers.recording import record_answer
from flows.answers.returning import preview_return, send_back, wrong_with
from flows.answers.rows import BY_HAND, DECISIONS, Evidence, sentence_of
from flows.mailbox.answer import Written, preview_answer
from flows.outgoing.asked import awaits_answer
from flows.review.errors import BadValueError
from models.answers import Given, Weight, goes_back
from models.entities import AnswerDecision, AnswerSource, Dossier, Envoi
from models.errors import BadInput
from models.permissions import DOSSIER, Action
from review_ui.acts import do
from review_ui.routes.letters import pdf
from review_ui.views.answers import WEIGHTS, Wrong
from review_ui.views.mails import mail_of
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates
from storage.records import dossiers, thresholds

router = APIRouter()

PAPER = "papier"
"""What its paper in the dossier says, surely read."""
DOUBTS = {
    "type": "le genre du papier",
    "decision": "la décision",
    "date_document": "la date",
    "numero_dossier": "la référence du dossier",
}
_Word = Annotated[str, Query(max_length=60)]
_Long = Annotated[str, Query(max_length=2000)]
_Field = Annotated[str, Form(max_length=60)]
_Text = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says, as it was typed. `preuve`: `document/ID`, `envoi/ID` or nothing."""

    decision: str
    le: str
    montant: str
    motif: str
    numero: str
    preuve: str

    @property
    def chosen(self) -> tuple[str | None, date | None]:
        """The decision and its day; `None`: those of its paper."""
        if self.decision == PAPER:
            return None, None
        if self.decision not in {one.value for one in AnswerDecision}:
            raise BadValueError("Cette décision n'existe pas.", hint="une décision de la liste")
        return self.decision, dates.typed(self.le)

    @property
    def amount(self) -> Decimal | None:
        try:
            return amount_in(self.montant)
        except ValueError as error:
            raise BadValueError(str(error), hint="1 250,00") from None

    @property
    def evidence(self) -> Evidence:
        sort, _, id = self.preuve.partition("/")
        if sort == "document" and id:
            return Evidence(AnswerSource.PAPIER, document_id=id)
        if sort == "envoi" and id:
            return Evidence(AnswerSource.COURRIEL, envoi_id=id)
        return BY_HAND


def _shown(
    decision: _Word = "", le: _Word = "", montant: _Word = "", motif: _Long = "",
    numero: _Word = "", preuve: _Word = "",
) -> Asked:  # fmt: skip
    return Asked(decision, le, montant, motif, numero, preuve)


def _sent(
    decision: _Field, le: _Field = "", montant: _Field = "", motif: _Text = "",
    numero: _Field = "", preuve: _Field = "",
) -> Asked:  # fmt: skip
    return Asked(decision, le, montant, motif, numero, preuve)


Shown = Annotated[Asked, Depends(_shown)]
Sent = Annotated[Asked, Depends(_sent)]
_Seen = Annotated[int, Form(ge=0)]


@router.get("/dossiers/{dossier_id}/reponse")
def choose(visit: Visiting, dossier_id: str, asked: Shown) -> Response:
    """What the company decided; once chosen, what is wrong with it and what will leave."""
    visit.require(Action.DECIDER, DOSSIER)
    dossier = dossiers.get(visit.session, dossier_id)
    policy = thresholds.policy(visit.session, visit.office.place.settings)
    paper = of_dossier(visit.session, dossier, policy)
    sure, unread = _sure_paper(visit, dossier)
    given = _given(visit, dossier, asked) if asked.decision else None
    wrong = do(visit, "", lambda desk: wrong_with(desk, dossier_id, given)) if given else ()
    written = _written(visit, dossier, asked) if given and awaits_answer(dossier) else None
    today = visit.today(dossier.organisme)
    ends = until(dossier, given, today) if given else None
    return visit.page(
        "answer.html",
        dossier=dossier,
        words={one.value: word for one, word in DECISIONS.items()},
        paper=paper,
        paper_said=sentence_of(dossier, paper.given) if paper else "",
        paper_sure=sure,
        doubts=[DOUBTS[name] for name in paper.doubts] if paper else [],
        unread=unread,
        mail=_mail(visit, asked),
        asked=asked,
        decision=asked.decision or _first(visit, asked, sure, paper),
        le=asked.le or today.isoformat(),
        today=today.isoformat(),
        given=sentence_of(dossier, given) if given else "",
        waits=given.decision.waits if given else False,
        ends=dates.day(ends.date()) if ends else "",
        wrong=[Wrong(one.message, WEIGHTS[one.weight]) for one in wrong],
        breaks=goes_back(wrong),
        confirms=any(one.weight is Weight.CONFIRMER for one in wrong),
        written=written,
        may_insist=visit.may(Action.PASSER_OUTRE, DOSSIER),
    )


@router.get("/dossiers/{dossier_id}/reponse.pdf")
def preview(visit: Visiting, dossier_id: str, asked: Shown) -> Response:
    """The letter to the pharmacy as it would leave."""
    visit.require(Action.IMPRIMER, DOSSIER)
    written = _written(visit, dossiers.get(visit.session, dossier_id), asked)
    if written is None:
        raise BadInput("Cette réponse n'appelle pas de lettre.", code="reponse_sans_objet")
    return pdf(written.pdf, "reponse.pdf")


@router.get("/dossiers/{dossier_id}/reponse/retour.pdf")
def preview_back(visit: Visiting, dossier_id: str, asked: Shown, note: _Long = "") -> Response:
    """The letter by which the answer would go back to the company."""
    visit.require(Action.IMPRIMER, DOSSIER)
    dossier = dossiers.get(visit.session, dossier_id)
    given = _given(visit, dossier, asked)
    made = do(visit, "", lambda desk: preview_return(desk, dossier_id, given, note))
    return pdf(made, "retour.pdf")


@router.post("/dossiers/{dossier_id}/reponse")
def record(
    visit: Writing, dossier_id: str, vu: _Seen, asked: Sent, raison: _Text = "",
    malgre: _Field = "",
) -> Response:  # fmt: skip
    """Record it, and have it leave where a pharmacy waits for it."""
    visit.require(Action.DECIDER, DOSSIER)
    chosen, _ = asked.chosen
    given = _given(visit, dossiers.get(visit.session, dossier_id), asked)
    evidence = asked.evidence
    do(
        visit,
        dossier_id,
        lambda desk: record_answer(
            desk, dossier_id, chosen, why=raison, given=given, evidence=evidence,
            in_spite=bool(malgre), seen=vu,
        ),
    )  # fmt: skip
    return RedirectResponse(f"/dossiers/{dossier_id}#reponses", 303)


@router.post("/dossiers/{dossier_id}/reponse/renvoyer")
def back(visit: Writing, dossier_id: str, vu: _Seen, asked: Sent, note: _Text = "") -> Response:
    """Send it back to the company, with what is wrong with it."""
    visit.require(Action.DECIDER, DOSSIER)
    given = _given(visit, dossiers.get(visit.session, dossier_id), asked)
    evidence = asked.evidence
    do(
        visit,
        dossier_id,
        lambda desk: send_back(desk, dossier_id, given, note=note, evidence=evidence, seen=vu),
    )
    return RedirectResponse(f"/dossiers/{dossier_id}#reponses", 303)


def _given(visit: Visit, dossier: Dossier, asked: Asked) -> Given:
    """The answer as the form says it; of a paper's, what was typed besides counts too."""
    chosen, on = asked.chosen
    if chosen is None:
        said = _of_paper(visit, dossier)
        amount = said.amount if asked.amount is None else asked.amount
        return replace(said, amount=amount, reason=asked.motif, numero=asked.numero)
    on = on or visit.today(dossier.organisme)
    return Given(AnswerDecision(chosen), on, asked.amount, asked.motif, asked.numero)


def _of_paper(visit: Visit, dossier: Dossier) -> Given:
    """What its papers surely say; an error tells why they do not."""
    return do(visit, "", lambda desk: said_by_papers(desk, dossiers.get(desk.session, dossier.id)))


def _written(visit: Visit, dossier: Dossier, asked: Asked) -> Written | None:
    chosen, on = asked.chosen
    if not awaits_answer(dossier) or (chosen and AnswerDecision(chosen).pays):
        return None
    return do(visit, "", lambda desk: preview_answer(desk, dossier.id, chosen, on))


def _sure_paper(visit: Visit, dossier: Dossier) -> tuple[bool, str]:
    """Whether a paper surely tells the answer to a pharmacy; why it does not."""
    if not awaits_answer(dossier):
        return False, ""
    try:
        _of_paper(visit, dossier)
    except BadInput as none:
        return False, none.message
    return True, ""


def _first(visit: Visit, asked: Asked, sure: bool, paper: Proposed | None) -> str:
    """What is proposed before anything is chosen."""
    if sure:
        return PAPER
    if paper is not None and "decision" not in paper.doubts:
        return paper.given.decision.value
    envoi = visit.session.get(Envoi, asked.evidence.envoi_id or "")
    mail = mail_of(visit, envoi) if envoi is not None else None
    told = in_words(f"{mail.subject} {mail.text}") if mail else None
    return told.value if told else ""


def _mail(visit: Visit, asked: Asked) -> object:
    envoi = visit.session.get(Envoi, asked.evidence.envoi_id or "")
    return mail_of(visit, envoi) if envoi is not None else None
