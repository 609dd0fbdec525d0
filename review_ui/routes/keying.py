"""Values keyed again, unseen: the next one, what differs, and the error that this tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from flows.learning import keying
from flows.learning.thresholds import believed_from, called
from flows.review import act
from flows.review.errors import BadValueError
from models.entities import Control, ControlKind, NoticeKind, ThresholdOf
from models.permissions import DOSSIER, Action, Sort, Thing
from models.quality import Observation, drift, rates
from review_ui.queries.readable import readable_documents
from review_ui.views.keying import Observed, observed, percent, task, thing_of, two
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates, words
from storage.records import controls, notices, thresholds

router = APIRouter()

QUALITY = "/qualite"
FIELD = Thing(Sort.CHAMP, confidential=False)
LOOKED_AT = 500
"""Tasks among which the next one is."""
LISTED = 100
"""Differences shown."""
NO_FORM = "mise en page non apprise"
Typed = Annotated[str, Form(max_length=1000)]


@router.get(QUALITY)
def overview(visit: Visiting) -> Response:
    """What waits to be keyed, what differs, and the error observed so far."""
    visit.require(Action.TRANCHER, FIELD)
    readable = readable_documents(visit.actor)
    keys = visit.may(Action.CONTROLER, FIELD)
    numbers = controls.number_waiting(visit.session, visit.actor.name, readable) if keys else {}
    seen = controls.observed(visit.session)
    found = drift(seen)
    return visit.page(
        "quality.html",
        keys=keys,
        second=numbers.get(ControlKind.SECONDE_SAISIE, 0),
        drawn=numbers.get(ControlKind.TIRAGE, 0),
        differing=_differing(visit, settled=False),
        settled=_differing(visit, settled=True)[:20],
        tables=_tables(seen),
        number=len(seen),
        drift=found,
        expected=f"{found.expected:.1f}".replace(".", ",") if found else "",
        share=percent(visit.office.place.settings.controle_part),
        told=notices.waiting(visit.session, kind=NoticeKind.DERIVE),
        puts_away=visit.may(Action.DECIDER, DOSSIER),
        moved=_moved(visit),
    )


@router.get(QUALITY + "/saisie")
def next_one(
    visit: Visiting,
    apres: Annotated[str, Query(max_length=64)] = "",
    fait: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The next value to key. `apres`: the one that this person leaves to others."""
    visit.require(Action.CONTROLER, FIELD)
    return _shown(visit, _next(visit, apres), fait=fait)


@router.post(QUALITY + "/{control_id}/saisir")
def key(visit: Writing, control_id: str, valeur: Typed = "", absent: Typed = "") -> Response:
    """Keep what was keyed, and go on to the next."""
    visit.require(Action.CONTROLER, FIELD)
    control = visit.session.get_one(Control, control_id)
    visit.require(Action.CONTROLER, thing_of(visit, control)[1])
    typed = None if absent else valeur
    try:
        given = act(
            visit.office.place,
            visit.actor,
            lambda desk: keying.key(desk, control_id, typed),
            now=visit.now,
        )
    except BadValueError as error:
        return _shown(visit, control, wrong=error.message, typed=valeur, status=422)
    done = "1" if given.actor == visit.actor.name else "autre"
    return RedirectResponse(f"{QUALITY}/saisie?fait={done}", 303)


@router.get(QUALITY + "/{control_id}")
def third(visit: Visiting, control_id: str) -> Response:
    """Both keyings of a value that differ, and its place."""
    return _third(visit, control_id)


@router.post(QUALITY + "/{control_id}/trancher")
def settle(visit: Writing, control_id: str, choix: Typed = "", valeur: Typed = "") -> Response:
    """Keep which one is right."""
    control = _to_settle(visit, control_id)
    given = controls.answer_of(visit.session, control_id)
    said = {"premiere": control.value, "seconde": given.value if given else None, "absent": None}
    typed = said.get(choix, valeur)
    try:
        act(
            visit.office.place,
            visit.actor,
            lambda desk: keying.settle(desk, control_id, typed),
            now=visit.now,
        )
    except BadValueError as error:
        return _third(visit, control_id, wrong=error.message, typed=valeur, status=422)
    return RedirectResponse(QUALITY, 303)


