"""The audit trail, for those entitled: who did what, and to what, as far as each may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from flows.review import Desk
from flows.review import journal as review
from models.entities import Look
from models.permissions import JOURNAL, Action
from review_ui.views.things import called
from review_ui.visit import Visiting
from review_ui.wording import dates

router = APIRouter()

PER_PAGE = 100
ACTORS = {"systeme": "liasse"}
"""Who is no person."""
SHOWN = {
    "dossier": "Dossier ouvert, ou une de ses lettres",
    "document": "Pièce lue",
    "page": "Page lue",
    "envoi": "Vignettes ou courriel vus",
}
"""What a look was at."""
_SCREENS = {
    "envoi": "/envois/",
    "dossier": "/dossiers/",
    "document": "/documents/",
    "page": "/pages/",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words; `link` goes to the thing, where it has a screen."""

    seq: int
    at: str
    actor: str
    sentence: str
    thing: str
    link: str
    before: str
    after: str
    withheld: bool


@router.get("/journal")
def listed(
    visit: Visiting,
    chose: Annotated[str, Query(max_length=200)] = "",
    qui: Annotated[str, Query(max_length=200)] = "",
    avant: Annotated[int, Query(ge=0)] = 0,
    quoi: Annotated[Literal["", "regards"], Query()] = "",
) -> Response:
    """What was done; with `quoi=regards`, who of the house was shown what is secret."""
    visit.require(Action.VOIR, JOURNAL)
    desk = Desk(visit.office.place, visit.session, visit.actor, visit.now)
    listing = review.looks_at if quoi else review.entries
    found: Sequence[review.Entry | Look] = listing(
        desk, thing=chose or None, actor=qui or None, before_seq=avant or None, limit=PER_PAGE
    )
    if secret := {
        entry.thing for entry in found if isinstance(entry, review.Entry) and entry.secret
    }:
        visit.looked(*secret)
    kept = {"quoi": quoi, "chose": chose, "qui": qui}
    more = {**kept, "avant": str(found[-1].seq)} if len(found) == PER_PAGE else None
    names = called(visit, {entry.thing for entry in found})
    return visit.page(
        "journal.html",
        lines=[_line(entry, names) for entry in found],
        looks=bool(quoi),
        qui=qui,
        chose=chose,
        earlier="?" + urlencode({k: v for k, v in more.items() if v}) if more else "",
    )


def _line(entry: review.Entry | Look, names: Mapping[str, str]) -> Line:
    sort, _, key = entry.thing.partition("/")
    known = entry.thing in names
    if isinstance(entry, Look):
        entry = review.Entry(
            entry.seq, entry.at, entry.actor, SHOWN.get(sort, ""), entry.thing, None, None, False
        )
    return Line(
        entry.seq,
        dates.moment(entry.at),
        ACTORS.get(entry.actor, entry.actor),
        entry.sentence,
        names.get(entry.thing, sort),
        _SCREENS[sort] + key if known and sort in _SCREENS else "",
        entry.before or "",
        entry.after or "",
        entry.withheld,
    )
