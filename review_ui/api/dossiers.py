"""Dossiers, to be looked at and nothing else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import select

from flows.result import dossier_result
from models.entities import Dossier, Etape, Right, Statut
from models.permissions import DOSSIER, Action
from models.result import DossierResult
from review_ui.api.callers import Calling
from review_ui.api.problems import ProblemError, documented
from review_ui.api.shapes import Dossiers, in_brief

router = APIRouter(tags=["dossiers"])

MOST = 100
DossierId = Annotated[str, Path(min_length=1, max_length=64, description="`id` du dossier.")]


@router.get("/dossiers", response_model=Dossiers, responses=documented(401, 403, 422, 429))
def lister(
    caller: Calling,
    organisme: Annotated[str | None, Query(min_length=1, max_length=40)] = None,
    statut: Annotated[Statut | None, Query()] = None,
    etape: Annotated[Etape | None, Query()] = None,
    apres: Annotated[
        str | None,
        Query(min_length=1, max_length=64, description="`suite` de la page d'avant."),
    ] = None,
    limite: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Dossiers:
    """Les dossiers que ce jeton peut lire, du plus ancien au plus récent."""
    caller.require(Right.LECTURE)
    caller.require_to(Action.VOIR, DOSSIER)
    if organisme is not None and not caller.admits(organisme):
        raise ProblemError(
            403, "organisme_interdit", "Ce jeton ne donne pas accès aux dossiers de cet organisme."
        )
    query = select(Dossier).order_by(Dossier.id).limit(limite + 1)
    if caller.token.organismes:
        query = query.where(Dossier.organisme.in_(caller.token.organismes))
    for column, wanted in (
        (Dossier.organisme, organisme),
        (Dossier.statut, statut),
        (Dossier.etape, etape),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if apres is not None:
        query = query.where(Dossier.id > apres)
    with caller.reading() as session:
        found = session.scalars(query).all()
    shown = found[:limite]
    return Dossiers(
        dossiers=[in_brief(dossier) for dossier in shown],
        suite=shown[-1].id if len(found) > limite else None,
    )


@router.get(
    "/dossiers/{dossier_id}",
    response_model=DossierResult,
    responses=documented(401, 403, 404, 422, 429),
)
def un_dossier(caller: Calling, dossier_id: DossierId) -> DossierResult:
    """Un dossier comme le résultat le dit : ses pièces, son statut, ce que la liste a trouvé."""
    caller.require(Right.LECTURE)
    caller.require_to(Action.VOIR_CONTENU, DOSSIER)
    with caller.reading() as session:
        return dossier_result(session, caller.require_dossier(session, dossier_id))
