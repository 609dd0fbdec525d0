"""The lines of each register, read some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from flows.outgoing import gather
from flows.outgoing.facts import Amount
from flows.outgoing.tables import Row
from flows.statements.claims import Claim, described
from flows.statements.insured import members, moved
from flows.statements.outcomes import Fate, outcomes
from flows.statements.people_tables import person_row
from flows.statements.spans import Span
from models.checklists import checklists
from models.checklists.facts import Policy
from models.checklists.readings import as_date, is_sure
from models.checklists.schema import Voie
from models.deadlines import add_months
from models.documents import document_types
from models.entities import (
    Deed,
    DeedThing,
    Document,
    Dossier,
    Envoi,
    Etape,
    Lot,
    LotNature,
    LotStatut,
    Prestation,
)
from models.organismes import Organisme, organisme
from models.organismes.statements import Frequency
from models.reading import Document as Read
from models.settings import Settings
from storage.records import documents, pharmacies, thresholds

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
FATES = {
    Fate.EN_INSTANCE: "en instance",
    Fate.TRANSMIS: "transmis",
    Fate.REGLE: "réglé ou accordé",
    Fate.REJETE: "rejeté",
}
NATURES = {LotNature.PEC: "Prises en charge", LotNature.FACTURATION: "Facturation"}
PRESTATIONS = {
    Prestation.AMBULATOIRE: "ambulatoire",
    Prestation.HOSPITALISATION: "hospitalisation",
}
LOTS = {LotStatut.OUVERT: "ouvert", LotStatut.CLOTURE: "clôturé", LotStatut.REMIS: "remis"}
TO_CHECK = "à vérifier"
LONG_ILLNESS, SCHOOL = "certificat_longue_duree", "certificat_scolarite"
AHEAD = timedelta(days=60)
"""Yearly certificates that end within so long are reminded of."""
ENDED = timedelta(days=30)
"""A certificate that ended no longer ago is still reminded of."""
SCHOOL_YEAR_ENDS = (8, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose register, and of which days (of reception, for what is received)."""

    owner: str
    first: date
    last: date
    today: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), organisme(self.owner).zone)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), organisme(self.owner).zone)


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
                FATES[fate.fate],
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
            NATURES[lot.nature],
            PRESTATIONS[lot.prestation],
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
            FATES[one.outcome.fate], one.outcome.on,
            TO_CHECK if one.amount is Amount.A_VERIFIER else one.asked,
        )  # fmt: skip


def of_control_visits(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Convocations to a control visit that came in the period."""
    policy = thresholds.policy(session, settings)
    query = (
        select(Document.id, Dossier, Envoi)
        .join(Dossier, Dossier.id == Document.dossier_id)
        .join(Envoi, Envoi.id == Document.envoi_id)
        .where(
            Document.type == "convocation_contre_visite",
            Document.retired_at.is_(None),
            Dossier.organisme == asked.owner,
            Envoi.received_at >= asked.begins,
            Envoi.received_at < asked.ends,
        )
        .order_by(Document.id)
    )
    found = [(row[0], row[1]) for row in session.execute(query)]
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        current = documents.current(session, [document_id for document_id, _ in some])
        for document_id, dossier in some:
            read = current[document_id]
            joined = session.get(Dossier, dossier.rattache_a) if dossier.rattache_a else None
            yield (
                dossier.reference, joined.reference if joined else None, gather.person(dossier.assure),
                gather.number_of(dossier.assure), _date(read, "date_convocation", policy),
                _date(read, "date_contre_visite", policy), _date(read, "date_visite_effectuee", policy),
                _said(read, "ville", policy), _said(read, "medecin_controleur", policy),
            )  # fmt: skip


def of_reminders(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Yearly certificates that end soon, the first to end first; of each person the latest one."""
    zone = organisme(asked.owner).zone
    latest: dict[tuple[str, str], tuple[date | None, Row]] = {}
    policy = thresholds.policy(session, settings)
    query = (
        select(Document.id, Document.type, Dossier, Envoi.received_at)
        .join(Dossier, Dossier.id == Document.dossier_id)
        .join(Envoi, Envoi.id == Document.envoi_id)
        .where(
            Document.type.in_((LONG_ILLNESS, SCHOOL)),
            Document.retired_at.is_(None),
            Dossier.organisme == asked.owner,
            Envoi.received_at >= asked.begins - timedelta(days=500),
        )
        .order_by(Envoi.received_at, Document.id)
    )
    found = list(session.execute(query))
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        current = documents.current(session, [row[0] for row in some])
        for document_id, kind, dossier, received in some:
            ends = _ends(current[document_id], kind, organisme(asked.owner), policy)
            who = gather.number_of(dossier.assure) or gather.person(dossier.assure)
            cared_for = gather.person(dossier.beneficiaire) if kind == SCHOOL else ""
            row: Row = (
                gather.person(dossier.assure), gather.number_of(dossier.assure),
                _certificate(kind), dossier.reference, received.astimezone(zone).date(), ends,
                (ends - asked.today).days if ends else None,
            )  # fmt: skip
            latest[kind, f"{who} {cared_for}"] = (ends, row)
    soon = [
        (ends or asked.today, row)
        for ends, row in latest.values()
        if ends is None or asked.today - ENDED <= ends <= asked.today + AHEAD
    ]
    yield from (row for _, row in sorted(soon, key=lambda pair: (pair[0], str(pair[1]))))


# --- what these have in common ------------------------------------------------------------------


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
    span = Span(Frequency.MENSUEL, "", asked.first, asked.last)
    for one in members(session, asked.owner, asked.last):
        if (one.person.lien == "assure") is insured:
            yield person_row(one, moved(one, span))


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


def _ends(read: Read, kind: str, profile: Organisme, policy: Policy) -> date | None:
    """The last day of a yearly certificate, where its date is sure."""
    if read.type_confidence < policy.type:
        return None
    if kind == SCHOOL:
        years = [
            int(part)
            for part in _said(read, "annee_scolaire", policy).replace("-", "/").split("/")
            if part.strip().isdigit()
        ]
        return date(max(years), *SCHOOL_YEAR_ENDS) if years and max(years) > 1900 else None
    given = _date(read, "date_certificat", policy)
    months = profile.reglages.get("certificat_mois")
    if given is None:
        return None
    length = months.valeur if months is not None and isinstance(months.valeur, int) else 12
    return add_months(given, length)


def _certificate(kind: str) -> str:
    """What it is called where others may read: of a medical one, not the illness that its name tells."""
    known = document_types()[kind]
    return "Certificat médical annuel" if known.confidentiel else known.libelle


def _date(read: Read, name: str, policy: Policy) -> date | None:
    return as_date(_said(read, name, policy))


def _said(read: Read, name: str, policy: Policy) -> str:
    field = read.fields.get(name)
    return field.value if field is not None and is_sure(read, name, policy) else ""
