"""The lines of the registers of dossiers, lots and people, read some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from flows.outgoing import gather
from flows.outgoing.tables import Row
from flows.statements.claims import Claim, described
from flows.statements.insured import members, moved
from flows.statements.outcomes import outcomes
from flows.statements.people_tables import person_row
from flows.statements.spans import Days
from models.checklists import checklists
from models.checklists.schema import Voie
from models.entities import (
    Deed,
    DeedThing,
    Dossier,
    Envoi,
    Etape,
    Lot,
    LotStatut,
)
from models.organismes import organisme
from models.settings import Settings
from storage.records import pharmacies

AT_ONCE = 500
STEPS = {
    Etape.A_TRAITER: "à traiter",
    Etape.COMPLEMENT: "complément demandé",
    Etape.MEDECIN: "médecin conseil",
    Etape.DE_COTE: "mis de côté",
    Etape.VALIDE: "déclaré complet",
    Etape.REJETE: "rejeté",
    Etape.REPONDU: "répondu",
    Etape.ANNULE: "annulé",
}
LOTS = {LotStatut.OUVERT: "ouvert", LotStatut.CLOTURE: "clôturé", LotStatut.REMIS: "remis"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose register, and of which days (of reception, for what is received)."""

    owner: str
    first: date
    last: date
    today: date

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    @property
    def begins(self) -> datetime:
        return self.days.begins(organisme(self.owner).zone)

    @property
    def ends(self) -> datetime:
        return self.days.ends(organisme(self.owner).zone)


def of_dossiers(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Every dossier that came in the period."""
    zone = organisme(asked.owner).zone
    for some in _batches(session, _received(asked)):
        wanted = [dossier for dossier, _ in some]
        fates = outcomes(session, wanted, zone)
        lots = _lot_numbers(session, wanted)
        for dossier, envoi in some:
            fate = fates[dossier.id]
            yield (
                dossier.reference,
                envoi.received_at.astimezone(zone).date(),
                gather.kind_of(dossier),
                gather.person(dossier.assure),
                gather.number_of(dossier.assure),
                dossier.statut.mots,
                STEPS[dossier.etape],
                dossier.deadline.astimezone(zone).date() if dossier.deadline else None,
                fate.on,
                fate.fate.words,
                fate.paid,
                lots.get(dossier.lot_id or ""),
            )


def of_lots(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Every lot opened in the period, with when it was closed and handed over."""
    zone = organisme(asked.owner).zone
    inside = (
        select(func.count()).select_from(Dossier).where(Dossier.lot_id == Lot.id).scalar_subquery()
    )
    query = (
        select(Lot, inside)
        .where(
            Lot.organisme == asked.owner,
            Lot.created_at >= asked.begins,
            Lot.created_at < asked.ends,
        )
        .order_by(Lot.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for lot, number in session.execute(query):
        acts = _acts_on(session, lot.id)
        closed, handed = acts.get("cloturer_lot"), acts.get("remettre_lot")
        yield (
            lot.numero,
            gather.NATURES[lot.nature],
            gather.PRESTATIONS[lot.prestation],
            lot.etablissement,
            LOTS[lot.statut],
            lot.created_at.astimezone(zone).date(),
            closed.astimezone(zone).date() if closed else None,
            handed.astimezone(zone).date() if handed else None,
            number,
        )


def of_insured(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """The insured, with who came in and left."""
    yield from _people(session, asked, insured=True)


def of_dependants(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Their families."""
    yield from _people(session, asked, insured=False)


def of_providers(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Those of the directory and those whom the papers of the period name."""
    zone = organisme(asked.owner).zone
    found: dict[tuple[str, str], _Provider] = {}
    for claim in _claims(session, _received(asked), asked.owner, settings):
        if claim.provider:
            key = (claim.provider.upper(), claim.provider_town.upper())
            found.setdefault(key, _Provider(claim.provider, claim.provider_town)).add(claim)
    listed = {row.nom.upper(): row for row in pharmacies.everyone(session)}
    for one in found.values():
        row = listed.pop(one.name.upper(), None)
        yield (
            one.name, one.town or (row.ville if row else None), row.inpe if row else None,
            "oui" if row else "non", one.number, one.third_party, one.amount,
            one.last.astimezone(zone).date() if one.last else None,
        )  # fmt: skip
    for row in listed.values():
        yield (row.nom, row.ville, row.inpe, "oui", 0, 0, None, None)


def of_covers(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Every cover asked for in the period."""
    kinds = [
        kind
        for (owner, kind), known in checklists().items()
        if owner == asked.owner and known.dossier_type.voie in (Voie.PEC, Voie.URGENCE)
    ]
    query = _received(asked).where(Dossier.type.in_(kinds))
    for one in _claims(session, query, asked.owner, settings):
        yield (
            one.reference, one.received_on, one.family, one.insured, one.number, one.provider or None,
            one.outcome.fate.words, one.outcome.on, one.listed,
        )  # fmt: skip


@dataclass
class _Provider:
    name: str
    town: str
    number: int = 0
    third_party: int = 0
    amount: Decimal = Decimal(0)
    last: datetime | None = None

    def add(self, claim: Claim) -> None:
        self.number += 1
        self.third_party += claim.third_party
        self.amount += claim.asked or Decimal(0)
        self.last = max(filter(None, (self.last, claim.received_at)))


def _received(asked: Asked) -> Select[Dossier, Envoi]:
    return (
        select(Dossier, Envoi)
        .join(Envoi, Envoi.id == Dossier.envoi_id)
        .where(
            Dossier.organisme == asked.owner,
            Envoi.received_at >= asked.begins,
            Envoi.received_at < asked.ends,
        )
    )


def _batches(
    session: Session, query: Select[Dossier, Envoi]
) -> Iterator[list[tuple[Dossier, Envoi]]]:
    """Some at a time, in the order of their ids; what was written is forgotten."""
    after = ""
    while True:
        page = query.where(Dossier.id > after).order_by(Dossier.id).limit(AT_ONCE)
        some = [(row[0], row[1]) for row in session.execute(page)]
        if not some:
            return
        after = some[-1][0].id
        yield some
        session.expunge_all()


def _claims(
    session: Session, query: Select[Dossier, Envoi], owner: str, settings: Settings
) -> Iterator[Claim]:
    for some in _batches(session, query):
        yield from described(session, owner, [dossier.id for dossier, _ in some], settings)


def _people(session: Session, asked: Asked, *, insured: bool) -> Iterator[Row]:
    for one in members(session, asked.owner, asked.last):
        if (one.person.lien == "assure") is insured:
            yield person_row(one, moved(one, asked.days))


def _lot_numbers(session: Session, wanted: Sequence[Dossier]) -> dict[str, str]:
    ids = {dossier.lot_id for dossier in wanted if dossier.lot_id}
    query = select(Lot.id, Lot.numero).where(Lot.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def _acts_on(session: Session, lot_id: str) -> dict[str, datetime]:
    """The latest time of each kind of act on a lot."""
    query = (
        select(Deed.kind, func.max(Deed.at))
        .join(DeedThing, DeedThing.deed_seq == Deed.seq)
        .where(DeedThing.thing == f"lot/{lot_id}")
        .group_by(Deed.kind)
    )
    return {row[0]: row[1] for row in session.execute(query)}
