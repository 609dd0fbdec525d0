"""What a paper may say, given who prints it and who will read it (DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.secrecy import asked_as
from models.checklists import Checklist
from models.checklists.schema import Requirement
from models.documents import secret_type
from models.errors import BadInput
from models.organismes.stationery import Addressee
from models.permissions import SENSITIVE_FIELDS, Action, Actor, Role, Sort, Thing, may

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


def told_by_a_secret(checklist: Checklist, requirement: Requirement) -> bool:
    """Whether the mere fact that the requirement applies tells what a medical paper says.

    «Évolution métastatique : les bilans manquent» is asked only when the report says so.
    """
    return any(_is_secret(path) for path in _decisive_paths(checklist, requirement))


def _decisive_paths(checklist: Checklist, requirement: Requirement) -> Iterator[str]:
    sources: Sequence[str] = [requirement.quand] if requirement.quand else []
    if not requirement.documents:
        sources = [*sources, *(check.condition for check in requirement.verifie)]
    for source in sources:
        yield from checklist.condition(source).paths


def _is_secret(path: str) -> bool:
    """`lu.rapport_medical.metastase`: a field of a secret type, or a sensitive field of any."""
    parts = path.split(".")
    if parts[0] != "lu" or len(parts) < 3:
        return False
    return secret_type(parts[1]) or asked_as(parts[1], parts[2]) in SENSITIVE_FIELDS
