"""A dossier: its page on the left, what was read and found on the right."""

from __future__ import annotations

from fastapi import APIRouter, Response

from models.permissions import Action
from review_ui.secrecy import DOCUMENT, DOSSIER
from review_ui.views.cases import cases
from review_ui.views.controls import controls, notes
from review_ui.views.papers import papers
from review_ui.visit import Visiting
from storage.records import documents, dossiers

router = APIRouter()


@router.get("/dossiers/{dossier_id}")
def one(visit: Visiting, dossier_id: str, page: str = "") -> Response:
    visit.require(Action.VOIR, DOSSIER)
    visit.require(Action.VOIR_CONTENU, DOSSIER)
    visit.require(Action.VOIR, DOCUMENT)
    dossier = dossiers.get(visit.session, dossier_id)
    shown = papers(visit, documents.of_dossier(visit.session, dossier_id))
    judged = dossiers.judged(visit.session, [dossier_id]).get(dossier_id)
    sheets = [sheet for paper in shown for sheet in paper.sheets]
    case = cases(visit, [dossier])[0]
    known = {sheet.id for sheet in sheets}
    return visit.page(
        "dossier.html",
        case=case,
        notes=notes(case.signalements, judged),
        papers=shown,
        controls=controls(dossier, judged, shown),
        sheets=sheets,
        current=page if page in known else sheets[0].id if sheets else "",
    )
