"""Where a person acts: one transaction, who it is, and the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from flows.review.errors import ForbiddenError
from flows.workplace import Workplace
from models.entities import utcnow
from models.organismes import organisme
from models.permissions import Action, Actor, Thing, may
from models.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work in one transaction. Made by `act`."""

    place: Workplace
    session: Session
    actor: Actor
    now: datetime

    @property
    def settings(self) -> Settings:
        return self.place.settings

    def today(self, owner: str) -> date:
        """The day it is at an organisme."""
        return self.now.astimezone(organisme(owner).zone).date()

    def may(self, action: Action, thing: Thing) -> bool:
        """Whether the person may do that."""
        return may(self.actor, action, thing)

    def require(self, action: Action, thing: Thing) -> None:
        """Go on only if the person may; else `ForbiddenError`."""
        if not self.may(action, thing):
            raise ForbiddenError(sealed=self.may(action, replace(thing, confidential=False)))


def act(
    place: Workplace, actor: Actor, work: Callable[[Desk], T], *, now: datetime | None = None
) -> T:
    """Do `work` as `actor`, in one transaction; an error undoes all of it.

    `work` may run several times (PostgreSQL may give a transaction up for another's sake): it
    acts through its desk and nothing else.
    """
    moment = now or utcnow()
    return place.database.write(lambda session: work(Desk(place, session, actor, moment)))
