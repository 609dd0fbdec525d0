"""The first page: dossiers that wait, least time left first, and the latest envois beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from flows.review import holds
from models.entities import Channel, Dossier, Etape, NoticeKind, ReclamationState, Statut
from models.permissions import DOSSIER, ENVOI, Action
from review_ui.paging import Paging
from review_ui.queries import dossiers
from review_ui.queries.dossiers import EVERY, TO_DO, Asker, Number, Queue, Wanted
from review_ui.queries.readable import readable_documents
from review_ui.queries.sieve import NAMES, Sieve, sieve_of
from review_ui.routes import keying
from review_ui.views.arrivals import arrivals
from review_ui.views.cases import cases
from review_ui.visit import Visit, Visiting
from review_ui.wording import dates, shortcuts, words
from storage.records import answers, controls, envois, notices, reclamations

T = TypeVar("T", bound=StrEnum)

router = APIRouter()

PER_PAGE = 50
LATEST_ENVOIS = 12
_STATES = {TO_DO, EVERY} | {e.value for e in Etape}


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
    etat: str = "",
    lot: str = "",
    canal: str = "",
    retard: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    visit.require(Action.VOIR, ENVOI)
    latest = arrivals(visit, envois.newest(visit.session, limit=LATEST_ENVOIS))
    common = {"latest": latest, "shortcuts": shortcuts.LIST, "deposits": _deposits(visit)}
    if not visit.sees(DOSSIER):
        return visit.page("queue.html", **common)
    wanted = Wanted(
        organisme or None,
        type or None,
        _one_of(Statut, statut),
        etat if etat in _STATES else TO_DO,
        lot or None,
        _one_of(Channel, canal),
        bool(retard),
        sieve_of(visit.request.query_params, dates.DEFAULT_ZONE),
    )
    sieve = wanted.sieve
    asker = Asker(visit.actor.roles, visit.now)
    found = Queue(visit.session, wanted, asker)
    numbers = found.by_statut()
    known = numbers.values() if wanted.etat != TO_DO else [dossiers.to_do(numbers)]
    every = sum(number.every for number in known)
    total = numbers.get(wanted.statut, Number()).every if wanted.statut else every
    mine = numbers if wanted == Wanted() else _waiting(visit, asker, beside=sieve)
    given = {
        "organisme": organisme,
        "type": type,
        "statut": wanted.statut or "",
        "etat": wanted.etat if wanted.etat != TO_DO else "",
        "lot": lot,
        "canal": wanted.canal or "",
        "retard": "1" if wanted.retard else "",
        **(sieve.given if sieve else {}),
    }
    paging = Paging(page, PER_PAGE, total, given)
    shown = found.page(limit=PER_PAGE, offset=paging.offset)
    kinds = dossiers.kinds(visit.session)
    return visit.page(
        "queue.html",
        **common,
        cases=cases(visit, shown),
        held=_held(visit, shown),
        takes=visit.may(Action.PRENDRE, DOSSIER),
        paging=paging,
        statuts=_statuts(numbers, every, given, wanted.statut),
        organismes=[
            Choice(name, words.organisme_title(name), name == organisme)
            for name in sorted({o for o, _ in kinds})
        ],
        types=_types(kinds, organisme, type),
        lots=[Choice(one.id, one.numero, one.id == lot) for one in dossiers.lots(visit.session)],
        channels=[Choice(c.value, w, c is wanted.canal) for c, w in words.CHANNELS.items()],
        states=_states(wanted.etat),
        late=wanted.retard,
        strangers=_strangers(visit),
        loose=_loose(visit),
        to_key=_to_key(visit),
        company=_company(visit),
        complaints=reclamations.number(visit.session, ReclamationState.OUVERTE),
        complaints_late=reclamations.number(
            visit.session, ReclamationState.OUVERTE, late=visit.now
        ),
        to_do=dossiers.to_do(mine) if mine is not None else None,
        filtered=any(given.values()),
        sieve=sieve,
        without_sieve=_without_sieve(given),
        wanted_statut=wanted.statut or "",
    )


def _waiting(visit: Visit, asker: Asker, *, beside: Sieve | None) -> dict[Statut, Number] | None:
    """What waits, beside a filtered queue. A figure of the dashboard is looked into for itself, and
    costs enough: nothing else is counted then."""
    return None if beside else Queue(visit.session, Wanted(), asker).by_statut()


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    mine: bool


def _strangers(visit: Visit) -> int:
    """How many mails of unknown senders wait for this visitor."""
    if not visit.may(Action.DECIDER, DOSSIER):
        return 0
    return len(notices.waiting(visit.session, kind=NoticeKind.EXPEDITEUR_INCONNU))


def _loose(visit: Visit) -> int:
    """How many mails without a dossier wait for this visitor."""
    if not visit.may(Action.DECIDER, DOSSIER):
        return 0
    return len(notices.of_no_dossier(visit.session))


def _company(visit: Visit) -> int:
    """How many papers of the company this visitor may record."""
    if not visit.may(Action.DECIDER, DOSSIER):
        return 0
    return len(answers.unread_papers(visit.session))


def _without_sieve(given: Mapping[str, str]) -> str:
    """The same list without what a figure of the dashboard asked for."""
    return "/?" + urlencode({n: value for n, value in given.items() if value and n not in NAMES})


def _to_key(visit: Visit) -> str:
    """How many values wait for this visitor to key them again, in words."""
    if not visit.may(Action.CONTROLER, keying.FIELD):
        return ""
    readable = readable_documents(visit.actor)
    number = sum(controls.number_waiting(visit.session, visit.actor.name, readable).values())
    return keying.counted(number) if number else ""


def _held(visit: Visit, shown: Sequence[Dossier]) -> dict[str, Holder]:
    ids = [dossier.id for dossier in shown]
    return {
        key: Holder(held.holder, held.holder == visit.actor.name)
        for key, held in holds.held(visit.session, ids, visit.now).items()
    }


def _deposits(visit: Visit) -> bool:
    return visit.may(Action.DEPOSER, ENVOI)


def _states(chosen: str) -> list[Choice]:
    named = {TO_DO: "À faire", **{e.value: words.ETAPES[e].word for e in Etape}, EVERY: "Tous"}
    return [Choice(value, word, value == chosen) for value, word in named.items()]


def _one_of(names: type[T], text: str) -> T | None:
    return names(text) if text in {member.value for member in names} else None


def _statuts(
    numbers: Mapping[Statut, Number], total: int, given: dict[str, str], chosen: Statut | None
) -> list[Choice]:
    def link(statut: str) -> str:
        query = {name: value for name, value in {**given, "statut": statut}.items() if value}
        return "/?" + urlencode(query) if query else "/"

    every = Choice("", "Tous", chosen is None, link(""), total)
    return [every] + [
        Choice(s.value, chip.word, s is chosen, link(s.value), numbers.get(s, Number()).every, chip)
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
