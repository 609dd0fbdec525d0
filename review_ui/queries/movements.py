"""What came in, went out, waits, and was worked at: said once, for figures and for the queue.

A dossier is out when a person settled it, or when it is complete and nobody had to; it waits
otherwise. Lots and keying again are no work on a dossier: who closes a lot has not touched it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, select, text, union_all
from sqlalchemy.orm import aliased

from flows.review.outcome import SUITE
from models.entities import (
    Decision,
    Deed,
    DeedThing,
    Document,
    Dossier,
    Envoi,
    Etape,
    Judgement,
    Statut,
    Target,
    ThingKind,
)
from models.entities.dossiers import WAITING

Moment = ColumnElement[datetime] | ColumnElement[datetime | None]
OUT = (Etape.VALIDE, Etape.REJETE, Etape.REPONDU)
UNSETTLED = tuple(etape for etape in Etape if not etape.settled)
OF_LOTS = ("mettre_au_lot", "retirer_du_lot", "remplir_lot", "cloturer_lot", "remettre_lot")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days on the office's clock, the last one within."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    def holds(self, moment: Moment) -> ColumnElement[bool]:
        """That a moment is in it."""
        return and_(moment >= self.begins, moment < self.ends)


def received(period: Period) -> Select[str, datetime]:
    """Dossiers that came in, with the moment: `dossier_id`, `at`."""
    return (
        select(Dossier.id.label("dossier_id"), Envoi.received_at.label("at"))
        .join(Envoi, Envoi.id == Dossier.envoi_id)
        .where(period.holds(Envoi.received_at.expression), Dossier.etape != Etape.ANNULE)
    )


def gone(period: Period) -> Select[str, datetime]:
    """Dossiers that went out, with the moment of the decision or of the verdict that let them."""
    both = union_all(*ways_out(period)).subquery()
    return select(both.c.dossier_id, both.c.at)


def ways_out(period: Period) -> tuple[Select[str, datetime], Select[str, datetime]]:
    """Those that a person settled, and so touched, and those that left by themselves: no dossier is
    in both, none twice. Each is selected from `Dossier`: `dossier_id`, `at`."""
    return _settled(period), _by_itself(period)


def _settled(period: Period) -> Select[str, datetime]:
    later = aliased(Decision)
    of_fate = (
        Decision.thing_kind == ThingKind.DOSSIER,
        Decision.target == Target.ATTRIBUTE,
        Decision.name == SUITE,
    )
    after = exists().where(
        later.thing_kind == ThingKind.DOSSIER,
        later.thing_id == Decision.thing_id,
        later.name == SUITE,
        later.undoes.is_(None),
        later.seq > Decision.seq,
        later.value == Decision.value,
    )
    return (
        select(Dossier.id.label("dossier_id"), Decision.at.label("at"))
        .join(Decision, Decision.thing_id == Dossier.id)
        .where(
            period.holds(Decision.at.expression),
            *of_fate,
            Decision.undoes.is_(None),
            Dossier.etape.in_(OUT),
            Decision.value == Dossier.etape,
            ~after.correlate(Decision),
        )
    )


def _by_itself(period: Period) -> Select[str, datetime]:
    newer = aliased(Judgement)
    since = exists().where(newer.dossier_id == Judgement.dossier_id, newer.seq > Judgement.seq)
    return (
        select(Dossier.id.label("dossier_id"), Judgement.at.label("at"))
        .join(Judgement, Judgement.dossier_id == Dossier.id)
        .where(
            period.holds(Judgement.at.expression),
            Judgement.statut == Statut.COMPLET,
            Dossier.statut == Statut.COMPLET,
            Dossier.etape.in_(UNSETTLED),
            ~since.correlate(Judgement),
        )
    )


def waits() -> ColumnElement[bool]:
    """That a dossier waits for a person or an answer."""
    return text(WAITING)  # type: ignore[return-value]


def touched() -> ColumnElement[bool]:
    """That a person did something to a `Dossier`."""
    by_person = exists().where(
        DeedThing.thing == "dossier/" + Dossier.id,
        DeedThing.deed_seq == Deed.seq,
        Deed.kind.not_in(OF_LOTS),
    )
    return and_(Dossier.revision > 0, by_person.correlate(Dossier))


def worked_at(period: Period) -> Select[str | None]:
    """Dossiers on which somebody acted."""
    return select(Deed.dossier_id).where(
        Deed.dossier_id.is_not(None),
        Deed.kind.not_in(OF_LOTS),
        period.holds(Deed.at.expression),
    )


def field_decisions(period: Period | None = None) -> list[ColumnElement[bool]]:
    """That a `Decision` settles a field of a paper, by its author, and stands."""
    back = aliased(Decision)
    taken = exists().where(back.undoes == Decision.seq).correlate(Decision)
    conditions: list[ColumnElement[bool]] = [
        Decision.thing_kind == ThingKind.DOCUMENT,
        Decision.target == Target.FIELD,
        Decision.undoes.is_(None),
        Decision.carries.is_(None),
        ~taken,
    ]
    return conditions if period is None else [period.holds(Decision.at.expression), *conditions]


def with_decided_field() -> ColumnElement[bool]:
    """That a person settled a field of a paper of a `Dossier`."""
    decided = (
        select(Document.id)
        .join(Decision, Decision.thing_id == Document.id)
        .where(Document.dossier_id == Dossier.id, *field_decisions())
    )
    return decided.correlate(Dossier).exists()
