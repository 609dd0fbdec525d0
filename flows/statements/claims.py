"""The dossiers of a stretch of time as statements count them: each once, with what is known of it.

Every total of a statement is a sum over these, so that it can be checked against the dossiers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.dossiers.mentions import bare
from flows.outgoing import gather
from flows.outgoing.facts import Amount
from flows.outgoing.gather import Paper
from flows.outgoing.readers import Readers
from flows.statements.insured import Category, category_of, insured_bearing
from flows.statements.outcomes import Outcome, outcomes, settled_between
from flows.statements.spans import Span
from models.checklists.facts import Policy
from models.checklists.schema import Voie
from models.entities import Assure, Dossier, Envoi, Etape
from models.organismes import Organisme, organisme
from models.organismes.stationery import Addressee
from models.permissions import Actor, Role
from models.reference.places import region_of
from models.settings import Settings
from storage.records import thresholds

AT_ONCE = 200
PRINTER = Actor("états", frozenset({Role.GESTIONNAIRE}))
"""Statements are made with a manager's eyes: no medical paper is even opened for them."""
CARE = (Voie.REMBOURSEMENT, Voie.FACTURATION, Voie.PEC, Voie.URGENCE)
"""Lanes of dossiers that claim something; the others are no claims."""
TO_CHECK = "à vérifier"
PAID = (Voie.REMBOURSEMENT, Voie.FACTURATION)
_TOWNS = (
    ("feuille_de_soins", "assure_ville"),
    ("bulletin_adhesion", "assure_ville"),
    ("facture", "emetteur_ville"),
    ("demande_prise_en_charge", "ville"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A dossier, as statements list and count it. `asked` is a sure amount or none."""

    reference: str
    type: str
    """The name of its type: for statistics, for it may tell an illness."""
    lane: Voie
    received_on: date
    received_at: datetime
    deadline: datetime | None
    outcome: Outcome
    insured: str
    number: str
    category: Category
    region: str | None
    provider: str
    provider_town: str
    amount: Amount
    asked: Decimal | None
    part: Decimal | None
    papers: int
    invoices: int
    statements_of_payment: int
    """Décomptes in the dossier."""

    @property
    def listed(self) -> Decimal | str | None:
        """The amount as lists have it: none that is in doubt."""
        return TO_CHECK if self.amount is Amount.A_VERIFIER else self.asked

    @property
    def third_party(self) -> bool:
        """Whether the provider is paid, not the insured."""
        return self.lane is Voie.FACTURATION

    @property
    def days(self) -> int | None:
        """From reception to when it was settled."""
        return (self.outcome.on - self.received_on).days if self.outcome.on else None

    @property
    def late(self) -> bool | None:
        """Whether it was settled after its deadline; `None` where there is none."""
        if self.outcome.at is None or self.deadline is None:
            return None
        return self.outcome.at > self.deadline

    @property
    def family(self) -> str:
        """What it is, as may be said beside a name: the lane, never a type that tells an illness."""
        return LANES[self.lane]


LANES = {
    Voie.REMBOURSEMENT: "Remboursement",
    Voie.FACTURATION: "Facturation (tiers payant)",
    Voie.PEC: "Prise en charge",
    Voie.URGENCE: "Prise en charge urgente",
    Voie.ADHESION: "Adhésion",
    Voie.RECLAMATION: "Réclamation",
    Voie.RATTACHEMENT: "Pièces d'un dossier",
}


def claims_of(session: Session, owner: str, span: Span, settings: Settings) -> list[Claim]:
    """The dossiers that claim something and that came, or were settled, in the span; in order."""
    zone = organisme(owner).zone
    begins, ends = span.begins(zone), span.ends(zone)
    came = (
        select(Dossier.id)
        .join(Envoi, Envoi.id == Dossier.envoi_id)
        .where(Dossier.organisme == owner, Envoi.received_at >= begins, Envoi.received_at < ends)
    )
    ids = {*session.scalars(came), *session.scalars(settled_between(owner, begins, ends))}
    found = [
        claim
        for claim in described(session, owner, sorted(ids), settings)
        if claim.lane in CARE
        and any(span.holds(day) for day in (claim.received_on, *claim.outcome.days))
    ]
    return sorted(found, key=lambda one: (one.received_at, one.reference))


def described(
    session: Session, owner: str, ids: Sequence[str], settings: Settings
) -> Iterator[Claim]:
    """These dossiers, some at a time."""
    profile = organisme(owner)
    policy = thresholds.policy(session, settings)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        query = (
            select(Dossier, Envoi)
            .join(Envoi, Envoi.id == Dossier.envoi_id)
            .where(Dossier.id.in_(some), Dossier.etape != Etape.ANNULE)
            .order_by(Dossier.id)
        )
        rows = [(row[0], row[1]) for row in session.execute(query)]
        wanted = [dossier for dossier, _ in rows]
        papers = gather.papers_of(session, wanted, Readers(PRINTER, Addressee.COMPAGNIE))
        fates = outcomes(session, wanted, profile.zone)
        numbers = [
            str(d.assure[name])
            for d in wanted
            for name in ("numero_immatriculation", "matricule")
            if d.assure.get(name)
        ]
        known = insured_bearing(session, numbers, owner)
        for dossier, envoi in rows:
            yield _claim(
                profile, dossier, envoi, papers[dossier.id], fates[dossier.id],
                _insured(dossier, known), policy,
            )  # fmt: skip


def _claim(
    profile: Organisme,
    dossier: Dossier,
    envoi: Envoi,
    papers: Sequence[Paper],
    outcome: Outcome,
    insured: Assure | None,
    policy: Policy,
) -> Claim:
    line = gather.line_of(dossier, papers, policy)
    provider, *town = gather.issuer(papers, policy) or ("",)
    kinds = [paper.row.type for paper in papers]
    return Claim(
        reference=dossier.reference,
        type=line.type,
        lane=gather.lane_of(dossier),
        received_on=envoi.received_at.astimezone(profile.zone).date(),
        received_at=envoi.received_at,
        deadline=dossier.deadline,
        outcome=outcome,
        insured=line.assure,
        number=line.immatriculation,
        category=category_of(insured) if insured is not None else Category.INCONNUE,
        region=_region(papers, policy, profile.pays),
        provider=provider,
        provider_town=town[0] if town else "",
        amount=line.amount,
        asked=line.montant,
        part=line.part,
        papers=line.pieces,
        invoices=kinds.count("facture"),
        statements_of_payment=kinds.count("decompte"),
    )


def _insured(dossier: Dossier, known: Mapping[str, Assure]) -> Assure | None:
    for name in ("numero_immatriculation", "matricule"):
        person = known.get(bare(str(dossier.assure.get(name) or "")))
        if person is not None:
            return person
    return None


def _region(papers: Sequence[Paper], policy: Policy, country: str) -> str | None:
    for kind, name in _TOWNS:
        for paper in papers:
            if paper.row.type == kind:
                region = region_of(gather.sure_value(paper, name, policy), country)
                if region is not None:
                    return region
    return None


def sent_in(claims: Sequence[Claim], span: Span) -> list[Claim]:
    """Those that we sent on in the span."""
    return [one for one in claims if span.holds(one.outcome.sent_on)]


def granted_in(claims: Sequence[Claim], span: Span) -> list[Claim]:
    """Those to which the company said yes in the span."""
    return [one for one in claims if span.holds(one.outcome.answered_on)]


def rejected_in(claims: Sequence[Claim], span: Span) -> list[Claim]:
    """Those rejected in the span, by us or by the company."""
    return [one for one in claims if span.holds(one.outcome.rejected_on)]
