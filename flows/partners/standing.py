"""Where a dossier stands, as a partner is told it: steps, what is asked for, what was decided.

Nothing medical: of a type only its lane is said to an employer, of a decision only its kind. What
is missing is what the letter to that reader says (`flows.outgoing.asked`), no word more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.mailbox.acknowledge import SYSTEM
from flows.mailbox.answer import ANSWER
from flows.outgoing.amounts import claimed
from flows.outgoing.asked import complement_of
from flows.outgoing.gather import lane_of, papers_of
from flows.outgoing.readers import Readers
from flows.partners import complaining
from flows.review.letters import COMPLEMENT, Draft, issued
from models.checklists.facts import Policy
from models.checklists.readings import sure_text
from models.checklists.schema import Voie
from models.entities import (
    AnswerDecision,
    CompanyAnswer,
    Dossier,
    Etape,
    Letter,
    Lot,
    LotStatut,
    Prestation,
)
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import Role
from models.reading import Document as ReadDocument
from models.settings import Settings
from storage.records import answers, dossiers, envois, thresholds

GRANTED = "attestation_prise_en_charge"
READER = {Role.ASSURE: Addressee.ASSURE, Role.PRESTATAIRE: Addressee.PRESTATAIRE}
"""As whom letters speak to a partner; none are written to an employer."""
BY_ADDRESSEE = frozenset({COMPLEMENT, ANSWER})
"""Letters of which the addressee is who may read them. Another kind is nobody's until it is said whose."""


class Place(StrEnum):
    """Where a dossier is on its way."""

    EXAMEN = "examen"
    COMPLEMENT = "complement"
    CONTRE_VISITE = "contre_visite"
    COMPLET = "complet"
    TRANSMIS = "transmis"
    ACCORDE = "accorde"
    REMBOURSE = "rembourse"
    REFUSE = "refuse"
    REPONDU = "repondu"
    """Answered before answers were kept one by one."""


class Sort(StrEnum):
    """What a dossier is, without what would tell an illness."""

    REMBOURSEMENT = "remboursement"
    PEC = "pec"
    HOSPITALISATION = "hospitalisation"
    FACTURATION = "facturation"
    ADHESION = "adhesion"
    RECLAMATION = "reclamation"
    SUITE = "suite"
    """Papers that join another dossier."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a dossier. `what` is a name of ours."""

    on: date
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, as the letter puts it; `letter`: the one that was sent to this reader.

    `elsewhere`: a letter asked somebody else for it.
    """

    lacks: tuple[tuple[str, str], ...]
    withheld: bool
    note: str
    until: date | None
    letter: str | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts that are surely known: claimed, granted, and what the company decided to pay."""

    claimed: Decimal | None
    granted: Decimal | None
    paid: Decimal | None
    numero: str
    invoice: str


def sort_of(dossier: Dossier) -> Sort:
    """What it is, by its lane."""
    lane = lane_of(dossier)
    if lane in (Voie.PEC, Voie.URGENCE):
        stays = dossier.prestation is Prestation.HOSPITALISATION
        return Sort.HOSPITALISATION if stays else Sort.PEC
    return {
        Voie.REMBOURSEMENT: Sort.REMBOURSEMENT,
        Voie.FACTURATION: Sort.FACTURATION,
        Voie.ADHESION: Sort.ADHESION,
        Voie.RECLAMATION: Sort.RECLAMATION,
    }.get(lane, Sort.SUITE)


def places(
    session: Session, rows: Sequence[Dossier]
) -> dict[str, tuple[Place, CompanyAnswer | None]]:
    """Where each dossier (id) stands."""
    said = answers.holding(session, [row.id for row in rows])
    lots = select(Lot.id).where(
        Lot.id.in_([row.lot_id for row in rows if row.lot_id]), Lot.statut == LotStatut.REMIS
    )
    gone = set(session.scalars(lots))
    return {row.id: (_place(row, said.get(row.id), gone), said.get(row.id)) for row in rows}


def _place(dossier: Dossier, said: CompanyAnswer | None, gone: set[str]) -> Place:
    match dossier.etape:
        case Etape.REJETE:
            return Place.REFUSE
        case Etape.COMPLEMENT:
            visit = said is not None and said.decision is AnswerDecision.CONTRE_VISITE
            return Place.CONTRE_VISITE if visit else Place.COMPLEMENT
        case Etape.REPONDU:
            return _answered(said)
    if dossier.lot_id in gone:
        return Place.TRANSMIS
    return Place.COMPLET if dossier.etape is Etape.VALIDE else Place.EXAMEN


def _answered(said: CompanyAnswer | None) -> Place:
    if said is None:
        return Place.REPONDU
    if said.decision.pays:
        return Place.REMBOURSE
    return Place.REFUSE if said.decision.refuses else Place.ACCORDE


