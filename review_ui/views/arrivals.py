"""Envois: a line of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.entities import Envoi, EnvoiState
from review_ui.queries.envois import counted
from review_ui.visit import Visit
from review_ui.wording import dates, words


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envoi in words. `progress` is empty once it is read."""

    id: str
    numero: str
    source: str
    channel: str
    sender: str
    received: str
    pages: int
    documents: int
    dossiers: int
    refusals: int
    state: words.Chip
    progress: str
    duplicate: bool


def arrivals(visit: Visit, shown: Sequence[Envoi]) -> list[Arrival]:
    """The envois in words, in the order given."""
    return [
        Arrival(
            id=line.envoi.id,
            numero=line.envoi.numero,
            source=line.envoi.source,
            channel=words.CHANNELS[line.envoi.channel],
            sender=line.envoi.sender or "",
            received=dates.moment(line.envoi.received_at, dates.zone_of(line.envoi.organisme)),
            pages=line.pages,
            documents=line.documents,
            dossiers=line.dossiers,
            refusals=line.refusals,
            state=words.ENVOI_STATES[line.envoi.state],
            progress=_progress(line.envoi.state, line.read, line.pages),
            duplicate=line.envoi.duplicate_of is not None,
        )
        for line in counted(visit.session, shown)
    ]


def _progress(state: EnvoiState, read: int, pages: int) -> str:
    if state.finished or state is EnvoiState.LU or not pages:
        return ""
    return f"{read} sur {words.count(pages, 'page lue', 'pages lues')}"
