"""Employees declared, held against the insured base: who has no bulletin d'adhésion [000 §1].

Declarations are the papers read (`bordereau_declaration_salaires`) and the files brought in. What
was read with a doubt is said to be checked: nobody is named as lacking on a doubtful reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.dossiers.mentions import bare
from flows.dossiers.names import comparable, likeness
from flows.dossiers.rights import date_of
from flows.statements.payroll_file import PAPER, TABLE
from flows.statements.spans import Span
from models.checklists.facts import Policy
from models.checklists.readings import as_date, is_sure, is_trusted
from models.entities import Assure, Document, Dossier, Envoi
from models.organismes import organisme
from models.reading import Row
from models.settings import Settings
from storage.records import assures, documents, statements, thresholds

SAME_NAME, OTHER_NAME = 88.0, 60.0
NUMBERS = ("numero_immatriculation", "matricule", "cin")
BULLETIN = "bulletin_adhesion"
LATE = timedelta(days=45)
"""After the end of a month, a paper that says its month may still come."""
_NO = frozenset({"", "non", "n", "0", "faux", "false"})


class State(StrEnum):
    """What the base says of somebody declared."""

    EN_REGLE = "en_regle"
    SANS_BULLETIN = "sans_bulletin"
    """In the base, but no bulletin came."""
    ABSENT = "absent"
    """Neither in the base, nor a bulletin."""
    BULLETIN_SEUL = "bulletin_seul"
    """His bulletin came; the base does not have him yet."""
    A_VERIFIER = "a_verifier"

    @property
    def lacks_bulletin(self) -> bool:
        return self in (State.SANS_BULLETIN, State.ABSENT)


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody whom an employer declared. `doubtful`: what names him was not surely read."""

    nom: str
    prenom: str
    numbers: Mapping[str, str]
    born: date | None
    movement: str
    employer: str
    where: str
    doubtful: bool

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.nom, self.prenom)))

    @property
    def number(self) -> str:
        return next((self.numbers[name] for name in NUMBERS if name in self.numbers), "")


@dataclass(frozen=True, slots=True)
class Matched:
    """Somebody declared, and what the base says of him."""

    declared: Declared
    state: State
    person: Assure | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All who were declared, and the insured of the base whom nobody declared."""

    sources: tuple[str, ...]
    matched: tuple[Matched, ...]
    undeclared: tuple[Assure, ...]


def compare(session: Session, owner: str, span: Span, settings: Settings) -> Comparison:
    """The declarations of a month held against the base as it is now."""
    policy = thresholds.policy(session, settings)
    declared = [
        *_from_files(session, owner, span),
        *_from_papers(session, owner, span, policy),
    ]
    base = _Base(
        [p for p in assures.everybody(session, organisme=owner) if p.lien == "assure"],
        list(_bulletins(session, owner, policy)),
    )
    once: dict[tuple[str, str], Declared] = {}
    for one in declared:
        once.setdefault((bare(one.number), comparable(one.name)), one)
    matched = tuple(base.match(one) for one in once.values())
    found = {one.person.id for one in matched if one.person is not None}
    missing = [
        person
        for person in base.people
        if declared and person.id not in found and base.covered(person, span)
    ]
    return Comparison(tuple(dict.fromkeys(one.where for one in declared)), matched, tuple(missing))


# --- who was declared ---------------------------------------------------------------------------


def _from_files(session: Session, owner: str, span: Span) -> Iterator[Declared]:
    for payroll in statements.payrolls(session, owner, span.key):
        for person in payroll.people:
            yield Declared(
                nom=person.get("nom", ""),
                prenom=person.get("prenom", ""),
                numbers={name: person[name] for name in NUMBERS if person.get(name)},
                born=as_date(person.get("date_naissance", "")),
                movement=person.get("mouvement", ""),
                employer=payroll.employer,
                where=f"fichier « {payroll.name} »",
                doubtful=False,
            )


def _from_papers(session: Session, owner: str, span: Span, policy: Policy) -> Iterator[Declared]:
    zone = organisme(owner).zone
    query = (
        select(Document, Envoi, Dossier)
        .join(Envoi, Envoi.id == Document.envoi_id)
        .outerjoin(Dossier, Dossier.id == Document.dossier_id)
        .where(
            Document.type == PAPER,
            Document.retired_at.is_(None),
            Envoi.received_at >= span.begins(zone),
            Envoi.received_at < span.ends(zone) + LATE,
        )
        .order_by(Document.id)
    )
    rows = [
        (row[0], row[1])
        for row in session.execute(query)
        if owner == (row[2].organisme if row[2] is not None else row[1].organisme)
    ]
    current = documents.current(session, [document.id for document, _ in rows])
    for document, envoi in rows:
        read = current[document.id]
        of = read.fields.get("date_document")
        sure = is_sure(read, "date_document", policy)
        month = as_date(of.value) if of is not None and sure else None
        if not span.holds(month or envoi.received_at.astimezone(zone).date()):
            continue
        employer = read.fields.get("emetteur_nom")
        named = employer.value if employer and is_sure(read, "emetteur_nom", policy) else ""
        typed = read.type_confidence >= policy.type
        for row in read.lines.get(TABLE, ()):
            yield _row(row, named, f"envoi {envoi.numero}", policy, typed=typed)


def _row(row: Row, employer: str, where: str, policy: Policy, *, typed: bool) -> Declared:
    def sure(name: str) -> str:
        cell = row.get(name)
        return cell.value if cell is not None and is_trusted(cell, policy.reading) else ""

    def said(name: str) -> str:
        cell = row.get(name)
        return cell.value if cell is not None else ""

    numbers = {name: value for name in NUMBERS if (value := sure(name))}
    named = bool(sure("nom")) and (not said("prenom") or bool(sure("prenom")))
    return Declared(
        nom=said("nom"),
        prenom=said("prenom"),
        numbers=numbers,
        born=as_date(sure("date_naissance")),
        movement=sure("mouvement"),
        employer=employer,
        where=where,
        doubtful=not typed or not named,
    )


# --- what the base knows ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bulletin:
    numbers: frozenset[str]
    name: str
    sure: bool


def _bulletins(session: Session, owner: str, policy: Policy) -> Iterator[_Bulletin]:
    """The bulletins d'adhésion that came, by the insured of their dossier."""
    query = (
        select(Dossier.assure, Document.type_confidence)
        .join(Document, Document.dossier_id == Dossier.id)
        .where(
            Dossier.organisme == owner,
            Document.type == BULLETIN,
            Document.retired_at.is_(None),
        )
    )
    for who, confidence in session.execute(query):
        numbers = frozenset(bare(str(who[name])) for name in NUMBERS if who.get(name))
        name = comparable(f"{who.get('nom', '')} {who.get('prenom', '')}")
        yield _Bulletin(numbers, name, confidence >= policy.type)