def counted(number: int) -> str:
    """How many values wait, as far as they were counted."""
    if number >= controls.MOST:
        return f"plus de {controls.MOST - 1} valeurs à saisir"
    return words.count(number, "valeur à saisir", "valeurs à saisir")


def _shown(
    visit: Visit,
    control: Control | None,
    *,
    fait: str = "",
    wrong: str = "",
    typed: str = "",
    status: int = 200,
) -> Response:
    left = controls.number_waiting(visit.session, visit.actor.name, readable_documents(visit.actor))
    answer = visit.page(
        "keying.html",
        task=task(visit, control) if control else None,
        left=counted(sum(left.values())),
        done=fait,
        wrong=wrong,
        typed=typed,
    )
    answer.status_code = status
    return answer


def _third(
    visit: Visit, control_id: str, *, wrong: str = "", typed: str = "", status: int = 200
) -> Response:
    control = _to_settle(visit, control_id)
    given = controls.answer_of(visit.session, control_id)
    both = None
    if given is not None and not given.agrees:
        verdict = controls.verdict_of(visit.session, control_id)
        both = two(visit, controls.Difference(control, given, verdict))
    answer = visit.page(
        "settling.html",
        task=task(visit, control) if both else None,
        both=both,
        took_part=given is not None and visit.actor.name in (given.actor, control.released_by),
        wrong=wrong,
        typed=typed,
    )
    answer.status_code = status
    return answer


def _to_settle(visit: Visit, control_id: str) -> Control:
    """The control, for who may say which keying is right."""
    visit.require(Action.TRANCHER, FIELD)
    control = visit.session.get_one(Control, control_id)
    visit.require(Action.TRANCHER, thing_of(visit, control)[1])
    return control


def _next(visit: Visit, after: str) -> Control | None:
    """The first that may be keyed, or the first behind the one left."""
    readable = readable_documents(visit.actor)
    found = controls.waiting(visit.session, visit.actor.name, readable, limit=LOOKED_AT)
    ids = [control.id for control in found]
    behind = found[ids.index(after) + 1 :] if after in ids else found
    return next(
        (one for one in behind if visit.may(Action.CONTROLER, thing_of(visit, one)[1])), None
    )


def _differing(visit: Visit, *, settled: bool) -> list[object]:
    found = controls.differences(
        visit.session, readable_documents(visit.actor), settled=settled, limit=LISTED
    )
    return [shown for one in found if (shown := two(visit, one)) is not None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A threshold that what was observed has moved, in words."""

    name: str
    least: str
    number: int
    wrong: int
    since: str
    drifts: bool


def _moved(visit: Visit) -> list[Moved]:
    rows = thresholds.current(visit.session).values()
    return [
        Moved(
            called(visit.session, row),
            believed_from(row) if row.of is not ThresholdOf.VERSION else "",
            row.number,
            row.wrong,
            dates.day(row.at.astimezone(dates.DEFAULT_ZONE).date()),
            row.drifts,
        )
        for row in sorted(rows, key=lambda row: (not row.drifts, row.of, row.key))
    ]


def _tables(seen: list[Observation]) -> list[tuple[str, str, list[Observed]]]:
    """The error by field, by form and by version: title, heading, lines."""
    by: tuple[tuple[str, str, Callable[[Observation], str]], ...] = (
        ("Par champ", "Champ", lambda one: words.field_word(one.type, one.name)),
        ("Par type de papier", "Papier", lambda one: words.document_word(one.type)),
        ("Par formulaire appris", "Formulaire", lambda one: one.form or NO_FORM),
        ("Par version", "Version", lambda one: one.version),
    )
    return [(title, head, observed(rates(seen, key))) for title, head, key in by]
