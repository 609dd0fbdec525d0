"""Documents of an envoi grouped into cases: by separators, identities, types and order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from flows.dossiers.kinds import UNEXPECTED, fit
from flows.dossiers.links import Evidence, link
from flows.dossiers.mentions import traces_of
from flows.dossiers.monthly import is_monthly
from flows.dossiers.partition import partition
from models.reading import Document

HOMELESS = frozenset({"page_blanche", "feuille_separatrice"})
"""Types that are at home in no dossier."""
BORDEREAU = "bordereau_envoi"
OFFICE_SHEETS = frozenset({BORDEREAU, "accuse_reception"})
"""Sheets that go with a dossier of some types only, and begin none."""
_ANNOUNCED = re.compile(r"^LIASSE:SEP:DOSSIER(?::(\w+))?(?::(\w+))?", re.IGNORECASE | re.MULTILINE)
_SHEET = re.compile(r"nouveau document|LIASSE:SEP:DOCUMENT|LIASSE:ENVOI", re.IGNORECASE)
"""Sheets that open no dossier: between two documents, or on top of the whole pile."""


@dataclass
class Group:
    """Positions (in the envoi's list) of one case's documents, and what was announced of it."""

    members: list[int] = field(default_factory=list)
    organisme: str | None = None
    type: str | None = None


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


@dataclass
class _Section:
    """Papers between two separators of dossiers."""

    announced: Announcement | None = None
    members: list[int] = field(default_factory=list)


def group(
    documents: Sequence[Document],
    separators: Mapping[int, str],
    one_case: bool = False,
    evidence: Sequence[Evidence] | None = None,
) -> list[Group]:
    """The cases of an envoi, in the order they begin.

    `separators`: what each separator sheet says, by position of its document.
    `one_case`: the papers came together as one case (an e-mail) unless identities differ.
    `evidence`: what is known of each document, of its own words when not given.
    """
    known = evidence or [Evidence(traces_of(document)) for document in documents]
    groups: list[Group] = []
    for section in _sections(documents, separators):
        whole = one_case or section.announced is not None
        # A sheet announces the dossier that follows it; another one behind that had none.
        said = section.announced
        for members in _cases(section.members, documents, known, whole):
            groups.append(
                Group(members, said.organisme if said else None, said.type if said else None)
            )
            said = None
    return groups


def _sections(documents: Sequence[Document], separators: Mapping[int, str]) -> list[_Section]:
    sections = [_Section()]
    for position, document in enumerate(documents):
        if position in separators:
            said = announcement(separators[position])
            if said.dossier:
                sections.append(_Section(said))
        elif document.type not in HOMELESS:
            sections[-1].members.append(position)
    return [section for section in sections if section.members]


def _cases(
    members: Sequence[int],
    documents: Sequence[Document],
    evidence: Sequence[Evidence],
    one_case: bool,
) -> list[list[int]]:
    """The cases of a section, in the order they begin; a bordereau of several is in none."""
    kept = [m for m in members if not _lists_several(documents[m])]

    @cache
    def odds(one: int, other: int) -> float:
        return link(evidence[kept[one]], evidence[kept[other]])

    found = partition([documents[m].type for m in kept], odds, one_case=one_case)
    cases = [_at_home([kept[n] for n in case], documents) for case in found]
    return sorted((case for case in cases if case), key=lambda case: case[0])


def _at_home(case: Sequence[int], documents: Sequence[Document]) -> list[int]:
    """The case without the office's sheets that no dossier of such papers has a use for."""
    others = [documents[m].type for m in case if documents[m].type not in OFFICE_SHEETS]
    return [
        m
        for m in case
        if documents[m].type not in OFFICE_SHEETS
        or (others and fit([*others, documents[m].type]) > fit(others) + UNEXPECTED)
    ]


def _lists_several(document: Document) -> bool:
    """Whether it is the bordereau or the invoice of several dossiers, at home in none of them."""
    if document.type != BORDEREAU:
        return is_monthly(document)
    said = document.fields.get("nombre_dossiers")
    rows = len(document.lines.get("dossiers", ()))
    if said is not None and said.value.isdigit():
        return max(int(said.value), rows) > 1
    return rows > 1


def _lower(text: str | None) -> str | None:
    return text.lower() if text else None
