"""Webhooks: addresses told of changes, and their messages, handed to one sender at a time.

A message may be told twice (its sender died after telling it): its id tells the receiver.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.entities import JsonObject, MessageState, Webhook, WebhookEvent, WebhookMessage
from models.errors import BadInput
from storage import locks
from storage.records import audit

SECRET_SIGN = "whsec_"  # nosec B105 # the sign before a secret, not one
LEASE = timedelta(minutes=2)
AGAIN = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=h) for h in (2, 5, 10, 14, 20, 24)),
)
"""Waits between attempts, as the Standard Webhooks convention has them: three days in all."""
QUEUE = "webhooks"


def add(
    session: Session,
    url: str,
    *,
    events: Iterable[WebhookEvent] = (),
    organismes: Iterable[str] = (),
    actor: str,
) -> Webhook:
    """A new address (checked by who calls), with a secret of its own."""
    hook = Webhook(
        url=url,
        secret=SECRET_SIGN + base64.b64encode(secrets.token_bytes(32)).decode(),
        events=sorted({event.value for event in events}),
        organismes=sorted(set(organismes)),
    )
    session.add(hook)
    session.flush()
    _trail(session, hook, "webhook.ajouter", actor)
    return hook


def close(session: Session, hook_id: str, why: str, *, actor: str, now: datetime) -> None:
    """Tell that address nothing more; what waited for it is given up."""
    hook = session.get_one(Webhook, hook_id)
    if hook.closed_at is not None:
        return
    hook.closed_at, hook.why = now, why
    waiting = (MessageState.A_ENVOYER, MessageState.EN_COURS)
    session.execute(
        update(WebhookMessage)
        .where(WebhookMessage.webhook_id == hook_id, WebhookMessage.state.in_(waiting))
        .values(state=MessageState.ABANDONNE, why=why, lease_until=None)
    )
    _trail(session, hook, "webhook.fermer", actor)


def listed(session: Session) -> Sequence[Webhook]:
    """All addresses, the oldest first, closed ones too."""
    return session.scalars(select(Webhook).order_by(Webhook.id)).all()


def open_ones(session: Session) -> Sequence[Webhook]:
    """The addresses that are told."""
    return session.scalars(select(Webhook).where(Webhook.closed_at.is_(None))).all()


def put(
    session: Session,
    hook: Webhook,
    event: WebhookEvent,
    data: JsonObject,
    *,
    now: datetime,
) -> WebhookMessage:
    """Write a message down, to be sent once this transaction is kept."""
    said = {"type": event.value, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    message = WebhookMessage(
        webhook_id=hook.id,
        event=event,
        body=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        due_at=now,
        created_at=now,
    )
    session.add(message)
    return message


def take(
    session: Session, now: datetime, besides: Collection[str] = ()
) -> tuple[WebhookMessage, Webhook] | None:
    """The next message due, taken by this process; `besides`: webhooks (ids) left alone for now."""
    locks.hold(session, QUEUE)
    lost = (WebhookMessage.state == MessageState.EN_COURS) & (WebhookMessage.lease_until < now)
    due = (WebhookMessage.state == MessageState.A_ENVOYER) & (WebhookMessage.due_at <= now)
    query = (
        select(WebhookMessage, Webhook)
        .join(Webhook, Webhook.id == WebhookMessage.webhook_id)
        .where(lost | due, Webhook.closed_at.is_(None), Webhook.id.not_in(besides))
        .order_by(WebhookMessage.due_at, WebhookMessage.id)
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    message: WebhookMessage = found[0]
    message.state = MessageState.EN_COURS
    message.lease_until = now + LEASE
    message.attempts += 1
    session.flush()
    return message, found[1]


def any_due(session: Session, now: datetime) -> bool:
    """Whether there may be something for `take`."""
    waiting = (MessageState.A_ENVOYER, MessageState.EN_COURS)
    query = (
        select(WebhookMessage.id)
        .join(Webhook, Webhook.id == WebhookMessage.webhook_id)
        .where(
            WebhookMessage.state.in_(waiting),
            WebhookMessage.due_at <= now,
            Webhook.closed_at.is_(None),
        )
    )
    return session.scalar(query.limit(1)) is not None


def told(session: Session, message_id: str, status: int, now: datetime) -> None:
    """The receiver has it."""
    message = session.get_one(WebhookMessage, message_id)
    message.state, message.status, message.sent_at = MessageState.REMIS, status, now
    message.why = message.lease_until = None


def put_off(
    session: Session, message_id: str, why: str, now: datetime, status: int | None = None
) -> None:
    """It was not taken: again later, or given up after the last wait, or if the address is closed."""
    message = session.get_one(WebhookMessage, message_id)
    message.why, message.status, message.lease_until = why, status, None
    closed = session.get_one(Webhook, message.webhook_id).closed_at is not None
    if closed or message.attempts > len(AGAIN):
        message.state = MessageState.ABANDONNE
    else:
        message.state = MessageState.A_ENVOYER
        message.due_at = now + AGAIN[message.attempts - 1]


def replay(session: Session, message_id: str, *, actor: str, now: datetime) -> WebhookMessage:
    """A person has it sent again, under the same id; nothing changes for one still on its way."""
    message = session.get_one(WebhookMessage, message_id)
    if session.get_one(Webhook, message.webhook_id).closed_at is not None:
        raise BadInput(
            "L'adresse de ce message est fermée : rien n'y est plus envoyé.", code="webhook_ferme"
        )
    if message.state in (MessageState.ABANDONNE, MessageState.REMIS):
        message.state, message.attempts, message.due_at = MessageState.A_ENVOYER, 0, now
        message.why = message.sent_at = None
        thing = audit.reference("message", message.id)
        audit.record(session, actor=actor, action="webhook.rejouer", thing=thing)
    return message


def messages(
    session: Session, state: MessageState | None = None, limit: int = 100
) -> Sequence[tuple[WebhookMessage, Webhook]]:
    """The newest first, each with its address."""
    query = (
        select(WebhookMessage, Webhook)
        .join(Webhook, Webhook.id == WebhookMessage.webhook_id)
        .order_by(WebhookMessage.id.desc())
        .limit(limit)
    )
    if state is not None:
        query = query.where(WebhookMessage.state == state)
    return [(row[0], row[1]) for row in session.execute(query)]


def _trail(session: Session, hook: Webhook, action: str, actor: str) -> None:
    thing = audit.reference("webhook", hook.id)
    audit.record(session, actor=actor, action=action, thing=thing)
