"""Messages that are due, told one after the other; an address that fails holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.webhooks.addresses import resolved
from flows.webhooks.posting import post
from flows.webhooks.signing import signed
from flows.workplace import Workplace
from models.entities import Webhook, WebhookMessage
from models.errors import StepFailed
from storage.records import webhooks

ACTOR = "systeme"
GONE = 410
"""HTTP: whoever is there wants nothing more, for good."""
_HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "liasse"}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message: `why` is `None` when the receiver has it."""

    message_id: str
    event: str
    why: str | None


def tell_due(place: Workplace, clock: Callable[[], datetime]) -> Iterator[Told]:
    """Tell what is due. An address that fails once is left alone until the next call."""
    failed: set[str] = set()
    with place.database.reading() as session:  # a look that keeps no writer waiting
        if not webhooks.any_due(session, clock()):
            return
    while True:
        now = clock()
        taken = place.database.write(lambda session: webhooks.take(session, clock(), failed))
        if taken is None:
            return
        message, hook = taken
        why = _tell(place, message, hook, now)
        if why is not None:
            failed.add(hook.id)
        yield Told(message.id, message.event.value, why)


def _tell(place: Workplace, message: WebhookMessage, hook: Webhook, now: datetime) -> str | None:
    body = message.body.encode()
    status: int | None = None
    why: str | None
    try:
        target = resolved(hook.url, private=place.settings.webhooks_prives)
        status = post(target, body, _HEADERS | signed(hook.secret, message.id, body, now))
        why = None if 200 <= status < 300 else f"L'adresse répond {status}."
    except StepFailed as error:
        why = error.message
    with place.database.transaction() as session:
        if why is None and status is not None:
            webhooks.told(session, message.id, status, now)
        else:
            webhooks.put_off(session, message.id, why or "", now, status)
            if status == GONE:
                gone = "L'adresse ne veut plus rien recevoir (410)."
                webhooks.close(session, hook.id, gone, actor=ACTOR, now=now)
    return why
