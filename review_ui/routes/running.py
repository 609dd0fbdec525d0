"""Whether all goes well, what runs on this machine; messages to programs, sent again by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from models.entities import MessageState
from models.permissions import Action, Sort, Thing
from review_ui.routes.health import checked
from review_ui.views.chain import chain
from review_ui.visit import Visiting, Writing
from review_ui.wording import dates
from storage.records import webhooks
from storage.records.figures import figures

router = APIRouter()

SETTINGS = Thing(Sort.REGLAGE, confidential=False)
STATES = {
    MessageState.A_ENVOYER: ("à envoyer", "info"),
    MessageState.EN_COURS: ("en cours", "info"),
    MessageState.REMIS: ("remis", "bon"),
    MessageState.ABANDONNE: ("abandonné", "arret"),
}
"""In words, and the tone of the word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message for the screen."""

    id: str
    event: str
    url: str
    state: str
    tone: str
    at: str
    attempts: int
    next_at: str
    why: str
    replayable: bool


@router.get("/service")
def shown(visit: Visiting) -> Response:
    """«La chaîne va bien ?», the parts of the service, and the latest messages to programs."""
    visit.require(Action.VOIR, SETTINGS)
    lines = [
        Line(
            message.id,
            message.event.value,
            hook.url,
            *STATES[message.state],
            dates.moment(message.created_at),
            message.attempts,
            _next(message.state, message.due_at),
            message.why or "",
            hook.closed_at is None
            and message.state in (MessageState.REMIS, MessageState.ABANDONNE),
        )
        for message, hook in webhooks.messages(visit.session)
    ]
    states = visit.office.service.states
    return visit.page(
        "running.html",
        chain=chain(visit, figures(visit.session, visit.now), checked(visit.office), states),
        parts=[(state, dates.moment(state.since)) for state in states],
        lines=lines,
        may_replay=visit.may(Action.ADMINISTRER, SETTINGS),
    )


@router.post("/service/messages/{message_id}/rejouer")
def replay(visit: Writing, message_id: str) -> Response:
    """Send a message again, under the same id."""
    visit.require(Action.ADMINISTRER, SETTINGS)
    visit.office.database.write(
        lambda session: webhooks.replay(
            session, message_id, actor=visit.actor.name, now=visit.office.now()
        )
    )
    return RedirectResponse("/service", 303)


def _next(state: MessageState, due: datetime) -> str:
    return dates.moment(due) if state is MessageState.A_ENVOYER else ""
