"""One document by itself."""

from __future__ import annotations

from fastapi import APIRouter, Response

from models.entities import Document
from models.permissions import DOCUMENT, DOSSIER, Action
from review_ui.queries import dossiers as dossier_queries
from review_ui.views.found import outline_found
from review_ui.views.hold import hold_of
from review_ui.views.papers import papers
from review_ui.visit import Visiting
from review_ui.wording import shortcuts
from storage.records import audit, envois

router = APIRouter()


@router.get("/documents/{document_id}")
def one(visit: Visiting, document_id: str, page: str = "", cherche: str = "") -> Response:
    visit.require(Action.VOIR, DOCUMENT)
    document = visit.session.get_one(Document, document_id)
    paper = papers(visit, [document])[0]
    if paper.secret and not paper.sealed:
        visit.looked(audit.reference("document", document.id))
    outline_found(visit, paper.sheets, cherche)
    known = {sheet.id for sheet in paper.sheets}
    home = (
        dossier_queries.by_ids(visit.session, [document.dossier_id]).get(document.dossier_id)
        if document.dossier_id and visit.sees(DOSSIER)
        else None
    )
    return visit.page(
        "document.html",
        paper=paper,
        hold=hold_of(visit, home),
        shortcuts=shortcuts.DESK,
        hidden_shortcuts=shortcuts.HIDDEN,
        papers=[paper],
        sheets=paper.sheets,
        dossier=home,
        envoi=envois.get(visit.session, document.envoi_id),
        current=page if page in known else paper.sheets[0].id if paper.sheets else "",
    )
