"""The exchange with the claims system, over the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select

from flows.exchange.entries import entries
from flows.exchange.writing import MEDIA, Format, lines
from flows.secrecy import page_thing
from models.entities import Document, DocumentPage, Page, Right
from models.permissions import DOSSIER, Action
from review_ui.api.callers import Calling
from review_ui.api.dossiers import DossierId
from review_ui.api.problems import ProblemError, documented, not_found

router = APIRouter(tags=["dossiers"])

_TEXT = {"schema": {"type": "string"}}
_LINES = {"application/x-ndjson": _TEXT, "text/csv": _TEXT}
_IMAGE = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="`image` d'une page exportée.")]


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": _LINES}, **documented(401, 403, 422, 429)},
)
def exporter(
    caller: Calling,
    depuis: Annotated[
        int, Query(ge=0, le=2**62, description="Curseur : seulement ce qui a changé après lui.")
    ] = 0,
    limite: Annotated[
        int | None, Query(ge=1, le=1_000_000, description="Dossiers, au plus.")
    ] = None,
    format: Annotated[Format, Query()] = Format.JSONL,
    organisme: Annotated[str | None, Query(min_length=1, max_length=40)] = None,
) -> Response:
    """Les dossiers acceptés, ou ce qui en a changé depuis un curseur : une ligne par dossier.

    La réponse s'écoule ; chaque ligne porte son curseur, d'où reprendre si elle est coupée.
    """
    caller.require(Right.LECTURE)
    caller.require_to(Action.VOIR_CONTENU, DOSSIER)
    if organisme is not None and not caller.admits(organisme):
        raise ProblemError(
            403, "organisme_interdit", "Ce jeton ne donne pas accès aux dossiers de cet organisme."
        )
    named = [organisme] if organisme is not None else list(caller.token.organismes)
    made = entries(caller.office.place, caller.actor, depuis, organismes=named, most=limite)
    body: Iterator[bytes] = lines(made, format)
    return StreamingResponse(body, media_type=MEDIA[format], headers={"Cache-Control": "no-store"})


@router.get(
    "/dossiers/{dossier_id}/images/{sha256}",
    response_class=Response,
    responses={200: {"content": _IMAGE}, **documented(401, 403, 404, 422, 429)},
)
def image(caller: Calling, dossier_id: DossierId, sha256: Sha256) -> Response:
    """L'image d'une page d'un dossier, par son empreinte."""
    caller.require(Right.LECTURE)
    caller.require_to(Action.VOIR_CONTENU, DOSSIER)
    with caller.reading() as session:
        caller.require_dossier(session, dossier_id)
        query = (
            select(Page, Document)
            .join(DocumentPage, DocumentPage.page_id == Page.id)
            .join(Document, Document.id == DocumentPage.document_id)
            .where(
                Document.dossier_id == dossier_id,
                Document.retired_at.is_(None),
                Page.image_sha256 == sha256,
                Page.erased_at.is_(None),
            )
        )
        found = session.execute(query).all()
        if not found or not all(caller.reads(page_thing(*row)) for row in found):
            raise not_found()
    data = caller.office.blobs.get(sha256)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})
