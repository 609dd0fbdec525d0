"""Lots: dossiers put in and taken out, filled, closed, handed over, printed.

Nobody closes a lot with a dossier in review; what is not complete leaves it first, with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.dossiers import judging
from flows.outgoing.facts import LotSheet
from flows.outgoing.gather import lot_sheet
from flows.review.desk import Desk
from flows.review.doing import Doing, begin, end, locked
from flows.review.done import Done
from flows.review.errors import ImpossibleError, LotNotReadyError
from flows.review.grip import as_seen, fetched, touch
from flows.review.judging import rule_of
from models.checklists import Channel, Checklist, DossierFacts, Piece
from models.entities import Dossier, Etape, Lot, LotStatut, Statut, Target, ThingKind
from models.permissions import LOT, Action
from storage import locks
from storage.records import audit, decisions, documents, holds, lots, thresholds
from storage.records.lots import Kind

THIS = "Ce lot"
_STEPS = {
    Etape.COMPLEMENT: "complément demandé",
    Etape.MEDECIN: "chez le médecin conseil",
    Etape.DE_COTE: "mis de côté",
    Etape.REJETE: "rejeté",
    Etape.ANNULE: "annulé",
}


@dataclass(frozen=True, slots=True)
class NotReady:
    """A dossier that keeps its lot from being closed. `in_hand`: a person is at it."""

    dossier_id: str
    reference: str
    why: str
    in_hand: bool


def not_ready(session: Session, lot_id: str, now: datetime) -> tuple[NotReady, ...]:
    """What keeps a lot from being closed."""
    inside = lots.dossiers(session, lot_id)
    at = {hold.dossier_id: hold for hold in holds.active(session, [d.id for d in inside], now)}
    found = []
    for dossier in inside:
        if dossier.id in at:
            why = f"en relecture ({at[dossier.id].holder})"
            found.append(NotReady(dossier.id, dossier.reference, why, True))
        elif not _may_leave(dossier):
            why = _STEPS.get(dossier.etape, dossier.statut.mots)
            found.append(NotReady(dossier.id, dossier.reference, why, False))
    return tuple(found)


def candidates(desk: Desk, lot_id: str, limit: int = 100) -> Sequence[Dossier]:
    """Dossiers that are ready and fit: in no lot, or in another open one; least time left first."""
    session = desk.session
    lot = fetched(session, Lot, lot_id, THIS)
    others = select(Lot.id).where(
        Lot.statut == LotStatut.OUVERT, Lot.id != lot.id, *Kind.of(lot).conditions()
    )
    query = (
        select(Dossier)
        .where(
            Dossier.lot_id.is_(None) | Dossier.lot_id.in_(others),
            Dossier.organisme == lot.organisme,
            Dossier.prestation == lot.prestation,
            (Dossier.statut == Statut.COMPLET) | (Dossier.etape == Etape.VALIDE),
        )
        .order_by(Dossier.deadline.asc().nulls_last(), Dossier.id)
    )
    found = []
    for dossier in session.scalars(query):
        if _may_leave(dossier) and _fits(desk, lot, dossier):
            found.append(dossier)
            if len(found) == limit:
                break
    return found


def add(desk: Desk, lot_id: str, dossier_id: str) -> Done:
    """Put a dossier into an open lot, out of the one that it is in."""
    (dossier,) = locked(desk, dossier_id, settled=True)
    lot = _opened(desk, lot_id)
    if dossier.lot_id == lot_id:
        raise ImpossibleError("Ce dossier est déjà dans ce lot.", code="deja_fait")
    if len(lots.dossiers(desk.session, lot_id)) >= desk.settings.lot_maximum:
        raise _full(desk)
    if not _fits(desk, lot, dossier):
        raise ImpossibleError(
            f"Le dossier {dossier.reference} n'est pas de ce lot : organisme, nature, prestation, "
            "établissement ou bordereau diffèrent.",
            code="autre_lot",
        )
    doing = _begin(desk, "mettre_au_lot", lot, [dossier.id], Action.COMPOSER)
    dossier.lot_id = lot.id
    return _done(doing, lot, f"Dossier {dossier.reference} mis dans le lot {lot.numero}.")


def remove(desk: Desk, lot_id: str, dossier_id: str, why: str) -> Done:
    """Take a dossier out of an open lot, for a reason."""
    (dossier,) = locked(desk, dossier_id, settled=True)
    lot = _opened(desk, lot_id)
    if dossier.lot_id != lot_id:
        raise ImpossibleError("Ce dossier n'est pas dans ce lot.", code="pas_dans_le_lot")
    reason = _reason(why)
    doing = _begin(desk, "retirer_du_lot", lot, [dossier.id], Action.COMPOSER)
    lots.take_out(desk.session, dossier)
    _note(desk, lot, "retirer_du_lot", reason)
    return _done(doing, lot, f"Dossier {dossier.reference} retiré du lot {lot.numero}.")


def fill(desk: Desk, lot_id: str) -> Done:
    """Fill an open lot with what is ready and fits, least time left first."""
    room = desk.settings.lot_maximum - len(lots.dossiers(desk.session, lot_id))
    wanted = [d.id for d in candidates(desk, lot_id, max(0, room))]
    dossiers = _lockable(desk, wanted)
    lot = _opened(desk, lot_id)
    room = desk.settings.lot_maximum - len(lots.dossiers(desk.session, lot_id))
    fitting = [d for d in dossiers if _may_leave(d) and _fits(desk, lot, d)][:room]
    if not fitting:
        raise ImpossibleError(
            "Aucun dossier prêt ne manque à ce lot, ou il est plein.", code="rien_a_ajouter"
        )
    doing = _begin(desk, "remplir_lot", lot, [d.id for d in fitting], Action.COMPOSER)
    for dossier in fitting:
        dossier.lot_id = lot.id
    return _done(doing, lot, f"{len(fitting)} dossier(s) mis dans le lot {lot.numero}.")


def close(desk: Desk, lot_id: str, *, seen: int, without: str | None = None) -> Done:
    """Close a lot; `LotNotReadyError` lists the dossiers in the way.

    `without`: the reason for which those that are not ready leave it (never one in review): they
    enter another lot, and ready ones may come in their place.
    """
    inside = [d.id for d in lots.dossiers(desk.session, lot_id)]
    coming = [d.id for d in candidates(desk, lot_id, desk.settings.lot_maximum)]
    concerned = inside + (coming if without is not None else [])
    for id in sorted(concerned):
        locks.hold(desk.session, f"dossier:{id}")
    lot = _opened(desk, lot_id)
    as_seen(desk, lot, seen, THIS)
    desk.require(Action.CLOTURER, LOT)
    desk.session.expire_all()
    now_inside = lots.dossiers(desk.session, lot_id)
    if not {d.id for d in now_inside} <= set(concerned):
        raise ImpossibleError("Ce lot vient de changer : regardez de nouveau.", code="lot_change")
    blocked = not_ready(desk.session, lot_id, desk.now)
    if any(one.in_hand for one in blocked) or (blocked and without is None):
        raise LotNotReadyError(lot.numero, [(b.dossier_id, b.reference, b.why) for b in blocked])
    if len(blocked) == len(now_inside):
        raise ImpossibleError("Ce lot n'a aucun dossier prêt à partir.", code="lot_vide")
    reason = _reason(without) if without is not None else None
    doing = _begin(desk, "cloturer_lot", lot, concerned, Action.CLOTURER)
    if blocked:
        lots.close(desk.session, lot, maximum=desk.settings.lot_maximum)
        _note(desk, lot, "retirer_du_lot", reason)
    else:
        lot.statut = LotStatut.CLOTURE
    return _done(doing, lot, f"Lot {lot.numero} clôturé.")


def hand_over(desk: Desk, lot_id: str, proof: str) -> Done:
    """Note that a closed lot was handed over: `proof` names the signed receipt."""
    lot = fetched(desk.session, Lot, lot_id, THIS)
    locks.hold(desk.session, "lots")
    desk.session.refresh(lot)
    if lot.statut is not LotStatut.CLOTURE:
        raise ImpossibleError("Seul un lot clôturé est remis.", code="lot_pas_cloture")
    if not proof.strip():
        raise ImpossibleError(
            "Dites ce qui prouve la remise : l'accusé signé, sa date, qui l'a reçu.", code="preuve"
        )
    doing = _begin(desk, "remettre_lot", lot, [], Action.REMETTRE)
    lots.hand_over(desk.session, lot)
    _note(desk, lot, "remettre_lot", proof.strip())
    return _done(doing, lot, f"Lot {lot.numero} remis.")


def print_lot(desk: Desk, lot_id: str, day: date) -> LotSheet:
    """What the bordereau of a lot says; the audit trail says who had it printed."""
    lot = fetched(desk.session, Lot, lot_id, THIS)
    desk.require(Action.IMPRIMER, LOT)
    sheet = lot_sheet(desk.session, lot, desk.actor, desk.settings, day)
    audit.record(
        desk.session, actor=desk.actor.name, action="imprimer",
        thing=audit.reference("lot", lot.id), after={"papier": "bordereau"}, at=desk.now,
    )  # fmt: skip
    return sheet


# --- what these have in common ---------------------------------------------------------------


def _opened(desk: Desk, lot_id: str) -> Lot:
    """An open lot, that nobody else composes meanwhile."""
    lot = fetched(desk.session, Lot, lot_id, THIS)
    locks.hold(desk.session, "lots")
    desk.session.refresh(lot)
    if lot.statut is not LotStatut.OUVERT:
        raise ImpossibleError(f"Le lot {lot.numero} est clôturé.", code="lot_cloture")
    return lot


def _begin(desk: Desk, kind: str, lot: Lot, ids: Sequence[str], action: Action) -> Doing:
    things = [f"lot/{lot.id}", *(f"lotted/{id}" for id in ids)]
    return begin(desk, kind, things, [(action, LOT)])


def _done(doing: Doing, lot: Lot, sentence: str) -> Done:
    touch([lot])
    return end(doing, sentence, judge=False)


def _may_leave(dossier: Dossier) -> bool:
    """Ready, and not waiting for an answer, for the doctor, or for a day to come."""
    return lots.ready(dossier) and dossier.etape in (Etape.A_TRAITER, Etape.VALIDE)


def _fits(desk: Desk, lot: Lot, dossier: Dossier) -> bool:
    """Whether a dossier is of the lot's kind."""
    rule = rule_of(dossier)
    nature = judging.lot_nature(rule) if rule else None
    if rule is None or not lots.fits(lot, dossier, nature, lot.etablissement):
        return False
    if dossier.lot_id is not None:
        return desk.session.get_one(Lot, dossier.lot_id).etablissement == lot.etablissement
    return _establishment(desk, dossier, rule) == lot.etablissement


