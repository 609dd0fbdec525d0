"""What the company answered, on one page: papers to record, tables to bring in, the latest answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Query, Response, UploadFile
from fastapi.responses import RedirectResponse

from flows.answers.importing import Fate, Line, import_answers
from flows.answers.papers import of_document
from flows.answers.rows import DECISIONS, sentence_of
from models.entities import CompanyAnswer, Dossier
from models.errors import BadInput
from models.permissions import DOSSIER, Action
from review_ui.paging import Paging
from review_ui.routes.answers import DOUBTS
from review_ui.views.answers import Answered, answered
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates
from review_ui.wording.words import Chip
from storage.records import answers, dossiers, thresholds

router = APIRouter()

PER_PAGE = 30
LARGEST = 20 * 1024 * 1024
FATES = {
    Fate.ENREGISTREE: Chip("Enregistrée", "coche", "bon"),
    Fate.RENVOYEE: Chip("Renvoyée", "defaire", "alerte"),
    Fate.REFUSEE: Chip("Refusée", "interdit", "doute"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper of the company that nobody has recorded."""

    document_id: str
    said: str
    doubts: Sequence[str]
    at: str
    dossier: Dossier | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a table that was brought in."""

    number: int
    dossier: str
    chip: Chip
    said: str


@router.get("/reponses")
def listed(visit: Visiting, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> Response:
    """Papers that wait, and the latest answers."""
    visit.require(Action.DECIDER, DOSSIER)
    return _page(visit, page)


@router.get("/reponses/trouver")
def find(
    visit: Visiting,
    dossier: Annotated[str, Query(max_length=40)] = "",
    preuve: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """To the dossier that a person names, to record its answer there."""
    visit.require(Action.DECIDER, DOSSIER)
    found = visit.dossier_named(dossier)
    return RedirectResponse(f"/dossiers/{found}/reponse?{urlencode({'preuve': preuve})}", 303)


@router.post("/reponses/importer")
def bring(visit: Writing, fichier: Annotated[UploadFile, File()]) -> Response:
    """Record each line of a table; what became of each."""
    visit.require(Action.DECIDER, DOSSIER)
    if fichier.size is not None and fichier.size > LARGEST:
        raise BadInput("Ce tableau dépasse 20 Mo : donnez-le en plusieurs.", code="trop_grand")
    done = import_answers(
        visit.office.place, visit.actor, fichier.filename or "tableau", fichier.file.read(),
        now=visit.office.now(),
    )  # fmt: skip
    return _page(visit, 1, done)


def _page(visit: Visit, page: int, done: Sequence[Line] = ()) -> Response:
    session = visit.session
    paging = Paging(page, PER_PAGE, answers.total(session), {})
    newest = answers.newest(session, limit=PER_PAGE, offset=paging.offset)
    return visit.page(
        "company.html",
        waiting=_waiting(visit),
        answers=[_answered(visit, one) for one in newest],
        paging=paging,
        done=[Told(one.number, one.dossier, FATES[one.fate], one.said) for one in done],
        numbers=[(chip, sum(one.fate is fate for one in done)) for fate, chip in FATES.items()],
    )


def _answered(visit: Visit, one: CompanyAnswer) -> Answered:
    return answered(visit, dossiers.get(visit.session, one.dossier_id), one)


def _waiting(visit: Visit) -> list[Waiting]:
    policy = thresholds.policy(visit.session, visit.office.place.settings)
    found = []
    for row in answers.unread_papers(visit.session):
        told = of_document(visit.session, row, policy)
        about = told.dossier if told else None
        said = DECISIONS[told.given.decision] if told else "Décision non lue"
        if told and about:
            said = sentence_of(about, told.given)
        found.append(
            Waiting(
                row.id,
                said,
                [DOUBTS[name] for name in told.doubts] if told else [],
                dates.moment(row.created_at),
                about,
            )
        )
    return found
