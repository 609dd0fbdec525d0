"""The base of insured people: loaded from a file's rows, looked up by what papers bear."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.entities import Assure
from models.errors import BadInput

_TEXTS = (
    "numero_immatriculation",
    "matricule",
    "nom",
    "prenom",
    "cin",
    "lien",
    "numero_immatriculation_assure",
    "rib",
)
_DATES = ("date_naissance", "date_effet")
_REQUIRED = ("nom", "prenom", "lien")
_ASKED_AT_ONCE = 500
_NUMBERS = (
    Assure.numero_immatriculation,
    Assure.numero_immatriculation_assure,
    Assure.matricule,
    Assure.cin,
)
_LIENS = frozenset({"assure", "conjoint", "enfant", "ascendant"})


def load(
    session: Session, rows: Iterable[Mapping[str, str | None]], *, organisme: str | None = None
) -> int:
    """Add or bring up to date the people of a `--assures` file; how many rows it had.

    A person is the same when organisme, numbers, lien, name and birth are. `BadInput` tells which
    line is wrong (the first after the head is line 2); the caller's transaction then ends.
    """
    people = [_person(row, line, organisme) for line, row in enumerate(rows, start=2)]
    added, changed = _keep(session, people)
    return added + changed


def bring(
    session: Session, rows: Iterable[Mapping[str, str | None]], *, organisme: str | None = None
) -> tuple[int, int]:
    """The same, for rows checked before; how many people are new and how many were known."""
    return _keep(session, [_person(row, line, organisme) for line, row in enumerate(rows, start=2)])


def insured_numbers(session: Session, *, organisme: str | None = None) -> set[str]:
    """The numbers by which families hang on their insured."""
    query = select(Assure.numero_immatriculation, Assure.matricule).where(Assure.lien == "assure")
    if organisme is not None:
        query = query.where(Assure.organisme.is_(None) | (Assure.organisme == organisme))
    return {number for row in session.execute(query) for number in row if number}


def _keep(session: Session, people: Sequence[Mapping[str, object]]) -> tuple[int, int]:
    known: dict[str, Assure] = {}
    keys = [str(person["key"]) for person in people]
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        some = select(Assure).where(Assure.key.in_(keys[start : start + _ASKED_AT_ONCE]))
        known |= {assure.key: assure for assure in session.scalars(some)}
    changed = len(known)
    for key, person in zip(keys, people, strict=True):
        if key in known:
            for name, value in person.items():
                setattr(known[key], name, value)
        else:
            known[key] = Assure(**person)
            session.add(known[key])
    session.flush()
    return len(known) - changed, changed


def find(
    session: Session,
    *,
    numero_immatriculation: str | None = None,
    matricule: str | None = None,
    cin: str | None = None,
    organisme: str | None = None,
) -> Sequence[Assure]:
    """The people who bear any of these identifiers exactly; insured before dependants.

    A dependant bears the number of his insured too.
    """
    asked = []
    if numero_immatriculation:
        asked += [
            Assure.numero_immatriculation == numero_immatriculation,
            Assure.numero_immatriculation_assure == numero_immatriculation,
        ]
    if matricule:
        asked.append(Assure.matricule == matricule)
    if cin:
        asked.append(Assure.cin == cin)
    if not asked:
        return []
    return _people(session, select(Assure).where(or_(*asked)), organisme)


def bearing(
    session: Session, numbers: Iterable[str], *, organisme: str | None = None
) -> Sequence[Assure]:
    """The people who bear any of these numbers, whatever it numbers (card, matricule, CIN)."""
    asked = sorted(set(numbers))
    found: dict[str, Assure] = {}
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some = asked[start : start + _ASKED_AT_ONCE]
        query = select(Assure).where(or_(*(column.in_(some) for column in _NUMBERS)))
        found |= {person.id: person for person in _people(session, query, organisme)}
    return list(found.values())


def writings(session: Session, *, organisme: str | None = None) -> Sequence[tuple[str, str]]:
    """Id and folded name of everybody: a search that tolerates misread letters starts here."""
    query = select(Assure.id, Assure.name_key)
    if organisme is not None:
        query = query.where(Assure.organisme.is_(None) | (Assure.organisme == organisme))
    return [(row.id, row.name_key) for row in session.execute(query.order_by(Assure.id))]


def families(session: Session, ids: Iterable[str]) -> Sequence[Sequence[Assure]]:
    """The whole families of these people: each the insured, then his dependants."""
    wanted = sorted(set(ids))
    heads: dict[str, Assure] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        some = select(Assure).where(Assure.id.in_(wanted[start : start + _ASKED_AT_ONCE]))
        for person in session.scalars(some):
            heads[_head_number(person) or person.id] = person
    found: dict[str, list[Assure]] = {}
    asked = sorted(heads)
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some_numbers = asked[start : start + _ASKED_AT_ONCE]
        query = select(Assure).where(
            or_(
                Assure.numero_immatriculation.in_(some_numbers),
                Assure.numero_immatriculation_assure.in_(some_numbers),
            )
        )
        for person in _people(session, query, None):
            found.setdefault(_head_number(person) or person.id, []).append(person)
    for number, person in heads.items():
        found.setdefault(number, [person])
    return [found[number] for number in heads]


def _head_number(person: Assure) -> str | None:
    """The number of the insured of a person's family."""
    if person.lien == "assure":
        return person.numero_immatriculation or person.matricule
    return person.numero_immatriculation_assure


