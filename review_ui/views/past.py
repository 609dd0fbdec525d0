"""What was noted, sent and done about a dossier, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flows.review import comments, letters, undo
from flows.review.reasons import Reason, reasons
from models.entities import Dossier, Etape
from review_ui.visit import Visit
from review_ui.wording import dates, words

_TOLD_ELSEWHERE = frozenset({Etape.REPONDU, Etape.COMPLEMENT})
"""The company's answer and the letter are there themselves."""
_TITLES = {
    Etape.A_TRAITER: "Repris",
    Etape.MEDECIN: "Avis demandé au médecin conseil",
}


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


@dataclass(frozen=True, slots=True)
class Why:
    """Why the dossier stands where it stands: `title` says what was decided."""

    title: str
    text: str
    actor: str
    at: str


def whys_of(visit: Visit, dossier: Dossier) -> list[Why]:
    """What was written when it was last decided what becomes of the dossier."""
    zone = dates.zone_of(dossier.organisme)
    return [
        Why(_decided(one), one.text, one.actor, dates.moment(one.at, zone))
        for one in reasons(visit.session, dossier.id)
        if one.etape not in _TOLD_ELSEWHERE
    ]


def _decided(reason: Reason) -> str:
    if reason.etape is Etape.A_TRAITER and reason.before is Etape.MEDECIN:
        return "Retour du médecin conseil"
    return _TITLES.get(reason.etape, words.ETAPES[reason.etape].word)


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
