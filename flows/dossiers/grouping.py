"""Documents of an envoi grouped into cases: by separators, identities and order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.dossiers.identities import Identity, identity_of
from models.reading import Document

HOMELESS = frozenset({"page_blanche", "feuille_separatrice", "bordereau_envoi", "accuse_reception"})
"""Types that are at home in no dossier (a lot's bordereau, sheets of the office)."""
OPENING = frozenset(
    {
        "feuille_de_soins",
        "demande_prise_en_charge",
        "bulletin_adhesion",
        "demande_acces_tiers_payant",
        "demande_remboursement_direct",
        "demande_entente_prealable",
        "demande_incorporation",
        "demande_retrait",
        "reclamation",
        "convocation_contre_visite",
        "reponse_compagnie",
    }
)
"""Papers with which a dossier begins, and of which it has one."""
SAME = 0.9
STRANGER = 0.1
_ANNOUNCED = re.compile(r"^LIASSE:SEP:DOSSIER(?::(\w+))?(?::(\w+))?", re.IGNORECASE | re.MULTILINE)
_SHEET = re.compile(r"nouveau document|LIASSE:SEP:DOCUMENT", re.IGNORECASE)


@dataclass
class Group:
    """Positions (in the envoi's list) of one case's documents, and what was announced of it."""

    members: list[int] = field(default_factory=list)
    identity: Identity = field(default_factory=Identity)
    organisme: str | None = None
    type: str | None = None
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a separator sheet says comes next."""

    organisme: str | None
    type: str | None
    dossier: bool


def announcement(text: str) -> Announcement:
    """What the sheet's code or words announce; a sheet that says nothing opens a dossier."""
    code = _ANNOUNCED.search(text)
    if code is not None:
        return Announcement(_lower(code.group(1)), _lower(code.group(2)), dossier=True)
    return Announcement(None, None, dossier=_SHEET.search(text) is None)


def group(
    documents: Sequence[Document], separators: Mapping[int, str], one_case: bool = False
) -> list[Group]:
    """The cases of an envoi, in the order they begin.

    `separators`: what each separator sheet says, by position of its document.
    `one_case`: the papers came together as one case (an e-mail) unless identities differ.
    """
    groups: list[Group] = []
    current: Group | None = None
    for position, document in enumerate(documents):
        if position in separators:
            said = announcement(separators[position])
            if said.dossier:
                current = Group(organisme=said.organisme, type=said.type, announced=True)
                groups.append(current)
            continue
        if document.type in HOMELESS:
            continue
        identity = identity_of(document)
        current = _home(groups, current, documents, document, identity, one_case)
        current.members.append(position)
        current.identity = current.identity | identity
    return [g for g in groups if g.members]


def _home(
    groups: list[Group],
    current: Group | None,
    documents: Sequence[Document],
    document: Document,
    identity: Identity,
    one_case: bool,
) -> Group:
    if current is None:
        return _new(groups)
    if not current.members:
        return current
    likeness = _likeness(current, identity)
    opens = document.type in OPENING
    twice = opens and any(documents[m].type == document.type for m in current.members)
    if one_case and not (twice and likeness <= STRANGER):
        return current  # sent together: only a second opening paper of a stranger parts them
    if likeness >= SAME and not (twice and likeness < 1.0):
        return current
    if opens and (twice or likeness < 0.5):
        return _new(groups)
    if likeness <= STRANGER and identity.known and current.identity.known:
        for earlier in groups:
            if not earlier.announced and earlier.identity.likeness(identity) >= SAME:
                return earlier
        return _new(groups)
    return current


def _likeness(current: Group, identity: Identity) -> float:
    if not identity.known or not current.identity.known:
        return 0.6
    return current.identity.likeness(identity)


def _new(groups: list[Group]) -> Group:
    groups.append(Group())
    return groups[-1]


def _lower(text: str | None) -> str | None:
    return text.lower() if text else None