class _Base:
    """The insured and the bulletins, found by number and by name."""

    def __init__(self, people: Sequence[Assure], bulletins: Sequence[_Bulletin]) -> None:
        self.people = people
        self._by_number: dict[str, list[Assure]] = defaultdict(list)
        self._by_name: dict[str, list[Assure]] = defaultdict(list)
        for person in people:
            for name in NUMBERS:
                if number := bare(getattr(person, name) or ""):
                    self._by_number[number].append(person)
            self._by_name[comparable(f"{person.nom} {person.prenom}")].append(person)
        self._bulletins: dict[str, list[_Bulletin]] = defaultdict(list)
        for bulletin in bulletins:
            for key in (*bulletin.numbers, f"nom {bulletin.name}"):
                self._bulletins[key].append(bulletin)

    def match(self, one: Declared) -> Matched:
        """What is known of somebody declared."""
        person, why = self._person(one)
        if why:
            return Matched(one, State.A_VERIFIER, person, why)
        numbers = {bare(value) for value in one.numbers.values()}
        name = comparable(one.name)
        if person is not None:
            numbers |= {bare(getattr(person, n) or "") for n in NUMBERS} - {""}
            name = comparable(f"{person.nom} {person.prenom}")
        has = self._has_bulletin(person, numbers, name)
        if has is None:
            return Matched(one, State.A_VERIFIER, person, "Un bulletin à ce nom est à vérifier")
        if person is None:
            return Matched(one, State.BULLETIN_SEUL if has else State.ABSENT)
        return Matched(one, State.EN_REGLE if has else State.SANS_BULLETIN, person)

    def covered(self, person: Assure, span: Span) -> bool:
        """Whether a person should have been declared: in before the span ended, and not left before."""
        ends = date_of(person, "date_fin")
        began = person.date_effet is None or person.date_effet <= span.last
        return began and (ends is None or ends >= span.first)

    def _person(self, one: Declared) -> tuple[Assure | None, str]:
        """The insured of that number or name; why it has to be checked, where it has."""
        name = comparable(one.name)
        for number in one.numbers.values():
            bearers = self._by_number.get(bare(number), [])
            if len(bearers) > 1:
                return None, "Ce numéro est celui de plusieurs assurés de la base"
            if bearers:
                known = comparable(f"{bearers[0].nom} {bearers[0].prenom}")
                if name and likeness(name, known) < OTHER_NAME:
                    return bearers[0], "Ce numéro est celui d'un autre nom dans la base"
                return bearers[0], ""
        if one.doubtful or not name:
            return None, "Lecture douteuse : à vérifier sur le papier"
        alike = self._by_name.get(name, [])
        same = [
            p for p in alike if not (one.born and p.date_naissance) or p.date_naissance == one.born
        ]
        if one.numbers and same:
            return None, "Ce nom est dans la base sous un autre numéro"
        if len(same) > 1:
            return None, "Plusieurs assurés de ce nom dans la base"
        return (same[0], "") if same else (None, "")

    def _has_bulletin(self, person: Assure | None, numbers: set[str], name: str) -> bool | None:
        """`None` when a bulletin may be his."""
        said = str(person.extra.get("bulletin") or "").strip().lower() if person else ""
        if said not in _NO:
            return True
        by_number = [b for number in numbers for b in self._bulletins.get(number, ())]
        if by_number:
            return True if any(b.sure for b in by_number) else None
        by_name = self._bulletins.get(f"nom {name}", []) if name else []
        if not by_name:
            return False
        alone = len(self._by_name.get(name, [])) <= 1
        fits = [b for b in by_name if not (b.numbers and numbers)]
        return True if alone and any(b.sure for b in fits) else None