def _establishment(desk: Desk, dossier: Dossier, rule: Checklist) -> str | None:
    """Whose deposit a dossier is, as far as its papers surely say."""
    ids = [row.id for row in documents.of_dossier(desk.session, dossier.id)]
    read = documents.current(desk.session, ids)
    facts = DossierFacts(
        Channel.COURRIER,
        desk.now,
        tuple(Piece(id, read[id]) for id in ids),
        policy=thresholds.policy(desk.session, desk.settings),
    )
    return judging.establishment(facts, rule)


def _lockable(desk: Desk, ids: Sequence[str]) -> list[Dossier]:
    """These dossiers, but those in other hands: they are not filled in under a person's eyes."""
    at = {h.dossier_id for h in holds.active(desk.session, ids, desk.now)
          if h.holder != desk.actor.name}  # fmt: skip
    return locked(desk, *(id for id in ids if id not in at), settled=True)


def _full(desk: Desk) -> ImpossibleError:
    return ImpossibleError(
        f"Ce lot a déjà {desk.settings.lot_maximum} dossiers.", code="lot_complet"
    )


def _note(desk: Desk, lot: Lot, what: str, why: str | None) -> None:
    """Keep the reason, as a decision on the lot: the trail holds no free text."""
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.LOT, thing_id=lot.id,
        target=Target.ATTRIBUTE, name=what, value=what, why=why,
    )  # fmt: skip


def _reason(why: str) -> str:
    if not why.strip():
        raise ImpossibleError("Donnez la raison : elle est gardée.", code="raison")
    return why.strip()