def by_name(
    session: Session, nom: str, prenom: str, *, organisme: str | None = None
) -> Sequence[Assure]:
    """The people of that name, whatever the case, accents and punctuation."""
    query = select(Assure).where(Assure.name_key == name_key(nom, prenom))
    return _people(session, query, organisme)


def everybody(session: Session, *, organisme: str | None = None) -> Sequence[Assure]:
    """The whole base, for a search that tolerates misread letters."""
    return _people(session, select(Assure), organisme)


def family(session: Session, numero_immatriculation: str) -> Sequence[Assure]:
    """An insured and his dependants."""
    return find(session, numero_immatriculation=numero_immatriculation)


def name_key(nom: str, prenom: str) -> str:
    """A name folded for comparing: `EL MANSOURI FATIMA ZAHRA`."""
    plain = unicodedata.normalize("NFKD", f"{nom} {prenom}").encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[A-Z0-9]+", plain.upper()))


def _people(session: Session, query: Select[Assure], organisme: str | None) -> Sequence[Assure]:
    if organisme is not None:
        query = query.where(Assure.organisme.is_(None) | (Assure.organisme == organisme))
    return session.scalars(query.order_by(Assure.lien != "assure", Assure.id)).all()


def _person(row: Mapping[str, str | None], line: int, organisme: str | None) -> dict[str, object]:
    person: dict[str, object] = {name: (row.get(name) or "").strip() or None for name in _TEXTS}
    for name in _REQUIRED:
        if person[name] is None:
            raise BadInput(
                f"Fichier des assurés, ligne {line} : la colonne « {name} » est vide. "
                "Complétez-la et relancez.",
                code="assures_invalide",
            )
    if person["lien"] not in _LIENS:
        raise BadInput(
            f"Fichier des assurés, ligne {line} : le lien « {person['lien']} » est inconnu. "
            "Attendu : assure, conjoint, enfant ou ascendant.",
            code="assures_invalide",
        )
    for name in _DATES:
        person[name] = _date((row.get(name) or "").strip(), name, line)
    known = {*_TEXTS, *_DATES}
    person["organisme"] = organisme
    person["extra"] = {k: v for k, v in row.items() if k not in known and v is not None}
    person["name_key"] = name_key(str(person["nom"]), str(person["prenom"]))
    identity = (
        organisme,
        person["numero_immatriculation"] or person["matricule"],
        person["numero_immatriculation_assure"],
        person["lien"],
        person["name_key"],
        person["date_naissance"],
    )
    person["key"] = hashlib.sha256("\x1f".join(map(str, identity)).encode()).hexdigest()
    return person


def _date(text: str, name: str, line: int) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"Fichier des assurés, ligne {line} : la date « {text} » de la colonne « {name} » "
            "n'est pas de la forme AAAA-MM-JJ.",
            code="assures_invalide",
        ) from None
