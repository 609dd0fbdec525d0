"""What became of dossiers: sent on by us, answered by the company, rejected. The one place that says it.

Three events, each on its own day, so that no month counts a dossier twice: we sent it on (a person
declared it complete, or its lot was closed), the company answered, it was rejected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from flows.review.outcome import SUITE
from flows.secrecy import told_by_a_secret
from models.checklists import checklists
from models.entities import (
    AnswerState,
    CompanyAnswer,
    Decision,
    Deed,
    DeedThing,
    Dossier,
    Etape,
    Gravite,
    Lot,
    LotStatut,
    Resultat,
    Statut,
    Target,
    ThingKind,
)
from storage.records import answers, dossiers

OUT = (Etape.VALIDE, Etape.REJETE, Etape.REPONDU)
CLOSED = "cloturer_lot"
_SUITE = (
    Decision.thing_kind == ThingKind.DOSSIER,
    Decision.target == Target.ATTRIBUTE,
    Decision.name == SUITE,
)
LACKING = (Resultat.MANQUANT, Resultat.NON_CONFORME)
NO_REASON = "Motif gardé dans le dossier"
REFUSALS = {
    "rejet_administratif": "Rejet administratif de la compagnie",
    "rejet_contractuel": "Rejet contractuel de la compagnie",
}


class Fate(StrEnum):
    """Where a dossier stands."""

    EN_INSTANCE = "en_instance"
    """With us, or waiting for what was asked for."""
    TRANSMIS = "transmis"
    """Sent on: the company has not answered, or nobody recorded it."""
    REGLE = "regle"
    """The company pays, or grants the cover."""
    REJETE = "rejete"

    @property
    def words(self) -> str:
        """As lists say it."""
        return _FATES[self]


_FATES = {
    Fate.EN_INSTANCE: "en instance",
    Fate.TRANSMIS: "transmis",
    Fate.REGLE: "réglé ou accordé",
    Fate.REJETE: "rejeté",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sent_on`, `answered_on`, `rejected_on`: the days of the three events; `at`: when the last one
    was. `paid`: as the company's answer says it, where it does. `reasons` of a rejection are ours to
    say: names of rules, nobody's words."""

    fate: Fate
    at: datetime | None = None
    sent_on: date | None = None
    answered_on: date | None = None
    rejected_on: date | None = None
    paid: Decimal | None = None
    reasons: tuple[str, ...] = ()

    @property
    def on(self) -> date | None:
        """The day of the last event; `None` while it waits."""
        return self.rejected_on or self.answered_on or self.sent_on

    @property
    def days(self) -> tuple[date | None, ...]:
        return self.sent_on, self.answered_on, self.rejected_on


WAITS = Outcome(Fate.EN_INSTANCE)


def settled_between(organisme: str, begins: datetime, ends: datetime) -> Select[str]:
    """The ids of dossiers to which one of the events may have come meanwhile; `outcomes` tells."""
    decided = (
        select(Decision.thing_id)
        .join(Dossier, Dossier.id == Decision.thing_id)
        .where(
            *_SUITE,
            Decision.value.in_([etape.value for etape in OUT]),
            Decision.at >= begins,
            Decision.at < ends,
            Dossier.organisme == organisme,
        )
    )
    closed = (
        select(Dossier.id)
        .join(DeedThing, DeedThing.thing == "lot/" + Dossier.lot_id)
        .join(Deed, Deed.seq == DeedThing.deed_seq)
        .where(
            Deed.kind == CLOSED, Deed.at >= begins, Deed.at < ends, Dossier.organisme == organisme
        )
    )
    answered = (
        select(CompanyAnswer.dossier_id)
        .join(Dossier, Dossier.id == CompanyAnswer.dossier_id)
        .where(
            Dossier.organisme == organisme,
            CompanyAnswer.cancelled.is_(False),
            CompanyAnswer.state == AnswerState.ENREGISTREE,
            or_(
                and_(CompanyAnswer.at >= begins, CompanyAnswer.at < ends),
                and_(
                    CompanyAnswer.decided_on >= begins.date(),
                    CompanyAnswer.decided_on <= ends.date(),
                ),
            ),
        )
    )
    return decided.union(closed, answered)  # type: ignore[return-value]


