"""Whether somebody of the base is covered today: yes or no, and dates. Never why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from flows.dossiers.rights import date_of, rights_on
from models.entities import Assure, PartnerAccess
from models.errors import BadInput
from storage.records import assures, partners
from storage.records.dossier_words import bare

MISSES = ((timedelta(minutes=15), 5), (timedelta(days=1), 20))
"""Within so long, so many questions about nobody we know, after which no more are answered."""
MOST_A_DAY = 300
"""Questions in all."""
OFTEN = (
    "Trop de vérifications sans résultat : attendez, ou appelez-nous avec la pièce d'identité et la "
    "carte de l'assuré."
)
LONGEST = 40


class Open(StrEnum):
    """Whether rights are open."""

    OUI = "oui"
    NON = "non"
    INCONNU = "inconnu"
    """The base does not say: a person of ours does."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Of one person on a day. `since`, `until`: the dates of the cover, where known; `suspended`
    is the stretch that the day is in, open where it has no end."""

    open: Open
    since: date | None = None
    until: date | None = None
    suspended: tuple[date, date | None] | None = None


def of_person(session: Session, person: Assure, on: date) -> Situation:
    """A person's situation: a dependant is covered while his insured is."""
    own = _alone(person, on)
    if person.lien == "assure" or own.open is not Open.OUI:
        return own
    insured = _insured_of(session, person)
    if insured is None:
        return Situation(Open.INCONNU)
    his = _alone(insured, on)
    return own if his.open is Open.OUI else his


def _alone(person: Assure, on: date) -> Situation:
    opened = rights_on(person, on).ouverts
    since, until = person.date_effet, date_of(person, "date_fin")
    stops, ends = date_of(person, "suspendu_du"), date_of(person, "suspendu_au")
    inside = stops is not None and on >= stops and (ends is None or on <= ends)
    return Situation(
        Open.INCONNU if opened is None else (Open.OUI if opened else Open.NON),
        since,
        until,
        (stops, ends) if inside and stops is not None else None,
    )


def family_of(session: Session, insured: Assure) -> Sequence[Assure]:
    """The insured, then his dependants."""
    families = assures.families(session, [insured.id])
    return [
        one
        for family in families
        for one in family
        if one.organisme in (None, insured.organisme) or insured.organisme is None
    ]


def check(
    session: Session, access: PartnerAccess, actor: str, number: str, born: date | None, now: datetime, on: date
) -> Situation | None:  # fmt: skip
    """What a provider is told of who bears that number and was born that day; `None`: nobody.

    A wrong number and a wrong date of birth are answered alike. Every question is noted before it
    is answered, in this transaction; `BadInput` when he has asked too often.
    """
    if not bare(number) or len(number) > LONGEST or born is None:
        raise BadInput(
            "Donnez le numéro d'immatriculation et la date de naissance.", code="demande_vide"
        )
    _brake(session, access, now)
    people = _bearing(session, access, number, born)
    partners.note_asked(session, access, actor, people[0].id if people else None, now)
    if not people:
        return None
    told = {of_person(session, person, on) for person in people}
    return told.pop() if len(told) == 1 else Situation(Open.INCONNU)


def _brake(session: Session, access: PartnerAccess, now: datetime) -> None:
    for length, most in MISSES:
        if partners.asked(session, access, now - length, found=False) >= most:
            raise BadInput(OFTEN, code="trop_de_demandes")
    if partners.asked(session, access, now - timedelta(days=1)) >= MOST_A_DAY:
        raise BadInput(OFTEN, code="trop_de_demandes")


def _bearing(
    session: Session, access: PartnerAccess, number: str, born: date
) -> list[Assure]:  # fmt: skip
    """The insured or dependants of that number, born that day. Not by matricule: employers give
    these out in order."""
    typed = {number.strip(), "".join(number.split()), bare(number)}
    found = {
        person.id: person
        for one in sorted(typed)
        for person in assures.family(session, one)
        if person.date_naissance == born
        and (access.organisme is None or person.organisme in (None, access.organisme))
    }
    return list(found.values())


def _insured_of(session: Session, person: Assure) -> Assure | None:
    number = person.numero_immatriculation_assure
    found = assures.family(session, number) if number else []
    return next((one for one in found if one.lien == "assure"), None)
