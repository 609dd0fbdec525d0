"""The first page: dossiers that wait, least time left first, and the latest envois beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from models.entities import Statut
from models.permissions import Action
from review_ui.paging import Paging
from review_ui.queries import dossiers
from review_ui.queries.dossiers import Wanted
from review_ui.secrecy import DOSSIER, ENVOI
from review_ui.views.arrivals import arrivals
from review_ui.views.cases import cases
from review_ui.visit import Visiting
from review_ui.wording import words
from storage.records import envois

router = APIRouter()

PER_PAGE = 50
LATEST_ENVOIS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter; `link` is the page with it chosen."""

    value: str
    word: str
    chosen: bool
    link: str = ""
    number: int = 0
    chip: words.Chip | None = None


@router.get("/")
def queue(
    visit: Visiting,
    organisme: str = "",
    type: str = "",
    statut: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    visit.require(Action.VOIR, ENVOI)
    latest = arrivals(visit, envois.newest(visit.session, limit=LATEST_ENVOIS))
    if not visit.sees(DOSSIER):
        return visit.page("queue.html", latest=latest)
    wanted = Wanted(organisme or None, type or None, _statut(statut))
    numbers = dossiers.by_statut(visit.session, wanted)
    total = numbers.get(wanted.statut, 0) if wanted.statut else sum(numbers.values())
    given = {"organisme": organisme, "type": type, "statut": wanted.statut or ""}
    paging = Paging(page, PER_PAGE, total, given)
    shown = dossiers.queue(visit.session, wanted, limit=PER_PAGE, offset=paging.offset)
    kinds = dossiers.kinds(visit.session)
    return visit.page(
        "queue.html",
        latest=latest,
        cases=cases(visit, shown),
        paging=paging,
        statuts=_statuts(numbers, given, wanted.statut),
        organismes=[
            Choice(name, words.organisme_title(name), name == organisme)
            for name in sorted({o for o, _ in kinds})
        ],
        types=_types(kinds, organisme, type),
        filtered=any(given.values()),
        wanted_statut=wanted.statut or "",
    )


def _statut(text: str) -> Statut | None:
    return Statut(text) if text in {s.value for s in Statut} else None


def _statuts(
    numbers: dict[Statut, int], given: dict[str, str], chosen: Statut | None
) -> list[Choice]:
    def link(statut: str) -> str:
        query = {name: value for name, value in {**given, "statut": statut}.items() if value}
        return "/?" + urlencode(query) if query else "/"

    every = Choice("", "Tous", chosen is None, link(""), sum(numbers.values()))
    return [every] + [
        Choice(s.value, chip.word, s is chosen, link(s.value), numbers.get(s, 0), chip)
        for s, chip in words.STATUTS.items()
    ]


def _types(kinds: list[tuple[str, str]], organisme: str, chosen: str) -> list[Choice]:
    """The types of the organisme chosen; of several organismes, a name may mean two things."""
    names: dict[str, set[str]] = {}
    for whose, type_ in kinds:
        if organisme in ("", whose):
            names.setdefault(type_, set()).add(words.dossier_word(whose, type_))
    choices = [Choice(t, " / ".join(sorted(said)), t == chosen) for t, said in names.items()]
    return sorted(choices, key=lambda choice: choice.word)
