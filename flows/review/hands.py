"""In whose hands a dossier is, asked before every act."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flows.review.desk import Desk
from flows.review.errors import HeldError, HoldLostError, ImpossibleError, MissingError
from models.entities import Dossier, Etape, Hold, Lot, LotStatut
from models.organismes import organisme
from storage.records import holds

_SETTLED = {
    Etape.VALIDE: "déclaré complet",
    Etape.REJETE: "rejeté",
    Etape.REPONDU: "répondu",
    Etape.ANNULE: "annulé",
}


def require(desk: Desk, dossier: Dossier) -> None:
    """Go on only if no other person has the dossier; one's own hold is renewed."""
    if holds.renew(desk.session, dossier.id, desk.actor.name, desk.now):
        return
    for hold in holds.active(desk.session, [dossier.id], desk.now):
        raise in_other_hands(desk, dossier, hold)


def still_open(desk: Desk, dossier: Dossier, *, settled: bool = False, shut: bool = False) -> None:
    """Go on only if the dossier can still be changed.

    `settled`: even when its fate was decided; `shut`: even in a lot that was closed.
    """
    if dossier.etape is Etape.ANNULE and not settled:
        raise MissingError(f"Le dossier {dossier.reference} a été annulé.")
    if dossier.etape.settled and not settled:
        raise ImpossibleError(
            f"Le dossier {dossier.reference} est {_SETTLED[dossier.etape]} : reprenez-le d'abord.",
            code="deja_decide",
        )
    if shut or dossier.lot_id is None:
        return
    lot = desk.session.get_one(Lot, dossier.lot_id)
    if lot.statut is not LotStatut.OUVERT:
        raise ImpossibleError(
            f"Le dossier {dossier.reference} est dans le lot {lot.numero}, qui est clôturé.",
            code="lot_cloture",
        )


def in_other_hands(desk: Desk, dossier: Dossier, hold: Hold) -> HeldError:
    """Why the person cannot have the dossier: somebody has it, perhaps after this very person."""
    zone = organisme(dossier.organisme).zone
    since = _hour(hold.since, zone)
    until = hold.active_at + holds.IDLE
    if hold.lost_by == desk.actor.name:
        return HoldLostError(
            f"Vous n'avez plus le dossier {dossier.reference} : resté sans activité, il a été pris "
            f"par {hold.holder} à {since}. Rien n'a été enregistré.",
            dossier_id=dossier.id, holder=hold.holder, since=hold.since, until=until,
        )  # fmt: skip
    return HeldError(
        f"Le dossier {dossier.reference} est entre les mains de {hold.holder} depuis {since}.",
        dossier_id=dossier.id, holder=hold.holder, since=hold.since, until=until,
    )  # fmt: skip


def _hour(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
