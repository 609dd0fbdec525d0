"""A partner at a route of his space: who he is, and what he is tied to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.exc import NoResultFound

from flows.partners import scope
from models.entities import Dossier, PartnerAccess
from models.permissions import Action, Role, Sort, Thing
from models.settings import Settings
from review_ui.visit import AnybodyVisiting, AnybodyWriting, ForbiddenError, Visit
from storage.records import audit, partners

FOLLOWED = Thing(Sort.SUIVI, confidential=False)
SITUATION = Thing(Sort.SITUATION, confidential=False)
COMPLAINT = Thing(Sort.RECLAMATION, confidential=False)
CERTIFICATE = Thing(Sort.CERTIFICAT, confidential=False)


@dataclass(frozen=True, slots=True)
class Guest:
    """His visit. All that he is shown of dossiers comes from `dossiers` and `dossier`."""

    visit: Visit
    access: PartnerAccess

    @property
    def role(self) -> Role:
        return Role(self.access.role)

    @property
    def settings(self) -> Settings:
        return self.visit.office.place.settings

    @property
    def today(self) -> date:
        """On the clock of his organisme."""
        return self.visit.today(self.access.organisme)

    def require(self, action: Action, thing: Thing) -> None:
        self.visit.require(action, thing)

    def dossier(self, dossier_id: str) -> Dossier:
        """One of his own; anything else is not there."""
        found = scope.one(self.visit.session, self.access, self.settings, dossier_id)
        if found is None:
            self.note("espace.refuse", audit.reference("dossier", dossier_id[:64]))
            raise NoResultFound
        return found

    def note(self, action: str, thing: str = "") -> None:
        """Every look is in the trail, what he was refused too."""
        actor, at = self.visit.actor.name, self.visit.now
        about = thing or audit.reference("partenaire", self.access.id)
        self.visit.office.database.write(
            lambda s: audit.record(s, actor=actor, action=action, thing=about, at=at)
        )

    def page(self, template: str, **context: Any) -> Response:
        return self.visit.page(f"partners/{template}", access=self.access, **context)


def guest_of(visit: Visit) -> Guest:
    """The partner who visits; whoever has no access that holds is refused."""
    access = partners.of_login(visit.session, visit.actor.name) if visit.person.guest else None
    if access is None or Role(access.role) not in visit.actor.roles:
        raise ForbiddenError(FOLLOWED, sealed=False)
    return Guest(visit, access)


def _guest(visit: AnybodyVisiting) -> Guest:
    return guest_of(visit)


def _guest_writing(visit: AnybodyWriting) -> Guest:
    return guest_of(visit)


Guesting = Annotated[Guest, Depends(_guest, scope="function")]
"""The one dependency of every route of the space."""
GuestWriting = Annotated[Guest, Depends(_guest_writing, scope="function")]
"""The same, with the token that only our own pages know."""
