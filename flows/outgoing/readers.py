"""Who reads a paper that leaves, and so what may stand on it (DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.errors import BadInput
from models.organismes.stationery import Addressee
from models.permissions import Action, Actor, Role, Sort, Thing, may

_ROLES: Mapping[Addressee, frozenset[Role]] = {
    Addressee.MEDECIN_CONSEIL: frozenset({Role.MEDECIN_CONSEIL})
}
"""What an addressee is to us; the others are nobody of the house."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who prints a paper, and to whom it goes: it says what both may know."""

    printer: Actor
    addressee: Addressee

    def may_read(self, thing: Thing) -> bool:
        """Whether the content of `thing` may stand on the paper.

        Ordinary content is what letters are made of. A medical secret is for who may read
        it here (`may`): the addressee as much as the printer.
        """
        reader = Actor(self.addressee.value, _ROLES.get(self.addressee, frozenset()))
        allowed = may(self.printer, Action.VOIR_CONTENU, thing)
        return allowed and (not thing.confidential or may(reader, Action.VOIR_CONTENU, thing))

    @property
    def medical(self) -> bool:
        """Whether medical secrets may stand on it."""
        return self.may_read(Thing(Sort.DOCUMENT, confidential=True))

    def require(self, sort: Sort) -> None:
        """Go on only if who prints may print that."""
        if not may(self.printer, Action.IMPRIMER, Thing(sort, confidential=False)):
            raise BadInput(
                f"Votre rôle ne permet pas d'imprimer les papiers d'un {sort.value}.",
                code="non_autorise",
            )
