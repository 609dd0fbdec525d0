"""Who holds a dossier, and what this visitor may do on its screen."""

from __future__ import annotations

from dataclasses import dataclass

from flows.review import holds
from models.entities import Dossier
from models.permissions import DOCUMENT, DOSSIER, PAGE, Action, Sort, Thing
from review_ui.visit import Visit
from review_ui.wording import dates


@dataclass(frozen=True, slots=True)
class Hold:
    """`state`: `moi`, `autre` or `libre`. The rest says which buttons are there."""

    state: str
    holder: str
    since: str
    takes: bool
    edits: bool
    decides: bool
    rejects: bool
    comments: bool

    @property
    def acts(self) -> bool:
        return self.state != "autre" and (self.edits or self.decides)


def hold_of(visit: Visit, dossier: Dossier | None) -> Hold:
    """The hold on a dossier as this visitor meets it."""
    held = holds.held(visit.session, [dossier.id], visit.now).get(dossier.id) if dossier else None
    mine = held is not None and held.holder == visit.actor.name
    free = held is None or mine
    edits = visit.may(Action.CORRIGER, Thing(Sort.CHAMP, False)) and visit.may(
        Action.ORGANISER, PAGE
    )
    return Hold(
        state="moi" if mine else "autre" if held else "libre",
        holder=held.holder if held else "",
        since=dates.moment(held.since) if held else "",
        takes=visit.may(Action.PRENDRE, DOSSIER),
        edits=free and edits and visit.sees(DOCUMENT),
        decides=free and visit.may(Action.DECIDER, DOSSIER),
        rejects=free and visit.may(Action.REJETER, DOSSIER),
        comments=visit.may(Action.COMMENTER, DOSSIER),
    )
