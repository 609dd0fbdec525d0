"""A dossier: its page on the left, what was read and found on the right."""

from __future__ import annotations

from fastapi import APIRouter, Response

from models.entities import Resultat
from models.permissions import DOCUMENT, DOSSIER, Action
from review_ui.views.answers import answered_of, complaints_of
from review_ui.views.cases import cases
from review_ui.views.controls import controls, notes
from review_ui.views.found import outline_found
from review_ui.views.hold import hold_of
from review_ui.views.papers import papers
from review_ui.views.past import deeds_of, letters_of, notes_of, whys_of
from review_ui.views.thread import thread_of
from review_ui.visit import Visiting
from review_ui.wording import shortcuts
from storage.records import audit, documents, dossiers
from storage.records.dossiers import Judged

router = APIRouter()

_OPEN = (Resultat.MANQUANT, Resultat.NON_CONFORME, Resultat.A_VERIFIER)


@router.get("/dossiers/{dossier_id}")
def one(visit: Visiting, dossier_id: str, page: str = "", cherche: str = "") -> Response:
    visit.require(Action.VOIR, DOSSIER)
    visit.require(Action.VOIR_CONTENU, DOSSIER)
    visit.require(Action.VOIR, DOCUMENT)
    dossier = dossiers.get(visit.session, dossier_id)
    judged = dossiers.judged(visit.session, [dossier_id]).get(dossier_id)
    inside = documents.of_dossier(visit.session, dossier_id)
    shown = papers(visit, inside, _asked(judged))
    if any(paper.secret and not paper.sealed for paper in shown):
        visit.looked(audit.reference("dossier", dossier_id))
    sheets = [sheet for paper in shown for sheet in paper.sheets]
    outline_found(visit, sheets, cherche)
    case = cases(visit, [dossier])[0]
    known = {sheet.id for sheet in sheets}
    return visit.page(
        "dossier.html",
        case=case,
        hold=hold_of(visit, dossier),
        whys=whys_of(visit, dossier),
        notes=notes(case.signalements, judged),
        papers=shown,
        controls=controls(dossier, judged, shown),
        comments=notes_of(visit, dossier),
        letters=letters_of(visit, dossier),
        thread=thread_of(visit, dossier),
        answers=answered_of(visit, dossier),
        complaints=complaints_of(visit, dossier),
        deeds=deeds_of(visit, dossier),
        sheets=sheets,
        current=page if page in known else sheets[0].id if sheets else "",
        shortcuts=shortcuts.DESK,
        hidden_shortcuts=shortcuts.HIDDEN,
    )


def _asked(judged: Judged | None) -> set[tuple[str, str, str]] | None:
    """The values and marks that open controls hang on; `None` before it was ever judged."""
    if judged is None:
        return None
    return {
        (str(item["document"]), str(item["genre"]), str(item["nom"]))
        for finding in judged.findings
        if finding.resultat in _OPEN
        for item in finding.evidence
        if isinstance(item, dict) and {"document", "genre", "nom"} <= item.keys()
    }
