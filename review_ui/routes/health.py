"""Whether the application is alive, and whether it is ready to work: for who keeps machines running.

Asked without a name, so nothing is told but words of ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text

from review_ui.acts import NO_STORE
from review_ui.metrics import exposed
from review_ui.reading_room import Readers
from review_ui.shield import LOOPBACK_NAMES, host_of
from review_ui.visit import Office, office_of
from storage.migrations import latest, revision

router = APIRouter()

MEGABYTE = 1024 * 1024
RELAYED = {"forwarded", "via", "x-forwarded-for"}
"""What a relay adds to what it passes on."""


@router.get("/sante")
async def alive() -> JSONResponse:
    """200 as long as the process answers."""
    return JSONResponse({"vivant": True}, headers=NO_STORE)


@router.get("/pret")
def ready(request: Request) -> JSONResponse:
    """200 when all that work needs is there, else 503, with what is not.

    A part that fails (a mail server away) is told and does not count: the rest works.
    """
    office = office_of(request)
    checks = checked(office)
    whole = all(checks.values())
    content = {
        "pret": whole,
        "controles": {name: "ok" if good else "non" for name, good in checks.items()},
        "parties": {
            state.name: "en_panne" if state.failing else "ok" for state in office.service.states
        },
    }
    return JSONResponse(content, 200 if whole else 503, NO_STORE)


@router.get("/metriques")
def metrics(request: Request) -> Response:
    """What Prometheus watches, for who asks on this very machine.

    A relay here is told by what it usually adds to a request and by the name it asks for; one that
    adds nothing and asks for this machine by its own name is not: it must not pass this address on.
    """
    if host_of(request.scope) not in LOOPBACK_NAMES or RELAYED & set(request.headers):
        return Response(status_code=404)
    office = office_of(request)
    content = exposed(office, office.now(), checked(office))
    return Response(content, media_type=CONTENT_TYPE_LATEST, headers=NO_STORE)


def _database(office: Office) -> bool:
    with office.database.reading() as session:
        session.execute(text("SELECT 1"))
        return revision(session.connection()) == latest()


def _blobs(office: Office) -> bool:
    return office.blobs.answers()


def _readers(office: Office) -> bool:
    """Where there is a service, its readers were tried at the start; else at the first page."""
    return office.room.readers in (
        (Readers.PRETS,) if office.service.states else (Readers.PRETS, Readers.A_OUVRIR)
    )


def _disk(office: Office) -> bool:
    settings = office.place.settings
    return shutil.disk_usage(office.place.home).free >= settings.disque_libre * MEGABYTE


CHECKS: dict[str, Callable[[Office], bool]] = {
    "base": _database,
    "fichiers": _blobs,
    "lecteurs": _readers,
    "disque": _disk,
}


def checked(office: Office) -> dict[str, bool]:
    """What work needs, and whether it is there."""
    return {name: _holds(check, office) for name, check in CHECKS.items()}


def _holds(check: Callable[[Office], bool], office: Office) -> bool:
    try:
        return check(office)
    except Exception:  # whatever it is, we are not ready
        return False
