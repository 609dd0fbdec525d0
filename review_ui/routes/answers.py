"""The company's answer recorded on a dossier: chosen, seen as it will leave, then sent to who asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from flows.answers.recording import record_answer
from flows.mailbox.answer import Written, preview_answer
from flows.outgoing.asked import DECISIONS
from flows.review import act
from flows.review.errors import BadValueError
from models.errors import BadInput
from models.permissions import Action
from review_ui.acts import do
from review_ui.routes.letters import pdf
from review_ui.secrecy import DOSSIER
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates
from storage.records import dossiers

router = APIRouter()

PAPER = "papier"
"""What its paper in the dossier says, surely read."""
WORDS = {
    "accord": "Accord",
    "rejet_administratif": "Refus : rejet administratif",
    "rejet_contractuel": "Refus : rejet contractuel",
    "complement_information": "Complément demandé",
    "contre_visite": "Contre-visite demandée",
}
assert WORDS.keys() == DECISIONS.keys()
_Word = Annotated[str, Query(max_length=40)]
_Field = Annotated[str, Form(max_length=40)]


@router.get("/dossiers/{dossier_id}/reponse")
def choose(visit: Visiting, dossier_id: str, decision: _Word = "", le: _Word = "") -> Response:
    """What the company decided; once chosen, what will leave."""
    visit.require(Action.DECIDER, DOSSIER)
    dossier = dossiers.get(visit.session, dossier_id)
    day = visit.now.astimezone(dates.zone_of(dossier.organisme)).date().isoformat()
    paper, unread = _of_paper(visit, dossier_id)
    written = _written(visit, dossier_id, decision, le) if decision else None
    return visit.page(
        "answer.html",
        dossier=dossier,
        words=WORDS,
        paper=paper,
        paper_word=WORDS[paper.said.decision] if paper else "",
        paper_day=_day(paper.said.decided_on) if paper else "",
        unread=unread,
        decision=decision or (PAPER if paper else ""),
        le=le or day,
        today=day,
        written=written,
        written_word=WORDS[written.said.decision] if written else "",
        written_day=_day(written.said.decided_on) if written else "",
    )


@router.get("/dossiers/{dossier_id}/reponse.pdf")
def preview(visit: Visiting, dossier_id: str, decision: _Word = "", le: _Word = "") -> Response:
    """The letter as it would leave."""
    visit.require(Action.IMPRIMER, DOSSIER)
    return pdf(_written(visit, dossier_id, decision, le).pdf, "reponse.pdf")


@router.post("/dossiers/{dossier_id}/reponse")
def record(
    visit: Writing,
    dossier_id: str,
    vu: Annotated[int, Form(ge=0)],
    decision: _Field,
    le: _Field = "",
    raison: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Record it and have it leave."""
    visit.require(Action.DECIDER, DOSSIER)
    chosen, on = _chosen(decision, le)
    do(
        visit,
        dossier_id,
        lambda desk: record_answer(desk, dossier_id, chosen, on, why=raison, seen=vu),
    )
    return RedirectResponse(f"/dossiers/{dossier_id}#fil", 303)


def _written(visit: Visit, dossier_id: str, decision: str, le: str) -> Written:
    chosen, on = _chosen(decision, le)
    return act(
        visit.office.place,
        visit.actor,
        lambda desk: preview_answer(desk, dossier_id, chosen, on),
        now=visit.now,
    )


def _of_paper(visit: Visit, dossier_id: str) -> tuple[Written | None, str]:
    """The answer that a paper of the dossier gives; why there is none."""
    try:
        return _written(visit, dossier_id, PAPER, ""), ""
    except BadInput as none:
        return None, none.message


def _chosen(decision: str, le: str) -> tuple[str | None, date | None]:
    if decision == PAPER:
        return None, None
    if decision not in WORDS:
        raise BadValueError("Cette décision n'existe pas.", hint="une décision de la liste")
    try:
        return decision, date.fromisoformat(le) if le else None
    except ValueError:
        raise BadValueError("Cette date n'en est pas une.", hint="AAAA-MM-JJ") from None


def _day(day: date | None) -> str:
    return dates.day(day) if day else "sans date lue"