def events(session: Session, dossier: Dossier, said: CompanyAnswer | None) -> list[Event]:
    """What happened, the first first: dates and kinds alone."""
    return sorted(_events(session, dossier, said), key=lambda event: event.on)


def _events(session: Session, dossier: Dossier, said: CompanyAnswer | None) -> Iterator[Event]:
    yield Event(_day(dossier, envois.get(session, dossier.envoi_id).received_at), "recu")
    for letter in _complements(session, dossier):
        yield Event(_day(dossier, letter.at), "complement")
    for row in dossiers.joining(session, dossier.id):
        if row.etape is not Etape.ANNULE:
            came = envois.get(session, row.envoi_id).received_at
            yield Event(_day(dossier, came), "pieces")
    if said is not None:
        on = said.decided_on or _day(dossier, said.at)
        yield Event(on, "decision", said.decision.value)


def asked(session: Session, dossier: Dossier, role: Role, place: Place, day: date) -> Asked | None:
    """What the reader is to send; `None` when nothing is known to be missing, or is not for him.

    Once a letter asked for it, what it says; before, what it would say, less what may be among
    our own pages.
    """
    reader = READER.get(role)
    if reader is None or place not in (Place.EXAMEN, Place.COMPLEMENT):
        return None
    if place is Place.COMPLEMENT:
        for letter in reversed(_complements(session, dossier)):
            own = letter.addressee == reader
            if letter.medical or not (own or role is Role.ASSURE):
                continue
            draft = Draft.from_json(letter.text)
            lacks = tuple((one.titre, one.phrase) for one in draft.lacks if one.kept)
            note, mine = (draft.note, letter.id) if own else ("", None)
            return Asked(lacks, draft.withheld, note, draft.until, mine, not own)
    try:
        found = complement_of(session, dossier, SYSTEM, day, reader)
    except BadInput:
        return None
    lacks = tuple(
        (one.titre, one.phrase) for one in found.lacks if one.titre not in found.perhaps_here
    )
    if not lacks and not found.withheld:
        return None
    until = found.until if place is Place.COMPLEMENT else None
    return Asked(lacks, found.withheld, "", until)


def letters(session: Session, dossier: Dossier, role: Role, login: str) -> list[Letter]:
    """The letters about a dossier that were written to this partner, the latest first.

    One that answers a réclamation goes by who complained, not by its addressee: it repeats what he
    wrote.
    """
    reader = READER.get(role)
    if reader is None:
        return []
    complained = {row.letter_id for row in complaining.own(session, login, dossier)}
    return [
        letter
        for letter in reversed(issued(session, dossier.id))
        if not letter.medical
        and not letter.cancelled
        and (
            letter.id in complained
            if letter.kind not in BY_ADDRESSEE
            else letter.addressee == reader
        )
    ]


def money(
    session: Session,
    rows: Sequence[Dossier],
    said: Mapping[str, CompanyAnswer | None],
    settings: Settings,
) -> dict[str, Money]:
    """The amounts of each dossier (id), recorded with what the company `said` of it, else surely
    read; no secret paper is opened."""
    papers = papers_of(session, rows, Readers(SYSTEM, Addressee.ASSURE))
    policy = thresholds.policy(session, settings)
    return {
        row.id: _money(row, [p.read for p in papers[row.id] if p.read], said[row.id], policy)
        for row in rows
    }


def _money(
    dossier: Dossier, papers: Sequence[ReadDocument], said: CompanyAnswer | None, policy: Policy
) -> Money:
    grants = [paper for paper in papers if paper.type == GRANTED]
    granted = claimed(grants, Voie.PEC, policy)
    lane = lane_of(dossier)
    asked_for = claimed(papers, lane, policy) if lane not in (Voie.PEC, Voie.URGENCE) else None
    bills = [paper for paper in papers if paper.type == "facture"]

    def sure(of: Sequence[ReadDocument], name: str) -> str:
        found = set(filter(None, (sure_text(paper, name, policy) for paper in of)))
        return found.pop() if len(found) == 1 else ""

    told = Decimal(said.amount) if said is not None and said.amount else None
    pays = said is not None and said.decision.pays
    agreed = told if told is not None and not pays else granted.montant
    return Money(
        asked_for.montant if asked_for is not None else None,
        agreed if said is None or said.decision is AnswerDecision.ACCORD else None,
        told if pays else None,
        (said.numero if said is not None else None) or sure(grants, "numero_prise_en_charge"),
        sure(bills, "numero_facture"),
    )


def _complements(session: Session, dossier: Dossier) -> list[Letter]:
    return [
        letter
        for letter in issued(session, dossier.id)
        if letter.kind == COMPLEMENT and not letter.cancelled
    ]


def _day(dossier: Dossier, at: datetime) -> date:
    return at.astimezone(organisme(dossier.organisme).zone).date()
