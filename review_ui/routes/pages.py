"""Images of pages. What is secret is refused before anything about the image is looked at."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import NoResultFound

from flows.secrecy import page_thing
from models.entities import Page
from models.permissions import DOCUMENT, Action, Thing
from review_ui.queries import pages
from review_ui.visit import Visit, Visiting
from storage.records import audit, blobs

router = APIRouter()

YEAR = 365 * 24 * 3600
IMAGES = frozenset({"image/jpeg", "image/png"})
"""What page images are kept as; nothing else is ever sent as one."""


@router.get("/pages/{page_id}")
def one(visit: Visiting, page_id: str) -> Response:
    """To the document that the page is in, open at that page."""
    placed = pages.placed(visit.session, page_id)
    if placed is None:
        raise NoResultFound
    visit.require(Action.VOIR, page_thing(placed.page, placed.document))
    if placed.document is None or not visit.sees(DOCUMENT):
        return RedirectResponse(f"/envois/{placed.page.envoi_id}#page-{placed.page.number}", 303)
    return RedirectResponse(f"/documents/{placed.document.id}?page={placed.page.id}", 303)


@router.get("/pages/{page_id}/image")
def image(visit: Visiting, page_id: str) -> Response:
    """The upright page image, as it is kept."""
    thing, _, sha256 = _image(visit, page_id)
    if thing.confidential:
        visit.looked(audit.reference("page", page_id))
    answer = _unless_known(visit, sha256, thing)
    if answer is None:
        kept = blobs.known(visit.session, sha256)
        if kept is None or kept.media_type not in IMAGES:
            raise NoResultFound
        data = visit.office.blobs.get(sha256)
        answer = Response(data, media_type=kept.media_type, headers=_headers(sha256, thing))
    return answer


@router.get("/pages/{page_id}/vignette")
def vignette(visit: Visiting, page_id: str) -> Response:
    """The page image, small. A screen shows many: all of an envoi are one look."""
    thing, page, sha256 = _image(visit, page_id)
    if thing.confidential:
        visit.looked(audit.reference("envoi", page.envoi_id))
    tag = f"{sha256}-vignette"
    answer = _unless_known(visit, tag, thing)
    if answer is None:
        data = visit.office.thumbnails.of(sha256)
        answer = Response(data, media_type="image/jpeg", headers=_headers(tag, thing))
    return answer


def _image(visit: Visit, page_id: str) -> tuple[Thing, Page, str]:
    """The page's image, if there is one and the visitor may see it."""
    placed = pages.placed(visit.session, page_id)
    if placed is None:
        raise NoResultFound
    thing = page_thing(placed.page, placed.document)
    visit.require(Action.VOIR_CONTENU, thing)
    if placed.page.image_sha256 is None:
        raise NoResultFound
    return thing, placed.page, placed.page.image_sha256


def _headers(tag: str, thing: Thing) -> dict[str, str]:
    """Images never change; but what is secret stays in no cache for the next at the desk."""
    if thing.confidential:
        return {"ETag": f'"{tag}"', "Cache-Control": "no-store"}
    return {"ETag": f'"{tag}"', "Cache-Control": f"private, max-age={YEAR}, immutable"}


def _unless_known(visit: Visit, tag: str, thing: Thing) -> Response | None:
    """304 when the browser has it already."""
    asked = visit.request.headers.get("if-none-match", "")
    if f'"{tag}"' in asked:
        return Response(status_code=304, headers=_headers(tag, thing))
    return None
