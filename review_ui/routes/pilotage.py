"""The figures of the office over a period, for who steers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from models.permissions import Action, Sort, Thing
from review_ui.queries import dossiers, figures
from review_ui.queries.figures import Numbers, Wanted
from review_ui.queries.movements import Period
from review_ui.views import exporting, pilotage
from review_ui.views.pilotage import Links, Table, Tile
from review_ui.visit import Visit, Visiting
from review_ui.wording import dates, words

router = APIRouter()

PILOTAGE = Thing(Sort.PILOTAGE, confidential=False)
DAYS = 30
"""Days shown where none are asked for."""
LONGEST = 366 * 3
AHEAD = 14
"""Days to come of which the deadlines are shown."""
Day = Annotated[str, Query(max_length=10)]
Name = Annotated[str, Query(max_length=100)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Board:
    """All figures of a period."""

    wanted: Wanted
    at: datetime
    tiles: list[Tile]
    tables: list[Table]

    @property
    def heading(self) -> str:
        """Of what, and of when."""
        period = self.wanted.period
        whose = words.organisme_word(self.wanted.organisme) if self.wanted.organisme else "tous"
        return f"du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}, organisme : {whose}"


@router.get("/pilotage")
def board(
    visit: Visiting, du: Day = "", au: Day = "", organisme: Name = "", type: Name = ""
) -> Response:
    """The dashboard."""
    made = _board(visit, du, au, organisme, type)
    period = made.wanted.period
    kinds = dossiers.kinds(visit.session)
    return visit.page(
        "pilotage.html",
        tiles=made.tiles,
        tables=made.tables,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        organisme=organisme,
        type=type,
        organismes=[(o, words.organisme_title(o)) for o in sorted({o for o, _ in kinds})],
        types=_types(kinds, organisme),
        at=dates.moment(made.at),
        query=visit.request.url.query,
    )


@router.get("/pilotage.csv")
def as_csv(
    visit: Visiting, du: Day = "", au: Day = "", organisme: Name = "", type: Name = ""
) -> Response:
    """Its tables, one after the other."""
    made = _board(visit, du, au, organisme, type)
    return _file(exporting.to_csv(made.tables, made.heading), "text/csv; charset=utf-8", "csv")


@router.get("/pilotage.xlsx")
def as_xlsx(
    visit: Visiting, du: Day = "", au: Day = "", organisme: Name = "", type: Name = ""
) -> Response:
    """Its tables, a sheet each."""
    made = _board(visit, du, au, organisme, type)
    return _file(exporting.to_xlsx(made.tables, made.heading), XLSX, "xlsx")


def _board(visit: Visit, du: str, au: str, organisme: str, type_: str) -> _Board:
    visit.require(Action.VOIR, PILOTAGE)
    session = visit.session
    today = visit.today()
    wanted = Wanted(_period(du, au, today), organisme or None, type_ or None)
    ahead = Period(today, today + timedelta(days=AHEAD), wanted.period.zone)
    links = Links(wanted)
    at, found = visit.office.figures.get(
        (wanted, ahead), visit.now, lambda: figures.count(session, wanted, ahead, visit.now)
    )
    total = Numbers()
    for numbers in found.kinds.values():
        total.add(numbers)
    return _Board(
        wanted,
        at,
        pilotage.tiles(total, links),
        [
            pilotage.movements(found.days, links),
            pilotage.deadlines(found.due, ahead, total, links),
            *pilotage.kinds(found.kinds, links),
            pilotage.fields(found.corrections, links),
            pilotage.observed(found.observed),
        ],
    )


def _period(du: str, au: str, today: date) -> Period:
    """The days asked for, in their order, and not too many."""
    last = _day(au) or today
    first = _day(du) or last - timedelta(days=DAYS - 1)
    first, last = min(first, last), max(first, last)
    return Period(max(first, last - timedelta(days=LONGEST)), last, dates.DEFAULT_ZONE)


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 1980 <= day.year <= 2999 else None


def _types(kinds: list[tuple[str, str]], organisme: str) -> list[tuple[str, str]]:
    names = {
        type_: words.dossier_word(whose, type_)
        for whose, type_ in kinds
        if organisme in ("", whose)
    }
    return sorted(names.items(), key=lambda item: item[1])


def _file(data: bytes, media: str, ending: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="pilotage.{ending}"',
        "Cache-Control": "no-store",
    }
    return Response(data, media_type=media, headers=headers)