def outcomes(session: Session, wanted: Sequence[Dossier], zone: ZoneInfo) -> Mapping[str, Outcome]:
    """What became of each of these."""
    ids = [dossier.id for dossier in wanted]
    said = answers.holding(session, ids)
    decided = _decided(session, ids)
    closed = _closed(session, {d.lot_id for d in wanted if d.lot_id})
    judged = dossiers.judged(session, [d.id for d in wanted if d.etape is Etape.REJETE])
    return {
        dossier.id: _outcome(
            dossier, said.get(dossier.id), decided.get(dossier.id, {}),
            closed.get(dossier.lot_id or ""), judged.get(dossier.id), zone,
        )
        for dossier in wanted
    }  # fmt: skip


def _outcome(
    dossier: Dossier,
    answer: CompanyAnswer | None,
    decided: Mapping[str, datetime],
    lot_closed: datetime | None,
    judged: dossiers.Judged | None,
    zone: ZoneInfo,
) -> Outcome:
    if dossier.etape is Etape.ANNULE or (answer is not None and answer.decision.waits):
        return WAITS
    if dossier.etape is Etape.REJETE and answer is None:
        at = decided.get(Etape.REJETE.value)
        reasons = _reasons(dossier, judged)
        return Outcome(Fate.REJETE, at, rejected_on=_day(at, zone), reasons=reasons)
    ready = dossier.statut is Statut.COMPLET or dossier.etape is Etape.VALIDE
    events = [decided.get(etape.value) for etape in (Etape.VALIDE, Etape.REPONDU)]
    events.append(lot_closed if ready else None)
    kept = dossier.etape in OUT or ready
    sent = min((at for at in events if at is not None and kept), default=None)
    if answer is not None:
        return _answered(answer, sent, zone)
    if sent is None:
        return WAITS
    return Outcome(Fate.TRANSMIS, sent, _day(sent, zone))


def _answered(answer: CompanyAnswer, sent: datetime | None, zone: ZoneInfo) -> Outcome:
    on = answer.decided_on or answer.at.astimezone(zone).date()
    sent_on = _day(sent, zone)
    if answer.decision.refuses:
        reason = REFUSALS.get(answer.decision.value, NO_REASON)
        return Outcome(Fate.REJETE, answer.at, sent_on, rejected_on=on, reasons=(reason,))
    paid = _amount(answer.amount) if answer.decision.pays else None
    return Outcome(Fate.REGLE, answer.at, sent_on or on, on, paid=paid)


def _decided(session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, datetime]]:
    """By dossier and by what was decided of it: when first, of what nobody took back."""
    later = aliased(Decision)
    back = exists().where(later.undoes == Decision.seq).correlate(Decision)
    query = (
        select(Decision.thing_id, Decision.value, func.min(Decision.at))
        .where(Decision.thing_id.in_(ids), *_SUITE, Decision.undoes.is_(None), ~back)
        .group_by(Decision.thing_id, Decision.value)
    )
    found: dict[str, dict[str, datetime]] = {}
    for dossier_id, value, at in session.execute(query):
        found.setdefault(dossier_id, {})[value or ""] = at
    return found


def _closed(session: Session, lot_ids: Collection[str]) -> Mapping[str, datetime]:
    """When lots that are closed were."""
    query = (
        select(Lot.id, func.max(Deed.at))
        .join(DeedThing, DeedThing.thing == "lot/" + Lot.id)
        .join(Deed, Deed.seq == DeedThing.deed_seq)
        .where(Lot.id.in_(lot_ids), Lot.statut != LotStatut.OUVERT, Deed.kind == CLOSED)
        .group_by(Lot.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _reasons(dossier: Dossier, judged: dossiers.Judged | None) -> tuple[str, ...]:
    """The rules that a rejected dossier breaks, none that tells what a medical paper says."""
    rule = checklists().get((dossier.organisme, dossier.type))
    known = {one.exigence: one for one in rule.requirements} if rule else {}
    found = []
    for finding in judged.findings if judged else ():
        requirement = known.get(finding.exigence)
        blocks = finding.gravite is Gravite.BLOQUANT and finding.resultat in LACKING
        if not blocks or finding.levee is not None or rule is None or requirement is None:
            continue
        if not told_by_a_secret(rule, requirement):
            found.append(requirement.libelle)
    if judged is not None and judged.judgement.statut is Statut.FORCLOS:
        found.insert(0, "Délai de dépôt dépassé (forclos)")
    return tuple(dict.fromkeys(found)) or (NO_REASON,)


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _amount(written: str | None) -> Decimal | None:
    try:
        return Decimal(written) if written else None
    except InvalidOperation:
        return None
