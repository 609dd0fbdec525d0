"""What was noted, sent and done about a dossier, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flows.review import comments, letters, undo
from models.entities import Dossier
from review_ui.visit import Visit
from review_ui.wording import dates, words


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Sent:
    id: str
    title: str
    actor: str
    at: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Past:
    sentence: str
    actor: str
    at: str
    undone: bool


def notes_of(visit: Visit, dossier: Dossier) -> list[Note]:
    """The notes, the latest first."""
    zone = dates.zone_of(dossier.organisme)
    found = comments.comments(visit.session, dossier.id)
    return [Note(c.text, c.actor, dates.moment(c.at, zone)) for c in reversed(found)]


def letters_of(visit: Visit, dossier: Dossier) -> list[Sent]:
    """The letters issued."""
    zone = dates.zone_of(dossier.organisme)
    return [
        Sent(
            letter.id,
            words.LETTERS.get(letter.kind, words.plain(letter.kind)),
            letter.actor,
            dates.moment(letter.at, zone),
            letter.cancelled,
        )
        for letter in letters.issued(visit.session, dossier.id)
    ]


def deeds_of(visit: Visit, dossier: Dossier) -> list[Past]:
    """What was done, the latest first."""
    zone = dates.zone_of(dossier.organisme)
    return [
        Past(deed.sentence, deed.actor, dates.moment(deed.at, zone), deed.undone)
        for deed in undo.history(visit.session, dossier.id)
    ]
