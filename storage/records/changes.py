"""What changes is told: each change of an envoi, a dossier or a lot that programs follow.

Noticed when the session writes, whichever room or act wrote it, and put down for the webhooks in
the same transaction: a change that is undone is not told, one that is kept cannot be forgotten.
Of one thing, one message a transaction: its state when it commits.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from models.entities import (
    Dossier,
    Envoi,
    EnvoiState,
    JsonObject,
    Lot,
    Webhook,
    WebhookEvent,
    utcnow,
)
from storage.records import webhooks

FOLLOWED: Mapping[type[Envoi] | type[Dossier] | type[Lot], tuple[str, ...]] = {
    Envoi: ("state",),
    Dossier: ("statut", "etape", "deadline", "lot_id", "organisme", "type", "rattache_a"),
    Lot: ("statut",),
}
"""The attributes whose change is told."""

_PENDING = "liasse.changes"
_Pending = dict[tuple[type, str], bool]
"""Things of this transaction: (class, id), and whether it is new."""


@event.listens_for(Session, "after_flush")
def _notice(session: Session, context: UOWTransaction) -> None:
    for thing in session.new:
        if type(thing) in FOLLOWED:
            _pending(session)[type(thing), thing.id] = True
    for thing in session.dirty:
        names = FOLLOWED.get(type(thing), ())
        if any(inspect(thing).attrs[name].history.has_changes() for name in names):
            _pending(session).setdefault((type(thing), thing.id), False)


@event.listens_for(Session, "before_commit")
def _put_down(session: Session) -> None:
    if session.in_nested_transaction() or not (_PENDING in session.info or _dirty(session)):
        return
    session.flush()
    pending: _Pending = session.info.pop(_PENDING, {})
    hooks = webhooks.open_ones(session) if pending else ()
    now = utcnow()
    for (kind, id), new in pending.items() if hooks else ():
        thing = session.get(kind, id)
        told = _told(thing, new) if thing is not None else None
        if told is None:
            continue
        for hook in hooks:
            if _concerns(hook, told[0], told[1]):
                webhooks.put(session, hook, *told, now=now)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    if not rolled_back.nested:
        session.info.pop(_PENDING, None)


def _pending(session: Session) -> _Pending:
    pending: _Pending = session.info.setdefault(_PENDING, {})
    return pending


def _dirty(session: Session) -> bool:
    """Whether something followed was changed and is not written yet."""
    return any(type(thing) in FOLLOWED for thing in (*session.new, *session.dirty))


def _concerns(hook: Webhook, told: WebhookEvent, data: JsonObject) -> bool:
    return (not hook.events or told.value in hook.events) and (
        not hook.organismes or data.get("organisme") in hook.organismes
    )


def _told(thing: object, new: bool) -> tuple[WebhookEvent, JsonObject] | None:
    """What to say of a thing, by references: who may know more asks the API."""
    match thing:
        case Envoi():
            told = WebhookEvent.ENVOI_RECU if new else _OF_STATE.get(thing.state)
            data = {
                "envoi": thing.id,
                "numero": thing.numero,
                "organisme": thing.organisme,
                "etat": thing.state.value,
            }
            return (told, data) if told is not None else None
        case Dossier():
            data = {
                "dossier": thing.id,
                "reference": thing.reference,
                "envoi": thing.envoi_id,
                "organisme": thing.organisme,
                "type": thing.type,
                "statut": thing.statut.value,
                "etape": thing.etape.value,
                "deadline": thing.deadline.isoformat() if thing.deadline else None,
                "lot": thing.lot_id,
                "rattache_a": thing.rattache_a,
            }
            return (WebhookEvent.DOSSIER_OUVERT if new else WebhookEvent.DOSSIER_MODIFIE), data
        case Lot():
            data = {
                "lot": thing.id,
                "numero": thing.numero,
                "organisme": thing.organisme,
                "statut": thing.statut.value,
            }
            return WebhookEvent.LOT_MODIFIE, data
    return None


_OF_STATE = {
    EnvoiState.TERMINE: WebhookEvent.ENVOI_TERMINE,
    EnvoiState.QUARANTAINE: WebhookEvent.ENVOI_QUARANTAINE,
}
