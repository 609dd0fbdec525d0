"""Lots and the dossiers that travel in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from flows.review import lots as review
from models.entities import LOT_MAXIMUM, LotStatut
from models.organismes import organismes
from models.permissions import DOSSIER, LOT, Action
from review_ui.paging import Paging
from review_ui.queries import lots as lot_queries
from review_ui.views.cases import Case, cases
from review_ui.visit import Visiting
from review_ui.wording import dates, words
from storage.records import lots

router = APIRouter()

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Bundle:
    """A lot in words; `cases` is empty for those who see no dossiers."""

    id: str
    numero: str
    organisme: str
    nature: str
    prestation: str
    etablissement: str
    statut: words.Chip
    opened: str
    number: int
    maximum: int
    revision: int
    open: bool
    closed: bool
    cases: tuple[Case, ...]
    waiting: tuple[review.NotReady, ...]
    """Dossiers that keep it from being closed."""

    @property
    def in_hand(self) -> bool:
        """Whether somebody is at one of them: then it cannot be closed at all."""
        return any(one.in_hand for one in self.waiting)


@router.get("/lots")
def listed(
    visit: Visiting,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    lot: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The latest lots, or the one of that number."""
    visit.require(Action.VOIR, LOT)
    total = 1 if lot else lot_queries.total(visit.session)
    paging = Paging(page, PER_PAGE, total, {})
    if lot:
        shown = lot_queries.numbered(visit.session, lot)
    else:
        shown = lots.newest(visit.session, limit=PER_PAGE, offset=paging.offset)
    inside = lot_queries.dossiers_of(visit.session, [one.id for one in shown])
    flat = [dossier for one in shown for dossier in inside.get(one.id, ())]
    open_now = {one.id for one in shown if one.statut is LotStatut.OUVERT}
    wanting = {dossier.id for dossier in flat if dossier.lot_id in open_now}
    said = cases(visit, flat, wanting=wanting) if visit.sees(DOSSIER) else []
    by_id = {case.id: case for case in said}
    bundles = []
    for one in shown:
        profile = organismes().get(one.organisme)
        dossiers = inside.get(one.id, [])
        bundles.append(
            Bundle(
                id=one.id,
                numero=one.numero,
                organisme=words.organisme_title(one.organisme),
                nature=words.LOT_NATURES[one.nature],
                prestation=words.PRESTATIONS[one.prestation],
                etablissement=one.etablissement or "",
                statut=words.LOT_STATUTS[one.statut],
                opened=dates.moment(one.created_at, dates.zone_of(one.organisme)),
                number=len(dossiers),
                maximum=profile.lot_max if profile else LOT_MAXIMUM,
                revision=one.revision,
                open=one.statut is LotStatut.OUVERT,
                closed=one.statut is LotStatut.CLOTURE,
                waiting=(
                    review.not_ready(visit.session, one.id, visit.now)
                    if one.statut is LotStatut.OUVERT and visit.sees(DOSSIER)
                    else ()
                ),
                cases=tuple(by_id[d.id] for d in dossiers if d.id in by_id),
            )
        )
    return visit.page(
        "lots.html",
        bundles=bundles,
        alone=lot,
        paging=paging,
        composes=visit.may(Action.COMPOSER, LOT),
        closes=visit.may(Action.CLOTURER, LOT),
        hands_over=visit.may(Action.REMETTRE, LOT),
        prints=visit.may(Action.IMPRIMER, LOT),
        prints_receipts=visit.may(Action.IMPRIMER, DOSSIER),
    )
